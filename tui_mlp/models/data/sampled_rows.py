"""A few rows of a source, evenly spaced, by which its columns are measured."""

import numpy as np

from core.calls import Array

SAMPLE = 1000
"""The rows, at most, by which columns are measured."""
MOST_APART = 10_000
"""The rows of a column whose numbers lie apart in memory that are looked at."""


def sampled_rows(rows: int, most: int = SAMPLE) -> Array:
    """The numbers of at most so many of `rows` rows, ascending, the first and the last one among them."""
    return np.unique(np.linspace(0, max(0, rows - 1), min(rows, most)).astype(int))


def limits_of(values: Array) -> tuple[float, float] | None:
    """The least and the largest finite number of a column; None without one, or where it takes long to look at all.

    That is where the numbers don't lie beside each other, as those of a column of a matrix of images.
    """
    if not len(values) or (values.strides != (values.itemsize,) and len(values) > MOST_APART):
        return None
    least, largest = float(np.fmin.reduce(values)), float(np.fmax.reduce(values))
    return (least, largest) if np.isfinite(least) and np.isfinite(largest) else None
