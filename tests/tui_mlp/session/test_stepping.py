"""Equation by equation: whatever is stepped, undone and gone on from, training comes to the bits it would have had."""

from pathlib import Path

import numpy as np
import pytest

from core.experiment.experiment import Experiment
from core.resuming.resume import resume
from core.runs.run_folder import RunFolder
from core.training.trainer import Trainer
from tui_mlp.session.commands import Run, UndoEquation
from tui_mlp.session.session import Goal, RunState
from tui_mlp.session.stepped_sessions import SteppedSession

SMALL = """
name = "every kind of equation"
seed = 3
[data]
source = "inline"
inputs = [[0.1, 0.2], [0.0, 1.0], [1.0, 0.3], [0.9, 1.0], [-0.4, 0.5]]
targets = [[0.0], [1.0], [1.0], [0.0], [1.0]]
validation_fraction = 0.0
test_fraction = 0.0
[network]
hidden = [3, 2]
[training]
optimizer = "adam"
batch_size = 2
epochs = 4
dropout = 0.4
l2 = 0.1
clip_norm = 0.5
"""
"""Three mini-batches an epoch, the last one smaller."""


@pytest.fixture
def experiment(tmp_path: Path) -> Experiment:
    path = tmp_path / "small.toml"
    path.write_text(SMALL)
    return Experiment.load(path)


def run(session: SteppedSession, goal: Goal, times: int = 1) -> None:
    for _ in range(times):
        session.post(Run(goal))
        session.train_on()


def same(session: SteppedSession, trainer: Trainer) -> None:
    """Weights, optimiser, history and place, to the last bit."""
    one, other = session.task.trainer, trainer
    assert (one.epoch, one.batch, one.cursor) == (other.epoch, other.batch, other.cursor)
    for a, b in zip(one.network.thetas, other.network.thetas, strict=True):
        assert np.array_equal(a, b)
    assert one.weights_sha256 == other.weights_sha256
    assert list(one.history.train_loss) == list(other.history.train_loss)
    one.run_batch()
    other.run_batch()  # optimiser, order and dropout: the next mini-batch tells them apart
    assert one.weights_sha256 == other.weights_sha256


def equations(session: SteppedSession) -> int:
    return len(session.snapshot.stepping.plan)


@pytest.mark.parametrize(
    ("goal", "before", "steps"),
    [
        (goal, before, (1, 7, -1)[(i + j) % 3])
        for i, goal in enumerate((Goal.BATCH, Goal.EPOCH, Goal.END))
        for j, before in enumerate((0, 2, 3))
    ],
)
def test_from_the_middle_of_a_mini_batch_on(experiment: Experiment, goal: Goal, before: int, steps: int) -> None:
    """After `before` mini-batches and some equations; each two of the three parameters meet once."""
    session, trainer = SteppedSession(experiment), Trainer(experiment)
    run(session, Goal.BATCH, before)
    run(session, Goal.EQUATION, steps % equations(session))
    assert session.snapshot.stepping.cursor == steps % equations(session)
    run(session, goal)
    for _ in range(before + 1 if goal is Goal.BATCH else 0):
        trainer.run_batch()
    for _ in range({0: 1, 2: 1, 3: 2}[before] if goal is Goal.EPOCH else 0):
        trainer.run_epoch()
    if goal is Goal.END:
        trainer.run()
        assert session.state is RunState.FINISHED
        trainer.go_on()
        session.task.trainer.go_on()
    same(session, trainer)


def test_all_equations_of_a_mini_batch_are_one_mini_batch(experiment: Experiment) -> None:
    session, trainer = SteppedSession(experiment), Trainer(experiment)
    run(session, Goal.EQUATION, equations(session))
    snapshot = session.snapshot
    assert (snapshot.stepping.cursor, snapshot.batch) == (0, 1)
    assert len(snapshot.stepping.executions) == equations(session)
    trainer.run_batch()
    same(session, trainer)


def test_forward_and_back_any_number_of_times(experiment: Experiment) -> None:
    session, trainer = SteppedSession(experiment), Trainer(experiment)
    random = np.random.default_rng(1)
    for _ in range(150):
        if random.random() < 0.45:
            session.post(UndoEquation())
        else:
            run(session, Goal.BATCH if random.random() < 0.1 else Goal.EQUATION)
    while session.snapshot.stepping.cursor:
        run(session, Goal.EQUATION)
    for _ in range(3 * session.snapshot.epoch + session.snapshot.batch):
        trainer.run_batch()
    assert session.snapshot.batch or session.snapshot.epoch
    same(session, trainer)


def test_back_goes_over_mini_batches_to_the_start(experiment: Experiment) -> None:
    session = SteppedSession(experiment)
    run(session, Goal.BATCH, 2)
    run(session, Goal.EQUATION, 2)
    first = equations(session)
    undone, at = 0, []
    while session.snapshot.state is not RunState.READY:
        session.post(UndoEquation())
        undone += 1
        snapshot = session.snapshot
        at.append((snapshot.batch, len(snapshot.stepping.executions)))
    assert undone == 2 * first + 2
    assert at[:3] == [(2, 1), (2, 0), (1, first - 1)], "the executions are those of the mini-batch one is in"
    assert session.events.empty()
    same(session, Trainer(experiment))


