"""Cells that several curves go through, which take turns in them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .series import Ints

DASH = 4
"""Neighbouring cells of a row in which the same curve has its turn: each change of colour costs bytes on the wire."""


def shared_out(dots: Sequence[Ints], behind: Sequence[int]) -> list[NDArray[np.bool_]]:
    """The cells in which each curve is drawn, for the dots of each (rows × columns).

    Where curves run together each becomes a dashed line: turns change after some columns, and from row to row, so
    that steep parts change too. A curve gets no cell of one that lies less far `behind`.
    """
    there = np.array(dots) != 0
    if not len(there):
        return []
    levels, in_front = np.array(behind), np.zeros(there.shape[1:], dtype=bool)
    for level in sorted(set(behind)):
        there[levels == level] &= ~in_front
        in_front |= there[levels == level].any(axis=0)
    _curves, rows, columns = there.shape
    turns = np.arange(columns) // DASH + np.arange(rows)[:, None]
    turn = turns % np.maximum(1, there.sum(axis=0))
    return list(there & (there.cumsum(axis=0) - 1 == turn))
