"""The metrics of a training that has ended: computed once, of the weights that it has, and gone when it goes on."""

from pathlib import Path
from threading import Event, current_thread

import pytest

from core.analysis import split_metrics
from core.analysis.split_metrics import SplitMetrics
from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.network import Network
from core.runs.run_folder import RunFolder
from tui_mlp.session.commands import EditNetwork, RewindTo, Run, Undo
from tui_mlp.session.session import Goal, RunState, TrainingSession
from tui_mlp.session.stepped_sessions import SteppedSession


def session_of(folder: Path | None, *overrides: str) -> SteppedSession:
    """A session of 5 epochs with iris."""
    return SteppedSession(Experiment.load("iris", ["training.epochs=5", *overrides]), folder)


def run(session: SteppedSession, goal: Goal = Goal.END) -> None:
    session.post(Run(goal))
    session.train_on()


def test_only_when_training_has_ended() -> None:
    session = session_of(None)
    assert session.snapshot.final is None
    run(session, Goal.EPOCH)
    assert session.snapshot.final is None
    run(session)
    final = session.snapshot.final
    assert final is not None
    assert (final.split, final.rows) == ("test", 30)
    assert final.classification is not None
    assert final.classification.accuracy == session.task.trainer.figures("test").accuracy


def test_the_validation_rows_where_there_are_no_test_rows() -> None:
    session = session_of(None, "data.test_fraction=0")
    run(session)
    assert session.snapshot.final is not None
    assert session.snapshot.final.split == "validation"
    neither = session_of(None, "data.test_fraction=0", "data.validation_fraction=0")
    run(neither)
    assert neither.snapshot.final is None
    assert not neither.task.has_work


def test_other_weights_have_other_metrics() -> None:
    session = session_of(None)
    run(session)
    before = session.snapshot.final
    run(session)
    assert session.snapshot.epoch == 10
    after = session.snapshot.final
    assert before is not None
    assert after is not None
    assert after.loss != before.loss
    session.post(EditNetwork("set_weight", (1, 2, 1, 5.0)))
    session.train_on()
    edited = session.snapshot.final
    assert edited is not None
    assert edited.loss == session.task.trainer.figures("test").loss != after.loss
    session.post(Undo())
    session.train_on()
    assert session.snapshot.final is not None
    assert session.snapshot.final.loss == after.loss


def test_none_at_an_earlier_epoch() -> None:
    session = session_of(None)
    run(session)
    session.post(RewindTo((2, 0)))
    session.train_on()
    assert session.snapshot.epoch == 2
    assert session.snapshot.final is None


def test_they_are_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    session, calls = session_of(None), list[str]()
    original = split_metrics.split_metrics

    def counted(network: Network, data: Data, split: str = "test") -> SplitMetrics | None:
        calls.append(split)
        return original(network, data, split)

    monkeypatch.setattr(split_metrics, "split_metrics", counted)
    run(session)
    session.refresh()
    session.run_pending()
    session.train_on()
    assert calls == ["test"]


def test_without_memory_training_ends_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_of(None)

    def refuse(*_given: object) -> None:
        raise MemoryError

    monkeypatch.setattr(split_metrics, "split_metrics", refuse)
    run(session)
    assert session.state is RunState.FINISHED
    assert session.snapshot.final is None


def test_a_finished_run_is_judged_on_the_threads_own_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They may take a second for a million rows, so not on the thread that opens the run."""
    session = session_of(tmp_path)
    run(session)
    session.close()
    recorder = session.task.controller.recorder
    assert recorder is not None
    assert recorder.folder is not None
    threads, computed, original = list[str](), Event(), split_metrics.split_metrics

    def noted(network: Network, data: Data, split: str = "test") -> SplitMetrics | None:
        threads.append(current_thread().name)
        return original(network, data, split)

    monkeypatch.setattr(split_metrics, "split_metrics", noted)
    opened = TrainingSession.resumed(RunFolder(recorder.folder.path), tmp_path)
    opened.attach(computed.set)
    opened.refresh()
    while opened.snapshot.final is None:
        assert computed.wait(60)
        computed.clear()
    assert opened.snapshot.final == session.snapshot.final
    assert opened.close()
    assert threads == ["training"]
