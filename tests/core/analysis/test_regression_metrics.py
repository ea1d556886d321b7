"""Metrics of a regression: by hand, of huge and tiny numbers, and properties."""

from math import isinf, isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.analysis.regression_metrics import regression_metrics

numbers = st.integers(-50, 50).map(float)


def column(*values: float) -> np.ndarray:
    """A target of these values, m × 1."""
    return np.array(values)[:, None]


def test_by_hand() -> None:
    found = regression_metrics(column(2.5, 0.0, 2.0, 8.0), column(3.0, -0.5, 2.0, 7.0))
    assert found.r2 == pytest.approx(0.9486081370449679)
    assert found.rmse == pytest.approx(0.375**0.5)
    assert found.mae == 0.5


def test_the_mean_has_r2_0() -> None:
    assert regression_metrics(column(2, 2, 2), column(1, 2, 3)).r2 == 0
    assert regression_metrics(column(9, 9, 9), column(1, 2, 3)).r2 < -70


def test_several_targets_are_averaged() -> None:
    found = regression_metrics(np.array([[0.0, 10], [2, 30]]), np.array([[0.0, 20], [2, 40]]))
    assert found.rmse == found.mae == 5
    assert found.r2 == pytest.approx((1 + 0) / 2)


@pytest.mark.parametrize("value", [0.1, 3.0, 1e300, 1e-300])
def test_a_constant_target_has_no_r2(value: float) -> None:
    found = regression_metrics(column(0, 0, 0), column(value, value, value))
    assert isnan(found.r2), "although the mean of three such numbers may be another number"
    assert found.mae == pytest.approx(value)


def test_no_rows() -> None:
    assert all(map(isnan, regression_metrics(np.empty((0, 1)), np.empty((0, 1)))))


@pytest.mark.parametrize("unit", [1e-200, 1e-100, 1.0, 1e100, 1e200])
def test_no_unit_is_too_large_or_too_small(unit: float) -> None:
    found = regression_metrics(column(1, 2, 4) * unit, column(1, 3, 5) * unit)
    assert found.r2 == pytest.approx(1 - (2 / 3) / (8 / 3))
    assert found.rmse == pytest.approx((2 / 3) ** 0.5 * unit)


def test_far_worse_than_the_mean() -> None:
    assert regression_metrics(column(1e20, -1e20), column(1, 2)).r2 == pytest.approx(-4e40)
    assert isinf(regression_metrics(column(1e300, 0), column(1, 2)).r2)
    assert isnan(regression_metrics(column(np.nan, 0), column(1, 2)).rmse)


@settings(max_examples=50)
@given(arrays.arrays(float, st.tuples(st.integers(2, 20), st.just(2)), elements=numbers), numbers, st.integers(1, 9))
def test_units_and_origin_do_not_matter_to_r2(rows: np.ndarray, origin: float, unit: int) -> None:
    first, moved = (
        regression_metrics(a, b)
        for a, b in ((rows[:, :1], rows[:, 1:]), (rows[:, :1] * unit + origin, rows[:, 1:] * unit + origin))
    )
    assert moved.mae == pytest.approx(unit * first.mae)
    assert moved.rmse == pytest.approx(unit * first.rmse)
    assert first.mae <= first.rmse * (1 + 1e-12)
    assert moved.r2 == pytest.approx(first.r2, nan_ok=True)
