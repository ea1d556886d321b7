"""A number for each row of a table, by which equal rows are found."""

from collections.abc import Sequence
from math import prod

import numpy as np

from core.calls import Array
from core.data.table import Table

STEP = 2**14
"""Rows that are taken at once, few enough for the processor's cache."""

SAMPLE = 10_000
"""Rows by which it is told how likely equal ones are."""

FACTOR, HALF, PART = np.uint64(0x9E3779B97F4A7C15), np.uint64(32), np.uint64(29)


def row_digests(table: Table, columns: Sequence[int] | None = None) -> Array:
    """64 bits for each of m rows: the same for rows of equal inputs and targets, different for others but by chance.

    `columns` are the inputs that count, by default all. Of a million different rows two collide with a chance of 10⁻⁷.
    """
    return digests_of(_matrices(table, columns))


def digests_of(matrices: Sequence[Array]) -> Array:
    """The same for each of m rows of matrices, m × something, side by side."""
    digests = np.zeros(len(matrices[0]), np.uint64)
    for start in range(0, len(digests), STEP):
        part = slice(start, start + STEP)
        for matrix in matrices:
            for cells in np.array(matrix[part].T, float, order="C"):
                bits = (cells + 0.0).view(np.uint64)  # −0 becomes 0
                digests[part] = _mixed(digests[part] + _mixed(bits))
    return digests


def chance_of_equal_rows(table: Table) -> float:
    """How likely two rows of a table are equal by chance, if its columns have nothing to do with each other."""
    step = max(1, len(table.inputs) // SAMPLE)
    columns = [cells for matrix in _matrices(table) for cells in np.array(matrix[::step].T, float, order="C")]
    return prod(map(_chance_of_equal, columns))


def _chance_of_equal(cells: Array) -> float:
    """How likely two of m cells are equal; missing ones, NaN, are."""
    ordered = np.sort(cells[~np.isnan(cells)])
    ends = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True))
    counts = np.append(np.diff(ends, prepend=-1), len(cells) - len(ordered)).astype(float)
    return float((counts * (counts - 1)).sum()) / max(1, len(cells) * (len(cells) - 1))


def _matrices(table: Table, columns: Sequence[int] | None = None) -> list[Array]:
    """The inputs, all or those in some columns, and the targets of m rows, m × something."""
    inputs = table.inputs if columns is None else table.inputs[:, columns]
    if table.values is not None:
        return [inputs, table.values]
    return [inputs] if table.labels is None else [inputs, table.labels[:, None]]


def _mixed(bits: Array) -> Array:
    """Each of the 64 bits spread over all of them; no two numbers give the same."""
    bits = (bits ^ (bits >> HALF)) * FACTOR
    mixed: Array = bits ^ (bits >> PART)
    return mixed
