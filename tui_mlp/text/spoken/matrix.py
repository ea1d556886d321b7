"""Matrices in lines that a screen reader reads well: the shape first, then row by row."""

from collections.abc import Callable, Iterable, Iterator

from core.expressions import Axis, Operand
from core.support.i18n import _, ngettext
from tui_mlp.text.numbers import count, row_count_text

from .formula import spoken_formula

MOST_CELLS = 36
"""A matrix of more is not read out whole: only the row or column that the value in question takes."""


def spoken_matrix(
    operand: Operand, number: Callable[[float], str], cell: tuple[Operand, int, int] | None = None
) -> Iterator[str]:
    """The lines of a matrix, `number` writing each value: `Delta 3, 1 row, 1 column`, then `row 1: 0.6203`.

    Rows and columns are called as the lecture counts them, the bias 0. `cell` is the value that is to be computed, by
    its matrix, row and column from 0: of a large matrix only what belongs to its neurons and its example is read out.
    A number by itself is `J = 0.9684`.
    """
    rows, columns = operand.value.shape
    if operand.rows.kind == "none":
        yield f"{operand.symbol} = {number(float(operand.value[0, 0]))}"
        return
    yield ", ".join((spoken_formula(operand.symbol), *shape_texts(operand)))
    taken_rows = taken(operand.rows, rows, cell) if operand.value.size > MOST_CELLS else range(rows)
    taken_columns = taken(operand.columns, columns, cell) if operand.value.size > MOST_CELLS else range(columns)
    if len(taken_columns) < columns:
        yield _("only column {}:").format(operand.columns.label(taken_columns[0]))
    for row in taken_rows:
        yield spoken_row(operand, row, number, taken_columns)


def spoken_row(operand: Operand, row: int, number: Callable[[float], str], columns: Iterable[int] | None = None) -> str:
    """A row of a matrix, from 0, in these columns or in all: `row 1: 0.6203, 0.0910`."""
    taken_columns = range(operand.value.shape[1]) if columns is None else columns
    values = ", ".join(number(float(operand.value[row, column])) for column in taken_columns)
    text = _("row {}, the bias: {}") if operand.rows.bias and row == 0 else _("row {}: {}")
    return text.format(operand.rows.label(row), values)


def shape_texts(operand: Operand) -> Iterator[str]:
    """The shape of a matrix in words: its rows, its columns, and where the bias stands among these."""
    rows, columns = operand.value.shape
    yield row_count_text(rows)
    yield ngettext("{} column", "{} columns", columns).format(count(columns))
    if operand.columns.bias:
        yield _("column 0 is the bias")


def taken(axis: Axis, length: int, cell: tuple[Operand, int, int] | None) -> range:
    """The rows or columns, by what they stand for, that a value takes of a matrix: one, or all."""
    if cell is not None:
        writes, *places = cell
        for other, index in zip((writes.rows, writes.columns), places, strict=True):
            if (found := axis.index_of(other, index)) is not None:
                return range(found, found + 1) if 0 <= found < length else range(length)
    return range(length)
