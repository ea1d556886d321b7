"""The mini-batch that ran last, run again equation by equation; the training goes on as if nobody had looked."""

from collections.abc import Callable

import pytest

from core.experiment.experiment import Experiment
from core.stepping.stepper import Execution, Stepper
from core.timeline.last_minibatch import LastMinibatch
from core.timeline.timeline import Timeline
from core.training.stopping.breakpoints import Breakpoint
from core.training.trainer import Trainer


def moons(*overrides: str) -> Experiment:
    """Eight mini-batches an epoch, the last one smaller."""
    return Experiment.load("moons", ["training.epochs=1000", "data.samples=200", "training.batch_size=16", *overrides])


class Watched:
    """A training with its timeline, and the equations of its last mini-batch as stepping shows them."""

    def __init__(self, *overrides: str) -> None:
        self.trainer = Trainer(moons(*overrides))
        self.timeline = Timeline(self.trainer, lambda entry: None)
        self.trainer.after_epoch = self.timeline.epoch_ended
        self.trainer.after_change = self.timeline.record_changes
        self.stepper = Stepper(self.trainer)

    def look(self, interrupted: Callable[[], bool] | None = None) -> tuple[Execution, ...]:
        minibatch = LastMinibatch(self.timeline, self.stepper)
        while not minibatch.run(interrupted):
            assert not self.stepper.executions
        return self.stepper.executions


def values(executions: tuple[Execution, ...]) -> list[tuple[str, bytes]]:
    return [(one.equation.symbol, one.writes.value.tobytes()) for one in executions]


@pytest.mark.parametrize("batches", [1, 5, 8, 21, 24])
def test_its_equations_are_those_of_stepping_and_training_goes_on_with_the_same_bits(batches: int) -> None:
    overrides = "network.activation=relu", "training.dropout=0.3", "training.optimizer=adam"
    watched, stepped = Watched(*overrides), Watched(*overrides)
    watched.trainer.breakpoints = [Breakpoint("misclassified", True)]
    for _ in range(batches):
        watched.trainer.run_batch()
        stepped.stepper.finish_batch()
    entries = len(watched.timeline.entries)
    found = watched.look(lambda: True)
    assert values(found) == values(stepped.stepper.executions)
    assert (found[0].context.epoch, found[0].context.batch) == (1 + (batches - 1) // 8, 1 + (batches - 1) % 8)
    assert len(watched.timeline.entries) == entries
    watched.trainer.run_epoch()
    stepped.trainer.run_epoch()
    while watched.trainer.epoch < stepped.trainer.epoch:  # it stops at examples
        watched.trainer.run_epoch()
    assert watched.trainer.weights_sha256 == stepped.trainer.weights_sha256


def test_back_through_it_and_forward_again_gives_the_same_bits() -> None:
    watched = Watched("training.optimizer=momentum")
    for _ in range(11):
        watched.trainer.run_batch()
    last = watched.trainer.weights_sha256
    count = len(watched.look())
    for left in range(count - 1, -1, -1):
        assert watched.stepper.back()
        assert len(watched.stepper.executions) == left
    assert (watched.trainer.epoch, watched.trainer.batch, watched.trainer.cursor) == (1, 2, 0)
    watched.stepper.finish_batch()
    assert watched.trainer.weights_sha256 == last


def test_changes_at_its_start_count_and_those_after_it_do_not() -> None:
    watched = Watched("training.optimizer=gradient_descent")
    watched.trainer.run_epoch()
    watched.trainer.run_batch()
    watched.trainer.change(watched.trainer.experiment.replace("training.batch_size", 60))
    watched.trainer.change(watched.trainer.experiment.replace("training.learning_rate", 0.5))
    watched.trainer.run_epoch()
    found = watched.look()
    assert (found[0].context.epoch, found[0].context.batch) == (2, 3)
    assert found[0].context.rates["learning_rate"] == 0.5
    watched.stepper.clear()
    minibatch = LastMinibatch(watched.timeline, watched.stepper)
    assert minibatch.is_last
    watched.trainer.change(watched.trainer.experiment.replace("training.learning_rate", 0.1))
    assert not minibatch.is_last
    assert minibatch.run()
    assert not watched.stepper.executions, "it is dropped"
    found = watched.look()
    assert found[0].context.rates["learning_rate"] == 0.5
