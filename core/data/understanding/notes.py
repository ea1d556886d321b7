"""Sentences about what was left out, what is missing, what looks wrong."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from core.data.columns import ColumnTable
from core.data.note import Note
from core.data.row_digests import row_digests
from core.data.setting_hints import group_setting, ignore_setting, kinds_setting
from core.data.table import InputColumn, Table
from core.data.unusable_file import list_columns
from core.support.i18n import _, ngettext

from .column_facts import ColumnFacts
from .column_kinds import Kind
from .identifiers import names_repeatedly
from .suspicious_values import missing_mark_note, mixed_note, outlier_note, twins_note

DOUBLED_SHARE = 0.02
"""Doubled rows are told from this share on; single ones occur in any table of measurements."""

ROOM = 100
"""Doubled rows are told if the columns allow for so many times as many different rows as there are."""

SELECTIVE = 2
"""Inputs by which rows are compared first, those of most values: few tell that hardly any row stands twice."""

MOST_NAMED = 8
"""Classes of one row that a note names."""


def ignored_notes(facts: Mapping[str, ColumnFacts], kinds: Mapping[str, Kind], names: Sequence[str]) -> list[Note]:
    """Which of the named columns are left out, and the setting that takes them in. One note for each reason."""
    notes = []
    ids, texts, constant, empty = (
        [name for name in names if kinds[name].name == kind and not kinds[name].stated]
        for kind in ("id", "text", "constant", "empty")
    )
    if ids:
        kind = "category" if facts[ids[0]].numbers is None else "number"
        one = _("{} is left out, as it looks like an identifier ({}); {} takes it in")
        several = _("{} are left out, as they look like identifiers; each can be taken in, such as by {}")
        notes.append(Note(_left_out(ids, kinds, kinds_setting(ids[0], kind), one, several), ids, "data.kinds"))
    if texts:
        one = _("{} is left out, as it holds text ({}); {} takes it in")
        several = _("{} are left out, as they hold texts that hardly repeat; each can be taken in, such as by {}")
        notes.append(
            Note(_left_out(texts, kinds, kinds_setting(texts[0], "category"), one, several), texts, "data.kinds")
        )
    if constant:
        text = ngettext("{} is left out, as it has one value", "{} are left out, as each has one value", len(constant))
        notes.append(Note(text.format(list_columns(constant)), constant))
    if empty:
        text = ngettext("{} is left out, as it is empty", "{} are left out, as they are empty", len(empty))
        notes.append(Note(text.format(list_columns(empty)), empty))
    return notes


def _left_out(names: Sequence[str], kinds: Mapping[str, Kind], setting: str, one: str, several: str) -> str:
    """The text for one column, with the reason, or for several; both with the setting that takes the first one in."""
    if len(names) == 1:
        return one.format(list_columns(names), kinds[names[0]].why, setting)
    return several.format(list_columns(names), setting)


def left_out_note(no_target: int, missing: int, rows: int) -> str | None:
    """How many rows are left out for want of a target, and for missing numbers where data.missing says so."""
    parts = []
    if no_target:
        text = ngettext(
            "{} of {} rows is left out, as it has no target",
            "{} of {} rows are left out, as they have no target",
            no_target,
        )
        parts.append(text.format(no_target, rows))
    if missing:
        text = ngettext(
            '{} of {} rows is left out, as a number is missing (data.missing = "drop")',
            '{} of {} rows are left out, as a number is missing (data.missing = "drop")',
            missing,
        )
        parts.append(text.format(missing, rows))
    return Note("; ".join(parts), setting="data.missing" if missing else "") if parts else None


def guessed_kind_notes(
    kinds: Mapping[str, Kind], inputs: Iterable[str], facts: Mapping[str, ColumnFacts]
) -> list[Note]:
    """Columns of numbers that are taken for something else, and the setting that makes them numbers."""
    notes = []
    for name in inputs:
        kind = kinds[name]
        if facts[name].numbers is not None and kind.name in ("category", "date") and not kind.stated:
            text = (
                _("the numbers of {} are taken for categories ({}); {} takes them for measurements")
                if kind.name == "category"
                else _("the numbers of {} are taken for dates ({}); {} takes them for measurements")
            )
            said = text.format(list_columns([name]), kind.why, kinds_setting(name, "number"))
            notes.append(Note(said, [name], "data.kinds"))
    return notes


def missing_notes(numbers: Sequence[ColumnFacts], booleans: Sequence[ColumnFacts], setting: str) -> list[Note]:
    """How many cells of numbers and of booleans are missing, and what stands in for them by data.missing."""
    drop = _('data.missing = "drop" leaves such rows out')
    of_number = {
        "mean": _("the mean of the training rows stands in; {}").format(drop),
        "median": _("the median of the training rows stands in; {}").format(drop),
        "zero": _('0 stands in; data.missing = "mean" takes the mean of the training rows'),
    }
    of_boolean = _("the commoner value in the training rows stands in; {}").format(drop)
    notes = []
    for facts, stand_in in ((numbers, of_number.get(setting.partition("+")[0], "")), (booleans, of_boolean)):
        lacking = [one for one in facts if one.missing]
        count = sum(one.missing for one in lacking)
        if count:
            text = ngettext("{} cell is missing in {}: {}", "{} cells are missing in {}: {}", count)
            names = [one.name for one in lacking]
            notes.append(Note(text.format(count, list_columns(names), stand_in), names, "data.missing"))
    return notes


def class_notes(name: str, classes: Mapping[str, int]) -> list[str]:
    """Classes that differ only in case, and classes of one row."""
    twins = twins_note(name, classes)
    single = [label for label, count in classes.items() if count == 1]
    notes = [] if twins is None else [twins]
    if single:
        text = ngettext(
            "class {} has one row, so it can't be both learnt and tested",
            "classes {} have one row each, so they can't be both learnt and tested",
            len(single),
        )
        notes.append(Note(text.format(list_columns(single)), [name]))
    return notes


def suspicious_value_notes(
    table: ColumnTable, inputs: Sequence[ColumnFacts], measured: Sequence[ColumnFacts]
) -> list[str]:
    """What looks wrong in columns of inputs and measured targets: at most one note a column."""
    found = []
    for one in (*inputs, *measured):
        texts = one.column.texts if one.numbers is None else None
        can_ignore = one not in measured and len(inputs) > 1
        found.append(
            (_group_note(one) if can_ignore and names_repeatedly(one) else None)
            or missing_mark_note(one)
            or outlier_note(table, one, can_ignore)
            or (twins_note(one.name, texts) if texts else None)
        )
    return [note for note in found if note]


def mixed_notes(table: ColumnTable, facts: Sequence[ColumnFacts]) -> list[str]:
    """Columns of numbers with some words among them."""
    return [note for note in (mixed_note(table, one) for one in facts) if note]


def doubled_note(table: Table, facts: Sequence[ColumnFacts]) -> str | None:
    """How many rows are equal to another one, where so many can't be chance. `facts` are of inputs and targets."""
    rows, room = len(table.inputs), 1.0
    for one in facts:
        room *= max(1, one.distinct)
        if room > ROOM * rows:
            break
    else:
        return None
    distinct = {one.name: one.distinct for one in facts}
    places = sorted(range(len(table.input_columns)), key=lambda place: -distinct[table.input_columns[place].source])
    for compared in (places[:SELECTIVE], None):
        ordered = np.sort(row_digests(table, compared))
        doubled = int(np.count_nonzero(ordered[1:] == ordered[:-1]))
        if doubled < max(2, DOUBLED_SHARE * rows):
            return None
    return ngettext("{} of {} rows repeats another", "{} of {} rows repeat another", doubled).format(doubled, rows)


def count_inputs(columns: Sequence[InputColumn]) -> int:
    """The number of inputs if each category gets one; what is fitted to the training rows may make it another."""
    return sum(len(column.levels) if column.kind == "category" else 1 for column in columns)


def _group_note(facts: ColumnFacts) -> str:
    """That a column is called an identifier of what several rows belong to, and what to do about it."""
    text = _("{} is called an identifier, but its values repeat; {} leaves it out, {} keeps rows of one value together")
    said = text.format(list_columns([facts.name]), ignore_setting(facts.name), group_setting(facts.name))
    return Note(said, [facts.name], "data.ignore")
