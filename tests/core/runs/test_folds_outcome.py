"""Mean and spread of the figures of all folds, by hand."""

import pytest

from core.runs.folds_outcome import folds_outcome


def test_mean_and_deviation_of_the_folds_that_have_a_figure() -> None:
    outcomes = [
        {
            "run": "one",
            "epochs": 3,
            "test_loss": 0.5,
            "test_accuracy": 1.0,
            "test_auc": None,
            "test_recall": {"a": 1.0},
        },
        {
            "run": "two",
            "epochs": 4,
            "test_loss": 1.5,
            "test_accuracy": None,
            "test_auc": None,
            "test_recall": {"a": 0.0},
        },
    ]
    assert folds_outcome(3, outcomes) == {
        "folds": 3,
        "runs": ["one", "two"],
        "test_loss": {"mean": 1.0, "deviation": pytest.approx(0.5)},
        "test_accuracy": {"mean": 1.0, "deviation": 0.0},
        "test_auc": None,
    }
