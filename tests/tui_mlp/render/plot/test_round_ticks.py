"""Round ticks on the axes of data: evenly spaced between the limits, labels that tell them apart."""

import numpy as np
import pytest

from tui_mlp.render.plot.round_ticks import round_labels, round_ticks


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        (-2.4, 2.4, 5, [-2, -1, 0, 1, 2]),
        (-2.4, 2.4, 2, [-2.0, 2]),
        (0.1, 0.4, 3, [0.2, 0.4]),
        (40e3, 360e3, 6, [100e3, 200e3, 300e3]),
        (3.0, 3.0, 4, []),
        (1.0, 1.0 + 1e-15, 4, []),
        (0.0, np.inf, 4, []),
        (0.0, 1.0, 0, []),
    ],
)
def test_ticks_are_round(low: float, high: float, most: int, expected: list[float]) -> None:
    assert round_ticks(low, high, most) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("ticks", "expected"),
    [
        ([-1.0, 0.0, 1.0], ["-1", "0", "1"]),
        ([-0.5, -0.0, 0.5], ["-0.5", "0.0", "0.5"]),
        ([1000.0, 1500.0], ["1,000", "1,500"]),
        ([1e6, 2e6], ["1e6", "2e6"]),
        ([0.0, 0.0002], ["0.0000", "0.0002"]),
        ([], []),
    ],
)
def test_labels_have_the_fewest_decimals(ticks: list[float], expected: list[str]) -> None:
    assert round_labels(ticks) == expected
