"""Calibration: whether of all rows with a score of 0.8 eight in ten are of the class."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from core.analysis.wilson_interval import Interval, wilson_interval
from core.calls import Array

from .class_scores import ClassScores

Division = Literal["width", "count"]
"""How the scores are divided into BINS bins: of equal width, or of equally many rows as far as ties allow.

Of so few rows that these would have fewer than FEW_ROWS each, there are fewer bins of equally many rows.
"""
BINS = 10
FEW_ROWS = 5
"""Rows of a bin below which its share is mostly chance: with four, Wilson's interval is 0.49 wide at the least."""


@dataclass(frozen=True, eq=False)
class Calibration:
    """A reliability diagram: the rows divided by their score, empty bins left out.

    `rows` counts the rows of each bin, `of_class` those of the class among them, `mean_scores` is the mean of their
    scores. `brier` is the mean squared distance of score and truth, 0 or 1: G. W. Brier, "Verification of forecasts
    expressed in terms of probability", Monthly Weather Review 78 (1950), 1-3, for one class. `error` is the expected
    calibration error, Σ rows/m · |mean score − share|: M. P. Naeini, G. F. Cooper and M. Hauskrecht, "Obtaining well
    calibrated probabilities using Bayesian binning", AAAI 2015. It is 0 for always giving the share of the class as
    score, which tells nothing apart: so `brier_of_share`, the Brier score of that, stands beside it.
    """

    rows: Array = field(repr=False)
    of_class: Array = field(repr=False)
    mean_scores: Array = field(repr=False)
    brier: float
    brier_of_share: float
    error: float

    @property
    def shares(self) -> Array:
        """By bin, the share of its rows that are of the class."""
        found: Array = self.of_class / self.rows
        return found

    @property
    def intervals(self) -> list[Interval]:
        """By bin, Wilson's interval for its share."""
        return [wilson_interval(*pair) for pair in zip(self.of_class.tolist(), self.rows.tolist(), strict=True)]


def calibration(scores: ClassScores, division: Division = "width") -> Calibration | None:
    """The calibration of scores from 0 to 1; None without any, and where some lie beyond, as those of identity may."""
    values, positive = scores.scores, scores.positive
    if not len(values) or not bool((values.min() >= 0) & (values.max() <= 1)):
        return None
    count = BINS if division == "width" else min(BINS, max(1, len(values) // FEW_ROWS))
    inner = np.arange(1, count) / count
    edges = inner if division == "width" else np.quantile(values, inner)
    bins = np.searchsorted(edges, values)
    rows = np.bincount(bins, minlength=count)
    of_class, sums = (np.bincount(bins, weights, count) for weights in (positive, values))
    used = rows > 0
    rows, of_class, means = rows[used], of_class[used].astype(int), sums[used] / rows[used]
    error = float(np.abs(sums[used] - of_class).sum()) / len(values)
    share = float(positive.mean())
    brier = float(np.square(values - positive).mean())
    return Calibration(rows, of_class, means, brier, share * (1 - share), error)
