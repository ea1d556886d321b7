"""The precision-recall curve of one class, and the average precision."""

from dataclasses import dataclass, field
from math import nan

import numpy as np

from core.analysis.threshold_counts import ThresholdCounts
from core.calls import Array

from .thinned_curve import thinned


@dataclass(frozen=True, eq=False)
class PrecisionRecallCurve:
    """The points of the curve, each for the class given to rows with at least a score.

    `scores` descend, `recall` ascends to 1. The points are thinned for drawing where they are many; `average_precision`
    is that of all, `share` that of the class: the precision of giving it always. Without points where no row is of the
    class.
    """

    scores: Array = field(repr=False)
    recall: Array = field(repr=False)
    precision: Array = field(repr=False)
    average_precision: float
    share: float


def precision_recall_curve(counts: ThresholdCounts) -> PrecisionRecallCurve:
    """The curve with its average precision Σ (recall_n − recall_{n−1}) precision_n over descending scores.

    This is scikit-learn's definition: the area under steps, since straight lines between points would be too good.
    """
    if not counts.positives:
        nothing = np.empty(0)
        return PrecisionRecallCurve(nothing, nothing, nothing, nan, counts.share)
    recall = counts.true_positives / counts.positives
    precision = counts.true_positives / (counts.true_positives + counts.false_positives)
    average = float(np.diff(recall, prepend=0) @ precision)
    kept = thinned(recall, precision)
    return PrecisionRecallCurve(counts.scores[kept], recall[kept], precision[kept], average, counts.share)
