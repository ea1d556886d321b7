"""The lines below a matrix."""

import numpy as np
import pytest

from tui_mlp.render.matrix.notes import distribution_text, norms


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_norms_and_spread_are_numbers_where_their_squares_overflow(dtype: str) -> None:
    huge = np.finfo(dtype).max / 8
    values = np.array([[3 * huge, 4 * huge], [-3 * huge, 0]], dtype)
    row, column = norms(values, (0, 0))
    assert row == f"‖row‖ {5 * huge:.2e}"
    assert column == f"‖column‖ {3 * 2**0.5 * huge:.2e}"
    text = distribution_text(values)
    assert text == f"mean {huge:.2e}   deviation {np.std([3.0, 4, -3, 0]) * huge:.2e}   zeros 25.0 %"


def test_norms_and_spread_of_a_diverged_network() -> None:
    values = np.array([[np.nan, 1.0], [np.inf, 2.0]])
    assert norms(values, (0, 0)) == ("‖row‖ –", "‖column‖ inf")
    assert distribution_text(values) == "mean –   deviation –   zeros 0.0 %"


def test_norms_and_spread_of_zeros() -> None:
    values = np.zeros((2, 2))
    assert norms(values, (0, 0)) == ("‖row‖ 0.0000", "‖column‖ 0.0000")
    assert distribution_text(values) == "mean 0.0000   deviation 0.0000   zeros 100.0 %"
