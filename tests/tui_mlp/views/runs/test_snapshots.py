"""The Runs view, looked at by a person and kept. Renew with: pytest --snapshot-update"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from some_runs import a_run, runs_app, some_runs
from stepped import until
from textual.pilot import Pilot

from tui_mlp.app.app import MlpApp
from tui_mlp.views.runs.curves import RunsCurves
from tui_mlp.views.runs.screen import RunsScreen


@pytest.fixture(autouse=True)
def true_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


async def compared(pilot: Pilot[None]) -> None:
    await pilot.press("5")
    await until(pilot, "4 runs")
    await pilot.press("x", "down", "x", "down", "x")
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, RunsScreen)
    for _ in range(500):
        if len(screen.selection.tables) == 3:
            break
        await pilot.pause(0.01)
    await pilot.pause()


async def read(pilot: Pilot[None]) -> None:
    await compared(pilot)
    pilot.app.screen.query_one(RunsCurves).focus()
    await pilot.pause()
    await pilot.press(*["left"] * 30)
    await pilot.pause()


def app(folder: Path, **options: Any) -> MlpApp:
    some_runs(folder / "runs")
    a_run(folder / "runs", "lost", 3, 25, state="divergence", best_validation_loss=None, validation_accuracy=None)
    return runs_app(folder, **options)


def test_compared(snap_compare: Callable[..., bool], tmp_path: Path) -> None:
    assert snap_compare(app(tmp_path), terminal_size=(80, 24), run_before=compared)


def test_read_at_an_epoch(snap_compare: Callable[..., bool], tmp_path: Path) -> None:
    assert snap_compare(app(tmp_path), terminal_size=(120, 36), run_before=read)


def test_without_colour(snap_compare: Callable[..., bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(app(tmp_path), terminal_size=(80, 24), run_before=compared)
