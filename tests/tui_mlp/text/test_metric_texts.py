"""R² as text, and what accuracy and R² are beside always giving the same answer."""

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.classification_metrics import classification_metrics, multilabel_metrics
from core.analysis.regression_metrics import RegressionMetrics
from tui_mlp.text.metric_texts import beside_baseline, beside_mean, in_units
from tui_mlp.text.numbers import r2_text


@pytest.mark.parametrize(
    ("r2", "text"),
    [
        (1.0, "1.0000"),
        (0.99999, "0.9999"),
        (0.96137, "0.9614"),
        (1e-7, "0.0000"),
        (-1e-7, "0.0000"),
        (0.0, "0.0000"),
        (-0.5, "-0.5000"),
        (-12.34, "-12.3"),
        (-999.96, "-1.0e+03"),
        (-3.0983178470334753e41, "-3.1e+41"),
        (-1.7e308, "-1.7e+308"),
        (-inf, "-inf"),
        (nan, "–"),
        (None, "–"),
    ],
)
def test_r2_as_text(r2: float | None, text: str) -> None:
    assert r2_text(r2) == text


@given(st.floats(max_value=1))
def test_no_r2_is_long_or_looks_better_than_it_is(r2: float) -> None:
    text = r2_text(r2)
    assert len(text) <= 9
    assert (text == "1.0000") == (r2 == 1)
    assert not text.startswith("-0.0000")


@pytest.mark.parametrize(
    ("r2", "text"),
    [
        (0.3, ""),
        (nan, ""),
        (1e-9, "no better than always saying the mean"),
        (-1e-9, "no better than always saying the mean"),
        (-0.2, "worse than always saying the mean"),
        (-3e41, "far worse than always saying the mean"),
        (-inf, "far worse than always saying the mean"),
    ],
)
def test_r2_in_words(r2: float, text: str) -> None:
    assert beside_mean(r2) == text


def test_the_baseline_names_its_class() -> None:
    found = classification_metrics(np.zeros(4, int), np.array([0, 0, 0, 1]), ("no", "\x1b]0;owned\x07"), 1)
    assert beside_baseline(found) == r"always saying '\x1b]0;owned\x07' has 25.0 %"
    none = multilabel_metrics(np.zeros((2, 2), bool), np.array([[0, 1], [0, 0]], bool), ("a", "b"), np.zeros(2, bool))
    assert beside_baseline(none) == "always saying no label has 50.0 %"


def test_errors_are_in_units_of_the_target() -> None:
    metrics = RegressionMetrics(0.5, 1234.56, 0.00123)
    assert in_units(metrics, ["price"]) == "RMSE 1,234.6, MAE 0.00123 in units of 'price'"
    assert in_units(metrics, ["a", "b"]) == "RMSE 1,234.6, MAE 0.00123, the mean over 2 targets, each in its own units"
    assert in_units(metrics, []) == "RMSE 1,234.6, MAE 0.00123"
