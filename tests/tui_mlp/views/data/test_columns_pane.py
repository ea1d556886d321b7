"""The Columns pane and the status line: the keys that change settings at once, and how they are taken back."""

import gc
from itertools import cycle
from typing import Any
from weakref import WeakSet

import pytest
from data_view import data_view, rows_are_read
from stepped import shown, told, until, until_told
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot
from voyage import write_voyage

from core.data.dataset import Data
from core.data.source_rows.source_rows import SourceRows
from core.experiment.experiment import DataSettings
from core.timeline.journal import Action
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.models.data.data_focus import DataFocus
from tui_mlp.views.data.columns import ColumnsPane
from tui_mlp.views.data.pane import SettingsWanted
from tui_mlp.views.data.screen import DataScreen
from tui_mlp.views.data.status import DataStatus

SETTINGS = ("data.target=rescued", "network.hidden=[3]")
SIZE = (80, 24)


@pytest.fixture(scope="module")
def voyage(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_voyage(tmp_path_factory.mktemp("pane")))


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, each after the rows are read that those before ask for."""
    for key in keys:
        await pilot.press(key)
        await rows_are_read(pilot)


def column(screen: DataScreen, name: str) -> tuple[str, str]:
    """Kind and role of a column that is shown."""
    found = next(one for one in screen.session.snapshot.data.description.columns if one.name == name)
    return found.kind, found.role


def pane_of(screen: DataScreen) -> ColumnsPane:
    return screen.query_one(ColumnsPane)


def status_of(screen: DataScreen) -> str:
    """The status line, which a message may cover."""
    status = screen.query_one(DataStatus)
    return status.draw(status.size.width, 1)[0].text.strip()


def wheel(kind: type[Any], pane: ColumnsPane) -> Any:
    return kind(pane, 5, 5, 0, 0, 0, False, False, False)


async def test_each_key_changes_its_setting_at_once_and_u_takes_it_back(voyage: str) -> None:
    async with data_view(voyage, *SETTINGS, size=SIZE) as (pilot, screen, session):
        assert status_of(screen).startswith("target rescued yes 33.3 %   baseline 66.7 % always no   inputs 7")
        await check_moves(pilot, screen)

        def data() -> DataSettings:
            return session.experiment.data

        screen.data_focus = DataFocus()
        await press(pilot, "enter")
        assert (data().ignore, column(screen, "class")) == (["class"], ("number", "ignored"))
        assert screen.data_focus.column == "class", "the focus stays"
        await press(pilot, "u", "k")
        assert (data().ignore, data().kinds) == ([], {"class": "category"})
        await press(pilot, "t")
        assert (data().target, session.snapshot.data.task) == (None, "classification"), "it is the one that is guessed"
        assert (column(screen, "class"), column(screen, "rescued")) == (("category", "target"), ("boolean", "input"))
        await press(pilot, "c")
        assert (data().task, session.experiment.network.output) == ("regression", "identity")
        await press(pilot, "up", "T")
        assert data().target == ["rescued", "class"]
        await press(pilot, "f")
        assert data().missing == "mean+flag"
        assert "m missing: mean+flag" in shown(pilot.app)
        await press(pilot, "end", "t", "i")
        assert any("no cell is filled" in text for text in told(pilot.app))
        assert data().target == ["rescued", "class"]
        assert screen.pane.id == "notes"
        help_text = pane_of(screen).help_text()
        assert all(f"\n{key}" in help_text for key in ("enter", "k ", "t T", "c ", "m f", "g ", "i "))
        await check_memory(pilot, screen)


async def check_memory(pilot: Pilot[None], screen: DataScreen) -> None:
    """Change the data while panes are shown in turn, and then hidden: none keeps rows or data of earlier settings."""
    rows: WeakSet[SourceRows] = WeakSet()
    data: WeakSet[Data] = WeakSet()
    for name, missing in zip(
        ("column", "two-columns", "importance", "columns"), cycle(("median", "zero")), strict=False
    ):
        screen.show_named(name)
        await pilot.pause()
        assert screen.source is not None
        rows.add(screen.source)
        data.add(screen.source.data)
        screen.on_settings_wanted(SettingsWanted({"data.missing": missing}))
        await rows_are_read(pilot)
    gc.collect()
    assert len(rows) <= 1, "those before the last change, at most"
    assert len(data) == 1, "those that u goes back to"


async def check_moves(pilot: Pilot[None], screen: DataScreen) -> None:
    """Move the column in focus by keys and by the mouse."""
    pane = pane_of(screen)
    found = [pane.names[pane.place]]
    for key in ("down", "up", "end", "up", "home", "pagedown", "pageup"):
        await pilot.press(key)
        found.append(screen.data_focus.column)
    assert found == ["class", "sex", "class", "note", "crew", "ticket", "crew", "ticket"]
    assert "voyage.csv  columns 1–8 of 10" in shown(pilot.app)
    await pilot.resize_terminal(120, 36)
    assert "voyage.csv  60 rows, 10 columns" in shown(pilot.app)
    await pilot.resize_terminal(80, 24)
    await pilot.click(pane, offset=(10, 3))
    assert screen.data_focus.column == "rescued"
    pane.clicked(10, -1)
    pane.on_mouse_scroll_down(wheel(MouseScrollDown, pane))
    assert pane.data_focus.column == "class"
    pane.on_mouse_scroll_up(wheel(MouseScrollUp, pane))
    assert pane.data_focus.column == "rescued"
    await pilot.pause()


async def test_a_trained_network_is_kept_where_its_inputs_stay(voyage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with data_view(voyage, *SETTINGS, size=SIZE) as (pilot, screen, session):
        await pilot.press("n")
        session.train_on()
        await pilot.pause()
        trained = session.task.trainer.weights_sha256
        await press(pilot, "m")
        assert (session.snapshot.epoch, session.experiment.data.missing) == (1, "median")
        marks = [edit.arguments for edit in session.snapshot.edits if isinstance(edit, Action)]
        assert marks == [["data.missing", "median"]]
        assert session.task.trainer.weights_sha256 == trained
        await press(pilot, "u", "U")
        assert session.experiment.data.missing == "median"
        assert "‖∇‖" in status_of(screen), "the figures of the training"
        monkeypatch.setattr("tui_mlp.views.data.column_changes.AT_ONCE", 0)  # as if there were many cells
        for key, words in (("f", "Change missing and start over"), ("enter", "Change ignore and start over")):
            await pilot.press(key)
            await until(pilot, words)
            assert isinstance(pilot.app.screen, Confirm)
            await pilot.press("escape")
            await rows_are_read(pilot)
        screen.set_values({"data.missing": "mean", "data.standardize": False})
        await rows_are_read(pilot)
        assert "missing set to mean, standardize set to False" in told(pilot.app)
        await press(pilot, "u")
        assert (session.experiment.data.missing, session.experiment.data.standardize) == ("median", True)
        assert session.snapshot.epoch == 1
        await check_waiting(pilot, screen)


async def check_waiting(pilot: Pilot[None], screen: DataScreen) -> None:
    """Press a key while the rows are being read: it waits for them, the next one is refused."""
    source, pane = screen.source, pane_of(screen)
    screen.source = None
    screen.note_reading()
    await pilot.press("k", "k")
    assert screen.reading
    assert any("The rows are being read" in text for text in told(pilot.app))
    screen.source = source
    screen.note_reading()
    await until(pilot, "Change kinds and start over")
    await pilot.press("escape")
    screen.on_settings_wanted(SettingsWanted({"data.missing": "mode"}))
    await until_told(pilot, "data.missing")
    assert pane.rows is source
    assert not screen.reading


async def test_keys_that_cannot_apply_say_why() -> None:
    async with data_view("iris", size=SIZE) as (pilot, screen, session):
        pane = pane_of(screen)
        assert list(dict(pane.keys())) == ["g", "i"]
        before = session.experiment
        await pilot.press("enter", "k", "t", "T", "c", "m", "f")
        assert session.experiment == before
        text = "iris is built in, and its columns are as they are: o opens a table of your own."
        assert text in told(pilot.app)
        await press(pilot, "g")
        assert not session.experiment.data.standardize
        screen.reading = True
        assert status_of(screen) == "Reading iris …"
