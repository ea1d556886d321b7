"""`<` and `>` in every view, what the header says of speed, last epoch and time left, and the bell."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sessions import xor_text
from stepped import app_of, make_app, shown, train_on, train_screen
from textual.app import App
from textual.pilot import Pilot

from tui_mlp.app.app import MlpApp
from tui_mlp.session.snapshot import Event, RunState
from tui_mlp.system.settings import Settings
from tui_mlp.text.speed_text import TimeLeft, speed_text

LONG = xor_text(epochs=5000)


def header(app: App[Any]) -> str:
    return shown(app).splitlines()[0]


def remembered(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "settings.json").read_text())
    return found


async def show(pilot: Pilot[None], **changes: Any) -> None:
    """A snapshot with other values, as the session would publish it."""
    app = app_of(pilot)
    app.session.snapshot = replace(app.session.snapshot, sequence=app.session.snapshot.sequence + 1, **changes)
    train_screen(app).poll()
    train_screen(app).query_one("#header").repaint()  # type: ignore[attr-defined]
    await pilot.pause()


async def test_the_speed_is_set_in_every_view_shown_and_remembered(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG, settings=Settings(tmp_path / "settings.json"))
    task = app.session.task
    async with app.run_test(size=(80, 24)) as pilot:
        assert "at most" not in header(app)
        await pilot.press("less_than_sign")
        assert "at most 500/s" in header(app)
        await pilot.press("2", "less_than_sign")
        await pilot.pause()
        assert "at most 200/s" in header(app)
        await pilot.press("5", "less_than_sign", "less_than_sign")
        await pilot.pause()
        assert "at most 50/s" in header(app)
        assert task.timing.pace.speed == 50
        await pilot.press("1", "space")
        assert app.session.state is RunState.TRAINING
        await pilot.press("greater_than_sign")
        assert "at most 100/s" in header(app)
        assert task.timing.pace.speed == remembered(tmp_path)["speed"] == 100
        await pilot.press(*["greater_than_sign"] * 3)
        assert "at most" not in header(app)
        assert task.timing.pace.speed is remembered(tmp_path)["speed"] is None
    assert Settings(tmp_path / "settings.json").speed is None


async def test_the_remembered_speed_is_that_of_the_next_start_and_no_change_in_the_journal(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    settings.speed = 20
    settings.save()
    app = make_app(tmp_path, LONG, settings=Settings(tmp_path / "settings.json"))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "at most 20/s" in header(app)
        await pilot.press("less_than_sign")
        assert app.session.task.timing.pace.speed == 10
        assert app.session.snapshot.edits == ()
        assert app.session.task.controller.timeline.entries == []


async def test_from_full_speed_slower_is_below_what_was_measured(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=(80, 24)) as pilot:
        await show(pilot, speed=73.0)
        await pilot.press("less_than_sign")
        assert "at most 50/s" in header(app)


@pytest.mark.parametrize("size", [(60, 15), (40, 12)])
async def test_where_the_header_has_no_room_a_message_says_the_speed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    told: list[str] = []
    monkeypatch.setattr(MlpApp, "notify", lambda _app, message, **_how: told.append(message))
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=size) as pilot:
        await pilot.press("less_than_sign")
        await pilot.pause()
        assert "at most" not in header(app)
        assert told == ["Training runs at 500 epochs a second."]
        await pilot.press("greater_than_sign")
        assert told[1:] == ["Training runs as fast as it goes."]


async def test_the_comparison_has_the_same_speed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from comparing import compare

    from tui_mlp.session.stepped_sessions import SteppedComparison
    from tui_mlp.views.compare import screen as screens

    monkeypatch.setattr(screens, "ComparisonSession", SteppedComparison)
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("less_than_sign")
        session = await compare(pilot)
        assert session.task.timing.pace.speed == 500
        assert "at most 500/s" in header(app)
        await pilot.press("space", "less_than_sign")
        assert session.task.timing.pace.speed == app.session.task.timing.pace.speed == app.speed == 200
        assert "training" in header(app)
        assert "at most 200/s" in header(app)


async def test_the_header_says_of_how_many_epochs_and_the_minutes_left(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=(100, 24)) as pilot:
        assert "epoch 0 of 5,000" in header(app)
        await pilot.press("n")
        train_on(app)
        await pilot.press("space")
        await show(pilot, epoch=1204, speed=20.0, seconds_left=190.0, state=RunState.TRAINING)
        assert "training  epoch 1,204 of 5,000  20/s  3 min left" in header(app)
        await show(pilot, seconds_left=None)
        assert "left" not in header(app)
        for width, words in ((80, "epoch 1,204 of 5,000  20/s"), (60, "epoch 1,204"), (24, "epoch 1,204")):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            assert words in header(app)
            assert len(header(app)) == width


@pytest.mark.parametrize(("ascii", "line"), [(False, "│"), (True, "|")])
async def test_the_views_and_the_name_of_the_data_are_set_apart(tmp_path: Path, ascii: bool, line: str) -> None:
    app = make_app(tmp_path, LONG, ascii=ascii)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert f"6 Sweep  {line}  xor by hand" in header(app)


def test_the_speed_that_is_set_and_the_measured_one() -> None:
    assert speed_text(None, 556.0, busy=True) == "556/s"
    assert speed_text(None, 556.0, busy=False) == speed_text(None, 0.0, busy=True) == ""
    assert speed_text(100, 99.0, busy=True) == speed_text(100, 0.0, busy=False) == "at most 100/s"
    assert speed_text(100, 40.0, busy=True) == "40/s, at most 100/s"


def test_the_time_left_doesnt_flicker() -> None:
    left = TimeLeft()
    assert [left.text(seconds) for seconds in (None, 40.0, 61.0, 170.0)] == ["", "", "1 min left", "3 min left"]
    assert {left.text(seconds) for seconds in (150.0, 205.0, 146.0, 210.0)} == {"3 min left"}
    assert left.text(100.0) == "2 min left"
    assert left.text(20.0) == ""
    assert left.text(3 * 3600.0) == "3 hours left"
    assert left.text(None) == ""


async def test_the_bell_is_heard_unless_it_is_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[MlpApp] = []
    monkeypatch.setattr(MlpApp, "bell", lambda app: heard.append(app))
    app = make_app(tmp_path, settings=Settings(tmp_path / "settings.json"))
    async with app.run_test(size=(80, 24)):
        app.session.events.put(Event(bell=True))
        train_screen(app).poll()
        assert len(heard) == 1
        entry = next(each for each in app.get_system_commands(app.screen) if "bell" in each.title.lower())
        assert "sound" in entry.help
        entry.callback()
        app.session.events.put(Event(bell=True))
        train_screen(app).poll()
        assert len(heard) == 1
    assert remembered(tmp_path)["bell"] is False
    assert Settings(tmp_path / "settings.json").bell is False
