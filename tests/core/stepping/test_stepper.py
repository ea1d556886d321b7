"""One equation forward and back, in any order: the bits of a training that nobody stepped through."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import reference
from hypothesis import given, settings
from hypothesis import strategies as st
from stepping_cases import bits, experiment, rates, trainer_of, trainings

from core.experiment.experiment import Experiment
from core.stepping import stepper as stepping
from core.stepping.stepper import Execution, Stepper
from core.training.divergence import Diverged
from core.training.trainer import Trainer

ACTIVATIONS = list(reference.G)


class Plain:
    """What a person did, told anew to a trainer that can't go back.

    `done` has None for an equation, "go on" past a stop, or the experiment wanted from there on.
    """

    def __init__(self, trainer: Trainer, frozen: bool) -> None:
        self.experiment, self.frozen = trainer.experiment, frozen
        self.done: list[str | Experiment | None] = []

    def step(self, count: int) -> None:
        self.done += [None] * count

    def note(self, change: str | Experiment) -> None:
        self.done.append(change)

    def back(self, count: int) -> None:
        """So many equations less; the last change made is still wanted."""
        wanted = next((one for one in reversed(self.done) if isinstance(one, Experiment)), self.experiment)
        while count:
            count -= self.done.pop() is None
        if self.trained().experiment != wanted:
            self.done.append(wanted)

    def trained(self) -> Trainer:
        trainer, left = trainer_of(self.experiment, self.frozen), list(self.done)
        while left:
            whole = left[: len(trainer.equations)]
            if not trainer.cursor and len(whole) == len(trainer.equations) and not any(whole):
                trainer.run_batch()
                del left[: len(whole)]
                continue
            match left.pop(0):
                case None:
                    trainer.run_equation()
                case "go on":
                    trainer.go_on()
                case Experiment() as wanted:
                    trainer.change(wanted)
        return trainer


ACTIONS = st.one_of(
    st.tuples(st.sampled_from(["step", "back"]), st.integers(1, 60)),
    st.sampled_from(["finish", "epoch", "go on"]),
    trainings,
    rates,
)


@given(
    training=trainings,
    frozen=st.booleans(),
    dtype=st.sampled_from(["float64", "float32"]),
    pair=st.sampled_from(reference.PAIRS),
    activations=st.lists(st.sampled_from(ACTIVATIONS), max_size=3),
    stopping=st.sampled_from([{}, {"early_stopping": 1}, {"tolerance": 10.0}, {"evaluate_every": 0}, {"epochs": 1}]),
    schedule=st.sampled_from(["constant", "exponential"]),
    actions=st.lists(ACTIONS, max_size=12),
)
@settings(max_examples=15)
def test_the_bits_of_never_having_stepped(
    training: dict[str, Any],
    frozen: bool,
    dtype: str,
    pair: tuple[str, str],
    activations: list[str],
    stopping: dict[str, Any],
    schedule: str,
    actions: list[Any],
) -> None:
    sizes = (2, *range(2, 2 + len(activations)), 2)
    start = experiment(
        sizes, activations, pair, validation=4, dtype=dtype, schedule=schedule, decay=0.9, **training, **stopping
    )
    trainer = trainer_of(start, frozen)
    stepper, plain = Stepper(trainer), Plain(trainer, frozen)
    undoable = 0
    for action in actions:
        match action:
            case ("step", count):
                for _ in range(count):
                    stepper.step()
                plain.step(count)
                undoable += count
            case ("back", count):
                undone = sum(stepper.back() for _ in range(count))
                assert undone == min(count, undoable)
                plain.back(undone)
                undoable -= undone
            case "finish":
                left = len(trainer.equations) - trainer.cursor
                stepper.finish_batch()
                plain.step(left)
                undoable += left
            case "epoch":
                stepper.clear()
                if trainer.cursor:
                    plain.step(len(trainer.equations) - trainer.cursor)
                    trainer.run_batch()
                plain.step((trainer.batches - trainer.batch) * len(trainer.equations))
                trainer.run_epoch()
                assert not stepper.back()
                undoable = 0
            case "go on":
                if not trainer.cursor:  # a stop comes at the end of an epoch
                    trainer.go_on()
                    plain.note("go on")
            case changes:
                wanted = trainer.next_experiment
                for key, value in changes.items():
                    wanted = wanted.replace(f"training.{key}", value)
                trainer.change(wanted)
                plain.note(wanted)
    assert bits(trainer) == bits(plain.trained())


def walked(start: Experiment, forth: int, back: int) -> tuple[Trainer, Stepper]:
    """A trainer after so many equations, and so many undone."""
    trainer = Trainer(start)
    stepper = Stepper(trainer)
    for _ in range(forth):
        stepper.step()
    for _ in range(back):
        assert stepper.back()
    return trainer, stepper


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("optimizer", reference.OPTIMIZERS)
def test_all_the_way_back_and_forth_again(optimizer: str, dtype: str) -> None:
    """Two epochs of three mini-batches, to the start and on to the end, as run in one go."""
    start = experiment(optimizer=optimizer, dtype=dtype, dropout=0.3, validation=4, early_stopping=5, l2=0.1)
    fresh, plain = Trainer(start), Trainer(start)
    total = 6 * len(fresh.equations)
    trainer, stepper = walked(start, total, total)
    assert not stepper.back()
    assert bits(trainer) == bits(fresh)
    while trainer.epoch < 4:
        stepper.step()
    for _ in range(4):
        plain.run_epoch()
    assert bits(trainer) == bits(plain)


def test_back_from_the_stop_of_early_stopping_and_its_best_weights() -> None:
    """At the epoch's end the best weights come back; one equation before, those of the training stand."""
    start = experiment(validation=4, early_stopping=1, learning_rate=5.0)
    trainer, plain = Trainer(start), Trainer(start)
    stepper = Stepper(trainer)
    while not trainer.stopped_by:
        stepper.finish_batch()
    assert trainer.stopped_by == "early_stopping"
    assert trainer.best is not None
    assert trainer.network.parameters.theta.tobytes() == trainer.best.tobytes()
    at_the_stop = bits(trainer)
    assert stepper.back()
    assert trainer.stopped_by is None
    assert len(trainer.history) == trainer.epoch
    assert trainer.cursor == len(trainer.equations) - 1
    stepper.step()
    plain.run()
    assert bits(trainer) == bits(plain) == at_the_stop


