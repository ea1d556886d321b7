"""What the keys of the Columns pane change among the settings of [data].

Each function returns the settings by their keys, or raises InputError with the reason why the column can't be so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.data.dataset import Data
from core.data.description import ColumnDescription
from core.data.preparing.split_settings import parse_split
from core.data.source_rows.column_guesses import ColumnGuesses
from core.data.understanding.class_labels import MOST_NAMED_CLASSES
from core.data.understanding.column_kinds import boolean_words
from core.experiment.experiment import Experiment
from core.experiment.tables import source_settings
from core.support.errors import InputError
from core.support.i18n import _
from core.support.shown_values import value_text

Values = dict[str, object]
"""Settings by their keys."""

Kinds = dict[str, str | list[str]]

MISSING_RULES = ("mean", "median", "zero", "drop")
FLAG = "+flag"


@dataclass(frozen=True, eq=False)
class TableColumns:
    """The columns of a table in a file, as the settings have them and as they are guessed."""

    experiment: Experiment
    data: Data
    guesses: ColumnGuesses
    orders: Mapping[str, list[str]] = field(default_factory=dict)
    """The categories in their order, by column, as they were stated before; the key of the kind comes by them again."""

    @property
    def target(self) -> tuple[str, ...]:
        """The names of the targets."""
        return self.data.description.target

    @property
    def kinds(self) -> Kinds:
        """A copy of data.kinds."""
        return dict(self.experiment.data.kinds)

    def described(self, name: str) -> ColumnDescription:
        """The column of this name. Raises InputError if there is none."""
        found = next((one for one in self.data.description.columns if one.name == name), None)
        if found is None:
            raise InputError(_("there is no column {}").format(value_text(name)))
        return found

    def is_only_input(self, name: str) -> bool:
        """Whether the network has no other input than this column."""
        return [one.name for one in self.data.description.columns if one.role == "input"] == [name]

    def is_group(self, name: str) -> bool:
        """Whether a column makes the groups of data.split."""
        return parse_split(self.experiment.data.split).column == name

    def changed(self, ignore: Sequence[str], kinds: Kinds, target: Sequence[str] | None = None) -> Values:
        """The settings that change for these data.ignore and data.kinds, and perhaps other targets.

        A target that is guessed is stated where it would be another one otherwise, and what is stated by the key of the
        target is left to the guess where that is the same.
        """
        settings = self.experiment.data
        values: Values = {}
        if list(ignore) != settings.ignore:
            values["data.ignore"] = list(ignore)
        if kinds != settings.kinds:
            values["data.kinds"] = kinds
        if target is None and settings.target is not None:
            return values
        wanted = self.target if target is None else tuple(target)
        free = self.experiment.replace_all({**values, "data.target": None})
        guessed = self.guesses.target(source_settings(free.data))
        stated = None if guessed == wanted else wanted[0] if len(wanted) == 1 else list(wanted)
        if target is not None or stated is not None:
            values = {"data.target": stated, **values}
        return values


def role_turned(columns: TableColumns, name: str) -> Values:
    """An input is left out, and a column that is left out becomes an input."""
    role, shown = columns.described(name).role, value_text(name)
    ignore, kinds = list(columns.experiment.data.ignore), columns.kinds
    if role == "target":
        raise InputError(_("{} is the target: t on another column makes that one the target").format(shown))
    guess = columns.guesses.kind(name)
    by_kind = not guess.is_usable or columns.is_group(name)
    if role == "input":
        if columns.is_only_input(name):
            raise InputError(_("{} is the only input, and a network needs one").format(shown))
        if name in kinds and by_kind:
            del kinds[name]
        else:
            ignore.append(name)
        return columns.changed(ignore, kinds)
    possible = columns.guesses.possible_kinds(name)
    if not possible:
        raise InputError(_("{}: no cell is filled, so there is nothing to learn from").format(shown))
    if name in ignore:
        ignore.remove(name)
    if kinds.get(name) == "text":
        del kinds[name]
    if name not in kinds and by_kind:
        kinds[name] = guess.name if guess.is_usable else possible[0]
    return columns.changed(ignore, kinds)


def kind_turned(columns: TableColumns, name: str) -> Values:
    """The next kind that the cells of a column can be; after the last one the guess, without an entry in data.kinds.

    Categories in an order that was stated are among them: the order isn't lost.
    """
    described, kinds = columns.described(name), columns.kinds
    guess, possible = columns.guesses.kind(name), columns.guesses.possible_kinds(name)
    unwanted = {str(guess.name)}
    if described.role == "target":
        unwanted |= {"date", "text"}
    elif not guess.is_usable or columns.is_only_input(name):
        unwanted.add("text")
    choices: list[str | list[str] | None] = [None, *(kind for kind in possible if kind not in unwanted)]
    stated = kinds.pop(name, None)
    order = stated if isinstance(stated, list) else columns.orders.get(name)
    choices += [order] if order is not None else []
    if len(choices) == 1:
        message = _("{} can't be of another kind than {}: its cells don't allow it")
        raise InputError(message.format(value_text(name), guess.name))
    place = choices.index(stated) if stated in choices else 0
    following = choices[(place + 1) % len(choices)]
    if following is not None:
        kinds[name] = following
    return columns.changed(columns.experiment.data.ignore, kinds)


def target_chosen(columns: TableColumns, name: str) -> Values:
    """A column becomes the only target."""
    if columns.target == (name,):
        raise InputError(_("{} is the target already").format(value_text(name)))
    ignore, kinds = _made_free(columns, name)
    _refuse_as_target(columns, name, kinds)
    return columns.changed(ignore, kinds, [name])


def target_toggled(columns: TableColumns, name: str) -> Values:
    """A column is one more target, or isn't one any longer."""
    if columns.target == (name,):
        raise InputError(
            _("{} is the only target: t on another column makes that one the target").format(value_text(name))
        )
    ignore, kinds = _made_free(columns, name)
    if name in columns.target:
        return columns.changed(ignore, kinds, [one for one in columns.target if one != name])
    if columns.is_only_input(name):
        raise InputError(_("{} is the only input, and a network needs one").format(value_text(name)))
    _refuse_as_target(columns, name, kinds)
    targets = [one for one in columns.guesses.names if one in (*columns.target, name)]
    for one in targets:
        facts = columns.guesses.facts(one)
        if facts.numbers is None and boolean_words(facts.column.texts or ()) is None:
            message = _("{} holds texts, but several targets together are numbers, or words such as yes and no")
            raise InputError(message.format(value_text(one)))
    return columns.changed(ignore, kinds, targets)


