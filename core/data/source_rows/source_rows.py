"""All rows of a source as they stand there, with the split and the place of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from core.calls import Array
from core.data.dataset import SPLITS, Data, Split, SplitName
from core.data.preparing.prepared_number import PreparedNumber, prepared_number
from core.support.i18n import _

from .prepared_target import PreparedTarget, prepared_target
from .source_column import SourceColumn

LEFT_OUT = -1
"""Instead of the number of a split: the row lacks its target, or a number with data.missing = "drop"."""


@dataclass(frozen=True, eq=False)
class SourceRows:
    """The m rows of a source, those of data.test behind them, in the order of the files.

    `columns` are all columns, also ignored ones, in their order. `data` are what was made of them. `split` (m, int8) is
    the number of each row's split in SPLITS, or LEFT_OUT; `place` (m) the row's place in its split, from 0, and −1
    where it is left out. `lines` are the lines on which the rows begin, from 1, each in its own file; empty for sources
    without lines. The rows from `test_from` on are from data.test; it is m without one. `inputs` are the raw inputs of
    the rows that are kept, as `Table.inputs` has them with the categories numbered as in the preparation: those of the
    source, and of data.test where there is one; `targets` are likewise the numbers of the classes, or the values, k a
    row. `kept` (m) is the row of these matrices, one below the other, or −1.
    """

    data: Data
    columns: tuple[SourceColumn, ...]
    rows: int
    split: Array = field(repr=False)
    place: Array = field(repr=False)
    lines: Sequence[int] = field(default=(), repr=False)
    test_from: int = 0
    inputs: tuple[Array, ...] = field(default=(), repr=False)
    targets: tuple[Array, ...] = field(default=(), repr=False)
    kept: Array | None = field(default=None, repr=False)

    @cached_property
    def by_name(self) -> dict[str, SourceColumn]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    def split_name(self, row: int) -> SplitName | Literal[""]:
        """The name of a row's split; empty where it is left out."""
        number = int(self.split[row])
        return "" if number == LEFT_OUT else SPLITS[number]

    def split_of(self, row: int) -> Split | None:
        """The split that a row is in; None where it is left out."""
        return self.data.splits.get(self.split_name(row))

    def prepared(self, row: int) -> Array | None:
        """The n inputs that the network gets of a row, a view of its split; None where the row is left out."""
        split = self.split_of(row)
        return None if split is None else split.inputs[int(self.place[row])]

    def wanted(self, row: int) -> Array | None:
        """The s_L targets of a row as the network gets them, a view of its split; None where it is left out."""
        split = self.split_of(row)
        return None if split is None else split.Y[int(self.place[row])]

    def raw(self, row: int) -> Array | None:
        """The s raw inputs of a row, as in `Table.inputs`; None where it is left out."""
        return self._of_kept(self.inputs, row)

    def raw_target(self, row: int) -> Array | None:
        """The number of a row's class, or its k values, as one or k numbers; None where it is left out."""
        found = self._of_kept(self.targets, row)
        return None if found is None else np.atleast_1d(found)

    def prepared_number(self, row: int, place: int) -> PreparedNumber | None:
        """How the input at a place, from 0, came about in a row; None where it is left out."""
        raw, preparation = self.raw(row), self.data.preparation
        return None if raw is None or preparation is None else prepared_number(preparation, raw, place)

    def prepared_target(self, row: int, place: int) -> PreparedTarget | None:
        """How the target at a place, from 0, came about in a row; None where it is left out."""
        raw = self.raw_target(row)
        return None if raw is None else prepared_target(self.data, raw, place)

    def why_left_out(self, row: int) -> str:
        """Why a row is left out; empty where it isn't."""
        if self.split[row] != LEFT_OUT:
            return ""
        lacking = any(self.by_name[name].text(row) is None for name in self.data.description.target)
        if not lacking:
            return _("a missing number")
        return _("no label") if self.data.class_names else _("no target value")

    def _of_kept(self, arrays: tuple[Array, ...], row: int) -> Array | None:
        """The row of one of two arrays, one below the other; None where it is left out."""
        if self.split[row] == LEFT_OUT or not arrays:
            return None
        kept, source = row if self.kept is None else int(self.kept[row]), len(arrays[0])
        found: Array = arrays[0][kept] if kept < source else arrays[1][kept - source]
        return found

    def row_of(self, split: str, place: int) -> int | None:
        """The row that stands at a place, from 0, of a split; None where there is none."""
        numbers = self.rows_of(split)
        return int(numbers[place]) if 0 <= place < len(numbers) else None

    def rows_of(self, split: str) -> Array:
        """The rows of a split, in the order of their places in it."""
        return self._rows_of[SPLITS.index(split)]

    @cached_property
    def _rows_of(self) -> tuple[Array, ...]:
        """The rows of each split, in the order of their places."""
        found = []
        for number in range(len(SPLITS)):
            rows = np.flatnonzero(self.split == number).astype(np.int32)
            ordered = np.empty_like(rows)
            ordered[self.place[rows]] = rows
            found.append(ordered)
        return tuple(found)
