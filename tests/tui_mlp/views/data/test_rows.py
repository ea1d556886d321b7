"""The Rows pane, key by key."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from data_view import data_view
from stepped import app_of, settled, told
from textual.events import MouseScrollDown
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input
from voyage_table import LEFT_OUT, SETTINGS, write_voyage

from tui_mlp.models.output.output_focus import OutputFocus
from tui_mlp.views.data.pane import DataPane
from tui_mlp.views.data.rows import RowsPane
from tui_mlp.views.data.screen import DataScreen
from tui_mlp.views.output.examples.one_example import OneExamplePane
from tui_mlp.views.output.screen import OutputScreen
from tui_mlp.views.step.screen import StepScreen


@asynccontextmanager
async def rows_pane(
    source: str, *settings: str, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[tuple[Pilot[None], DataScreen, RowsPane]]:
    """The app with the Rows pane in focus."""
    async with data_view(source, *settings, size=size) as (pilot, screen, _session):
        pane = screen.query_one(RowsPane)
        screen.show_pane(pane)
        screen.zoomed = size[0] > 80  # wide as a pane, but without others that draw what is in focus too
        await pilot.pause()
        yield pilot, screen, pane


def shown(pane: RowsPane) -> list[str]:
    """What the pane shows, line by line."""
    return ["".join(segment.text for segment in strip) for strip in pane.draw(*pane.size)]


async def test_rows_columns_and_forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with rows_pane(str(write_voyage(tmp_path)), *SETTINGS) as (pilot, screen, pane):

        async def row_after(*keys: str) -> int:
            await pilot.press(*keys)
            assert screen.data_focus is pane.data_focus
            return pane.data_focus.row

        async def column_after(*keys: str) -> tuple[str, int]:
            await pilot.press(*keys)
            return pane.data_focus.column, pane.data_focus.input

        seen = pane._seen
        assert [await row_after(key) for key in ("down", "down", "up", "pagedown", "pageup", "pageup")] == [
            1, 2, 1, 1 + seen, 1, 0,
        ]  # fmt: skip
        assert await row_after("end") == 39
        assert f"{40 - seen + 1}–40 of 40" in shown(pane)[0]
        assert await row_after("down") == 39
        assert await row_after("home") == await row_after("end", "ctrl+home") == 0
        assert await row_after("ctrl+end") == 39

        # Of a column of categories each input comes into focus, then the next column.
        await pilot.press("home")
        assert pane.column_name == "class"
        found = [await column_after("right") for _press in range(4)]
        assert found == [("class", 1), ("class", 2), ("age", 0), ("fare", 0)]
        assert [await column_after(key) for key in ("left", "left", "shift+left", "shift+right")] == [
            ("age", 0), ("class", 2), ("rescued", 0), ("crew", 0),
        ]  # fmt: skip
        assert await column_after("right") == ("crew", 0), "there is no further one"
        assert "crew, " in shown(pane)[-2]

        # Both, raw, prepared, both.
        assert pane.form == "both"
        await pilot.press("v")
        assert (pane.form, pane.data_focus.form) == ("raw", "raw")
        assert await column_after("left", "left", "left") == ("fare", 0)
        assert await column_after("left", "left") == ("class", 0), "its inputs don't stand here"
        assert "as the network" not in "".join(shown(pane))
        await pilot.press("v")
        assert "as in the file" not in "".join(shown(pane))
        assert [await column_after(key) for key in ("right", "left", "left", "left", "shift+right")] == [
            ("class", 1), ("class", 0), ("rescued", 0), ("rescued", 0), ("fare", 0),
        ]  # fmt: skip
        await pilot.press("v")
        assert pane.form == "both"

        # A line, or a row, by its number.
        await pilot.press("l")
        await pilot.press(*"x1", "enter")
        assert isinstance(pilot.app.focused, Input), "it says what was expected, and stays open"
        await pilot.press("backspace", "backspace", *"12", "enter")
        await pilot.pause()
        assert pane.data_focus.row == 10, "line 1 has the names"

        # Copied as CSV, with what isn't in sight.
        copied = pane.text_to_copy(False).splitlines()
        assert len(copied) == seen + 1
        assert "age as input" in copied[0]
        for key in ("v ", "l ", "enter", "e ", "← →", "↑ ↓", "shift+left", "home", "y "):
            assert key in pane.help_text()

        # Mouse and wheel.
        await pilot.press("home")
        names = shown(pane)[2]
        await pilot.click(RowsPane, offset=(names.rindex("age") + 1, 6))
        assert (pane.data_focus.row, pane.data_focus.column) == (3, "age")
        await pilot.click(RowsPane, offset=(names.index("ticket"), 2))
        assert (pane.data_focus.row, pane.data_focus.column) == (3, "ticket"), "a heading has no row"
        await pilot.click(RowsPane, offset=(names.index("ticket"), pane.size.height - 2))
        assert pane.data_focus.row == 3, "the last line neither"

        pane.scroll_rows(3)
        assert (pane._top, pane.data_focus.row) == (3, 3), "it is still in sight"
        await pilot._post_mouse_events([MouseScrollDown], RowsPane)
        assert (pane._top, pane.data_focus.row) == (6, 6)
        pane.scroll_rows(100)
        assert pane._top == 40 - pane._seen
        assert f"T{140 - pane._seen}," in pane.text_to_copy(False).splitlines()[1]
        await pilot.pause()
        await pilot.click(RowsPane, offset=(names.index("ticket"), 6))
        assert pane.data_focus.row == pane._top + 3
        pane.go_to(pane._top)
        pane.wheel(-100)
        assert (pane._top, pane.data_focus.row) == (0, 40 - pane._seen), "the first one that was in sight"
        pane.wheel(0, 1)
        assert pane.data_focus.column == "cabin"

        screen.zoomed = False
        await pilot.press("home")
        drawn: list[str] = []
        body = DataPane.body

        def noted(pane: DataPane, width: int, height: int) -> list[Strip]:
            drawn.append(str(pane.id))
            return body(pane, width, height)

        monkeypatch.setattr(DataPane, "body", noted)

        async def drawn_by(key: str) -> list[str]:
            drawn.clear()
            await pilot.press(key)
            await pilot.pause()
            return sorted(drawn)

        assert await drawn_by("down") == ["rows"], "once, and no pane that shows no row"
        assert await drawn_by("right") == ["column", "columns", "rows"]
        assert await drawn_by("v") == ["rows"]
        assert await drawn_by("home") == ["rows"]
        assert await drawn_by("home") == []


async def test_a_row_in_the_output_view_and_back(tmp_path: Path) -> None:
    async with rows_pane(str(write_voyage(tmp_path)), *SETTINGS, size=(80, 24)) as (pilot, screen, pane):
        app = app_of(pilot)
        await pilot.press("down", "3")
        await settled(pilot)
        assert app.output_focus.example is not None, "the worst one"
        await pilot.press("4")
        assert (app.screen, pane.data_focus.row) == (screen, 1), "nobody has chosen it"
        pane.go_to(5)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, OutputScreen)
        await pilot.pause()
        assert isinstance(app.screen.pane, OneExamplePane), "the only pane that is shown"
        example = app.screen.output_focus.example
        assert example is not None
        assert screen.source is not None
        assert screen.source.row_of(example.split, example.place) == 5

        await pilot.press("right", "right", "4")
        await pilot.pause()
        example = app.output_focus.example
        assert example is not None
        assert pane.data_focus.row == screen.source.row_of(example.split, example.place) != 5

        # A page without the pane of one example turns to one that has it.
        screen.output_focus = OutputFocus(page="threshold")
        await pilot.press("home", "enter")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, OutputScreen)
        assert app.screen.page.name == "classes"
        assert isinstance(app.screen.pane, OneExamplePane)

        await pilot.press("4", "e")
        await pilot.pause()
        assert isinstance(app.screen, StepScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert (app.screen, pane.data_focus.row) == (screen, 0)

        pane.go_to(LEFT_OUT)
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is screen
        assert "left out" in told(pilot.app)[-1]
