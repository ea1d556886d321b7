"""Runs from someone else on the screen: what is wrong with them is told, and the program goes on."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from recorded import save_run
from sessions import settled, wait, xor

from core.experiment.experiment import Experiment
from core.runs.run_folder import JOURNAL, LOCK, RunFolder
from core.support import blas_threads
from core.support.errors import InputError
from core.training.trainer import Trainer
from tui_mlp.session.commands import OpenRun, Run
from tui_mlp.session.open_training import check_run, read_experiment
from tui_mlp.session.session import RunState, TrainingSession
from tui_mlp.session.snapshot import EMPTY


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """A run of three epochs."""
    trainer = Trainer(xor(tmp_path))
    for _ in range(3):
        trainer.run_epoch()
    return save_run(trainer, tmp_path / "runs", "interrupted")


@pytest.fixture
def opened() -> Iterator[Callable[[TrainingSession], TrainingSession]]:
    sessions: list[TrainingSession] = []

    def keep(session: TrainingSession) -> TrainingSession:
        sessions.append(session)
        return session

    yield keep
    for session in sessions:
        assert session.close()


def events(session: TrainingSession) -> list[str]:
    found = []
    while not session.events.empty():
        event = session.events.get()
        assert not event.failed
        found.append(event.text)
    return found


def add(folder: RunFolder, **entry: object) -> None:
    with (folder.path / JOURNAL).open("a") as file:
        file.write(json.dumps(entry) + "\n")


def test_a_replay_to_where_no_epoch_goes_is_told(folder: RunFolder, opened: Callable[..., TrainingSession]) -> None:
    add(folder, what="stop", epoch=3, batch=1000, stopped_by="interrupted", weights_sha256="")
    session = opened(TrainingSession.replaying(folder))
    session.post(Run())
    wait(lambda: not session.events.empty())
    wait(settled(session, RunState.PAUSED))
    (text,) = events(session)
    assert "found an end at mini-batch 1,000 of epoch 4, which has fewer" in text


def test_a_replay_of_what_can_not_be_done_is_told(folder: RunFolder, opened: Callable[..., TrainingSession]) -> None:
    lines = (folder.path / JOURNAL).read_text().splitlines()
    deed = {"what": "deed", "epoch": 1, "batch": 1, "act": "add_neuron", "arguments": [99]}
    (folder.path / JOURNAL).write_text("\n".join([lines[0], json.dumps(deed), *lines[1:]]) + "\n")
    session = opened(TrainingSession.replaying(folder))
    session.post(Run())
    wait(lambda: not session.events.empty())
    wait(settled(session, RunState.PAUSED))
    assert len(events(session)) == 1
    assert session.snapshot.epoch == 1


@pytest.mark.parametrize("what", ["a link", "a later version"])
def test_a_run_that_is_refused_leaves_the_present_training(
    folder: RunFolder, opened: Callable[..., TrainingSession], tmp_path: Path, what: str
) -> None:
    session = opened(TrainingSession(Experiment.load(tmp_path / "xor.toml")))
    before = sorted(os.listdir(folder.path))
    target = tmp_path / "target"
    target.write_text("of somebody else")
    if what == "a link":
        (folder.path / LOCK).unlink()
        (folder.path / LOCK).symlink_to(target)
    else:
        add(folder, what="start", format="2")
    session.post(OpenRun(folder))
    wait(lambda: not session.events.empty())
    (text,) = events(session)
    assert str(folder.path) in text
    assert session.snapshot.experiment.name == "xor by hand"
    with pytest.raises(InputError):
        TrainingSession.resumed(folder, folder.path.parent)
    assert target.read_text() == "of somebody else"
    assert sorted(os.listdir(folder.path)) == before


def test_a_run_that_cannot_be_opened_leaves_the_training_that_runs(
    tmp_path: Path, folder: RunFolder, opened: Callable[..., TrainingSession]
) -> None:
    """It is read first, and only then is the present one stopped."""
    session = opened(TrainingSession(xor(tmp_path).replace("training.epochs", 10**9), tmp_path / "own"))
    (folder.path / "experiment.toml").write_text("seed = [")
    for path in folder.checkpoint_paths():
        path.unlink()
    session.post(Run())
    wait(lambda: session.snapshot.epoch > 0)
    session.post(OpenRun(folder))
    wait(lambda: not session.events.empty())
    reached = session.snapshot.epoch
    wait(lambda: session.snapshot.epoch > reached)
    assert session.state is RunState.TRAINING
    assert not list((tmp_path / "own").glob("*/result.json")), "nor is it saved as interrupted"
    with pytest.raises(InputError, match="not valid TOML"):
        check_run(folder)


def test_a_look_at_a_source_takes_no_lock_and_sets_no_threads(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A training that runs meanwhile keeps its bits."""
    monkeypatch.setattr(blas_threads, "_controller", lambda: pytest.fail("threads were set"))
    monkeypatch.setattr(blas_threads, "_set", -1)
    check_run(folder)
    folder.lock().close()
    experiment, data = read_experiment("moons", EMPTY)
    assert (experiment.name, data.rows) == ("moons", 500)
