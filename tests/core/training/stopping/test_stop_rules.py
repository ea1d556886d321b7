"""When a training stops, by the figures of its epochs alone."""

from math import nan

import numpy as np
import pytest

from core.experiment.experiment import TrainingSettings
from core.training.stopping.stop_rules import StopRules, limit_reached


@pytest.mark.parametrize(
    ("epoch", "loss", "rule"),
    [(1, 0.51, None), (1, 0.5, "tolerance"), (3, 0.6, "epochs"), (3, 0.4, "tolerance"), (2, nan, None)],
)
def test_the_tolerance_comes_before_the_epochs(epoch: int, loss: float, rule: str | None) -> None:
    assert limit_reached(TrainingSettings(epochs=3, tolerance=0.5), epoch, loss) == rule


def test_without_a_tolerance_no_loss_is_small_enough() -> None:
    assert limit_reached(TrainingSettings(epochs=3), 1, 0.0) is None


def after(rules: StopRules, losses: list[float], patience: int, first: int = 1) -> float:
    """Θ after epochs of these validation losses, in which every weight is the number of the epoch."""
    training = TrainingSettings(epochs=100, early_stopping=patience)
    theta = np.zeros(3)
    for epoch, loss in enumerate(losses, first):
        theta[:] = epoch
        rules.end_epoch(training, epoch, limit_reached(training, epoch, 1.0), loss, theta)
    result: float = theta[0]
    return result


def test_early_stopping_counts_from_the_best_epoch_and_takes_its_weights_back() -> None:
    rules = StopRules(100)
    assert after(rules, [3, 1, 2], 2) == 3
    assert rules.stopped_by is None
    assert after(rules, [2], 2, first=4) == 2
    assert (rules.stopped_by, rules.best_epoch, rules.best_loss) == ("early_stopping", 2, 1)  # type: ignore[comparison-overlap]
    assert rules.best is not None
    assert rules.best.tolist() == [2, 2, 2]


def test_epochs_that_were_not_evaluated_are_no_reason_to_stop() -> None:
    rules = StopRules(100)
    assert after(rules, [1, nan, nan, nan], 2) == 4
    assert rules.stopped_by is None
    after(rules, [2], 2, first=5)
    assert rules.stopped_by == "early_stopping"


def test_going_on_gives_the_whole_patience_again() -> None:
    rules = StopRules(100)
    after(rules, [1, 2, 2], 2)
    assert rules.stopped_by == "early_stopping"
    rules.go_on(TrainingSettings(epochs=100), 3)
    after(rules, [2], 2, first=4)
    assert rules.stopped_by is None
    after(rules, [2], 2, first=5)
    assert rules.stopped_by == "early_stopping"


def test_going_on_when_all_epochs_are_done_is_no_going_on() -> None:
    rules = StopRules(0)
    assert rules.stopped_by == "epochs"
    rules.go_on(TrainingSettings(epochs=0), 0)
    assert rules.stopped_by == "epochs"
