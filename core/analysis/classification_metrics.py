"""Metrics of a classification: accuracy beside its baseline, recall by class, AUC."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan

import numpy as np

from core.calls import Array
from core.support.i18n import _
from core.support.shown_values import value_text

from .threshold_counts import threshold_counts


@dataclass(frozen=True)
class ClassificationMetrics:
    """How good predictions of classes are on m rows. What is undefined is NaN, as is everything for no rows.

    `accuracy`            the share of correct rows
    `commonest`           the commonest class of the training rows; of several labels a row, the commonest combination,
                          empty for no label at all
    `baseline`            the accuracy of always saying that: its share among the m rows; NaN if it isn't known
    `balanced_accuracy`   the mean recall of the classes that occur among the m rows; always saying one has 1 / classes
    `recall`              by class, the share of its rows that were found; NaN for a class without rows
    `rows`                by class, how many of the m rows are of it
    `auc`                 for two classes the area under the ROC curve; NaN for more, and where one has no rows

    With several labels a row, a row is correct if all of its labels are. `recall` and `rows` are then by label, and
    `balanced_accuracy` the mean over the labels of each one's own: having it and not having it are its two classes.
    """

    accuracy: float
    commonest: str
    baseline: float
    balanced_accuracy: float
    recall: dict[str, float]
    rows: dict[str, int]
    auc: float = nan
    several_labels: bool = False

    @property
    def commonest_text(self) -> str:
        """The commonest class in quotation marks, or in words where it is no label at all."""
        return value_text(self.commonest) if self.commonest or not self.several_labels else _("no label")

    @property
    def chance(self) -> float:
        """The balanced accuracy of always saying the same: 1 / the classes that occur, 0.5 for several labels a row."""
        occurring = sum(not isnan(share) for share in self.recall.values())
        return 0.5 if self.several_labels else 1 / occurring if occurring else nan

    @property
    def worst(self) -> tuple[str, float] | None:
        """The class with the lowest recall, the first of equals, and this recall; None if no class has rows."""
        known = {name: share for name, share in self.recall.items() if not isnan(share)}
        return min(known.items(), key=lambda item: item[1]) if known else None


def classification_metrics(
    predicted: Array, actual: Array, names: Sequence[str], commonest: int | None, scores: Array | None = None
) -> ClassificationMetrics:
    """The metrics of predicted and actual classes, both m numbers from 0 on, the places of their names in `names`.

    `commonest` is the number of the commonest class of the training rows, None if it isn't known; `scores`, for two
    classes, m numbers that are the higher the more a row looks like class 1.
    """
    counts = np.bincount(actual, minlength=len(names))
    found = np.bincount(actual[predicted == actual], minlength=len(names))
    recall = shares(found, counts)
    auc = nan if scores is None or len(names) != 2 else area_under_roc(scores, actual == 1)
    return ClassificationMetrics(
        accuracy=mean_of_known(shares(found.sum(keepdims=True), counts.sum(keepdims=True))),
        commonest="" if commonest is None else names[commonest],
        baseline=nan if commonest is None else float(shares(counts[[commonest]], counts.sum(keepdims=True))[0]),
        balanced_accuracy=mean_of_known(recall),
        recall=dict(zip(names, recall.tolist(), strict=True)),
        rows=dict(zip(names, counts.tolist(), strict=True)),
        auc=auc,
    )


def multilabel_metrics(
    predicted: Array, actual: Array, names: Sequence[str], commonest: Array | None
) -> ClassificationMetrics:  # fmt: skip
    """The metrics of several labels a row: which of k labels each row has, booleans m × k, predicted and actual.

    `commonest` is the commonest combination in the training rows, k booleans, None if it isn't known.
    """
    m, having = np.array([len(actual)]), actual.sum(0)
    recall = shares((predicted & actual).sum(0), having)
    specificity = shares((~predicted & ~actual).sum(0), m - having)
    own = [mean_of_known(np.array(pair)) for pair in zip(recall, specificity, strict=True)]
    always = commonest if commonest is not None else np.zeros(len(names), bool)
    chosen = [name for name, has in zip(names, always, strict=True) if has]
    return ClassificationMetrics(
        accuracy=float(shares((predicted == actual).all(1).sum(keepdims=True), m)[0]),
        commonest=" + ".join(chosen),
        baseline=nan if commonest is None else float(shares((actual == always).all(1).sum(keepdims=True), m)[0]),
        balanced_accuracy=mean_of_known(np.array(own)),
        recall=dict(zip(names, recall.tolist(), strict=True)),
        rows=dict(zip(names, having.tolist(), strict=True)),
        several_labels=True,
    )


def area_under_roc(scores: Array, positive: Array) -> float:
    """The area under the ROC curve: the share of pairs in which the positive row has the higher score, ties half.

    `scores` are m numbers, `positive` m booleans. NaN if all rows are of one kind, or a score is NaN. O(m log m).
    """
    return nan if np.isnan(scores).any() else threshold_counts(scores, positive).area_under_roc


def shares(part: Array, whole: Array) -> Array:
    """part / whole, elementwise; NaN where the whole is 0."""
    found: Array = np.divide(part, whole, out=np.full(len(part), nan), where=whole > 0)
    return found


def mean_of_known(values: Array) -> float:
    """The mean of the values that aren't NaN; NaN if there are none."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else nan
