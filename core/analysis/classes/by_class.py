"""Recall, precision and F1 of each class; accuracy and certainty of all rows."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.analysis.classification_metrics import mean_of_known, shares
from core.analysis.outputs.ranking import wanted_and_given
from core.analysis.outputs.split_outputs import SplitOutputs
from core.analysis.wilson_interval import Interval, wilson_interval
from core.calls import Array

from .confusion import confusions


@dataclass(frozen=True, eq=False)
class ClassFigures:
    """The figures of k classes, or of k labels where a row may have several; rows aren't weighted.

    By class, k counts each: `rows` are of it, `given` were given it, `found` both. Of the m rows, `right` are right:
    of several labels, in all of them. `certainty` is the mean of the largest probability; of several labels, the mean
    over rows and labels of the larger one of having it and not having it. `without_output` are the rows whose outputs
    aren't all finite, which are given no class and are wrong. What is undefined is NaN.
    """

    m: int
    right: int
    rows: Array
    given: Array
    found: Array
    certainty: float
    without_output: int = 0
    several_labels: bool = False

    @cached_property
    def recall(self) -> Array:
        """By class, the share of its rows that were given it; NaN for a class without rows."""
        return shares(self.found, self.rows)

    @cached_property
    def precision(self) -> Array:
        """By class, the share of its rows among those given it; NaN for a class never given."""
        return shares(self.found, self.given)

    @cached_property
    def f1(self) -> Array:
        """By class, the harmonic mean of recall and precision, 2 found / (rows + given); NaN only without both."""
        return shares(2 * self.found, self.rows + self.given)

    @property
    def accuracy(self) -> float:
        """The share of the rows that are right."""
        return float(shares(np.array([self.right]), np.array([self.m]))[0])

    @property
    def accuracy_interval(self) -> Interval:
        """Wilson's interval of the accuracy."""
        return wilson_interval(self.right, self.m)

    @cached_property
    def specificity(self) -> Array:
        """By class, the share of the rows that aren't of it that weren't given it; NaN where all rows are of it."""
        return shares(self.m - self.rows - self.given + self.found, self.m - self.rows)

    @property
    def balanced_accuracy(self) -> float:
        """The mean recall of the classes that occur; of labels, the mean of what each one alone has."""
        if not self.several_labels:
            return mean_of_known(self.recall)
        own = [mean_of_known(np.array(pair)) for pair in zip(self.recall, self.specificity, strict=True)]
        return mean_of_known(np.array(own))

    @property
    def chance(self) -> float:
        """The balanced accuracy of always saying the same: 1 / the classes that occur, 0.5 for several labels a row."""
        occurring = int(np.count_nonzero(self.rows))
        return 0.5 if self.several_labels else 1 / occurring if occurring else float("nan")

    @property
    def right_labels(self) -> float:
        """The share of single decisions, row by label, that are right; of exclusive classes the accuracy."""
        if not self.several_labels:
            return self.accuracy
        wrong = float((self.rows + self.given - 2 * self.found).sum())
        return 1 - wrong / (self.m * len(self.rows)) if self.m else float("nan")

    def recall_interval(self, place: int) -> Interval:
        """Wilson's interval of the recall of one class, by its number from 0."""
        return wilson_interval(int(self.found[place]), int(self.rows[place]))

    def precision_interval(self, place: int) -> Interval:
        """Wilson's interval of the precision of one class, by its number from 0."""
        return wilson_interval(int(self.found[place]), int(self.given[place]))


def class_figures(outputs: SplitOutputs) -> ClassFigures:
    """The figures by class of the outputs of a split."""
    counts = outputs.figure(confusions)
    if several := outputs.meaning.several_labels:
        rows, given, found = counts[:, 1].sum(1), counts[:, :, 1].sum(1), counts[:, 1, 1]
        right = outputs.m - int(np.count_nonzero(outputs.wrong))
    else:
        wanted = outputs.figure(wanted_and_given)[0]  # the matrix is without the rows that are given no class
        rows = np.bincount(wanted, minlength=len(outputs.meaning.names))
        given, found = counts[0].sum(0), counts[0].diagonal()
        right = int(found.sum())
    certainty, unknown = certainty_of(outputs)
    return ClassFigures(outputs.m, right, rows, given, found, certainty, unknown, several)


def certainty_of(outputs: SplitOutputs) -> tuple[float, int]:
    """How certain the network is on average, and in how many rows it isn't known, for an output isn't finite.

    Outputs of targets -1 and 1 are scaled to 0 and 1 before; more than 1 counts as 1. NaN where it is known of no row.
    """
    A, meaning = outputs.A, outputs.meaning
    with np.errstate(all="ignore"):
        if meaning.several_labels or A.shape[1] == 1:
            # The larger one of a and 1 - a: both lie at the same distance from the threshold.
            distances = np.abs(A - meaning.threshold) * (0.5 if meaning.threshold == 0 else 1)
            most = 0.5 + np.minimum(distances, 0.5).mean(1, dtype=float)
        else:
            most = A.max(1).astype(float)
            most = np.minimum((most + 1) / 2 if meaning.threshold == 0 else most, 1)
        known = np.isfinite(A).all(1)
    count = int(np.count_nonzero(known))
    return (float(most[known].mean()) if count else float("nan")), len(A) - count
