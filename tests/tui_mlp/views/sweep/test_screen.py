"""The Sweep view: keys to what is seen and asked of the sweep, in a folder made by hand."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from recorded import save_run
from saved_sweeps import SWEEP, a_selection, a_status, a_sweep, trials_of, write_ended, write_status
from stepped import make_app, screen_of, shown, train_on, until, until_told
from textual.pilot import Pilot

from core import Trainer
from core.experiment.experiment import Experiment
from core.runs.run_folder import RunFolder
from core.support.file_locks import Lock
from core.sweeps.saved.records import ENDED, PAUSED, RUNNING
from core.sweeps.saved.requests import AnyRequest, GoOn, Narrow, Pause, SetWorkers, StopTrial, take
from core.sweeps.saved.sweep_folder import SweepFolder
from tui_mlp.app.app import MlpApp
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.help import KEYS
from tui_mlp.dialogs.list_choice import ListChoice
from tui_mlp.models.sweep.selection_changes import updated_selection
from tui_mlp.session.sweep.sweep_process import SweepProcess
from tui_mlp.views.sweep import process_screen
from tui_mlp.views.sweep.plots.curves import SweepCurves
from tui_mlp.views.sweep.screen import SweepScreen
from tui_mlp.views.sweep.status import SweepStatusLine
from tui_mlp.views.sweep.table import SweepTable
from tui_mlp.views.sweep.workers import SweepWorkers
from tui_mlp.views.train.screen import TrainScreen


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[SweepFolder]:
    """A sweep that goes on."""
    folder = a_sweep(tmp_path / "runs", 20)
    with Lock(folder.lock):
        yield folder


def sweep_app(folder: Path, **options: Any) -> MlpApp:
    return make_app(folder, runs_dir=folder / "runs", **options)


async def opened(pilot: Pilot[None], words: str = "Trials of") -> SweepScreen:
    """The Sweep view, when a sweep has been read."""
    await pilot.press("6")
    await until(pilot, words)
    await pilot.pause()
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, SweepScreen)
    return screen


async def asked(pilot: Pilot[None], screen: SweepScreen, folder: SweepFolder) -> list[AnyRequest]:
    """What has been asked of the sweep since the last time."""
    for _ in range(250):
        await pilot.pause(0.01)
        if screen.follower.idle:
            break
    return take(folder).requests


async def test_six_shows_the_sweep_and_what_goes_on(tmp_path: Path, folder: SweepFolder) -> None:
    app = sweep_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        screen = await opened(pilot)
        lines = shown(app).splitlines()
        assert "6 Sweep" in lines[0]
        assert "epoch 0" in lines[0], "the training's state stays in the header"
        assert "▶ running  18 of 40" in lines[1]
        assert "▸" in lines[3]
        assert "trial 19" in shown(app)
        assert "Workers 2" in shown(app)
        assert "0.8 s a trial, 7.0 s to go" in shown(app)
        assert "best 0.0275 trial 11, epoch 300" in lines[-2]
        assert "pruned" in lines[-2]
        assert "p Pause" in lines[-1]
        await pilot.press("x", "down", "x")
        await pilot.pause()
        assert list(screen.selection.letters.values()) == ["a", "b"]
        await pilot.press("X", "end")
        await pilot.pause()
        assert screen.selection.row_index == 19
        await pilot.press("pageup", "home")
        await pilot.pause()
        assert screen.selection.row_index == 0
        await pilot.press("right")
        await pilot.pause()
        assert "epoch ▴" in shown(app)
        await pilot.press("i")
        await pilot.pause()
        assert "epoch ▾" in shown(app)
        ended, training = trials_of(20, 1)
        write_ended(folder, ended)
        write_status(folder, structs.replace(a_status(ended, training), state=ENDED))
        await until(pilot, "19 of 40")
        assert "finished" in shown(app).splitlines()[1]


async def test_a_small_window_shows_the_table_and_one_pane_that_tab_turns(tmp_path: Path, folder: SweepFolder) -> None:
    app = sweep_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert [pane.id for pane in screen.panes() if pane.region] == ["table", "points"]
        keys = shown(app).splitlines()[-1]
        assert "enter Open" in keys
        assert "tab Pane" in keys, "the way to the panes that are not shown"
        first, *others = screen.selection.rows
        failed = structs.replace(first, problem="the disk is full; " * 9)
        line = screen.query_one(SweepStatusLine)
        line.set_reactive(SweepStatusLine.selection, replace(screen.selection, rows=(failed, *others)))
        assert f"trial {first.trial}: the disk is full; the" in line.status(80, 1)[0].text, "cut, but there"
        await pilot.press("tab")
        await pilot.pause()
        assert isinstance(screen.focused, SweepCurves)
        assert [pane.id for pane in screen.panes() if pane.region] == ["table", "curves"]
        await pilot.press("tab", "tab", "tab")
        await pilot.pause()
        assert isinstance(screen.focused, SweepWorkers)
        keys = shown(app).splitlines()[-1]
        assert "+ - Workers" in keys
        assert "enter Open" not in keys, "what does nothing in this pane"
        table, workers = screen.query_one(SweepTable).region, screen.query_one(SweepWorkers).region
        assert (table.y, table.bottom, workers.bottom) == (1, workers.y, 22)
        await pilot.press("z")
        await pilot.pause()
        assert [pane.id for pane in screen.panes() if pane.region] == ["workers"]


async def test_what_keys_ask_of_the_sweep(tmp_path: Path, folder: SweepFolder) -> None:
    app = sweep_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await pilot.press("plus", "plus", "minus")
        counts = [one.count for one in await asked(pilot, screen, folder) if isinstance(one, SetWorkers)]
        assert counts == [3, 4, 3]
        await pilot.press("p")
        assert await asked(pilot, screen, folder) == [Pause()]
        await pilot.press("k")
        await until_told(pilot, "Trial 11 has ended already")
        while screen.selection.focus != 20:
            await pilot.press("down")
            await pilot.pause()
        await pilot.press("enter")
        await until_told(pilot, "Trial 20 hasn't ended")
        await pilot.press("k")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("escape", "k", "enter")
        assert await asked(pilot, screen, folder) == [StopTrial(trial=20)]
        ended, training = trials_of(20, 2)
        write_status(folder, a_status(ended, training, PAUSED))
        await until(pilot, "paused")
        assert "p Go on" in shown(app).splitlines()[-1]
        await pilot.press("p")
        assert await asked(pilot, screen, folder) == [GoOn()]


async def test_the_space_is_narrowed_by_hand(tmp_path: Path, folder: SweepFolder) -> None:
    app = sweep_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen, ListChoice)
        assert "0.001 to 0.1, log" in shown(app)
        await pilot.press("enter")
        await until(pilot, "In the file: 0.001 to 0.1, log")
        await pilot.press("ctrl+u", *"0.5 to 9", "enter")
        await until(pilot, "expected numbers from 0.001 to 0.1")
        await pilot.press("ctrl+u", *"0.01 to 0.05", "enter")
        rate = {"training.learning_rate": {"low": 0.01, "high": 0.05}}
        assert await asked(pilot, screen, folder) == [Narrow(narrowing=rate)]
        await pilot.press("e", "down", "enter")
        await until(pilot, "In the file: 8, 8-8, 16, 16-8")
        await pilot.press("ctrl+u", *"8-8,16", "enter")
        assert await asked(pilot, screen, folder) == [Narrow(narrowing=rate | {"network.hidden": [[8, 8], [16]]})]
        await pilot.press("e", "enter")
        await until(pilot, "In the file: 0.001 to 0.1, log")
        await pilot.press("ctrl+u", "enter")
        assert await asked(pilot, screen, folder) == [Narrow(narrowing={"network.hidden": [[8, 8], [16]]})]


async def test_without_a_sweep_it_says_what_one_is(tmp_path: Path) -> None:
    app = sweep_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        screen = await opened(pilot, "A sweep trains an experiment with many settings")
        assert "[sweep.space]" in shown(app)
        await until(pilot, "Open that file with o, then p here starts it")
        assert all(len(keys) < KEYS for keys, _said in screen.help_on_keys()), "a gap before what they do"
        for key, words in (("p", "No sweep is open"), ("k", "No trial is in focus"), ("plus", "no sweep that workers")):
            await pilot.press(key)
            await until_told(pilot, words)
        await pilot.press("c")
        await until_told(pilot, "There are no saved sweeps yet")


async def test_the_sweep_of_a_file_is_started_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = list[tuple[SweepFolder, list[str]]]()

    class Process(SweepProcess):
        """A process that lives until it is stopped, and does nothing."""

        lives, pid = True, 1

        def __init__(self, folder: SweepFolder, options: list[str]) -> None:
            self.folder = folder
            started.append((folder, options))

        def close(self, timeout: float = 0.0) -> bool:
            return True

    monkeypatch.setattr(process_screen, "SweepProcess", Process)
    file = tmp_path / "spiral.toml"
    file.write_text(SWEEP.replace("epochs = 300", "epochs = 300\nthreads = 64"))
    app = sweep_app(tmp_path, sweep=file)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert "40 trials: sampler random, pruner median, least validation loss" in shown(app)
        assert "p starts it" in shown(app)
        await pilot.press("plus", "minus", "e")
        await until_told(pilot, "The sweep hasn't begun")
        await pilot.press("p", "p")
        await until(pilot, "running")
        await pilot.press("p")
        assert len(started) == 1
        [(folder, options)] = started
        assert folder.path.parent == tmp_path / "runs" / "sweeps"
        assert folder.sweep_file.is_file()
        assert options == ["--lang", "en", "--workers", "1"], "by default as many as have a core for each thread"
        assert await asked(pilot, screen, folder) == [Pause()], "it lives, so p pauses it"
        assert app.sweep_process is not None
        monkeypatch.setattr(Process, "lives", False)
        monkeypatch.setattr(Process, "problem", "the disk is full")
        await until_told(pilot, "the disk is full")
        await until(pilot, "not begun")


async def test_enter_opens_the_run_and_o_another_sweep(tmp_path: Path, folder: SweepFolder) -> None:
    trainer = Trainer(Experiment.load("xor", ["training.epochs=3"]))
    trainer.run()
    saved = save_run(trainer, tmp_path / "elsewhere", "epochs")
    ended, _training = trials_of(2, 0)
    run = structs.replace(ended[0].runs[0], run="trial-0001-seed-1")
    write_ended(folder, [structs.replace(ended[0], runs=[run, structs.replace(run, run="trial-0001-seed-2")])])
    write_status(folder, a_status(ended[:1], []))
    saved.path.rename(folder.run("trial-0001-seed-2"))
    app = sweep_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("enter")
        await until(pilot, "Runs of trial 1")
        await pilot.press("down", "enter")
        await until(pilot, "Train")
        for _ in range(100):
            await pilot.pause(0.02)
            train_on(app)
            if app.session.writes(RunFolder(folder.run("trial-0001-seed-2"))):
                break
        assert app.session.writes(RunFolder(folder.run("trial-0001-seed-2")))
        other = a_sweep(tmp_path / "runs", 3, 0, name="other-sweep")
        write_ended(other, trials_of(3, 0)[0])
        screen_of(app, TrainScreen).open(str(other.path))
        await until(pilot, "3 of 40")
        await pilot.press("c")
        await until(pilot, "Saved sweeps")
        assert "other-sweep" in shown(app)
        await pilot.press("down", "enter")
        await until(pilot, "1 of 40")


def test_a_paused_sweep_tells_no_time_left_and_an_ended_one_no_workers() -> None:
    pane = SweepWorkers()

    def top(state: str) -> tuple[str, str]:
        status = structs.replace(a_selection().status, state=state)  # type: ignore[type-var]
        pane.set_reactive(SweepWorkers.selection, updated_selection(a_selection(), status=status))
        return pane.title(), pane.facts()

    assert top(RUNNING) == ("Workers 2", "0.8 s a trial, 7.0 s to go")
    assert top(PAUSED) == ("Workers 2", "0.8 s a trial")
    assert top(ENDED) == ("Workers", "0.8 s a trial")
