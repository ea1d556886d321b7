"""Counts of a column: missing and distinct cells, and the ends of its numbers."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from core.calls import Array
from core.data.columns import Column

FEW = 1000
"""Up to as many distinct numbers are kept with the count of each."""

SAMPLE = 1000
"""Numbers that are looked at before all are, as most columns of measurements have decimals everywhere."""


@dataclass(frozen=True, eq=False)
class NumberFacts:
    """What the numbers of a column are like: `values` are the distinct ones by size, `counts` the cells of each.

    Both are empty where there are more than FEW. `ends` are the two smallest and the two largest distinct numbers,
    `end_counts` the cells of the smallest and of the largest; `bulk` is the range that holds all but a twentieth at
    each side. `whole` says whether all are whole numbers.
    """

    whole: bool
    ends: tuple[float, float, float, float]
    end_counts: tuple[int, int]
    bulk: tuple[float, float]
    values: Array = field(repr=False)
    counts: Array = field(repr=False)


@dataclass(frozen=True, eq=False)
class ColumnFacts:
    """Counts of a column of m cells. `numbers` is None for a column of texts, and where all cells are missing."""

    column: Column
    rows: int
    missing: int
    distinct: int
    numbers: NumberFacts | None = None

    @property
    def name(self) -> str:
        """The column's name."""
        return self.column.name

    @property
    def present(self) -> int:
        """How many cells aren't missing."""
        return self.rows - self.missing

    @property
    def all_different(self) -> bool:
        """Whether no two cells are equal."""
        return self.distinct == self.present

    @cached_property
    def text_counts(self) -> Array:
        """How many cells hold each of the column's texts; empty for numbers whose spelling nobody asked for."""
        codes, texts = self.column.codes, self.column.texts
        if codes is None or texts is None:
            return np.zeros(0, int)
        return np.bincount(codes[codes >= 0], minlength=len(texts))


def facts_of(column: Column, rows: int) -> ColumnFacts:
    """The counts of a column."""
    if column.numbers is None:
        codes, texts = column.codes, column.texts
        if codes is None or texts is None:
            return ColumnFacts(column, rows, rows, 0)
        return ColumnFacts(column, rows, int(np.count_nonzero(codes < 0)), len(texts))
    ordered = np.sort(column.numbers)  # NaN comes last; sorting a million takes 40 ms, a table of hashes 300
    present = int(np.searchsorted(ordered, np.nan))
    if not present:
        return ColumnFacts(column, rows, rows, 0)
    ordered = ordered[:present]
    steps = ordered[1:] != ordered[:-1]
    distinct = int(np.count_nonzero(steps)) + 1
    second = int(np.argmax(steps)) + 1 if distinct > 1 else 0
    last = present - 1 - int(np.argmax(steps[::-1])) if distinct > 1 else 0
    starts = np.concatenate(([0], np.flatnonzero(steps) + 1)) if distinct <= FEW else np.empty(0, int)
    numbers = NumberFacts(
        whole=all(bool((part == np.floor(part)).all()) for part in (ordered[:SAMPLE], ordered)),
        ends=(float(ordered[0]), float(ordered[second]), float(ordered[max(0, last - 1)]), float(ordered[last])),
        end_counts=(second or present, present - last),
        bulk=(float(ordered[present // 20]), float(ordered[present - 1 - present // 20])),
        values=ordered[starts],
        counts=np.diff(np.append(starts, present)) if len(starts) else starts,
    )
    return ColumnFacts(column, rows, rows - present, distinct, numbers)