def diverged(advance: Callable[[], object]) -> str:
    """What it says after some mini-batches."""
    for _ in range(20):
        try:
            advance()
        except Diverged as problem:
            return str(problem)
    raise AssertionError("it should have diverged")


@pytest.mark.parametrize("dropout", [0.0, 0.5])
def test_divergence_within_a_mini_batch(dropout: float) -> None:
    """The executions up to it stay, it can be looked at backwards, and Θ is what it was; again it ends the same way."""
    start = experiment(
        activation="identity", pair=("identity", "squared_error"), learning_rate=1e80, optimizer="momentum",
        dropout=dropout,
    )  # fmt: skip
    trainer, plain = Trainer(start), Trainer(start)
    stepper = Stepper(trainer)
    assert diverged(stepper.finish_batch) == diverged(plain.run_batch)
    assert bits(trainer) == bits(plain)
    equations = stepper.executions
    assert [execution.equation.kind for execution in equations][-1] == "gradient", "the update wasn't made"
    assert not np.isfinite(equations[-1].writes.value).all()

    assert stepper.back()
    assert stepper.executions == equations[:-1]
    assert trainer.cursor == len(equations) - 1
    stepper.step()
    for again in (stepper.step, stepper.finish_batch):  # the second from its start
        with pytest.raises(Diverged):
            again()
    for _ in range(len(equations)):
        assert stepper.back()
    assert (trainer.cursor, stepper.executions) == (0, ())
    assert stepper.back(), "the mini-batch before is whole"
    assert trainer.cursor == len(trainer.equations) - 1


def test_a_change_within_a_mini_batch_waits_for_its_end_however_one_got_there() -> None:
    start = experiment(optimizer="adam")
    trainer, plain = Trainer(start), Trainer(start)
    stepper = Stepper(trainer)
    for _ in range(5):
        stepper.step()
    trainer.change(start.replace("training.optimizer", "momentum"))
    wanted = trainer.next_experiment.replace("training.l2", 0.5)
    trainer.change(wanted)
    for _ in range(3):
        stepper.back()
    assert trainer.experiment.training.optimizer == "adam"
    assert trainer.next_experiment == wanted
    stepper.finish_batch()
    stepper.finish_batch()
    plain.run_batch()
    plain.change(wanted)
    plain.run_batch()
    assert bits(trainer) == bits(plain)
    assert stepper.executions[-1].context.optimizer == "momentum"


def test_back_to_the_start_of_a_mini_batch_lets_a_change_in() -> None:
    """It waits for a mini-batch's end, and before the first equation there is nothing to wait for."""
    start = experiment()
    trainer, plain = Trainer(start), Trainer(start)
    stepper = Stepper(trainer)
    stepper.step()
    wanted = trainer.next_experiment.replace("training.learning_rate", 0.7)
    trainer.change(wanted)
    stepper.back()
    assert trainer.experiment == wanted
    stepper.finish_batch()
    plain.change(wanted)
    plain.run_batch()
    assert bits(trainer) == bits(plain)


