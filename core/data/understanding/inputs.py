"""Inputs: which columns of a file they come from, their meaning, their values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import numpy as np

from core.calls import Array
from core.data.columns import Column, ColumnTable
from core.data.row_places import refuse_cell
from core.data.setting_hints import kinds_setting
from core.data.source_settings import SourceSettings
from core.data.table import InputColumn
from core.data.unusable_file import list_columns, list_names, refuse
from core.support.i18n import _
from core.support.shown_values import value_text

from .class_labels import identity_of, levels_of, numbering, texts_and_codes
from .column_facts import ColumnFacts, facts_of
from .column_kinds import Kind
from .dates import PARTS, first_wrong, part_of, read_dates
from .stated_kinds import require_numbers


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
    settled = {*targets, *settings.ignore}
    others = [name for name in facts if name not in settled]
    others = [name for name in others if name != settings.group or kinds[name].stated]
    if len(facts) == 1:
        refuse(path, _("found one column, expected inputs and a target; data.separator says what divides columns"))
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
    made = [column for name in names for column in _made_of(facts[name], kinds[name])]
    if not made:
        message = _("no column is left for inputs: no year, month, day of the week or hour in {} varies")
        refuse(path, message.format(value_text(names[0])))
    taken = {*facts}
    for place, column in enumerate(made):
        name = column.name or "column 1"
        while column.part and name in taken:  # a column of the file is called like a part of a date
            name += "'"
        taken.add(name)
        made[place] = replace(column, name=name)
    return made


def values_of_all(
    path: Path,
    table: ColumnTable,
    by_name: Mapping[str, Column],
    wanted: Sequence[InputColumn],
    number_unknown: bool = False,
) -> Iterator[Array]:
    """The values of all columns of inputs, as `values_of`, one after the other; dates are read once for all parts."""
    source, dates, codes = "", np.empty(0), np.empty(0)
    for column in wanted:
        if column.kind != "date":
            yield values_of(path, table, by_name[column.source], column, number_unknown)
            continue
        if column.source != source:
            source = column.source
            dates, codes = _dates(path, table, by_name[source], column.date_format)
        yield _looked_up(part_of(dates, column.part), codes)


def values_of(
    path: Path, table: ColumnTable, column: Column, wanted: InputColumn, number_unknown: bool = False
) -> Array:  # fmt: skip
    """The values of one column of inputs, but for dates, m as float64, NaN where a cell is missing.

    A category that isn't among the wanted levels gets their number as its index, with `number_unknown` also one in an
    order and a boolean. Raises InputError at the first cell that doesn't fit otherwise.
    """
    if wanted.kind == "number":
        if column.numbers is None:
            require_numbers(path, table, facts_of(column, table.rows))
            return np.full(table.rows, np.nan)
        return column.numbers
    texts, codes = texts_and_codes(column)
    known = numbering(wanted.levels)
    folded = wanted.kind == "boolean" and not known.keys() >= set(map(identity_of, texts))
    indices = np.array([known.get(identity_of(text.casefold() if folded else text), -1) for text in texts], float)
    if wanted.kind == "category" or number_unknown:
        indices[indices < 0] = len(wanted.levels)
    elif (indices < 0).any():
        expected = _("one of {}").format(list_names(wanted.levels))
        refuse_cell(path, table, column.name, texts, codes, indices < 0, expected)
    return _looked_up(indices, codes)


def input_matrix(
    path: Path,
    table: ColumnTable,
    by_name: Mapping[str, Column],
    wanted: Sequence[InputColumn],
    number_unknown: bool = False,
) -> Array:
    """The values of all columns of inputs side by side, m × s. Takes and raises what `values_of_all` does."""
    return fill_matrix(values_of_all(path, table, by_name, wanted, number_unknown), table.rows, len(wanted), None)


def fill_matrix(columns: Iterable[Array], rows: int, count: int, kept: Array | None) -> Array:
    """The columns side by side, rows × count, in Fortran order; of `kept`, the indices of rows, only those."""
    matrix = np.empty((rows if kept is None else len(kept), count), order="F")
    for place, values in enumerate(columns):
        if kept is None:
            matrix[:, place] = values
        else:
            np.take(values, kept, out=matrix[:, place])
    return matrix


def _refuse_without_input(path: Path, facts: ColumnFacts, kind: Kind) -> NoReturn:
    """Raises InputError for a file whose columns are all left out; one of them is named."""
    name = list_columns([facts.name])
    if kind.name in ("constant", "empty"):
        refuse(path, _("no column is left for inputs: {} has no two values").format(name))
    message = (
        _("no column is left for inputs: {} looks like an identifier ({}); {} takes it in")
        if kind.name == "id"
        else _("no column is left for inputs: {} holds text ({}); {} takes it in")
    )
    setting = kinds_setting(facts.name, "category" if facts.numbers is None else "number")
    refuse(path, message.format(name, kind.why, setting))


def _made_of(facts: ColumnFacts, kind: Kind) -> list[InputColumn]:
    """What a column of a usable kind becomes: one column, or those parts of a date that vary, perhaps none."""
    name = facts.name
    if kind.name == "number":
        return [InputColumn(name, source=name)]
    if kind.name == "date":
        dates = _dates_of_texts(facts.column, kind.date_format)
        parts = [part for part in PARTS if np.ptp(part_of(dates, part)) > 0]
        return [InputColumn(f"{name} {part}", "date", (), name, part, kind.date_format) for part in parts]
    if kind.order:
        return [InputColumn(name, "ordered", kind.order, name)]
    texts, _codes = texts_and_codes(facts.column)
    if kind.name == "boolean":
        return [InputColumn(name, "boolean", kind.words, name)]
    return [InputColumn(name, "category", levels_of(texts), name)]


def _dates(path: Path, table: ColumnTable, column: Column, date_format: str) -> tuple[Array, Array]:
    """The dates among a column's texts, and the index of each row's, −1 where it is missing. Raises InputError."""
    texts, codes = texts_and_codes(column)
    try:
        return read_dates(texts, date_format), codes
    except ValueError:
        marks = np.arange(len(texts)) == first_wrong(texts, date_format)
        refuse_cell(path, table, column.name, texts, codes, marks, _("a date as {}").format(date_format))


def _dates_of_texts(column: Column, date_format: str) -> Array:
    return read_dates(texts_and_codes(column)[0], date_format)


def _looked_up(values: Array, codes: Array) -> Array:
    """The value of each cell by its code; NaN for −1."""
    found: Array = np.append(values, np.nan)[codes]
    return found
