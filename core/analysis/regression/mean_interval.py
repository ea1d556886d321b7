"""Student's interval: how far a true mean may be from that of the values found.

Student (W. S. Gosset), "The probable error of a mean", Biometrika 6 (1908), 1-25. It supposes independent values whose
mean is normally distributed, as it nearly is for some dozens of values of any distribution without rare, huge ones.
"""

from functools import lru_cache
from math import atan, cos, nan, pi, sin, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
EXACT_UP_TO = 40
"""The degrees of freedom up to which the quantile is exact; beyond, its series is right to eight digits."""

Interval = tuple[float, float]
"""The lower and the upper end; both NaN where it is undefined."""


def mean_interval(mean: float, deviation: float, count: int, confidence: float = CONFIDENCE) -> Interval:
    """The interval mean ± t s / √n of the mean of n = `count` values, whose deviation s is that with n − 1.

    t is the quantile of Student's distribution with n − 1 degrees of freedom. Both ends are NaN for less than two
    values.
    """
    if count < 2:
        return nan, nan
    reach = student_quantile((1 + confidence) / 2, count - 1) * deviation / sqrt(count)
    return mean - reach, mean + reach


@lru_cache(1024)
def student_quantile(share: float, freedom: int) -> float:
    """The quantile of Student's distribution with `freedom` ≥ 1 degrees of freedom, for a share of 0.5 or more.

    M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions" (1964): the finite sums 26.7.3 and 26.7.4,
    solved by bisection, and for many degrees of freedom the series 26.7.5.
    """
    z = NormalDist().inv_cdf(share)
    if freedom > EXACT_UP_TO:
        terms = (
            (z**3 + z) / 4,
            (5 * z**5 + 16 * z**3 + 3 * z) / 96,
            (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
            (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
        )
        return z + sum(term / float(freedom) ** power for power, term in enumerate(terms, 1))
    low, high = 0.0, 1.0
    while _within(high, freedom) < 2 * share - 1:
        high *= 2
    while (middle := (low + high) / 2) not in (low, high):
        if _within(middle, freedom) < 2 * share - 1:
            low = middle
        else:
            high = middle
    return high


def _within(t: float, freedom: int) -> float:
    """The probability of a value from −t to t."""
    angle = atan(t / sqrt(freedom))
    odd = freedom % 2
    term, total = (cos(angle) if odd else 1.0), 0.0
    for k in range(2 + odd, freedom + 1, 2):
        total += term
        term *= cos(angle) ** 2 * (k - 1) / k
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total
