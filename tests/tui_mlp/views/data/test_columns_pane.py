"""The Columns pane and the status line: the keys that change settings at once, and how they are taken back."""

from typing import Any

import pytest
from data_view import data_view, rows_are_read
from stepped import shown, told
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot
from voyage import write_voyage

from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.views.data.columns import ColumnsPane
from tui_mlp.views.data.screen import DataScreen
from tui_mlp.views.data.status import DataStatus


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


async def test_the_column_in_focus(voyage: str) -> None:
    async with data_view(voyage, "data.target=rescued", size=(80, 24)) as (pilot, screen, _session):
        pane = pane_of(screen)
        found = [pane.names[pane.place]]
        for key in ("down", "up", "end", "up", "home", "pagedown", "pageup"):
            await pilot.press(key)
            found.append(screen.data_focus.column)
        assert found == ["class", "sex", "class", "note", "crew", "ticket", "crew", "ticket"]
        assert "voyage.csv  60 rows, 10 columns" in shown(pilot.app)
        await pilot.click(pane, offset=(10, 3))
        assert screen.data_focus.column == "rescued"
        await pilot.click(pane, offset=(10, 0))
        pane.on_mouse_scroll_down(wheel(MouseScrollDown, pane))
        assert pane.data_focus.column == "class"
        pane.on_mouse_scroll_up(wheel(MouseScrollUp, pane))
        assert pane.data_focus.column == "rescued"
        await pilot.press("i")
        await pilot.pause()
        assert screen.pane.id == "notes"


async def test_each_key_changes_its_setting_at_once_and_u_takes_it_back(voyage: str) -> None:
    async with data_view(voyage, "data.target=rescued", "network.hidden=[3]") as (pilot, screen, session):
        assert status_of(screen).startswith("target rescued yes 33.3 %   baseline 66.7 % always no   inputs 7")
        assert "60 rows: 36 train, 12 validation, 12 test; yes 33, 33, 33 %" in shown(pilot.app)

        def data() -> Any:
            return session.experiment.data

        before = session.experiment
        await press(pilot, "enter")
        assert (data().ignore, column(screen, "class")) == (["class"], ("number", "ignored"))
        assert screen.data_focus.column == "class", "the focus stays"
        await press(pilot, "enter", "k")
        assert (data().ignore, data().kinds, column(screen, "class")) == (
            [],
            {"class": "category"},
            ("category", "input"),
        )
        await press(pilot, "u")
        assert (data().kinds, column(screen, "class")) == ({}, ("number", "input"))
        await press(pilot, "t")
        assert (data().target, column(screen, "class")) == (None, ("number", "target")), "it is the one that is guessed"
        assert column(screen, "rescued") == ("boolean", "input")
        assert session.snapshot.data.task == "classification"
        await press(pilot, "c")
        assert (data().task, session.experiment.network.output) == ("regression", "identity")
        await press(pilot, "up", "T")
        assert data().target == ["rescued", "class"]
        await press(pilot, "u", "U")
        assert data().target == ["rescued", "class"]
        await press(pilot, "T", "u", "u")
        assert (session.snapshot.data.description.target, data().task) == (("class",), "regression")
        await press(pilot, "u", "u", "m", "f", "g")
        assert (data().target, data().missing, data().standardize) == ("rescued", "median+flag", False)
        assert "m missing: median+flag" in shown(pilot.app)
        assert "scaling: off" in shown(pilot.app)
        assert session.experiment.network.hidden == before.network.hidden
        await press(pilot, "end", "t")
        assert data().target == "rescued"
        assert any("no cell is filled" in text for text in told(pilot.app))
        help_text = pane_of(screen).help_text()
        assert all(f"\n{key}" in help_text for key in ("enter", "k ", "t T", "c ", "m f", "g ", "i "))


async def test_a_trained_network_is_kept_where_its_inputs_stay(voyage: str) -> None:
    async with data_view(voyage, "data.target=rescued", "network.hidden=[3]") as (pilot, screen, session):
        await pilot.press("n")
        session.train_on()
        await pilot.pause()
        trained = session.task.trainer.weights_sha256
        await press(pilot, "m", "g")
        assert (session.snapshot.epoch, session.experiment.data.missing) == (1, "median")
        assert [edit.arguments for edit in session.snapshot.edits] == [  # type: ignore[union-attr]
            ["data.missing", "median"], ["data.standardize", False],
        ]  # fmt: skip
        assert session.task.trainer.weights_sha256 == trained
        await press(pilot, "u", "u", "U")
        assert (session.experiment.data.missing, session.experiment.data.standardize) == ("median", True)
        assert "‖∇‖" in status_of(screen), "the figures of the training"
        for key, words in (("f", "Change missing and start over"), ("enter", "Change ignore and start over")):
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(pilot.app.screen, Confirm)
            assert words in shown(pilot.app)
            await pilot.press("escape")
            await rows_are_read(pilot)
        assert (session.snapshot.epoch, session.experiment.data.missing) == (1, "median")
        screen.set_values({"data.missing": "mean", "data.standardize": False})
        await rows_are_read(pilot)
        both = {"data.missing": "mean", "data.standardize": False}
        assert session.snapshot.edits[-1].arguments == [both]  # type: ignore[union-attr]
        assert "missing set to mean, standardize set to False" in told(pilot.app)
        await press(pilot, "u")
        assert (session.experiment.data.missing, session.experiment.data.standardize) == ("median", True)


async def test_keys_that_cannot_apply_say_why() -> None:
    async with data_view("iris", size=(80, 24)) as (pilot, screen, session):
        pane = pane_of(screen)
        assert list(dict(pane.keys())) == ["g", "i"]
        before = session.experiment
        await pilot.press("enter", "k", "t", "T", "c", "m", "f")
        assert session.experiment == before
        assert (
            told(pilot.app).count("iris is built in, and its columns are as they are: o opens a table of your own.") > 0
        )
        await press(pilot, "g")
        assert not session.experiment.data.standardize


async def test_a_change_waits_for_the_rows_and_one_that_is_refused_changes_nothing(
    voyage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_mlp.views.data.columns.AT_ONCE", 0)  # as if there were many cells
    async with data_view(voyage, "data.target=rescued", "network.hidden=[3]") as (pilot, screen, session):
        pane, source = pane_of(screen), screen.source
        screen.source = None
        screen.note_reading()
        await pilot.pause()
        assert status_of(screen) == "Reading voyage.csv …"
        await pilot.press("enter", "enter")
        assert session.experiment.data.ignore == []
        assert any("The rows are being read" in text for text in told(pilot.app))
        screen.source = source
        for _wait in range(1000):
            await pilot.pause()
            if session.experiment.data.ignore:
                break
        assert session.experiment.data.ignore == ["class"]
        await rows_are_read(pilot)
        before = session.experiment
        screen.on_settings_wanted(type("Wanted", (), {"values": {"data.missing": "mode"}})())  # type: ignore[arg-type]
        await pilot.pause()
        assert session.experiment is before
        assert any("data.missing" in text for text in told(pilot.app))
        assert pane.rows is not None
