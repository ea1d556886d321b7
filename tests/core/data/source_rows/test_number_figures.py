"""Figures of numbers, by hand and against NumPy."""

from math import nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.source_rows.number_figures import number_figures


def test_figures_by_hand() -> None:
    found = number_figures(np.array([1, 2, nan, 2, 7]))
    assert found is not None
    assert (found.count, found.least, found.greatest, found.mean) == (4, 1, 7, 3)
    assert found.whole
    assert found.deviation == pytest.approx(sqrt(22 / 4))  # squares 4 + 1 + 1 + 16
    assert found.skewness == pytest.approx(54 / 4 / (22 / 4) ** 1.5)  # cubes -8 - 1 - 1 + 64
    assert found.quartiles == (1.75, 2, 3.25)
    assert found.median == 2


def test_no_numbers_equal_ones_and_huge_ones() -> None:
    assert number_figures(np.array([nan, nan])) is None
    equal = number_figures(np.full(3, 0.1))
    assert equal is not None
    assert (equal.mean, equal.deviation, equal.skewness, equal.whole) == (0.1, 0, 0, False)
    huge = number_figures(np.array([-1e308, 1e308]))
    assert huge is not None
    assert (huge.mean, huge.deviation) == (0, 1e308)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12))
def test_figures_are_those_of_numpy(values: list[float]) -> None:
    found = number_figures(np.array(values))
    assert found is not None
    assert found.mean == pytest.approx(np.mean(values), rel=1e-9, abs=1e-9 * max(map(abs, values)))
    assert found.deviation == pytest.approx(np.std(values), rel=1e-9, abs=1e-9 * max(map(abs, values)))
