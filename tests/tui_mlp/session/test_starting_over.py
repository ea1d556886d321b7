"""Starting over, and changes at epoch 0: `u` goes back to the training that was left, `U` starts over again."""

import gc
from pathlib import Path
from shutil import rmtree
from weakref import ref

import pytest
from recorded import save_run, some_experiment

from core.experiment.experiment import Experiment
from core.resuming.replay import Replay
from core.runs.run_list import find_run, saved_runs
from core.training.trainer import Trainer
from tui_mlp.session.commands import (
    Begin,
    EditNetwork,
    OpenRun,
    Redo,
    RewindTo,
    Run,
    SaveCheckpoint,
    TrainingCommand,
    Undo,
)
from tui_mlp.session.run_until import Goal
from tui_mlp.session.snapshot import RunState
from tui_mlp.session.stepped_sessions import SteppedSession


@pytest.fixture
def experiment(tmp_path: Path) -> Experiment:
    return some_experiment(tmp_path, "training.epochs=6")


def make(experiment: Experiment, runs_dir: Path | None) -> SteppedSession:
    return SteppedSession(experiment, runs_dir)


def epochs(session: SteppedSession, number: int) -> None:
    for _ in range(number):
        session.post(Run(Goal.EPOCH))
        session.train_on()


def start_over(session: SteppedSession) -> None:
    session.post(Begin(session.experiment))


def told(session: SteppedSession) -> list[str]:
    found = []
    while not session.events.empty():
        found.append(session.events.get().text)
    return found


def after(session: SteppedSession, *commands: TrainingCommand) -> str:
    """What is told last after these commands."""
    told(session)
    for command in commands:
        session.post(command)
    return told(session)[-1]


def hidden(session: SteppedSession) -> list[int]:
    return session.experiment.network.hidden


def with_hidden(session: SteppedSession, *sizes: int) -> Begin:
    return Begin(session.experiment.replace("network.hidden", list(sizes)))


def uninterrupted(experiment: Experiment) -> str:
    trainer = Trainer(experiment)
    trainer.run()
    return trainer.weights_sha256


@pytest.mark.parametrize("batches", [0, 2], ids=["at the end of an epoch", "within one"])
@pytest.mark.parametrize("saved", [True, False])
def test_what_goes_on_after_going_back_has_the_same_bits(
    tmp_path: Path, experiment: Experiment, saved: bool, batches: int
) -> None:
    session = make(experiment, tmp_path / "runs" if saved else None)
    epochs(session, 3)
    for _ in range(batches):
        session.post(Run(Goal.BATCH))
        session.train_on()
    before = session.snapshot
    session.post(Run(Goal.EQUATION))
    start_over(session)
    assert (session.snapshot.epoch, session.state) == (0, RunState.READY)
    text = after(session, Undo())
    assert text.startswith("Undone: start over; back at epoch 3")
    assert (session.snapshot.epoch, session.snapshot.batch, session.state) == (3, batches, RunState.PAUSED)
    assert (session.snapshot.theta == before.theta).all()
    assert list(session.snapshot.figures("train_loss")) == list(before.figures("train_loss"))
    session.post(Run())
    session.train_on()
    assert session.task.trainer.weights_sha256 == uninterrupted(experiment)
    assert session.close()
    assert session.saved
    runs = saved_runs(tmp_path / "runs")
    assert [run.summary.epochs for run in runs] == [6] * saved, "the new one, never trained, leaves no folder"
    if saved:
        assert runs[0].folder.name in text
        replay = Replay(runs[0].folder)
        assert replay.run()
        assert replay.verdict().same


def test_changes_at_epoch_0_are_undone_and_done_again_one_by_one(tmp_path: Path, experiment: Experiment) -> None:
    session = make(experiment, tmp_path / "runs")
    first = session.snapshot.theta
    session.post(with_hidden(session, 6))
    session.post(with_hidden(session, 6, 3))
    session.change("training.learning_rate", 0.5)
    session.post(Run(Goal.EQUATION))
    assert after(session, Undo()) == "Undone: learning rate 0.02 → 0.5"
    assert (after(session, Undo()), hidden(session)) == ("Undone: hidden 6 → 6 3", [6])
    assert (after(session, Undo()), hidden(session)) == ("Undone: hidden 5 → 6", [5])
    assert (session.snapshot.theta == first).all()
    assert after(session, Undo()) == "Nothing to undo."
    assert (after(session, Redo()), hidden(session)) == ("Redone: hidden 5 → 6", [6])
    assert (after(session, Redo()), hidden(session)) == ("Redone: hidden 6 → 6 3", [6, 3])
    assert after(session, Redo()) == "Nothing to redo."
    assert after(session, Undo(), Undo()) == "Undone: hidden 5 → 6"
    session.post(Run())
    session.train_on()
    assert session.task.trainer.weights_sha256 == uninterrupted(experiment)
    assert after(session, Redo()) == "Nothing to redo.", "it was trained since"
    assert session.close()
    assert len(saved_runs(tmp_path / "runs")) == 1


