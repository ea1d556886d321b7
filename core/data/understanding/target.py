"""Which column is the target: as stated, else the last one that can be learnt."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from core.data.note import Note
from core.data.setting_hints import target_setting
from core.data.source_settings import SourceSettings
from core.data.unusable_file import list_columns, list_names, refuse
from core.support.i18n import _, ngettext
from core.support.shown_values import value_text
from core.support.suggestions import nearest_name

from .column_facts import ColumnFacts
from .column_kinds import Kind
from .column_words import (
    FIRST_WORDS,
    RATING_WORDS,
    is_named_like_place,
    is_named_like_target,
    is_named_like_time,
    words_of,
)
from .task import looks_like_classes

SPARSE = 0.8
"""A last column of texts of which more cells are missing is one of remarks."""

TINY = 3
"""Rows of a table in which each may be of a class of its own."""


def choose_target(
    path: Path, facts: Mapping[str, ColumnFacts], kinds: Mapping[str, Kind], settings: SourceSettings
) -> tuple[tuple[str, ...], list[str]]:
    """The target columns, and notes on the choice. Raises InputError."""
    if settings.target is not None:
        stated = [settings.target] if isinstance(settings.target, str) else list(dict.fromkeys(settings.target))
        for name in stated:
            require_column(path, name, facts, "data.target")
            if name in settings.ignore:
                refuse(path, _("{} stands in data.target and in data.ignore").format(value_text(name)))
        return tuple(stated), []
    left_out = {*settings.ignore, settings.group}
    names = [name for name in facts if name not in left_out]
    if not names:
        refuse(path, _("all columns are in data.ignore; expected inputs and a target"))
    last = names[-1]
    if _can_be_target(facts[last], kinds[last]):
        meant = _likelier_target(names, facts, kinds)
        if meant is None and last != [*facts][-1]:
            text = _("the target is {}, the last column that isn't left out; for another set data.target")
            return (last,), [Note(text.format(value_text(last)), [last], "data.target")]
        if meant is None:
            return (last,), []
        text = _("the target is the last column, {}; {} could be meant: {}")
        note = Note(text.format(value_text(last), value_text(meant), target_setting(meant)), [meant], "data.target")
        return (last,), [note]
    learnable = [name for name in names[:-1] if is_learnable(facts[name], kinds[name])]
    fitting = [name for name in learnable if not (_is_time_or_place(facts[name]) or _is_sparse(facts[name]))]
    if is_learnable(facts[last], kinds[last]):
        if not fitting:
            return (last,), []
        text = _("the target is {}, as {}, the last column, looks like a time or a place; {} takes it as the target")
        if _is_sparse(facts[last]):
            text = _("the target is {}, as {}, the last column, is empty in most rows; {} takes it as the target")
        chosen = _likeliest(fitting, facts, kinds)
        note = Note(text.format(value_text(chosen), value_text(last), target_setting(last)), [last], "data.target")
        return (chosen,), [note]
    if not learnable:
        refuse(path, _("no column can be the target: {}").format(why_no_target(facts[last], kinds[last])))
    chosen = _likeliest(fitting or learnable, facts, kinds)
    text = _("the target is {}, as {}; for another set data.target")
    said = text.format(value_text(chosen), why_no_target(facts[last], kinds[last]))
    return (chosen,), [Note(said, [chosen], "data.target")]


def require_column(path: Path, name: str, known: Mapping[str, object], key: str) -> None:
    """Raises InputError if there is no such column; `key` is the setting that names it."""
    if name not in known:
        close = nearest_name(name, known)
        hint = _("did you mean {}?").format(value_text(close)) if close else _("found {}").format(list_names([*known]))
        refuse(path, _("there is no column {} for {}; {}").format(value_text(name), key, hint))


def is_learnable(facts: ColumnFacts, kind: Kind) -> bool:
    """Whether a column could be a target: classes or measurements of more than one value."""
    return kind.name in ("number", "category", "boolean") and facts.distinct > 1


def why_no_target(facts: ColumnFacts, kind: Kind) -> str:
    """Why a column is no target, as a part of a sentence."""
    name = list_columns([facts.name])
    if kind.name == "empty":
        return _("{}, the last column, is empty").format(name)
    if kind.name == "id":
        return _("{}, the last column, looks like an identifier ({})").format(name, kind.why)
    if kind.name == "date":
        return _("{}, the last column, holds dates").format(name)
    if kind.name == "text":
        text = ngettext(
            "{}, the last column, has {} different text in {} rows",
            "{}, the last column, has {} different texts in {} rows",
            facts.distinct,
        )
        return text.format(name, facts.distinct, facts.present)
    return _("{}, the last column, has one value").format(name)


def refuse_one_value(
    path: Path, target: ColumnFacts, shown: str, facts: Sequence[ColumnFacts], kinds: Mapping[str, Kind]
) -> NoReturn:
    """Raises InputError for a target of one value, with the column that could be meant."""
    others = [one.name for one in facts if one is not target and is_learnable(one, kinds[one.name])]
    named = [name for name in others if is_named_like_target(name)]
    few = [one.name for one in facts if one.name in others and looks_like_classes(one)]
    message = _("all targets are of one class or value, {} in column {}; expected two or more").format(
        value_text(shown), value_text(target.name)
    )
    if others:
        message += _("; perhaps {}").format(target_setting((named or few or others)[-1]))
    refuse(path, message)


def _can_be_target(facts: ColumnFacts, kind: Kind) -> bool:
    """Whether the last column is kept as target; one of a single value is, to be refused by name, and an empty one
    that is named so.
    """
    if kind.name in ("number", "category", "boolean"):
        return kind.stated or is_named_like_target(facts.name) or not (_is_time_or_place(facts) or _is_sparse(facts))
    if kind.name == "constant":
        return True
    if kind.name == "empty":
        return is_named_like_target(facts.name)
    if kind.name == "id":
        return kind.identifier == "counts rows" and is_named_like_target(facts.name)
    return kind.name == "text" and facts.present <= TINY


def _is_time_or_place(facts: ColumnFacts) -> bool:
    """Whether a column is called as a point in time or a place; a time with decimals is rather a measured duration."""
    measured = facts.numbers is not None and not facts.numbers.whole
    return is_named_like_place(facts.name) or (is_named_like_time(facts.name) and not measured)


def _is_sparse(facts: ColumnFacts) -> bool:
    """Whether a column of texts is empty but for a few cells, as one of remarks is."""
    return facts.numbers is None and facts.missing > SPARSE * facts.rows


def _likeliest(names: Sequence[str], facts: Mapping[str, ColumnFacts], kinds: Mapping[str, Kind]) -> str:
    """The last of the names that are named like a target, else one that looks like it, else the last."""
    named = [name for name in names if is_named_like_target(name)]
    return named[-1] if named else _likelier_target(names, facts, kinds) or names[-1]


def _likelier_target(names: Sequence[str], facts: Mapping[str, ColumnFacts], kinds: Mapping[str, Kind]) -> str | None:
    """A column that rather looks like the target than the last one does; None if there is none.

    It is named so, which the last isn't; or it is the first, of classes, before columns of measurements alone, and is
    named as targets often are.
    """
    last, others = names[-1], [name for name in names[:-1] if is_learnable(facts[name], kinds[name])]
    if is_named_like_target(last) or not RATING_WORDS.isdisjoint(words_of(last)[-1:]) or not others:
        return None
    named = [name for name in others if is_named_like_target(name) and words_of(name) != ["y"]]
    if named:
        return named[0]
    first, *rest = [*others, last]
    measured = all(kinds[name].name == "number" and not looks_like_classes(facts[name]) for name in rest)
    often = not FIRST_WORDS.isdisjoint(words_of(first)[-1:])
    return first if often and measured and looks_like_classes(facts[first]) else None
