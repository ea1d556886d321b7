"""Shares and their intervals as text."""

import pytest

from core.analysis.wilson_interval import Interval
from tui_mlp.text.classes.share_text import interval_text, share_text


@pytest.mark.parametrize(
    ("share", "interval", "text"),
    [
        (0.9994, (0.9985, 0.9998), "0.999 0.99–1.00"),
        (0.0003, (0.0001, 0.0012), "0.000 0.00–0.01"),
        (1.0, (1.0, 1.0), "1.000 1.00–1.00"),
        (0.0, (0.0, 0.0), "0.000 0.00–0.00"),
        (0.933, (0.786, 0.982), "0.933 0.79–0.98"),
    ],
)
def test_an_interval_encloses_the_share_beside_it(share: float, interval: Interval, text: str) -> None:
    assert f"{share_text(share)} {interval_text(interval)}" == text