def test_back_at_the_start_of_an_epoch_its_examples_are_not_drawn_yet() -> None:
    """One mini-batch of all examples draws none: who changes to that there must find the generator as it was."""
    start = experiment()
    trainer, stepper = walked(start, 30, 30)
    plain, wanted = Trainer(start), trainer.next_experiment.replace("training.batch_size", 0)
    for one in (trainer, plain):
        one.change(wanted)
    stepper.finish_batch()
    assert stepper.executions[0].context.rows.tolist() == list(range(10))
    plain.run_batch()
    assert bits(trainer) == bits(plain)


@pytest.mark.parametrize("optimizer", reference.OPTIMIZERS)
def test_what_was_read_stays_as_it_was_read(optimizer: str) -> None:
    """Frames are copies: a digest at once and one after the next mini-batch agree, and Θ is that of the forward."""
    start = experiment(optimizer=optimizer, dropout=0.3, clip_norm=0.01, l2=0.1)
    trainer = Trainer(start)
    stepper = Stepper(trainer)
    stepper.finish_batch()
    before = [theta.copy() for theta in trainer.network.thetas]

    def digest(execution: Execution) -> list[tuple[str, bytes]]:
        return [(operand.symbol, operand.value.tobytes()) for operand in execution.operands]

    digests = [digest(stepper.step()) for _ in trainer.equations]
    executions = stepper.executions
    stepper.finish_batch()
    assert [digest(execution) for execution in executions] == digests
    thetas = {f"Θ({l})": theta for l, theta in enumerate(before, 1)}
    read = [operand for execution in executions for operand in execution.reads if operand.symbol in thetas]
    assert len(read) == 3 + 2 + 3 + 3  # A, Δ, the penalty in ∇, Θ itself
    for operand in read:
        assert np.array_equal(operand.value, thetas[operand.symbol])


def test_frames_say_where_and_of_what_they_are() -> None:
    start = experiment(optimizer="adam", learning_rate=0.25, dropout=0.5)
    trainer = Trainer(start)
    stepper = Stepper(trainer)
    for _ in range(5):
        stepper.finish_batch()
    context = stepper.executions[0].context
    assert (context.epoch, context.batch, context.m, context.examples) == (2, 2, 4, 10)
    assert context.sizes == (3, 4, 3, 2)
    assert context.activations == ("tanh", "tanh")
    assert (context.output, context.loss, context.optimizer) == ("sigmoid", "cross_entropy", "adam")
    assert (context.rates["learning_rate"], context.rates["dropout"]) == (0.25, 0.5)
    X = trainer.data.train.X[context.rows]
    assert np.array_equal(stepper.executions[0].writes.value, X)
    assert [execution.index for execution in stepper.executions] == list(range(len(trainer.equations)))
    assert stepper.executions[-1].count == 5
    assert stepper.executions[-1].gradient_norm == trainer.gradient_norm


def test_frames_say_which_weights_were_frozen() -> None:
    """As copies: what is thawed later was frozen then."""
    trainer = trainer_of(experiment(), frozen=True)
    marks = trainer.network.parameters.frozen
    wanted = [mark.copy() for mark in trainer.network.parameters.views(marks)]
    stepper = Stepper(trainer)
    stepper.finish_batch()
    marks[:] = False
    found = stepper.executions[0].context.frozen
    assert [mark.tolist() for mark in found] == [mark.tolist() for mark in wanted]
    assert {cell for mark in found for cell in mark.flat} == {True, False}


def test_the_last_smaller_mini_batch_and_the_one_that_takes_all() -> None:
    stepper = Stepper(Trainer(experiment()))
    sizes = []
    for _ in range(4):
        stepper.finish_batch()
        sizes.append(stepper.executions[0].context.m)
    assert sizes == [4, 4, 2, 4]
    stepper = Stepper(Trainer(experiment(batch_size=0)))
    stepper.finish_batch()
    assert stepper.executions[0].context.rows.tolist() == list(range(10))


def test_memory_of_starts_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest mini-batches are let go; the present one can always be undone."""
    start = experiment()
    monkeypatch.setattr(stepping, "START_BYTES", 3 * Trainer(start).state().nbytes)
    trainer, stepper = walked(start, 10 * len(Trainer(start).equations), 0)
    undone = 0
    while stepper.back():
        undone += 1
    assert undone == 2 * len(trainer.equations), "the third grew by the losses that it has not added up yet"
    monkeypatch.setattr(stepping, "START_BYTES", 0)
    stepper.finish_batch()
    for _ in trainer.equations:
        assert stepper.back()
    assert not stepper.back()
