"""What stands in for a missing number: mean, median, or zero."""

import numpy as np

from core.calls import Array

from .preprocessing import Scaling


def fill_value(present: Array, way: str, boolean: bool = False) -> float:
    """The number for missing cells, by the cells that are there; `way` is mean, median, zero or drop.

    Of booleans it is the commoner of 0 and 1, so that they stay booleans. With drop, it is for rows of other files, and
    the mean. Without any number it is 0.
    """
    if way == "zero" or not len(present):
        return 0.0
    if boolean:
        return float(np.count_nonzero(present) * 2 > len(present))
    return _median(present) if way == "median" else _mean(present)


def _mean(values: Array) -> float:
    """The mean, also of numbers whose sum would overflow; of equal numbers that number itself, without rounding."""
    with np.errstate(over="ignore", invalid="ignore"):
        mean = float(values.mean())
    if np.isfinite(mean):
        return min(max(mean, float(values.min())), float(values.max()))
    return float(Scaling.of(values[:, None]).restored(np.zeros((1, 1)))[0, 0])


def _median(values: Array) -> float:
    """The middle number, or the mean of the two middle ones."""
    middle = len(values) // 2
    parted = np.partition(values, [max(middle - 1, 0), middle])
    if len(values) % 2:
        return float(parted[middle])
    return float(parted[middle - 1] / 2 + parted[middle] / 2)
