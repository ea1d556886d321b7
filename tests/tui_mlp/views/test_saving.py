"""`ctrl+s`: a checkpoint now, and the present settings as an experiment file."""

from pathlib import Path
from typing import Any

import pytest
from sessions import wait, xor_text
from stepped import make_session, shown, train_on, train_screen

from core.experiment.experiment import Experiment
from core.resuming.resume import resume
from core.runs.run_list import latest_run
from tui_mlp import __version__
from tui_mlp.app.app import MlpApp
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.session.commands import EditNetwork, Run, SaveCheckpoint
from tui_mlp.session.session import Goal, RunState, TrainingSession


class Told:
    """What the app has said so far."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: list[str] = []
        monkeypatch.setattr(MlpApp, "tell", lambda _app, text, *_severity: self.texts.append(text))

    def __call__(self, *words: str) -> bool:
        return any(all(word in text for word in words) for text in self.texts)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Told:
    monkeypatch.chdir(tmp_path)
    return Told(monkeypatch)


def make(folder: Path, runs: bool = True) -> MlpApp:
    app = MlpApp(make_session(folder, xor_text(epochs=50), runs))
    app.animation_level = "none"
    return app


def events_taken(app: MlpApp, told: Told, *words: str) -> None:
    """Wait till the writer's thread has said so."""

    def look() -> bool:
        train_screen(app).poll()
        return told(*words)

    wait(look)


async def test_the_checkpoint_and_the_present_settings_are_written(tmp_path: Path, told: Told) -> None:
    app = make(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        for _epoch in range(2):
            await pilot.press("n")
            train_on(app)
        app.session.change("training.learning_rate", 0.125)
        app.session.post(EditNetwork("add_neuron", (2,), agreed=True))
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, Prompt)
        assert "settings to xor-by-hand.toml" in shown(app)
        events_taken(app, told, "Checkpoint of epoch 2 written in", str(tmp_path / "runs" / "xor-by-hand-"))
        await pilot.press("enter")
        await pilot.pause()
        assert told("Settings written", str(tmp_path / "xor-by-hand.toml"))
        present = app.session.experiment
    written, run = Experiment.load(tmp_path / "xor-by-hand.toml"), latest_run(tmp_path / "runs")
    assert written == present
    assert written.training.learning_rate == 0.125
    assert written.network.hidden == [4, 2]
    assert Experiment.load(run.path).network.hidden == [3, 2], "the run's own experiment never changes"
    assert Experiment.load(run.path).training.learning_rate != 0.125
    app.session.close()
    assert resume(run, program=__version__).trainer.epoch == 2


async def test_escape_leaves_the_file_and_the_checkpoint_is_written_all_the_same(tmp_path: Path, told: Told) -> None:
    app = make(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        train_on(app)
        for view in ("2", "5"):
            await pilot.press(view, "ctrl+s")
            await pilot.pause()
            assert isinstance(app.screen, Prompt)
            await pilot.press("escape")
        await pilot.press("1")
        events_taken(app, told, "Checkpoint of epoch 0 written")
    run = latest_run(tmp_path / "runs")
    assert list((run.path / "checkpoints").glob("*-epoch-0-batch-1.safetensors"))
    app.session.close()
    assert resume(run, program=__version__).notes == []
    assert not list(tmp_path.glob("xor*"))


async def test_it_asks_before_a_file_is_replaced(tmp_path: Path, told: Told) -> None:
    (tmp_path / "xor-by-hand.toml").write_text("old")
    app = make(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+s", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert "Replace it with the present" in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, Prompt), "another path is asked for"
        assert (tmp_path / "xor-by-hand.toml").read_text() == "old"
        await pilot.press("enter", "enter")
        await pilot.pause()
    assert Experiment.load(tmp_path / "xor-by-hand.toml") == app.session.experiment


async def test_an_error_is_shown_where_the_path_was_typed(tmp_path: Path, told: Told) -> None:
    app = make(tmp_path)
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("ctrl+s", "ctrl+u", *"none/a", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Prompt)
        assert "there is no such folder" in " ".join(shown(app).split())


@pytest.mark.parametrize(
    ("runs", "keys", "words"),
    [(False, "n", ("No checkpoint", "this run is not saved")), (True, "s", ("No checkpoint", "within a mini-batch"))],
)
async def test_it_says_why_there_is_no_checkpoint(
    tmp_path: Path, told: Told, runs: bool, keys: str, words: tuple[str, ...]
) -> None:
    app = make(tmp_path, runs)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(keys)
        train_on(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert told(*words)
        assert not told("written in")


async def test_a_disk_that_is_full_is_told_and_nothing_untrue(
    tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.runs.writer.RunWriter.write", full)
    app = make(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        train_on(app)
        await pilot.press("ctrl+s")
        events_taken(app, told, "No space left on device")
        await pilot.press("escape", "ctrl+s")
        events_taken(app, told, "No checkpoint written yet", "No space left on device")
        assert not told("written in")


def test_while_it_trains_it_trains_on(tmp_path: Path) -> None:
    path = tmp_path / "xor.toml"
    path.write_text(xor_text(epochs=10**9))
    session = TrainingSession(Experiment.load(path), tmp_path / "runs")
    session.post(Run(Goal.END))
    wait(lambda: session.snapshot.epoch > 10, session)
    session.post(SaveCheckpoint())
    wait(lambda: not session.events.empty(), session)
    assert "Checkpoint of epoch" in session.events.get().text
    at = session.snapshot.epoch
    wait(lambda: session.snapshot.epoch > at, session)
    assert session.state is RunState.TRAINING
    assert session.close()
