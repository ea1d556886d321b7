"""A run that isn't saved: what the header, the status and `q` say."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from stepped import make_app, shown, train_on, train_screen

from tui_mlp.app.app import MlpApp
from tui_mlp.dialogs.confirm import Confirm

FULL = SimpleNamespace(problem="/runs/a: cannot be written: No space left on device", reason="No space left on device")


def use_recorders(monkeypatch: pytest.MonkeyPatch, recorders: list[SimpleNamespace]) -> None:
    for module in ("session", "training_task"):
        monkeypatch.setattr(f"tui_mlp.session.{module}.recorders_of", lambda _task: recorders)


def unsaved_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **options: Any) -> MlpApp:
    app = make_app(tmp_path, **options)
    use_recorders(monkeypatch, [FULL])
    app.session.publish()
    return app


@pytest.mark.parametrize(("ascii", "widths"), [(False, (200, 44, 24, 20)), (True, (80, 36))], ids=["symbols", "ascii"])
async def test_the_mark_is_in_the_header_of_any_width(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ascii: bool, widths: tuple[int, ...]
) -> None:
    app = unsaved_app(tmp_path, monkeypatch, ascii=ascii)
    async with app.run_test(size=(widths[0], 24)) as pilot:
        for width in widths:
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            line = shown(app).splitlines()[0]
            assert len(line) == width
            assert "ready" in line
            assert "epoch 0" in line
            if width >= 36:
                assert "not saved" in line
            elif width >= 24:
                assert "! " in line


async def test_every_view_has_the_mark_and_the_status_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = unsaved_app(tmp_path, monkeypatch)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        train_on(app)
        for view in ("2", "5", "1"):
            await pilot.press(view)
            await pilot.pause()
            assert "not saved" in shown(app).splitlines()[0]
        assert "not saved: No space left on device" in shown(app).splitlines()[-2]
        use_recorders(monkeypatch, [])
        app.session.publish()
        train_screen(app).poll()
        await pilot.pause()
        assert "not saved" not in shown(app)


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_q_asks_and_leaves_only_when_told_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    app = unsaved_app(tmp_path, monkeypatch)
    async with app.run_test(notifications=True, size=(50, 16)) as pilot:
        app.notify("what is told covers much of a small screen " * 5, timeout=60)
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        text = " ".join(shown(app).replace("│", " ").split())
        for words in (FULL.problem, "saving is tried again", "enter quit without saving", "esc stay"):
            assert words in text
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, Confirm)
        assert app.is_running
        await pilot.press(key, "ctrl+q")
        await pilot.pause()
        assert len([screen for screen in app.screen_stack if isinstance(screen, Confirm)]) == 1
        await pilot.press("y")
    assert app.return_code == 0


async def test_where_all_is_saved_q_asks_nothing(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
    assert app.return_code == 0


async def test_want_of_memory_on_the_screen_is_one_message(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app._handle_exception(MemoryError())
        await pilot.pause()
    assert app.return_code == 2
    assert app.fault.startswith("mlp-tui: there is not enough memory; make")
