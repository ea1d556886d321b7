"""How much two columns have to do with each other: one figure for each pair of kinds."""

from math import nan

import numpy as np

from core.calls import Array


def pearson_r(x: Array, y: Array) -> float:
    """Pearson's correlation r of two columns of m finite numbers, from -1 to 1; NaN where one of them is constant."""
    if len(x) < 2:
        return nan
    x, y = _centred(x), _centred(y)
    spread = float(np.sqrt((x @ x) * (y @ y)))
    return float(np.clip((x @ y) / spread, -1, 1)) if spread > 0 else nan


def eta_squared(groups: Array, values: Array) -> float:
    """The share, from 0 to 1, of the variance of m finite values that their groups (m numbers from 0) account for.

    It is the correlation ratio η²: 1 where each group has one value, 0 where all groups have the same mean. NaN where
    the values are constant.
    """
    if not len(values):
        return nan
    values = _centred(values)
    total = float(values @ values)
    if not total > 0:
        return nan
    counts = np.bincount(groups)
    sums = np.bincount(groups, values)
    there = counts > 0
    between = float((np.square(sums[there]) / counts[there]).sum())
    return min(1.0, between / total)


def cramers_v(counts: Array) -> float:
    """Cramér's V of a table of counts, r × c: 0 where rows say nothing about columns, 1 where they tell the column.

    It is the root of χ² / (n · (k - 1)), with k the smaller number of rows or columns that aren't empty. NaN where
    there is only one.
    """
    counts = counts[counts.sum(1) > 0][:, counts.sum(0) > 0].astype(float)
    least = min(counts.shape) - 1
    if least < 1:
        return nan
    n = counts.sum()
    expected = np.outer(counts.sum(1), counts.sum(0)) / n
    chi_squared = float((np.square(counts - expected) / expected).sum())
    return float(min(1.0, np.sqrt(chi_squared / (n * least))))


def _centred(values: Array) -> Array:
    """The values without their mean, in units of the largest, so that no square overflows; 0 where all are one."""
    values = values.astype(float)
    largest = float(np.abs(values).max(initial=0.0))
    values = values / largest if largest > 0 else values
    if len(values) and float(values.min()) == float(values.max()):  # else the mean's rounding counts as variation
        return np.zeros(len(values))
    centred: Array = values - values.mean()
    return centred
