"""The errors of a regression by range of the target."""

from bisect import bisect_right
from dataclasses import dataclass, field
from math import nan

import numpy as np

from core.analysis.outputs.split_outputs import SplitOutputs
from core.analysis.regression_metrics import RegressionMetrics, regression_metrics
from core.calls import Array

from .errors import errors_of
from .mean_interval import Interval, mean_interval

RANGES = 10
"""The most ranges."""
ROWS_A_RANGE = 5
"""The least number of examples for each range, on average: the mean of fewer says nothing."""


@dataclass(frozen=True)
class ErrorRange:
    """The errors e = y − a of the `rows` examples whose target lies from `low` to `high`, in its units.

    The last range includes its `high`, the others don't. `bias` is the mean error, `interval` Student's interval in
    which it lies with 95 %; `rmse` the root of the mean squared error, `mae` the mean absolute error. `worst` is the
    row, in the outputs, of the largest absolute error. Figures are NaN where there are no examples, the interval for
    fewer than two.
    """

    low: float
    high: float
    rows: int
    bias: float
    interval: Interval
    rmse: float
    mae: float
    worst: int | None


@dataclass(frozen=True, eq=False)
class TargetErrors:
    """The errors of one target: by ranges of about as many examples each, `overall`, and the figures of them all."""

    metrics: RegressionMetrics
    overall: ErrorRange
    ranges: tuple[ErrorRange, ...] = field(repr=False)

    def range_of(self, actual: float) -> int | None:
        """The number of the range, from 0, in which a target lies; None where it lies in none."""
        if not self.ranges or not self.overall.low <= actual <= self.overall.high:
            return None
        lows = [one.low for one in self.ranges]
        return max(0, bisect_right(lows, actual) - 1)


def target_errors(outputs: SplitOutputs) -> tuple[TargetErrors, ...]:
    """The errors of each of the k targets."""
    found = outputs.figure(errors_of)
    return tuple(
        _target_errors(predicted, actual) for predicted, actual in zip(found.predicted.T, found.actual.T, strict=True)
    )


def range_edges(actual: Array) -> Array:
    """The edges of at most RANGES ranges of m targets that have about as many examples each.

    They are quantiles. Where many targets are equal, several quantiles are one and ranges are fewer; at least one. A
    quantile between two targets may leave none up to the next one: what would be an empty range belongs to that before.
    """
    count = max(1, min(RANGES, len(actual) // ROWS_A_RANGE))
    edges: Array = np.unique(np.quantile(actual, np.linspace(0, 1, count + 1)))
    if len(edges) == 1:
        return np.repeat(edges, 2)
    rows, _edges = np.histogram(actual, edges)
    found: Array = edges[np.append(rows > 0, True)]
    return found


def _target_errors(predicted: Array, actual: Array) -> TargetErrors:
    metrics = regression_metrics(predicted[:, None], actual[:, None])
    if not len(actual):
        return TargetErrors(metrics, _of_rows(nan, nan, predicted, actual, np.arange(0)), ())
    edges = range_edges(actual)
    place = np.clip(np.searchsorted(edges, actual, side="right") - 1, 0, len(edges) - 2)
    order = np.argsort(place, kind="stable")
    parts = np.split(order, np.searchsorted(place[order], np.arange(1, len(edges) - 1)))
    ranges = tuple(
        _of_rows(low, high, predicted, actual, rows)
        for low, high, rows in zip(edges[:-1].tolist(), edges[1:].tolist(), parts, strict=True)
    )
    overall = _of_rows(float(edges[0]), float(edges[-1]), predicted, actual, np.arange(len(actual)))
    return TargetErrors(metrics, overall, ranges)


def _of_rows(low: float, high: float, predicted: Array, actual: Array, rows: Array) -> ErrorRange:
    if not len(rows):
        return ErrorRange(low, high, 0, nan, (nan, nan), nan, nan, None)
    with np.errstate(all="ignore"):  # a diverged network says anything
        errors = actual[rows] - predicted[rows]
        metrics = regression_metrics(predicted[rows][:, None], actual[rows][:, None])
        bias = float(errors.mean())
        deviation = float(errors.std(ddof=1)) if len(rows) > 1 else nan
        sizes = np.where(np.isnan(errors), np.inf, np.abs(errors))
    interval = mean_interval(bias, deviation, len(rows))
    return ErrorRange(low, high, len(rows), bias, interval, metrics.rmse, metrics.mae, int(rows[sizes.argmax()]))
