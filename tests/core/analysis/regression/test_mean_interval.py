"""Student's interval of a mean: the quantiles of tables, and how often the interval holds the true mean."""

from math import isnan

import numpy as np
import pytest

from core.analysis.regression.mean_interval import EXACT_UP_TO, mean_interval, student_quantile

TABLE = {
    1: 12.706204736, 2: 4.302652730, 3: 3.182446305, 4: 2.776445105, 5: 2.570581836, 10: 2.228138852, 20: 2.085963447,
    30: 2.042272456, 40: 2.021075390, 60: 2.000297822, 120: 1.979930405, 1_000_000: 1.959966358,
}  # fmt: skip
"""The 97.5 % quantiles of Student's distribution."""


@pytest.mark.parametrize(("freedom", "quantile"), TABLE.items())
def test_quantiles_are_those_of_tables(freedom: int, quantile: float) -> None:
    assert student_quantile(0.975, freedom) == pytest.approx(quantile, abs=2e-8)


def test_quantiles_fall_smoothly_where_the_series_begins() -> None:
    near = [student_quantile(0.995, freedom) for freedom in range(EXACT_UP_TO - 2, EXACT_UP_TO + 4)]
    steps = np.diff(near)
    assert (steps < 0).all()
    assert np.abs(np.diff(steps)).max() < 3e-4


def test_by_hand() -> None:
    """Of 1, 2, 3 the deviation is 1, and with two degrees of freedom t is 4.303: 2 ± 4.303/√3."""
    assert mean_interval(2.0, 1.0, 3) == pytest.approx((2 - 2.484138, 2 + 2.484138), abs=1e-6)


def test_an_interval_holds_the_true_mean_as_often_as_it_says() -> None:
    values = np.random.default_rng(3).normal(5, 2, (4000, 6))
    held = 0
    for row in values:
        low, high = mean_interval(float(row.mean()), float(row.std(ddof=1)), 6)
        held += low <= 5 <= high
    assert 0.94 < held / 4000 < 0.96


def test_one_value_has_no_interval() -> None:
    assert all(map(isnan, mean_interval(1.0, 0.0, 1)))
    assert mean_interval(1.0, 0.0, 2) == (1.0, 1.0)
