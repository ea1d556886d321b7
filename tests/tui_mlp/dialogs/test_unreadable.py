"""Files that can't be read: said, not remembered, and nothing ends by them, whatever their reader raises."""

import json
import os
from pathlib import Path

import pytest
from stepped import make_app, shown, train_screen, until, until_told
from textual.widgets import OptionList

from core.data.dataset import Data
from core.experiment import preparation as loading
from core.experiment.experiment import Experiment
from tui_mlp.cli.options import Options
from tui_mlp.cli.screen import open_screen as opening
from tui_mlp.dialogs.open import DataPicker
from tui_mlp.system.settings import Settings
from tui_mlp.text.unreadable import unreadable_text

ROWS = "x,y,label\n" + "\n".join(f"{i},{i % 3},{i % 2}" for i in range(30))


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file whose reader meets what nobody thought of."""
    path = tmp_path / "damaged.csv"
    path.write_text(ROWS)
    read = loading.load_data

    def load(experiment: Experiment) -> Data:
        if experiment.data.source.endswith("damaged.csv"):
            raise RuntimeError("bad magic")
        return read(experiment)

    for module in ("core.training.trainer", "tui_mlp.dialogs.open", "tui_mlp.session.open_training"):
        monkeypatch.setattr(f"{module}.load_data", load)
    return path


def test_the_reason_is_one_message() -> None:
    assert unreadable_text("a.npz", ValueError("odd")) == "a.npz: can't be read (ValueError: odd)"
    assert unreadable_text("a.npz", MemoryError()).startswith("a.npz: there is not enough memory; ")


async def test_what_cannot_be_read_is_told_and_not_remembered(tmp_path: Path, damaged: Path) -> None:
    app = make_app(tmp_path)
    app.settings = Settings(tmp_path / "settings.json")
    async with app.run_test(notifications=True, size=(120, 30)) as pilot:
        train_screen(app).open(str(damaged))
        await until_told(pilot, "RuntimeError")
        assert "xor by hand" in shown(app).splitlines()[0]
        assert app.settings.recent == []
        (tmp_path / "fine.csv").write_text(ROWS)
        train_screen(app).open(str(tmp_path / "fine.csv"))
        await until(pilot, "fine")
        await pilot.pause()
        train_screen(app).poll()
        assert app.settings.recent == [str(tmp_path / "fine.csv")]


async def test_a_look_at_it_ends_nothing(tmp_path: Path, damaged: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await app.push_screen(DataPicker([str(damaged), "moons"]))
        await until(pilot, "RuntimeError")
        await pilot.press("down")
        await until(pilot, "500 rows")
        assert app.screen.query_one(OptionList).highlighted == 1


def test_the_program_starts_all_the_same(tmp_path: Path, damaged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(tmp_path / "settings.json")
    settings.recent = [str(damaged), "moons"]
    session, opened = opening.new_session(None, Options(False, (), tmp_path, False), settings)
    session.close()
    assert opened == "spiral"
    assert "RuntimeError" in capsys.readouterr().err
    assert not (tmp_path / "settings.json").exists() or "spiral" in json.loads((tmp_path / "settings.json").read_text())


@pytest.mark.parametrize("what", ["a pipe", "a device", "a folder", "nested too deeply", "huge", "no text", "a list"])
def test_settings_that_cannot_be_read_count_as_none(tmp_path: Path, what: str) -> None:
    path = tmp_path / "settings.json"
    texts = {"nested too deeply": b"[" * 500_000, "no text": b"\xff\xfe", "a list": b"[1, 2]"}
    if what in texts:
        path.write_bytes(texts[what])
    elif what == "huge":
        path.touch()
        os.truncate(path, 2**42)
    else:
        {"a pipe": os.mkfifo, "a device": lambda one: one.symlink_to("/dev/zero"), "a folder": os.mkdir}[what](path)
    assert Settings(path).recent == []
