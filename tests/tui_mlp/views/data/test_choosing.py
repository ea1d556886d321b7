"""Choosing which rows are listed, and finding rows, key by key."""

from pathlib import Path

import pytest
from data_view import data_view
from stepped import settled, told, train_on
from textual.pilot import Pilot
from textual.widgets import Input, OptionList
from voyage_table import SETTINGS, write_voyage

from tui_mlp.dialogs.find import Find
from tui_mlp.dialogs.list_choice import ListChoice
from tui_mlp.models.data.choosing import row_index
from tui_mlp.models.data.row_choice import ALL, ChosenRows, RowChoice
from tui_mlp.views.data.notes import NotesPane
from tui_mlp.views.data.rows import RowsPane
from tui_mlp.views.data.screen import DataScreen

FOUND = [1, *range(10, 20)]
"""The rows in which "deck 1" stands."""


def listed(screen: DataScreen) -> ChosenRows:
    assert screen.chosen is not None
    return screen.chosen


def names(screen: ListChoice) -> list[str]:
    return [str(option.prompt).strip("▸> ") for option in screen.query_one(OptionList).options]


async def opened_list(pilot: Pilot[None]) -> ListChoice:
    """The list of choices, opened by its key."""
    await pilot.press("w")
    dialog = pilot.app.screen
    assert isinstance(dialog, ListChoice)
    return dialog


async def choose(pilot: Pilot[None], name: str) -> None:
    """Open the list, and choose the line that begins so."""
    dialog = await opened_list(pilot)
    number = next(number for number, line in enumerate(names(dialog)) if line.startswith(name))
    dialog.query_one(OptionList).highlighted = number
    await pilot.press("enter")
    await settled(pilot)


async def test_which_rows_are_listed_and_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with data_view(str(write_voyage(tmp_path)), *SETTINGS, size=(80, 24)) as (pilot, screen, session):
        pane = screen.query_one(RowsPane)

        # w works in every pane; the list has each choice with its count
        dialog = await opened_list(pilot)
        assert names(dialog)[0].split() == ["all", "rows", "40"]
        assert [line.split()[-1] for line in names(dialog) if line.startswith(("left", "missing", "duplicates"))] == [
            "1", "8", "0",
        ]  # fmt: skip
        await pilot.press("escape")
        assert screen.data_focus.choice == ALL
        await choose(pilot, "missing cells")
        assert (screen.data_focus.choice, screen.data_focus.row) == (RowChoice("missing"), 2)  # the next one listed
        screen.show_pane(pane)
        await pilot.press("down")
        assert pane.facts() == "missing cells, 2 of 8"
        await pilot.press("escape")
        assert (screen.data_focus.choice, screen.data_focus.row, listed(screen).rows) == (ALL, 7, None)

        # wrong ones follow the outputs of the network
        await choose(pilot, "wrong")
        await pilot.press("n")
        train_on(pilot.app)
        screen.poll()
        await pilot.pause()
        outputs = session.snapshot.outputs
        assert outputs is not None
        assert screen.source is not None
        assert (session.snapshot.epoch, outputs.epoch) == (1, 1)
        rows = listed(screen).rows
        assert rows is not None
        assert rows.tolist() == row_index.RowIndex(screen.source).wrong(outputs).tolist()
        await pilot.press("escape")

        # / finds while it is typed, from the row in focus on; escape goes back there
        pane.move_focus(row=2)
        await pilot.press("slash", "d")
        pilot.app.screen.query_one(Input).value = "deck 1"
        await pilot.pause()
        find = pilot.app.screen
        assert isinstance(find, Find)
        assert (screen.data_focus.row, screen.data_focus.search) == (10, "deck 1")
        assert str(find.query_one("#note").render()) == "2 of 11 found"
        await pilot.press("escape")
        await pilot.pause()
        assert (screen.data_focus.row, screen.data_focus.search) == (2, "")
        await pilot.press("slash")
        pilot.app.screen.query_one(Input).value = "agee: 3"
        await pilot.pause()
        assert "there is no column 'agee'" in str(pilot.app.screen.query_one("#note").render())
        await pilot.press("enter")
        assert "there is no column 'agee'" in told(pilot.app)[-1]
        await pilot.press("slash")
        pilot.app.screen.query_one(Input).value = "deck 1"
        await pilot.press("enter")
        assert pilot.app.screen is screen

        # the next and the previous one, these alone, all again
        rows_of_keys = []
        for key in ("right_square_bracket", "full_stop", "left_square_bracket", "comma", "comma"):
            await pilot.press(key)
            rows_of_keys.append(screen.data_focus.row)
        assert rows_of_keys == [11, 12, 11, 10, 1]
        await pilot.press("f")
        await pilot.pause()
        assert (listed(screen).count, pane.facts()) == (11, "deck 1, 1 of 11")
        await pilot.press("f")
        await pilot.pause()
        assert listed(screen).count == 40
        await pilot.press("escape")
        await pilot.press("right_square_bracket")
        assert "Nothing is searched for yet: / finds." in told(pilot.app)
        await pilot.press("f", "z", "escape")  # with nothing to forget, escape is left to the view
        assert (screen.data_focus.search, screen.zoomed) == ("", False)

        # many rows are searched on another thread
        monkeypatch.setattr(row_index, "QUICK_CELLS", 0)
        await pilot.press("slash")
        pilot.app.screen.query_one(Input).value = "fare > 40"
        await pilot.press("enter")
        await until_listed(pilot, screen, found=15)
        await pilot.pause()
        assert screen.data_focus.row == 25  # the first one: a fare of 41.25
        dialog = await opened_list(pilot)
        await until_counted(pilot, dialog, "missing cells", 8)
        await pilot.press("escape")