def test_a_weight_set_at_epoch_0_comes_back_too(tmp_path: Path, experiment: Experiment) -> None:
    session = make(experiment, tmp_path / "runs")
    session.post(EditNetwork("set_weight", (1, 2, 1, 0.75)))
    set_by_hand = session.snapshot.theta
    session.post(with_hidden(session, 6))
    session.post(Undo())
    assert (session.snapshot.theta == set_by_hand).all()
    assert after(session, Undo()).startswith("Undone: "), "and can still be undone itself"
    assert (session.snapshot.theta != set_by_hand).any()
    epochs(session, 1)
    assert session.close()
    assert [run.summary.epochs for run in saved_runs(tmp_path / "runs")] == [1], "and is still saved"


def test_a_trained_one_started_over_twice_comes_back_by_u_twice(tmp_path: Path, experiment: Experiment) -> None:
    session = make(experiment, tmp_path / "runs")
    epochs(session, 2)
    start_over(session)
    session.post(with_hidden(session, 9))
    session.post(Undo())
    session.post(Undo())
    assert (session.snapshot.epoch, hidden(session)) == (2, [5])
    session.post(Redo())
    session.post(Redo())
    assert (session.snapshot.epoch, hidden(session)) == (0, [9])
    session.post(Undo())
    session.post(Undo())
    assert session.snapshot.epoch == 2
    assert after(session, Undo()) == "Nothing to undo."
    assert session.close()


def test_once_the_new_one_is_trained_or_something_is_opened_there_is_no_way_back(
    tmp_path: Path, experiment: Experiment
) -> None:
    session = make(experiment, tmp_path / "runs")
    epochs(session, 2)
    start_over(session)
    epochs(session, 1)
    assert after(session, Undo()) == "Nothing to undo."
    session.post(RewindTo((0, 0)))
    session.train_on()
    assert after(session, Undo()) == "Nothing to undo.", "an earlier position is only shown"
    start_over(session)
    session.post(Begin(session.experiment, source="moons"))
    assert after(session, Undo()) == "Nothing to undo."
    start_over(session)
    trainer = Trainer(experiment)
    trainer.run()
    session.post(OpenRun(save_run(trainer, tmp_path / "others", "epochs")))
    assert after(session, Undo()) == "Nothing to undo."
    assert session.close()


def test_the_run_that_was_deleted_meanwhile_is_told(tmp_path: Path, experiment: Experiment) -> None:
    session = make(experiment, tmp_path / "runs")
    epochs(session, 2)
    start_over(session)
    recorder = session.task.left.done[-1].recorder
    assert recorder is not None
    assert recorder.close()
    assert recorder.folder is not None
    rmtree(recorder.folder.path)
    assert recorder.folder.name in after(session, Undo())
    assert session.snapshot.epoch == 0
    assert session.close()


def test_a_run_that_cannot_be_saved_is_kept_in_memory_and_saved_later(tmp_path: Path, experiment: Experiment) -> None:
    (tmp_path / "runs").write_text("in the way")
    session = make(experiment, tmp_path / "runs")
    epochs(session, 2)
    recorder = session.task.controller.recorder
    assert recorder is not None
    while not recorder.problem:
        session.run_pending()
    start_over(session)
    session.post(Undo())
    assert (session.snapshot.epoch, session.task.controller.recorder) == (2, recorder)
    (tmp_path / "runs").unlink()
    session.post(Run())
    session.train_on()
    assert session.task.trainer.weights_sha256 == uninterrupted(experiment)
    assert session.close()
    assert [run.summary.epochs for run in saved_runs(tmp_path / "runs")] == [6]


def test_a_checkpoint_at_epoch_0_is_gone_on_from(tmp_path: Path, experiment: Experiment) -> None:
    session = make(experiment, tmp_path / "runs")
    session.post(SaveCheckpoint())
    recorder = session.task.controller.recorder
    assert recorder is not None
    while recorder.folder is None:
        session.run_pending()
    session.post(EditNetwork("set_weight", (1, 2, 1, 0.75)))
    set_by_hand = session.snapshot.theta
    session.post(with_hidden(session, 6))
    assert "back at epoch 0 of run" in after(session, Undo())
    assert (session.snapshot.theta == set_by_hand).all()
    epochs(session, 1)
    assert session.close()
    assert [run.folder for run in saved_runs(tmp_path / "runs")] == [find_run(recorder.folder.name, tmp_path / "runs")]


def test_data_that_can_be_read_again_are_freed_at_once(experiment: Experiment) -> None:
    """Those of the training that was left last stay: going back to it is quick."""
    session, data = make(experiment, None), []
    gc.disable()
    try:
        for seed in (3, 4, 4, 5):
            data.append(ref(session.snapshot.data))
            session.post(Begin(session.experiment.replace("seed", seed)))
        assert [one() is not None for one in data] == [False, False, True, True]
        assert data[2]() is data[3](), "the same seed"
    finally:
        gc.enable()
    read = session.snapshot.data.train.X
    for seed, same in ((4, True), (4, True), (3, False)):
        before = session.snapshot.data
        session.post(Undo())
        assert session.experiment.seed == seed
        assert (session.snapshot.data is data[3]()) == same
    assert before is not session.snapshot.data
    for _seed in range(3):
        session.post(Redo())
    assert (session.snapshot.data.train.X == read).all()
