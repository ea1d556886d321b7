"""Rows of a table that stand in it more than once."""

from collections.abc import Sequence

import numpy as np

from core.calls import Array

FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""An odd number whose bits look random: 2⁶⁴ over the golden ratio."""

SHIFT = np.uint64(29)


def count_doubled_rows(inputs: Array, targets: Sequence[Array]) -> int:
    """How many rows are equal to another row before them, in all columns of the inputs, m × s, and in the targets.

    Rows are compared by a number of 64 bits: two in a million different rows collide with a chance of 1 to 10⁷.
    """
    mixed = np.zeros(len(inputs), np.uint64)
    for column in (*inputs.T, *targets):
        bits = (column.astype(float) + 0.0).view(np.uint64)  # −0.0 becomes 0.0
        mixed ^= bits
        mixed *= FACTOR
        mixed ^= mixed >> SHIFT
        mixed *= FACTOR
    mixed.sort()
    return int(np.count_nonzero(mixed[1:] == mixed[:-1]))
