"""The pane of two columns, key by key."""

from pathlib import Path

import pytest
from data_view import data_view
from stepped import settled, told
from textual.message import Message
from voyage_table import SETTINGS, write_voyage

from tui_mlp.models.data.row_choice import ChosenRows
from tui_mlp.views.data import kept_results
from tui_mlp.views.data.pairs.two_columns_pane import TwoColumnsPane
from tui_mlp.views.data.pane import ExampleWanted
from tui_mlp.views.data.screen import DataScreen


def shown(pane: TwoColumnsPane) -> str:
    return "\n".join("".join(segment.text for segment in strip) for strip in pane.draw(*pane.size))


async def test_columns_rows_splits_and_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with data_view(str(write_voyage(tmp_path)), *SETTINGS) as (pilot, screen, _session):
        screen.show_pane(pane := screen.query_one(TwoColumnsPane))
        screen.zoomed = True  # without others that draw what is in focus too
        await pilot.pause()

        async def after(*keys: str) -> tuple[str, str, int]:
            await pilot.press(*keys)
            await pilot.pause()
            return pane.column, pane.other, screen.data_focus.row

        assert (pane.column, pane.other) == ("class", "rescued")
        assert "class × rescued" in shown(pane)
        pair = pane.pair()
        assert pair is not None
        assert pair.place_of(0) == (0, 1)
        moves = [pair.place_of((await after(key))[2]) for key in ("left", "down", "right", "up", "up")]
        assert moves == [(0, 0), (1, 0), (1, 1), (0, 1), (0, 1)]
        assert (await after("x"))[:2] == ("age", "rescued")
        assert "age by rescued" in shown(pane)
        pair = pane.pair()
        assert pair is not None
        ages = [pair.place_of((await after(key))[2]) for key in ("right", "left", "down", "up")]
        assert ages[0] > ages[1] == (20.5, 1) == ages[2]  # in the last strip
        assert ages[3][1] == 0
        assert screen.source is not None
        assert (await after("right_square_bracket"))[:2] == ("age", "class")
        assert (await after("left_square_bracket", "left_square_bracket"))[:2] == ("age", "fare")
        assert "fare ↑ age →" in shown(pane)
        assert (await after("X", "X"))[:2] == ("rescued", "fare")
        await pilot.press("x", "x", "d")
        assert pane.facts() == "train"
        assert (await after("d", "d", "d"))[:2] == ("age", "fare")
        assert pane.facts() == ""
        lines = pane.text_to_copy(False).splitlines()
        assert lines[0] == "row,age,fare"
        assert len(lines) == 33
        screen.chosen = ChosenRows(0, screen.source.split[:0])
        await pilot.pause()
        assert "No row that is shown has a value" in shown(pane)
        screen.chosen = ChosenRows(screen.source.rows)
        pane.move_focus(column="crew")
        await pilot.pause()
        assert "crew has the same value in all rows." in shown(pane)
        assert (await after("x"))[0] == "rescued"
        await pilot.press("v")
        assert "A map needs two columns" in told(pilot.app)[-1]
        monkeypatch.setattr(kept_results, "FEW_ROWS", 10)  # as if there were too many rows
        await pilot.press("d")
        while pane.pair() is None:
            await pilot.pause(0.001)
        assert "fare by rescued" in shown(pane)


async def test_the_map_a_click_and_the_other_views(monkeypatch: pytest.MonkeyPatch) -> None:
    async with data_view("blobs", "data.samples=60") as (pilot, screen, session):
        screen.show_pane(pane := screen.query_one(TwoColumnsPane))
        screen.zoomed = True  # without others that draw what is in focus too
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert (pane.column, pane.other) == ("x1", "x2")
        assert session.task.outputs.wanted is None
        await pilot.press("v")
        await settled(pilot)
        await pilot.pause()
        assert session.task.outputs.wanted is not None
        assert pane.plot_cells == pane.size.area
        assert "output of the network" in shown(pane)
        assert "train" in shown(pane)
        before = screen.data_focus.row
        await pilot.press("left", "up", "right", "down")
        await pilot.press("right")
        found = screen.data_focus.row
        assert pane.pair() is not None
        pair = pane.pair()
        assert pair is not None
        assert found != before
        at = pane._plot.place(pair, pair.place_of(found))
        layout = pane._plot._drawer.layout
        assert layout is not None
        pane.move_focus(row=before)
        pane.clicked(int(at[0] / 2) + layout.left, int(-at[1] / 2) // (2 if pane.palette.map else 1))
        assert screen.data_focus.row != before or found == before
        await pilot.press("v")
        await pilot.pause()
        assert session.task.outputs.wanted is None
        assert "output of the network" not in shown(pane)
        wanted: list[Message] = []
        monkeypatch.setattr(DataScreen, "on_example_wanted", lambda _screen, message: wanted.append(message))
        row = screen.data_focus.row
        await pilot.press("enter", "e")
        await pilot.pause()
        assert wanted == [ExampleWanted(row), ExampleWanted(row, step=True)]
