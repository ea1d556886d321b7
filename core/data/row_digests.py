"""A number for each row of a table, by which equal rows are found."""

from collections.abc import Sequence

import numpy as np

from core.calls import Array
from core.data.table import Table

STEP = 2**14
"""Rows that are taken at once, few enough for the processor's cache."""

FACTOR, HALF, PART = np.uint64(0x9E3779B97F4A7C15), np.uint64(32), np.uint64(29)


def row_digests(table: Table, columns: Sequence[int] | None = None) -> Array:
    """64 bits for each of m rows: the same for rows of equal inputs and targets, different for others but by chance.

    `columns` are the inputs that count, by default all. Of a million different rows two collide with a chance of 10⁻⁷.
    """
    inputs = table.inputs if columns is None else table.inputs[:, columns]
    digests = np.zeros(len(table.inputs), np.uint64)
    targets = table.labels[:, None] if table.values is None and table.labels is not None else table.values
    for start in range(0, len(digests), STEP):
        part = slice(start, start + STEP)
        for matrix in (inputs, targets):
            if matrix is not None:
                for cells in np.array(matrix[part].T, float, order="C"):
                    bits = (cells + 0.0).view(np.uint64)  # −0 becomes 0
                    digests[part] = _mixed(digests[part] + _mixed(bits))
    return digests


def _mixed(bits: Array) -> Array:
    """Each of the 64 bits spread over all of them; no two numbers give the same."""
    bits = (bits ^ (bits >> HALF)) * FACTOR
    mixed: Array = bits ^ (bits >> PART)
    return mixed
