"""Tests drive sessions by what is public, so that the inside of one can change without them."""

import re
from pathlib import Path

import pytest
from sessions import xor

from tui_mlp.session.commands import RewindTo, Run, ShowLayer, Undo
from tui_mlp.session.session import Goal, RunState
from tui_mlp.session.stepped_sessions import SteppedSession

TESTS = Path(__file__).parent
PRIVATE = re.compile(r"\b(?:\w*session|\w*worker|task|both)(?:\(\w*\))?\._[a-z]\w*")


@pytest.mark.parametrize("folder", ["core", "tui_mlp", "terminal", "support", "benchmarks"])
def test_no_test_reaches_into_a_session(folder: str) -> None:
    files = sorted((TESTS / folder).rglob("*.py"))
    assert files
    found = [f"{path.name}: {hit[0]}" for path in files for hit in PRIVATE.finditer(path.read_text())]
    assert found == []


def test_nothing_trains_before_the_driver_says_so(tmp_path: Path) -> None:
    session = SteppedSession(xor(tmp_path))
    assert not session.alive
    session.post(Run(Goal.EPOCH))
    assert session.state is RunState.TRAINING
    assert (session.snapshot.epoch, session.snapshot.batch) == (0, 0)
    session.train_on()
    assert session.state is RunState.PAUSED  # type: ignore[comparison-overlap]
    assert session.snapshot.epoch == 1
    assert session.close()


def test_a_command_shows_its_state_at_once_and_the_snapshot_says_when_it_was_carried_out(tmp_path: Path) -> None:
    session = SteppedSession(xor(tmp_path))
    assert session.up_to_date
    for number, command in enumerate((ShowLayer(2), Run(), RewindTo((0, 0))), 1):
        session.post(command)
        assert session.snapshot.commands == number
        assert session.up_to_date
    assert session.snapshot.layer == 2
    session.close()


@pytest.mark.parametrize("goal", Goal)
def test_what_runs_shows_training_but_for_one_equation(goal: Goal) -> None:
    assert Run(goal).state_after(RunState.READY) is (RunState.PAUSED if goal is Goal.EQUATION else RunState.TRAINING)
    assert ShowLayer(1).state_after(RunState.PAUSING) is RunState.PAUSING


class Waiting(SteppedSession):
    """Its worker never comes to anything."""

    def run_pending(self) -> None:
        pass


def test_until_a_command_is_carried_out_the_state_and_the_experiment_are_those_it_makes(tmp_path: Path) -> None:
    session = Waiting(xor(tmp_path))
    session.change("training.l2", 0.1)
    session.post(Run())
    session.change("training.batch_size", 3)
    assert not session.up_to_date
    assert session.state is RunState.TRAINING
    training = session.experiment.training
    assert (training.l2, training.batch_size) == (0.1, 3)


def test_a_change_long_ago_does_not_come_back_while_a_command_waits(tmp_path: Path) -> None:
    """What has been done since without a change of hyperparameters, such as undoing it, holds."""
    session = SteppedSession(xor(tmp_path))
    session.change("training.l2", 0.1)
    session.post(Undo())
    assert session.experiment.training.l2 == 0.0
    session.run_pending = lambda: None  # type: ignore[method-assign]
    session.post(ShowLayer(2))
    assert not session.up_to_date
    assert session.experiment.training.l2 == 0.0
