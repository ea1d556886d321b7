"""How one column becomes inputs of a network: filled, or coded in 0 and 1."""

from collections.abc import Sequence

import msgspec
import numpy as np

from core.calls import Array
from core.data.table import InputColumn, InputKind, Table

from .fill_values import fill_value

MOST_LEVELS = 25
"""Inputs of a column of categories, at most; of more, the rarest are one input together."""

SCALED = ("number", "ordered", "date")
"""Kinds of columns that are standardised; the others are 0 or 1 and stay so."""


class ColumnCoding(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of one column; the same for all rows once it is fitted.

    A number stands for itself, with `fill` in place of a missing cell, and None where the training rows can't have had
    one; with `flag`, a second input is 1 where the cell is missing. A category has an input of 0 or 1 for each level in
    `own`, one for all levels in `pooled` together, and one for missing cells with `missing_level`. Levels are numbered
    as in `levels`; of those that no training row has, all inputs are 0.
    """

    name: str
    kind: InputKind = "number"
    source: str = ""
    part: str = ""
    date_format: str = ""
    levels: tuple[str, ...] = ()
    fill: float | None = None
    flag: bool = False
    own: tuple[int, ...] = ()
    pooled: tuple[int, ...] = ()
    missing_level: bool = False

    @property
    def one_number(self) -> bool:
        """Whether it becomes a number, perhaps with a flag; else it is a category."""
        return self.kind != "category"

    @property
    def width(self) -> int:
        """The number of inputs that it becomes."""
        if self.one_number:
            return 1 + self.flag
        return len(self.own) + bool(self.pooled) + self.missing_level

    @property
    def input_names(self) -> list[str]:
        """The name of each input, such as age, age missing, island=Biscoe."""
        if self.one_number:
            return [self.name, f"{self.name} missing"][: self.width]
        names = [f"{self.name}={self.levels[level]}" for level in self.own]
        return names + [f"{self.name}=other"] * bool(self.pooled) + [f"{self.name} missing"] * self.missing_level

    @property
    def column(self) -> InputColumn:
        """What it is a coding of."""
        return InputColumn(self.name, self.kind, self.levels, self.source, self.part, self.date_format)

    def code(self, cells: Array, into: Array) -> None:
        """Write the inputs for m cells of the column into an array, m × width."""
        missing = np.isnan(cells)
        if self.one_number:
            into[:, 0] = cells if self.fill is None else np.where(missing, self.fill, cells)
            if self.flag:
                into[:, 1] = missing
            return
        place = self._input_of_level()[
            np.where(missing, len(self.levels) + 1, np.fmin(cells, len(self.levels))).astype(int)
        ]
        rows = np.flatnonzero(place >= 0)
        into[:] = 0
        into[rows, place[rows]] = 1

    def restored(self, made: Array) -> Array:
        """The m cells that became these inputs, m × width, before they are standardised: the inverse of `code`.

        Where a missing cell left no trace, what stood in for it; NaN where it did. Of pooled levels the first, of an
        unknown one the number behind the last level.
        """
        if self.one_number:
            return np.where(made[:, 1] > 0, np.nan, made[:, 0]) if self.flag else made[:, 0].copy()
        levels = np.array([*self.own, *self.pooled[:1], *[np.nan] * self.missing_level, len(self.levels)], float)
        found: Array = levels[np.where(made.any(1), made.argmax(1) if self.width else 0, self.width)]
        return found

    def _input_of_level(self) -> Array:
        """The number of each level's input; −1 for none. Behind the levels stand unknown ones, and missing cells."""
        place = np.full(len(self.levels) + 2, -1)
        place[list(self.own)] = np.arange(len(self.own))
        place[list(self.pooled)] = len(self.own)
        if self.missing_level:
            place[-1] = self.width - 1
        return place


def fit_column(column: InputColumn, cells: Array, missing: str) -> ColumnCoding:
    """The coding of a column by its cells in the training rows; `missing` is data.missing."""
    is_missing = np.isnan(cells)
    present = cells[~is_missing] if is_missing.any() else cells
    if column.kind == "category":
        own, pooled = levels_by_count(np.bincount(present.astype(int), minlength=len(column.levels)))
        return ColumnCoding(
            name=column.name, kind="category", source=column.source, levels=column.levels, own=own, pooled=pooled,
            missing_level=len(present) < len(cells),
        )  # fmt: skip
    return ColumnCoding(
        name=column.name, kind=column.kind, source=column.source, part=column.part,
        date_format=column.date_format, levels=column.levels,
        fill=fill_value(present, missing.removesuffix("+flag"), column.kind == "boolean"),
        flag=missing.endswith("+flag") and len(present) < len(cells),
    )  # fmt: skip


def levels_by_count(counts: Array) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The levels with an input of their own, and those that share one, by how often each occurs.

    Of levels that occur equally often, the earlier one has its own.
    """
    found = np.flatnonzero(counts)
    if len(found) <= MOST_LEVELS:
        return tuple(found.tolist()), ()
    by_count = found[np.argsort(-counts[found], kind="stable")]
    own, pooled = by_count[: MOST_LEVELS - 1], by_count[MOST_LEVELS - 1 :]
    return tuple(sorted(own.tolist())), tuple(sorted(pooled.tolist()))


def distinct_names(codings: Sequence[ColumnCoding]) -> tuple[str, ...]:
    """The names of all inputs. Columns keep theirs; another that would be there twice gets a number."""
    taken = {coding.name for coding in codings if coding.one_number}
    names = []
    for coding in codings:
        for place, name in enumerate(coding.input_names):
            found, number = name, 1
            while found in taken and not (coding.one_number and place == 0):
                number += 1
                found = f"{name} ({number})"
            taken.add(found)
            names.append(found)
    return tuple(names)


def fit_codings(table: Table, train: Array, missing: str) -> tuple[ColumnCoding, ...]:
    """The coding of each column by the training rows."""
    if not table.input_columns:
        return tuple(ColumnCoding(name=name, source=name) for name in table.input_names)
    return tuple(
        fit_column(column, table.inputs[train, place], missing) for place, column in enumerate(table.input_columns)
    )


def prepared_width(table: Table, train: Array, missing: str) -> int:
    """The number of inputs that all codings together make; those of numbers needn't be fitted for that."""
    if not table.input_columns:
        return len(table.input_names)
    flags = missing.endswith("+flag")
    return sum(
        fit_column(column, table.inputs[train, place], missing).width if flags or column.kind == "category" else 1
        for place, column in enumerate(table.input_columns)
    )
