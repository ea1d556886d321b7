"""Figures of two columns, worked by hand and beside NumPy's."""

from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis.columns.association import cramers_v, eta_squared, pearson_r


def test_pearson_by_hand() -> None:
    # Without their means (-1, 0, 1) and (-1, 1, 0): products 1, squares 2 and 2, so r = 1/2.
    assert pearson_r(np.array([1.0, 2, 3]), np.array([1.0, 3, 2])) == pytest.approx(0.5)
    assert pearson_r(np.array([1.0, 2, 3]), np.array([6.0, 4, 2])) == pytest.approx(-1)


def test_eta_squared_by_hand() -> None:
    # The mean is 3. Groups 1, 3 (mean 2) and 2, 6 (mean 4): between 2·1 + 2·1 = 4, in all 4 + 0 + 1 + 9 = 14.
    assert eta_squared(np.array([0, 0, 1, 1]), np.array([1.0, 3, 2, 6])) == pytest.approx(4 / 14)
    assert eta_squared(np.array([0, 0, 2, 2]), np.array([1.0, 1, 5, 5])) == pytest.approx(1)


def test_cramers_v_by_hand() -> None:
    # Expected are 2 in each cell, so χ² = 4 · 1/2 = 2, n = 8, k = 2: V = √(2/8).
    assert cramers_v(np.array([[3, 1], [1, 3]])) == pytest.approx(sqrt(2 / 8))
    assert cramers_v(np.array([[5, 0, 0], [0, 3, 0], [0, 0, 2]])) == pytest.approx(1)
    assert cramers_v(np.array([[4, 0, 2], [2, 0, 1]])) == pytest.approx(0)


def test_undefined_where_nothing_varies() -> None:
    ones, numbers = np.full(3, 0.1), np.array([1.0, 2, 3])
    assert isnan(pearson_r(ones, numbers))
    assert isnan(pearson_r(numbers[:1], numbers[:1]))
    assert isnan(eta_squared(np.array([0, 1, 1]), ones))
    assert isnan(eta_squared(np.zeros(0, int), np.zeros(0)))
    assert isnan(cramers_v(np.array([[3, 4]])))


@settings(max_examples=20)
@given(
    st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), min_size=2, max_size=20), st.sampled_from((1, 1e200))
)
def test_pearson_is_numpys_at_any_scale(pairs: list[tuple[int, int]], scale: float) -> None:
    x, y = np.array(pairs, float).T
    if np.ptp(x) and np.ptp(y):
        assert pearson_r(x * scale, y * scale) == pytest.approx(np.corrcoef(x, y)[0, 1], abs=1e-12)
