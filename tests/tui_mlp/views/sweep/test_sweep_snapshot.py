"""The Sweep view as a picture, looked at by a person and kept: 38 trials that have ended, two that train."""

from collections.abc import Callable
from pathlib import Path

import pytest
from saved_sweeps import a_sweep
from stepped import make_app, shown, until
from textual.pilot import Pilot

from core.support.file_locks import Lock
from tui_mlp.views.sweep.screen import SweepScreen


def test_a_sweep_goes_on(snap_compare: Callable[..., bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
    folder = a_sweep(tmp_path / "runs")
    app = make_app(tmp_path, runs_dir=tmp_path / "runs")

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("6")
        await until(pilot, "Trials of")
        screen = app.screen
        assert isinstance(screen, SweepScreen)
        await pilot.press("x", "down", "x", "up")
        while not screen.complete or "No epoch" in shown(app):
            await pilot.pause(0.01)
        await pilot.pause()

    with Lock(folder.lock):
        assert snap_compare(app, terminal_size=(120, 36), run_before=steps)
