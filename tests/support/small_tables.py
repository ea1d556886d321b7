"""Small tables written as text in a test, as the columns that reading a file would give."""

import numpy as np

from core.data.columns import Column, ColumnTable, Dialect
from core.data.understanding.class_labels import number_of

MISSING = ("", "NA", "?")


def column_of(name: str, cells: list[str]) -> Column:
    """A column of cells, as numbers if all that aren't missing are, and as texts."""
    texts = tuple(sorted(set(cells) - set(MISSING)))
    codes = np.array([texts.index(cell) if cell in texts else -1 for cell in cells], np.int32)
    read = [np.nan if cell in MISSING else number_of(cell) for cell in cells]
    numbers = None if None in read else np.array(read, float)
    return Column(name, numbers, codes, texts)


def columns_of(**cells: str | list[str]) -> ColumnTable:
    """A table of columns by name: cells in a list, or in a text with blanks between them. Row 0 is on line 2."""
    listed = {name: one.split() if isinstance(one, str) else one for name, one in cells.items()}
    rows = len(next(iter(listed.values())))
    assert all(len(one) == rows for one in listed.values()), {name: len(one) for name, one in listed.items()}
    columns = [column_of(name, one) for name, one in listed.items()]
    return ColumnTable(columns, rows, Dialect(), lambda row: row + 2)


def spread(count: int, digits: int = 2, seed: int = 1) -> list[str]:
    """As many cells of measured numbers, different from each other and in no order."""
    steps = np.random.default_rng(seed).permutation(count)
    return [f"{step * 1.37 - count / 3:.{digits}f}" for step in steps]


def repeated(count: int, *cells: str) -> list[str]:
    """As many cells, each of the given ones in turn."""
    return [cells[row % len(cells)] for row in range(count)]