def _made_free(columns: TableColumns, name: str) -> tuple[list[str], Kinds]:
    """data.ignore and data.kinds without what keeps a column from being a target."""
    ignore, kinds = [one for one in columns.experiment.data.ignore if one != name], columns.kinds
    if kinds.get(name) in ("date", "text"):
        del kinds[name]
    return ignore, kinds


def _refuse_as_target(columns: TableColumns, name: str, kinds: Mapping[str, object]) -> None:
    """Raises InputError for a column that can't be a target."""
    facts, shown = columns.guesses.facts(name), value_text(name)
    if not facts.present:
        raise InputError(_("{}: no cell is filled, so there is nothing to learn").format(shown))
    if facts.distinct < 2:
        raise InputError(_("{}: all cells are equal, but a target needs two values").format(shown))
    if name not in kinds and columns.guesses.kind(name).name == "date":
        message = _("{} holds dates, but a target is a number or a class: k makes categories of it first")
        raise InputError(message.format(shown))
    if facts.numbers is None and facts.all_different:
        raise InputError(_("{}: no text stands twice, so there are no classes to learn").format(shown))
    if facts.numbers is None and facts.distinct > MOST_NAMED_CLASSES:
        message = _("{} has {} different texts, but a target has at most {} classes")
        raise InputError(message.format(shown, facts.distinct, MOST_NAMED_CLASSES))


def task_turned(experiment: Experiment, data: Data, columns: TableColumns | None) -> Values:
    """Classes become measurements, or the other way round; `columns` where the source is a table of columns."""
    wanted = "regression" if data.task == "classification" else "classification"
    if columns is None:
        return {"data.task": wanted}
    if len(columns.target) != 1:
        if wanted == "classification":
            _refuse_as_classes(columns)
        return {"data.task": wanted}
    name = columns.target[0]
    facts, shown = columns.guesses.facts(name), value_text(name)
    if wanted == "regression" and facts.numbers is None:
        raise InputError(_("{} holds texts: only numbers can be measurements").format(shown))
    if wanted == "classification" and facts.distinct > MOST_NAMED_CLASSES:
        message = _("{} has {} different numbers, but a target has at most {} classes")
        raise InputError(message.format(shown, facts.distinct, MOST_NAMED_CLASSES))
    guessed = columns.guesses.task(name, experiment.data.kinds)
    return {"data.task": None if guessed == wanted else wanted}


def _refuse_as_classes(columns: TableColumns) -> None:
    """Raises InputError for several targets that are neither 0 and 1 nor shares, for one beyond them."""
    for name in columns.target:
        numbers = columns.guesses.facts(name).numbers
        if numbers is not None and not (numbers.ends[0] >= 0 and numbers.ends[-1] <= 1):
            message = _("{} isn't between 0 and 1, as several targets are that stand for classes")
            raise InputError(message.format(value_text(name)))


def missing_turned(experiment: Experiment) -> Values:
    """The next rule for missing numbers; whether a flag says where one was missing stays."""
    rule, flag = _rule_and_flag(experiment)
    following = MISSING_RULES[(MISSING_RULES.index(rule) + 1) % len(MISSING_RULES)]
    return {"data.missing": following + flag}


def flag_toggled(experiment: Experiment) -> Values:
    """The flag that says where a number was missing, on or off."""
    rule, flag = _rule_and_flag(experiment)
    return {"data.missing": rule + ("" if flag else FLAG)}


def _rule_and_flag(experiment: Experiment) -> tuple[str, str]:
    rule, plus, name = experiment.data.missing.partition("+")
    return rule, plus + name


def scaling_toggled(experiment: Experiment) -> Values:
    """Whether inputs, and the targets of a regression, are shifted and scaled."""
    return {"data.standardize": not experiment.data.standardize}


def missing_numbers(data: Data) -> int:
    """How many cells of the inputs are missing for which data.missing decides: all but those of categories."""
    columns = data.description.columns
    return sum(one.missing for one in columns if one.role == "input" and one.kind not in ("category", "boolean"))
