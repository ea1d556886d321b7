"""The columns of a source, made of a file's columns or of a table of numbers."""

from collections.abc import Sequence

import numpy as np

from core.calls import Array
from core.data.columns import Column, ColumnTable
from core.data.description import Description
from core.data.table import Table

from .source_column import SourceColumn


def columns_of_file(
    description: Description, first: ColumnTable, second: ColumnTable | None
) -> tuple[SourceColumn, ...]:  # fmt: skip
    """The columns of a file as described, with the cells of a second file of the same columns behind those of it."""
    found = {column.name: column for column in first.columns}
    more = {column.name: column for column in second.columns} if second else {}
    made = []
    for one in description.columns:
        column = found[one.name]
        if second is not None:
            column = _joined(column, more.get(one.name), second.rows)
        made.append(SourceColumn(one, column.numbers, column.codes, column.texts))
    return tuple(made)


def _joined(first: Column, second: Column | None, rows: int) -> Column:
    """One column with the cells of another behind its own, `rows` missing ones where there is none."""
    if second is None:
        numbers = None if first.numbers is None else np.append(first.numbers, np.full(rows, np.nan))
        codes = None if first.codes is None else np.append(first.codes, np.full(rows, -1, first.codes.dtype))
        return Column(first.name, numbers, codes, first.texts)
    if first.numbers is not None and second.numbers is not None:
        return Column(first.name, np.append(first.numbers, second.numbers))
    from core.data.understanding.class_labels import texts_and_codes

    (texts, codes), (more, later) = texts_and_codes(first), texts_and_codes(second)
    number = {text: place for place, text in enumerate(texts)}
    for text in more:
        number.setdefault(text, len(number))
    places = np.array([*(number[text] for text in more), -1], np.int32)
    return Column(first.name, None, np.append(codes, places[later]).astype(np.int32), tuple(number))


def columns_of_table(table: Table, others: Table | None) -> tuple[SourceColumn, ...]:
    """The columns of a table without a file of text: those of its inputs and of its targets, as described."""
    described = {one.name: one for one in table.description.columns}
    inputs = _rows_of([one.inputs for one in (table, others) if one is not None])
    made = [
        SourceColumn(described[name], inputs[:, place])
        for place, name in enumerate(table.input_names)
        if name in described
    ]
    if table.labels is not None:
        labels = _rows_of([one.labels for one in (table, others) if one is not None and one.labels is not None])
        made += [SourceColumn(described[name], codes=labels, texts=table.class_names) for name in _targets(table)]
    elif table.values is not None:
        values = _rows_of([one.values for one in (table, others) if one is not None and one.values is not None])
        made += [SourceColumn(described[name], values[:, place]) for place, name in enumerate(_targets(table))]
    return tuple(made)


def _targets(table: Table) -> tuple[str, ...]:
    return table.description.target


def _rows_of(matrices: Sequence[Array]) -> Array:
    """The rows of one or two matrices, one below the other."""
    return matrices[0] if len(matrices) == 1 else np.concatenate(matrices)