def test_with_nothing_to_undo_it_says_so(experiment: Experiment) -> None:
    session = SteppedSession(experiment)
    run(session, Goal.EPOCH)
    session.post(UndoEquation())
    event = session.events.get_nowait()
    assert event.severity == "information"
    assert "No equation to undo" in event.text
    assert session.state is RunState.PAUSED
    assert session.snapshot.epoch == 1


def test_running_on_forgets_the_equations(experiment: Experiment) -> None:
    session = SteppedSession(experiment)
    run(session, Goal.EQUATION, 5)
    assert len(session.snapshot.stepping.executions) == 5
    run(session, Goal.EPOCH)
    assert session.snapshot.stepping.executions == ()  # type: ignore[comparison-overlap]
    session.post(UndoEquation())
    assert session.events.get_nowait().severity == "information"


def test_while_training_an_equation_stops_first(experiment: Experiment) -> None:
    session = SteppedSession(experiment.replace("training.epochs", 10**9))
    session.post(Run())
    session.task.trainer.run_batch()
    run(session, Goal.EQUATION)
    assert session.state is RunState.PAUSED
    (execution,) = session.snapshot.stepping.executions
    assert (execution.equation.symbol, execution.context.batch) == ("A(1)", 2)


def test_a_change_within_a_mini_batch_shows_at_once_and_acts_from_the_next(experiment: Experiment) -> None:
    session, trainer = SteppedSession(experiment), Trainer(experiment)
    run(session, Goal.EQUATION, 4)
    session.change("training.learning_rate", 0.5)
    assert session.snapshot.experiment.training.learning_rate == 0.5
    run(session, Goal.EQUATION, equations(session) - 4)
    assert {execution.context.rates["learning_rate"] for execution in session.snapshot.stepping.executions} == {0.01}
    run(session, Goal.EQUATION)
    assert session.snapshot.stepping.executions[0].context.rates["learning_rate"] == 0.5
    run(session, Goal.BATCH)
    trainer.run_batch()
    trainer.change(experiment.replace("training.learning_rate", 0.5))
    trainer.run_batch()
    same(session, trainer)


def test_another_optimiser_is_another_list_of_equations_from_the_next_mini_batch_on(experiment: Experiment) -> None:
    session = SteppedSession(experiment)
    run(session, Goal.EQUATION, 3)
    adam = [one.symbol for one in session.snapshot.stepping.plan]
    session.change("training.optimizer", "gradient_descent")
    assert [one.symbol for one in session.snapshot.stepping.plan] == adam
    run(session, Goal.BATCH)
    assert [execution.equation.symbol for execution in session.snapshot.stepping.executions] == adam
    assert "mu(1)" not in [one.symbol for one in session.snapshot.stepping.plan]


def test_a_change_stays_wanted_after_going_back(experiment: Experiment) -> None:
    session = SteppedSession(experiment)
    run(session, Goal.EQUATION, 4)
    session.change("training.learning_rate", 0.5)
    for _ in range(4):
        session.post(UndoEquation())
    assert session.snapshot.experiment.training.learning_rate == 0.5
    run(session, Goal.EQUATION)
    assert session.snapshot.stepping.executions[0].context.rates["learning_rate"] == 0.5


def test_closing_within_a_mini_batch_saves_the_state_before_it(experiment: Experiment, tmp_path: Path) -> None:
    session, trainer = SteppedSession(experiment, tmp_path / "runs"), Trainer(experiment)
    run(session, Goal.BATCH, 4)
    run(session, Goal.EQUATION, 6)
    session.close()
    (folder,) = (tmp_path / "runs").iterdir()
    saved = resume(RunFolder(folder)).trainer
    for _ in range(4):
        trainer.run_batch()
    assert (saved.epoch, saved.batch, saved.cursor) == (1, 1, 0)
    assert saved.weights_sha256 == trainer.weights_sha256


def test_what_was_shown_stays_as_it_was_read(experiment: Experiment) -> None:
    session = SteppedSession(experiment)
    run(session, Goal.EQUATION, 3)
    executions = session.snapshot.stepping.executions
    kept = [operand.value.copy() for execution in executions for operand in execution.operands]
    run(session, Goal.BATCH, 2)
    assert all(
        np.array_equal(a, b) for a, b in zip(kept, (o.value for f in executions for o in f.operands), strict=True)
    )
    assert session.snapshot.stepping.executions is not executions


def test_into_divergence_and_back_out_of_it(experiment: Experiment) -> None:
    wild = experiment.replace_all({
        "network.output": "identity", "network.loss": "squared_error", "network.activation": "identity",
        "training.optimizer": "gradient_descent", "training.learning_rate": 1e6, "training.clip_norm": 0.0,
        "training.dropout": 0.0,
    })  # fmt: skip
    session = SteppedSession(wild)
    while session.state is not RunState.DIVERGED:
        run(session, Goal.EQUATION)
    executions = session.snapshot.stepping.executions
    assert executions[-1].equation.kind == "gradient", "the update never ran"
    assert session.snapshot.problem
    run(session, Goal.EQUATION)
    assert session.state is RunState.DIVERGED
    session.post(UndoEquation())
    assert session.state is RunState.PAUSED  # type: ignore[comparison-overlap]
    assert len(session.snapshot.stepping.executions) == len(executions) - 1
    assert np.isfinite(session.snapshot.theta).all()
