"""The threshold of one class: how keys step it, and what a person may type."""

import numpy as np
import pytest

from core.analysis.classes.class_curves import class_curves
from core.analysis.classes.class_scores import ClassScores
from core.support.errors import InputError
from tui_mlp.models.output.classes.threshold_limits import ThresholdLimits, limits_of
from tui_mlp.text.classes.share_text import interval_text, share_text, threshold_text

LIMITS = ThresholdLimits()


@pytest.mark.parametrize(
    ("threshold", "hundredths", "found"),
    [
        (0.5, 1, 0.51), (0.5, -1, 0.49), (0.437, 1, 0.44), (0.437, -1, 0.43), (0.29, 1, 0.3), (0.57, -1, 0.56),
        (0.5, 10, 0.6), (0.5, -10, 0.4), (0.437, 10, 0.5), (0.437, -10, 0.4), (1.0, 1, 1.0), (0.0, -1, 0.0),
        (0.995, 10, 1.0),
    ],
)  # fmt: skip
def test_a_step_goes_to_the_next_multiple(threshold: float, hundredths: int, found: float) -> None:
    assert LIMITS.stepped(threshold, hundredths) == found


def test_a_hundred_steps_reach_from_end_to_end() -> None:
    threshold = 0.0
    for step in range(1, 101):
        threshold = LIMITS.stepped(threshold, 1)
        assert threshold == step / 100
    for step in range(99, -1, -1):
        threshold = LIMITS.stepped(threshold, -1)
        assert threshold == step / 100


def test_what_is_typed() -> None:
    assert LIMITS.typed(" 0.437 ") == 0.437
    for text in ("half", "", "1.2", "-0.1", "nan"):
        with pytest.raises(InputError, match=r"expected a number from 0\.00 to 1\.00"):
            LIMITS.typed(text)
    with pytest.raises(InputError, match="found 'half'"):
        LIMITS.typed("half")


def test_limits_go_as_far_as_the_scores() -> None:
    scores = np.array([-0.253, 0.4, 1.517])
    curves = class_curves(ClassScores(1, scores, scores > 0.5, scores > 0.5))
    assert limits_of(curves) == ThresholdLimits(-0.26, 1.52)
    within = class_curves(ClassScores(1, scores[1:2], scores[1:2] > 0.5, scores[1:2] > 0.5))
    assert limits_of(within) == LIMITS


def test_shares_as_text() -> None:
    assert [share_text(value) for value in (0.9333, 0.9999, 1.0, float("nan"), None)] == [
        "0.933", "0.999", "1.000", "–", "–",
    ]  # fmt: skip
    assert interval_text((0.785, 0.98)) == "0.79–0.98"
    assert interval_text((float("nan"), float("nan"))) == "–"
    assert [threshold_text(value) for value in (0.5, 0.437, 0.99998)] == ["0.50", "0.437", "0.99998"]
