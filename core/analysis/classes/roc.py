"""The ROC curve of one class, recall over the false positive rate, and its area."""

from dataclasses import dataclass, field
from math import inf, nan, sqrt
from statistics import NormalDist

import numpy as np

from core.analysis.threshold_counts import ThresholdCounts
from core.analysis.wilson_interval import CONFIDENCE, Interval
from core.calls import Array

from .thinned_curve import thinned

_HALVINGS = 60
"""Of the interval in which a root is searched: then it is exact to the last bit but a few."""


@dataclass(frozen=True, eq=False)
class RocCurve:
    """The points of the curve, each for the class given to rows with at least a score, and the area with its interval.

    `scores` descend from inf, for which the class is never given; `false_positive_rate` and `recall` ascend from 0 to
    1. The points are thinned for drawing where they are many; `auc` is that of all. NaN where all rows are of one kind.
    """

    scores: Array = field(repr=False)
    false_positive_rate: Array = field(repr=False)
    recall: Array = field(repr=False)
    auc: float
    interval: Interval


def roc_curve(counts: ThresholdCounts) -> RocCurve:
    """The curve and its area; without points where all rows are of one kind."""
    if not counts.both_kinds:
        nothing = np.empty(0)
        return RocCurve(nothing, nothing, nothing, nan, (nan, nan))
    x = np.append(0, counts.false_positives) / counts.negatives
    y = np.append(0, counts.true_positives) / counts.positives
    kept, area = thinned(x, y), counts.area_under_roc
    interval = auc_interval(area, counts.positives, counts.negatives)
    return RocCurve(np.append(inf, counts.scores)[kept], x[kept], y[kept], area, interval)


def auc_interval(auc: float, positives: int, negatives: int, confidence: float = CONFIDENCE) -> Interval:
    """The interval in which the AUC of all rows alike lies with this confidence; both ends NaN where it is undefined.

    Its ends θ are the roots of |auc − θ| = z √V(θ), as those of Wilson's interval for a share, with the variance of
    J. A. Hanley and B. J. McNeil, "The meaning and use of the area under a receiver operating characteristic (ROC)
    curve", Radiology 143 (1982), 29-36, whose two numbers of rows less one are replaced by their mean less one, N:
    V(θ) = θ (1 − θ) [1 + N (1 − θ)/(2 − θ) + N θ/(1 + θ)] / (positives · negatives). This is method 5 of R. G.
    Newcombe, "Confidence intervals for an effect size measure based on the Mann-Whitney statistic, part 2", Statistics
    in Medicine 25 (2006), 559-573. It holds near 1, where others are of width 0, and never leaves [0, 1].
    """
    if auc != auc or not positives or not negatives:
        return nan, nan
    z, N = NormalDist().inv_cdf((1 + confidence) / 2), (positives + negatives) / 2 - 1

    def reach(area: float) -> float:
        factor = 1 + N * (1 - area) / (2 - area) + N * area / (1 + area)
        return z * sqrt(area * (1 - area) * factor / (positives * negatives))

    def end(outside: float) -> float:
        """The farthest θ from `auc` towards 0 or 1 that is still within reach; beyond it none is."""
        near, far = auc, outside
        for _ in range(_HALVINGS):
            middle = (near + far) / 2
            near, far = (middle, far) if abs(auc - middle) <= reach(middle) else (near, middle)
        return near

    return end(0.0) if auc > 0 else 0.0, end(1.0) if auc < 1 else 1.0
