"""Metrics of a regression: R², and the usual size of an error in the target's own units."""

from math import nan
from typing import NamedTuple

import numpy as np

from core.calls import Array


class RegressionMetrics(NamedTuple):
    """How good predictions of numbers are; NaN where undefined. Several targets are averaged, each with equal weight.

    `r2`     1 − Σ (y − a)² / Σ (y − ȳ)²: 1 is exact, 0 as good as always saying the mean, negative worse than that;
             undefined where a target is constant
    `rmse`   the root of the mean squared error
    `mae`    the mean absolute error
    """

    r2: float
    rmse: float
    mae: float


def regression_metrics(predicted: Array, actual: Array) -> RegressionMetrics:
    """The metrics of predictions, m × k, of targets, m × k, both in the targets' own units.

    Each is computed a target at a time and then averaged, as scikit-learn's "uniform_average" does. Errors are squared
    in units of the largest, so that no square overflows or underflows.
    """
    if not len(actual):
        return RegressionMetrics(nan, nan, nan)
    with np.errstate(all="ignore"):  # weights of a training that diverges predict anything
        errors = np.abs(predicted.astype(float) - actual.astype(float))
        deviations = np.abs(actual.astype(float) - actual.mean(0, dtype=float))
        deviations[:, actual.min(0) == actual.max(0)] = 0  # else the mean's rounding counts as variation
        rmse, spread = root_mean_square(errors), root_mean_square(deviations)
        r2 = np.where(spread > 0, 1 - np.square(rmse / spread), nan)
        return RegressionMetrics(float(r2.mean()), float(rmse.mean()), float(errors.mean(0).mean()))


def root_mean_square(sizes: Array) -> Array:
    """√(mean of squares) of each column of sizes ≥ 0, m × k → k; correct where a square would over- or underflow."""
    largest = sizes.max(0)
    unit = np.where((largest > 0) & np.isfinite(largest), largest, 1)
    root: Array = np.sqrt(np.square(sizes / unit).mean(0)) * unit
    return root
