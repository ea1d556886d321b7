"""How good predictions are: accuracy of rows with several labels, R² of several targets."""

from math import isnan

import numpy as np
import pytest

from core.model.scores import accuracy, r2_score


def test_a_row_is_right_if_all_its_labels_are() -> None:
    found = np.array([[1, 0], [1, 1], [0, 0], [0, 1]])
    assert accuracy(found, np.array([[1, 0], [1, 0], [0, 0], [1, 0]])) == 0.5
    assert accuracy(found[:, 0], np.array([1, 1, 1, 0])) == 0.75


def test_r2_is_the_mean_of_the_targets() -> None:
    """Of the first 1 − 2 / 8, of the second 0, as its mean is said."""
    wanted = np.array([[0.0, 1e6], [2.0, 3e6], [4.0, 2e6]])
    found = np.array([[1.0, 2e6], [2.0, 2e6], [3.0, 2e6]])
    assert r2_score(found, wanted) == pytest.approx((0.75 + 0) / 2)
    assert isnan(r2_score(found[:1], wanted[:1]))


@pytest.mark.parametrize(("found", "expected"), [(5.0, 1.0), (5.5, 0.0)])
def test_r2_of_a_constant_target_is_1_if_it_is_met(found: float, expected: float) -> None:
    assert r2_score(np.full(3, found), np.full(3, 5.0)) == expected
