"""Wilson's interval: worked by hand, as statsmodels gives it, and at its ends."""

from math import isnan, sqrt
from statistics import NormalDist

import pytest

from core.analysis.wilson_interval import interval_of_share, wilson_interval


def test_by_hand() -> None:
    """8 of 10 with z = 2: the middle is 0.8 + 4/20 = 1, the reach 2 √(0.016 + 0.01), both divided by 1 + 4/10."""
    confidence = 2 * NormalDist().cdf(2) - 1
    expected = (1 - 2 * sqrt(0.026)) / 1.4, (1 + 2 * sqrt(0.026)) / 1.4
    assert wilson_interval(8, 10, confidence) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("successes", "count", "expected"),
    [
        (8, 10, (0.490162471536642, 0.943317848545625)),
        (0, 10, (0.0, 0.277532799862889)),
        (10, 10, (0.722467200137111, 1.0)),
        (1, 1, (0.206549314377233, 1.0)),
    ],
)
def test_with_forty_digits(successes: int, count: int, expected: tuple[float, float]) -> None:
    """As `proportion_confint(successes, count, method="wilson")` gives them, computed with 40 digits."""
    low, high = wilson_interval(successes, count)
    assert (low, high) == pytest.approx(expected, abs=1e-12)
    assert 0 <= low <= successes / count <= high <= 1


def test_no_rows_have_no_interval() -> None:
    assert all(map(isnan, wilson_interval(0, 0)))
    assert all(map(isnan, interval_of_share(float("nan"), 0)))
    assert interval_of_share(0.7, 40) == wilson_interval(28, 40)
