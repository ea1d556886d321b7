"""Which columns of a file are inputs, and why the others aren't."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from core.data.source_settings import SourceSettings
from core.data.table import InputColumn
from core.data.unusable_file import refuse
from core.support.i18n import _
from core.support.shown_values import value_text

from .column_facts import ColumnFacts
from .column_kinds import Kind
from .input_values import input_columns_of
from .setting_hints import kinds_setting


def input_names(
    path: Path,
    facts: Mapping[str, ColumnFacts],
    kinds: Mapping[str, Kind],
    targets: Sequence[str],
    settings: SourceSettings,
) -> list[str]:
    """The columns that a network learns from, in the order of the file. Raises InputError if there are none.

    The column of groups is one only if data.kinds names it. A column that counts the rows and isn't named so is one if
    there is no other.
    """
    others = [name for name in facts if name not in targets and name not in settings.ignore]
    others = [name for name in others if name != settings.group or kinds[name].stated]
    if not others:
        refuse(path, _("found no column for inputs beside the target; expected at least one"))
    usable = [name for name in others if kinds[name].is_usable]
    if usable:
        return usable
    counting = [name for name in others if kinds[name].identifier == "counts rows" and facts[name].numbers is not None]
    if not counting:
        _refuse_without_input(path, facts[others[0]], kinds[others[0]])
    return counting


def input_columns(
    path: Path, facts: Mapping[str, ColumnFacts], kinds: Mapping[str, Kind], names: Sequence[str]
) -> list[InputColumn]:
    """The columns of inputs that the named columns make, with names of their own. Raises InputError if none varies."""
    made = [column for name in names for column in input_columns_of(facts[name], kinds[name])]
    if not made:
        message = _("no column is left for inputs: no year, month, day of the week or hour in {} varies")
        refuse(path, message.format(value_text(names[0])))
    return made


def _refuse_without_input(path: Path, facts: ColumnFacts, kind: Kind) -> NoReturn:
    """Raises InputError for a file whose columns are all left out; one of them is named."""
    message = _("no column is left for inputs: column {} looks like {} ({}); {} takes it in")
    setting = kinds_setting(facts.name, "category" if facts.numbers is None else "number")
    refuse(path, message.format(value_text(facts.name), kind.name, kind.why, setting))
