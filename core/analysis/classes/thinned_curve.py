"""A curve of many points made of as few as any screen can show."""

import numpy as np

from core.calls import Array

BINS = 2048
"""Parts of the axis from 0 to 1: more than the columns of dots of any screen, so no drawn point moves by a dot."""


def thinned(x: Array, y: Array, bins: int = BINS) -> Array:
    """The places of the points to keep, ascending; `x` is ascending or descending, from 0 to 1.

    Of all points in one part of the axis stay the first, the last, the lowest and the highest. A curve with no more
    points than `bins` keeps them all.
    """
    if len(x) <= bins:
        return np.arange(len(x))
    part = np.minimum((x * bins).astype(int), bins - 1)
    starts = np.flatnonzero(np.append(True, part[1:] != part[:-1]))
    ends = np.append(starts[1:], len(x)) - 1
    lowest, highest = (_places(kind.reduceat(y, starts), y, starts, ends) for kind in (np.minimum, np.maximum))
    return np.unique(np.concatenate([starts, ends, lowest, highest]))


def _places(extremes: Array, y: Array, starts: Array, ends: Array) -> Array:
    """The first place of each part at which its extreme stands."""
    there = np.flatnonzero(y == np.repeat(extremes, ends - starts + 1))
    return there[np.searchsorted(there, starts)]
