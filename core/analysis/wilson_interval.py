"""Wilson's interval: how far a true share may be from that of the rows counted.

E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
Statistical Association 22 (1927), 209-212. It holds for few rows and for shares near 0 and 1 too, and never leaves
[0, 1].
"""

from math import nan, sqrt
from statistics import NormalDist

import numpy as np

from core.calls import Array

CONFIDENCE = 0.95

Interval = tuple[float, float]
"""The lower and the upper end of an interval; both NaN where it is undefined."""


def wilson_interval(successes: int, count: int, confidence: float = CONFIDENCE) -> Interval:
    """The interval in which the probability of success lies with this confidence, after `successes` of `count` trials.

    With p = successes / count and z the quantile of the normal distribution, its ends are
    (p + z² / 2n ± z √(p (1 − p) / n + z² / 4n²)) / (1 + z² / n). Both are NaN for no trials.
    """
    if not count:
        return nan, nan
    p, z = successes / count, NormalDist().inv_cdf((1 + confidence) / 2)
    middle, reach = p + z * z / (2 * count), z * sqrt(p * (1 - p) / count + z * z / (4 * count * count))
    whole = 1 + z * z / count
    low = (middle - reach) / whole if successes else 0.0  # else rounding leaves a trace of it
    high = (middle + reach) / whole if successes < count else 1.0
    return low, high


def interval_of_share(share: float, count: int) -> Interval:
    """Wilson's interval for a share of `count` rows, as 0.7 of 40; both ends are NaN where the share is."""
    return wilson_interval(round(share * count), count) if share == share else (nan, nan)


def wilson_intervals(successes: Array, count: int, confidence: float = CONFIDENCE) -> tuple[Array, Array]:
    """The lower and the upper ends of Wilson's intervals for many numbers of successes, each of `count` > 0 trials."""
    p, z = successes / count, NormalDist().inv_cdf((1 + confidence) / 2)
    middle, reach = p + z * z / (2 * count), z * np.sqrt(p * (1 - p) / count + z * z / (4 * count * count))
    whole = 1 + z * z / count
    return np.maximum(0, (middle - reach) / whole), np.minimum(1, (middle + reach) / whole)
