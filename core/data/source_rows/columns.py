"""The columns of a source, made of a file's columns or of a table of numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from core.calls import Array
from core.data.columns import ColumnTable
from core.data.description import ColumnDescription
from core.data.table import InputColumn, Table
from core.data.understanding.class_labels import texts_and_codes

from .source_column import SourceColumn


def columns_of_file(found: ColumnTable, table: Table, described: Sequence[ColumnDescription]) -> list[SourceColumn]:
    """The columns of a file that are described. Numbers that are inputs as they stand are views of the table's."""
    by_name = {column.name: column for column in found.columns}
    shared = {} if table.kept is not None else {
        column.source: place for place, column in enumerate(table.input_columns) if column.kind == "number"
    }  # fmt: skip
    made = []
    for one in described:
        column = by_name.get(one.name)
        if column is None:
            continue
        numbers = column.numbers
        if numbers is not None and one.name in shared:
            numbers = table.inputs[:, shared[one.name]]
        made.append(SourceColumn(one, numbers, column.codes, column.texts))
    return made


def columns_of_table(table: Table, described: Sequence[ColumnDescription]) -> list[SourceColumn]:
    """The columns of a table that isn't in a file of text: its inputs, then its targets."""
    by_name = {one.name: one for one in described}
    made = []
    for place, column in enumerate(table.columns):
        one = by_name.get(column.name) or by_name.get(column.source)
        if one is not None:
            made.append(_of_input(one, column, table.inputs[:, place]))
    targets = [one for one in described if one.role == "target"]
    if table.labels is not None and len(targets) == 1:
        return [*made, SourceColumn(targets[0], codes=table.labels.astype(np.int32), texts=table.class_names)]
    if table.labels is not None:
        return [*made, *(SourceColumn(one, (table.labels == at).astype(float)) for at, one in enumerate(targets))]
    if table.values is not None:
        width = table.values.shape[1]
        made += [SourceColumn(one, table.values[:, at]) for at, one in enumerate(targets[:width])]
    return made


def _of_input(described: ColumnDescription, column: InputColumn, cells: Array) -> SourceColumn:
    """A column of inputs: numbers and parts of dates as they are, anything else by the names of its levels."""
    if column.kind in ("number", "date"):
        return SourceColumn(described, cells)
    codes = np.where(np.isnan(cells), -1, cells).astype(np.int32)
    return SourceColumn(described, codes=codes, texts=column.levels)


def joined(first: Iterable[SourceColumn], second: Iterable[SourceColumn], rows: int) -> list[SourceColumn]:
    """The columns with the cells of another file behind their own: `rows` missing ones where it has no such column."""
    more = {column.name: column for column in second}
    return [_joined(column, more.get(column.name), rows) for column in first]


def _joined(first: SourceColumn, second: SourceColumn | None, rows: int) -> SourceColumn:
    if second is None:
        numbers = None if first.numbers is None else np.append(first.numbers, np.full(rows, np.nan))
        codes = None if first.codes is None else np.append(first.codes, np.full(rows, -1, first.codes.dtype))
        return replace(first, numbers=numbers, codes=codes)
    if first.numbers is not None and second.numbers is not None:
        return SourceColumn(first.description, np.append(first.numbers, second.numbers))
    (texts, codes), (others, later) = (texts_and_codes(one.column) for one in (first, second))
    number = {text: place for place, text in enumerate(texts)}
    for text in others:
        number.setdefault(text, len(number))
    places = np.array([*(number[text] for text in others), -1], np.int32)
    return SourceColumn(first.description, codes=np.append(codes, places[later]).astype(np.int32), texts=tuple(number))
