"""The figures of one class at a threshold, and the thresholds of note."""

from dataclasses import dataclass
from math import nan
from typing import NamedTuple

import numpy as np

from core.analysis.threshold_counts import ThresholdCounts
from core.analysis.wilson_interval import Interval, wilson_interval
from core.calls import Array


class Share(NamedTuple):
    """A share of rows: `part` of `whole`."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """part / whole; NaN for none of none."""
        return self.part / self.whole if self.whole else nan

    @property
    def interval(self) -> Interval:
        """Wilson's interval; both ends NaN for none of none."""
        return wilson_interval(self.part, self.whole)


@dataclass(frozen=True)
class ThresholdFigures:
    """How well the class is told from all others, if each row with a score above `threshold` is given it.

    `true_positives` are rows of the class that are given it, `false_positives` others that are; `false_negatives` and
    `true_negatives` are those that aren't.
    """

    threshold: float
    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int

    @property
    def positives(self) -> int:
        """The rows of the class."""
        return self.true_positives + self.false_negatives

    @property
    def negatives(self) -> int:
        """The rows of other classes."""
        return self.false_positives + self.true_negatives

    @property
    def given(self) -> int:
        """The rows that are given the class."""
        return self.true_positives + self.false_positives

    @property
    def recall(self) -> Share:
        """The rows of the class that are given it: the true positive rate, or sensitivity."""
        return Share(self.true_positives, self.positives)

    @property
    def specificity(self) -> Share:
        """The rows of other classes that aren't given it."""
        return Share(self.true_negatives, self.negatives)

    @property
    def false_positive_rate(self) -> Share:
        """The rows of other classes that are given it."""
        return Share(self.false_positives, self.negatives)

    @property
    def precision(self) -> Share:
        """The rows given the class that are of it."""
        return Share(self.true_positives, self.given)

    @property
    def accuracy(self) -> Share:
        """The rows that are rightly given it, or rightly not."""
        return Share(self.true_positives + self.true_negatives, self.positives + self.negatives)

    @property
    def f1(self) -> float:
        """The harmonic mean of recall and precision, 2 TP / (2 TP + FP + FN); NaN where no row is of it or given it."""
        return _f1(self._jaccard.value)

    @property
    def f1_interval(self) -> Interval:
        """The interval of F1 = 2 F*/(1 + F*), from Wilson's for F* = TP / (TP + FP + FN), which is a share of rows.

        D. J. Hand, P. Christen and N. Kirielle, "F*: an interpretable transformation of the F-measure", Machine
        Learning 110 (2021), 451-456.
        """
        low, high = self._jaccard.interval
        return _f1(low), _f1(high)

    @property
    def youden(self) -> float:
        """Youden's index J = recall + specificity − 1."""
        return self.recall.value + self.specificity.value - 1

    @property
    def _jaccard(self) -> Share:
        return Share(self.true_positives, self.given + self.false_negatives)


def threshold_figures(counts: ThresholdCounts, threshold: float) -> ThresholdFigures:
    """The figures at a threshold."""
    found, wrongly = counts.above(threshold)
    return ThresholdFigures(threshold, found, wrongly, counts.positives - found, counts.negatives - wrongly)


@dataclass(frozen=True)
class NotedThresholds:
    """Thresholds with a meaning; None where there is none since all rows are of one kind. Of equals the highest.

    `best_f1` is where F1 is highest; `youden` where J is: W. J. Youden, "Index for rating diagnostic tests", Cancer 3
    (1950), 32-35; `balanced` where as many rows are given the class as are of it, so that recall = precision, or as
    near to that as ties allow.
    """

    best_f1: float | None
    youden: float | None
    balanced: float | None


def noted_thresholds(counts: ThresholdCounts) -> NotedThresholds:
    """The thresholds with a meaning."""
    if not counts.both_kinds:
        return NotedThresholds(None, None, None)
    found, given = counts.true_positives, counts.true_positives + counts.false_positives

    def at_most(values: Array) -> float:
        return counts.between(int(values.argmax()))

    return NotedThresholds(
        best_f1=at_most(found / (given + counts.positives)),
        youden=at_most(found * counts.negatives - counts.false_positives * counts.positives),
        balanced=at_most(-np.abs(given - counts.positives)),
    )


def _f1(jaccard: float) -> float:
    return 2 * jaccard / (1 + jaccard)
