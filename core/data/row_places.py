"""Where the rows of a table stand in its file, by line, for messages."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, overload

import numpy as np

from core.calls import Array
from core.data.columns import ColumnTable
from core.data.unusable_file import refuse
from core.support.i18n import _
from core.support.shown_values import value_text


class RowLines(Sequence[int]):
    """The line of the file on which each kept row begins. `kept` are the indices of rows; None: all of them."""

    def __init__(self, line_of: Callable[[int], int], rows: int, kept: Array | None) -> None:
        self._line_of = line_of
        self._rows = rows if kept is None else len(kept)
        self._kept = kept

    def __len__(self) -> int:
        return self._rows

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self._rows))]
        if not -self._rows <= index < self._rows:
            raise IndexError(index)
        row = index % self._rows
        return self._line_of(row if self._kept is None else int(self._kept[row]))


def lines_of(table: ColumnTable, kept: Array | None) -> Sequence[int]:
    """The lines of the kept rows; empty for a file without lines."""
    return () if table.line_of is None else RowLines(table.line_of, table.rows, kept)


def place_number(table: ColumnTable, row: int) -> int:
    """The line on which a row (from 0) begins, or the row's number from 1 where there are no lines."""
    return row + 1 if table.line_of is None else table.line_of(row)


def place_of(table: ColumnTable, row: int) -> str:
    """The place of a row (from 0) for messages."""
    text = _("row {}") if table.line_of is None else _("line {}")
    return text.format(place_number(table, row))


def refuse_cell(
    path: Path, table: ColumnTable, name: str, texts: Sequence[str], codes: Array, wrong: Array, expected: str
) -> NoReturn:
    """Raises InputError at the first row of a column whose text is marked in `wrong`.

    `texts` are the column's distinct cells, with one mark each; `codes` has the index of each row's, −1 where missing.
    """
    row = int(np.argmax(np.append(wrong, False)[codes]))
    message = _("{}, column {}: found {}, expected {}")
    refuse(path, message.format(place_of(table, row), value_text(name), value_text(texts[codes[row]]), expected))