async def until_counted(pilot: Pilot[None], dialog: ListChoice, name: str, count: int) -> None:
    for _wait in range(10_000):
        if any(line.startswith(name) and line.endswith(f" {count}") for line in names(dialog)):
            return
        await pilot.pause()
    raise AssertionError(f"{name} were never counted: {names(dialog)}")


async def until_listed(pilot: Pilot[None], screen: DataScreen, found: int) -> None:
    for _wait in range(10_000):
        await pilot.pause()
        rows = listed(screen).found
        if rows is not None and len(rows) == found:
            return
    raise AssertionError(f"{found} rows were never found")


async def test_notes_and_where_their_keys_work(tmp_path: Path) -> None:
    async with data_view(str(write_voyage(tmp_path)), *SETTINGS, size=(100, 30)) as (pilot, screen, _session):
        line = screen.query_one("#notes-line")
        assert line.display
        notes = screen.query_one(NotesPane)
        screen.show_pane(notes)
        await pilot.pause()
        texts = notes.text_to_copy(False).split("\n")
        assert notes.note is not None
        assert notes.note.text == texts[0]
        await pilot.press("down")
        assert notes.note.text == texts[1]
        await pilot.press("end")
        assert notes.note.text == texts[-1]
        await pilot.press("up", "home")
        number = next(number for number, text in enumerate(texts) if text.startswith("'ticket'"))
        await pilot.press("down")
        await pilot.click(NotesPane, offset=(4, 1))
        assert notes.note.text == texts[0]
        await pilot.press(*["down"] * number, "enter")
        await pilot.pause()
        assert (screen.data_focus.column, str(screen.pane.id)) == ("ticket", "columns")
        screen.show_pane(notes)
        nowhere = next(number for number, note in enumerate(notes.notes) if not note.columns)
        await pilot.press("home", *["down"] * nowhere, "enter")
        assert "This note is about no column." in told(pilot.app)
        screen.show_pane(screen.query_one(RowsPane))
        await pilot.click("#notes-line")
        await pilot.pause()
        assert screen.pane is notes
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not line.display
        assert all(key in notes.help_text() for key in ("enter", "home", "end"))
