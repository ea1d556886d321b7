"""The exercise screen as a picture, looked at by a person and kept: a slip named, a hint paid, a question behind."""

from collections.abc import Callable
from pathlib import Path

import pytest
from exercises_on_screen import FOLLOWED, saved_session
from stepped import make_app
from textual.pilot import Pilot

from tui_mlp.views.exercise.screen import ExerciseScreen


def test_a_slip_is_named(snap_compare: Callable[..., bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
    app = make_app(tmp_path)

    async def steps(pilot: Pilot[None]) -> None:
        await app.push_screen(ExerciseScreen(saved_session(tmp_path, [FOLLOWED[0], FOLLOWED[-1]]), "by-hand"))
        await pilot.press(*".4256", "right", *".7311", "enter", "enter", "h", *".3722", "enter")

    assert snap_compare(app, terminal_size=(80, 24), run_before=steps)
