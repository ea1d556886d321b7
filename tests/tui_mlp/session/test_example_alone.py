"""One example stepped through alone, as the session shows it: until training goes on, which doesn't notice it."""

import json
from pathlib import Path

import pytest
from narrowing import present
from sessions import xor
from stepping_cases import bits

from core.data.dataset import SPLITS
from core.resuming.replay import Replay
from core.runs.run_folder import RunFolder
from core.stepping.chosen_example import ChosenExample
from core.training.stopping.breakpoints import Breakpoint
from tui_mlp.session.commands import (
    CancelRewind,
    EditNetwork,
    EndExample,
    OpenRun,
    Redo,
    RewindTo,
    Run,
    SetBreakpoints,
    StepExample,
    TrainingCommand,
    Undo,
    UndoEquation,
)
from tui_mlp.session.session import Goal, RunState
from tui_mlp.session.stepped_sessions import SteppedSession

EXAMPLE = ChosenExample("train", 2)


def post(session: SteppedSession, *commands: TrainingCommand) -> None:
    for command in commands:
        session.post(command)
        session.train_on()


@pytest.fixture
def session(tmp_path: Path) -> SteppedSession:
    """After one epoch, within the second."""
    session = SteppedSession(xor(tmp_path).replace("training.dropout", 0.3), tmp_path / "runs")
    post(session, Run(Goal.EPOCH), Run(Goal.EQUATION), Run(Goal.EQUATION))
    return session


def alone(session: SteppedSession) -> str:
    """The example that the snapshot shows; empty for the training's own equations."""
    executions = session.snapshot.stepping.alone
    return executions[0].context.example_text(0) if executions else ""


def test_it_is_shown_in_place_of_the_training_s_equations(session: SteppedSession) -> None:
    before, trainer = session.snapshot.stepping, bits(session.task.trainer)
    post(session, StepExample(EXAMPLE))
    shown = session.snapshot.stepping
    assert alone(session) == "training row 3"
    assert shown.shown is shown.alone
    assert not shown.within
    assert (shown.executions, shown.cursor) == (before.executions, before.cursor)
    assert bits(session.task.trainer) == trainer
    post(session, StepExample(ChosenExample("train", 0)))
    assert alone(session) == "training row 1"
    assert session.snapshot.gradient_missing == "", "what the Train view shows is the training's"
    post(session, EndExample())
    assert not alone(session)
    assert session.snapshot.stepping.shown is before.executions


@pytest.mark.parametrize(
    "command",
    [
        Run(Goal.EQUATION),
        Run(Goal.BATCH),
        Run(Goal.EPOCH),
        Run(),
        EditNetwork("set_weight", (1, 0, 0, 0.5), agreed=True),
        EditNetwork("add_neuron", (2,), agreed=True),
        RewindTo((0, 0)),
    ],
)
def test_it_ends_when_the_weights_are_others(session: SteppedSession, command: TrainingCommand) -> None:
    post(session, StepExample(EXAMPLE), command)
    assert not alone(session)
    post(session, CancelRewind(), Undo(), Redo())
    assert not alone(session), "and doesn't come again by going back"


def test_s_goes_on_with_the_training_s_next_equation_and_S_comes_back_first(session: SteppedSession) -> None:
    ran = session.snapshot.stepping.executions
    post(session, StepExample(EXAMPLE), Run(Goal.EQUATION))
    assert session.snapshot.stepping.shown[:2] == ran
    assert len(session.snapshot.stepping.shown) == 3
    post(session, StepExample(EXAMPLE), UndoEquation())
    assert len(session.snapshot.stepping.shown) == 3, "nothing is undone that wasn't on the screen"
    post(session, UndoEquation())
    assert session.snapshot.stepping.shown == ran


def test_a_training_that_runs_is_paused_and_one_that_has_ended_stays_so(tmp_path: Path) -> None:
    session = SteppedSession(xor(tmp_path, epochs=3))
    session.post(Run())
    session.post(StepExample(EXAMPLE))
    assert session.state is RunState.PAUSED
    assert alone(session)
    assert session.events.get().text == "Paused to step through an example; space goes on."
    post(session, Run())
    assert not alone(session)
    post(session, StepExample(EXAMPLE))
    assert session.snapshot.state is RunState.FINISHED
    assert session.snapshot.stopped_by == "epochs"
    assert alone(session)


def test_an_example_that_is_not_there_is_told(session: SteppedSession) -> None:
    post(session, StepExample(EXAMPLE), StepExample(ChosenExample("test", 9)))
    assert "no such example" in session.events.get().text
    assert alone(session) == "training row 3", "the one before stays"


def test_a_breakpoint_stops_training_as_without_it(tmp_path: Path) -> None:
    session = SteppedSession(xor(tmp_path))
    post(session, SetBreakpoints((Breakpoint("theta_over", True, (0.1,)),)), StepExample(EXAMPLE))
    assert session.snapshot.hit is None
    post(session, Run())
    hit, executions = session.snapshot.hit, session.snapshot.stepping.executions
    assert hit is not None
    assert executions, "the mini-batch is there to be looked at"
    post(session, StepExample(EXAMPLE))
    assert session.snapshot.hit is hit
    post(session, EndExample())
    assert session.snapshot.stepping.shown == executions


def test_the_run_on_disk_is_the_same_and_replays(tmp_path: Path) -> None:
    """Journal, history and weights of a training in which examples were looked at, and of one without."""
    trainings = []
    for name, looks in (("plain", False), ("looked", True)):
        session = SteppedSession(xor(tmp_path, epochs=4).replace("training.dropout", 0.3), tmp_path / name)
        for goal in (Goal.EPOCH, Goal.BATCH, Goal.EQUATION, Goal.EPOCH, Goal.END):
            if looks:
                post(session, *(StepExample(ChosenExample(split, 0)) for split in SPLITS))
            post(session, Run(goal))
        post(session, *[StepExample(EXAMPLE)] * looks)
        session.close()
        folder = RunFolder(present(present(session.task.controller.recorder).folder).path)
        trainings.append((bits(session.task.trainer), folder))
    (plain, folder), (looked, other) = trainings
    assert looked == plain
    entries = [[json.loads(line) for line in one.read("journal.jsonl").splitlines()] for one in (folder, other)]
    for entry in (*entries[0], *entries[1]):
        entry.pop("time", None)
    assert entries[0] == entries[1]
    replay = Replay(other)
    assert replay.run(lambda: False, replay.end)
    assert replay.verdict(lambda: False).same
    session = SteppedSession(xor(tmp_path))
    post(session, StepExample(EXAMPLE), OpenRun(folder))
    assert not alone(session), "of another training"
