"""Where the memory doesn't suffice: one message with the size, nothing lost, and on the screen training can go on."""

import json
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from recorded import some_experiment, without
from sessions import wait

from core.experiment.experiment import Experiment
from core.program import Program
from core.resuming.resume import resume
from core.runs.run_folder import RunFolder
from core.support.memory import not_enough_memory
from core.training.evaluation import Evaluator, Figures
from core.training.trainer import Trainer
from tui_mlp.cli.main import cli
from tui_mlp.session.commands import Run
from tui_mlp.session.comparison.comparison_session import ComparisonSession
from tui_mlp.session.reading.runs_reader import RunsReader
from tui_mlp.session.session import Goal, RunState, TrainingSession
from tui_mlp.session.training_task import TrainingTask

SIZE = "576 PB were needed for an array of 268,435,456 × 268,435,456"


def too_large() -> np.ndarray:
    """More than any processor can address: raises NumPy's own MemoryError."""
    return np.empty((2**28, 2**28))


@pytest.fixture
def experiment(tmp_path: Path) -> Experiment:
    return some_experiment(tmp_path / "home", "training.epochs=20")


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """From its given call on, the figures of a split can't be taken, for once or for good."""

    def from_call(number: int, times: int = 1) -> None:
        real, calls = Evaluator.figures, count(1)

        def figures(self: Evaluator, look: Callable[[Program], object] | None = None) -> Figures:
            if number <= next(calls) < number + times:
                too_large()
            return real(self, look)

        monkeypatch.setattr(Evaluator, "figures", figures)

    return from_call


def test_the_message_has_the_size_and_a_way_out() -> None:
    with pytest.raises(MemoryError) as raised:
        too_large()
    assert SIZE in not_enough_memory(raised.value)
    assert "smaller" in not_enough_memory(raised.value)
    assert "there is not enough memory; make" in not_enough_memory(MemoryError())


def test_an_epoch_ends_whole_and_can_be_gone_on_from(experiment: Experiment, lacking: Callable[..., None]) -> None:
    trainer = Trainer(experiment)
    lacking(5)  # two an epoch: those of the third
    with pytest.raises(MemoryError):
        trainer.run()
    assert (trainer.epoch, trainer.batch, len(trainer.history)) == (3, 0, 3)
    assert np.isnan(trainer.history[-1]["train_accuracy"] or np.nan)
    trainer.restore(trainer.state())
    trainer.run()
    assert trainer.weights_sha256 == without(experiment, (20, 0))


def test_a_command_ends_with_one_message_and_what_was_trained_is_saved(
    tmp_path: Path, experiment: Experiment, lacking: Callable[..., None]
) -> None:
    expected = without(experiment, (3, 0))
    lacking(5, times=10**9)
    words = ["train", str(tmp_path / "home" / "moons.toml"), "--epochs", "20", "--runs-dir", str(tmp_path / "runs")]
    done = CliRunner().invoke(cli, [*words, "--json"])
    (path,) = (tmp_path / "runs").iterdir()
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert SIZE in done.stderr
    assert f"the training so far is saved in {path}" in done.stderr
    assert json.loads((path / "result.json").read_text())["epochs"] == 3
    resumed = resume(RunFolder.open(path)).trainer
    assert (resumed.epoch, resumed.weights_sha256) == (3, expected)


def test_a_command_that_cannot_save_either_says_both(
    tmp_path: Path, experiment: Experiment, lacking: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking(5, times=10**9)
    monkeypatch.setattr(Trainer, "state", lambda self: too_large())
    words = ["train", str(tmp_path / "home" / "moons.toml"), "--epochs", "20", "--runs-dir", str(tmp_path / "runs")]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 4
    first, last = done.stderr.splitlines()
    assert first.endswith("Training goes on in memory, and saving is tried again")
    assert SIZE in last
    assert "the end of the run is not saved" in last


@pytest.mark.parametrize("words", [["check", "xor"], ["trace", "xor"], ["train", "xor"], ["bench", "xor"]])
def test_every_command_has_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.setattr(Trainer, "_use_data", lambda self, data: too_large())
    done = CliRunner().invoke(cli, [*words, "--runs-dir", str(tmp_path)])
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert SIZE in done.stderr


@pytest.fixture
def session(experiment: Experiment, tmp_path: Path) -> Iterator[TrainingSession]:
    session = TrainingSession(experiment, tmp_path / "runs", interval=0.0)
    yield session
    assert session.close()
    assert session.saved


def test_on_the_screen_training_pauses_and_can_go_on(
    session: TrainingSession, experiment: Experiment, lacking: Callable[..., None], tmp_path: Path
) -> None:
    lacking(5)
    session.post(Run())
    wait(lambda: session.state is RunState.PAUSED)
    assert session.snapshot.epoch == 3
    event = session.events.get(timeout=20)
    assert SIZE in event.text
    assert not event.failed
    session.post(Run())
    wait(lambda: session.state is session.snapshot.state is RunState.FINISHED)
    assert session.snapshot.epoch == 20
    assert session.close()
    (path,) = (tmp_path / "runs").iterdir()
    assert resume(RunFolder.open(path)).trainer.weights_sha256 == without(experiment, (20, 0))


def test_without_room_for_a_snapshot_the_state_shows_all_the_same(
    session: TrainingSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as memory:
        memory.setattr(TrainingTask, "capture", lambda *given: too_large())
        session.post(Run(Goal.EPOCH))
        wait(lambda: session.state is RunState.PAUSED)
        assert SIZE in session.events.get(timeout=20).text
    session.post(Run(Goal.EPOCH))
    wait(lambda: session.state is RunState.PAUSED and session.snapshot.epoch > 0)


def test_a_comparison_and_the_reader_of_runs_tell_it_too(
    experiment: Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = ComparisonSession(experiment, "training.l2=0.1")
    monkeypatch.setattr(Trainer, "run_epoch", lambda *given: too_large())
    both.post(Run())
    event = both.events.get(timeout=20)
    assert SIZE in event.text
    assert not event.failed
    assert both.close()
    reader = RunsReader(tmp_path)
    monkeypatch.setattr("core.runs.run_list.RunList.refresh", lambda self: too_large())
    reader.read([])
    event = reader.events.get(timeout=20)
    assert SIZE in event.text
    assert not event.failed
    assert reader.close()
