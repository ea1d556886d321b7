"""The pane of the column in focus, key by key."""

from pathlib import Path

from data_view import data_view
from voyage_table import SETTINGS, write_voyage

from tui_mlp.models.data.row_choice import RowChoice
from tui_mlp.views.data.column import ColumnPane
from tui_mlp.views.data.splits import SplitsPane
from tui_mlp.widgets.pane import Pane


def shown(pane: Pane) -> list[str]:
    """What the pane shows, line by line."""
    return ["".join(segment.text for segment in strip) for strip in pane.draw(*pane.size)]


async def test_each_key(tmp_path: Path) -> None:
    async with data_view(str(write_voyage(tmp_path)), *SETTINGS) as (pilot, screen, _session):
        pane = screen.query_one(ColumnPane)
        screen.show_pane(pane)

        async def after(*keys: str) -> str:
            if keys:
                await pilot.press(*keys)
            assert screen.data_focus is pane.data_focus
            return "\n".join(shown(pane))

        assert pane.title() == "class"
        assert "3rd" in await after()
        assert pane.title() == "age" or await after("down")
        assert (pane.title(), screen.data_focus.column) == ("age", "age")
        first = await after()
        assert "number, input; by rescued" in first
        assert "8 of 40 missing" in first
        assert "▴" not in first
        assert "▴" in await after("right", "right")
        assert pane._at == 1
        assert "rows" in shown(pane)[-2]
        assert "▴" not in await after("left", "left")
        for key, word in (("v", "training rows"), ("v", "validation rows"), ("v", "test rows")):
            assert word in (await after(key))
        assert screen.data_focus.split == "test"
        assert "rows" not in (await after("v")).splitlines()[0]
        assert "linear" in await after("l")
        assert "linear" not in await after("l")
        before = await after()
        assert "no %" in (other := await after("c")) or "no" in other
        assert other != before
        await pilot.click(pane, offset=(2 + pane._drawn.left, 6))
        assert pane._at == 0
        assert pane.text_to_copy(False).splitlines()[0] == "value,rows,no,yes"
        assert (await after("up")) != before
        assert pane.title() == "class"
        await after("up", "up", "up")
        assert pane.title() == "ticket"
        assert "id, ignored" in shown(pane)[0]
        for key in ("← →", "↑ ↓", "v ", "l ", "c ", "y "):
            assert f"\n{key}" in pane.help_text()


async def test_a_number_as_target_and_a_small_screen() -> None:
    async with data_view("diabetes", "seed=1", size=(80, 24)) as (pilot, screen, _session):
        pane = screen.query_one(ColumnPane)
        screen.show_pane(pane)
        await pilot.press("down", "down")
        await pilot.pause()
        lines = shown(pane)
        assert pane.title() == "bmi"
        assert any("r 0.59" in line for line in lines)
        assert "by progression" in lines[0]
        await pilot.press("right")
        assert "progression" in shown(pane)[-2]
        splits = screen.query_one(SplitsPane)
        screen.show_pane(splits)
        await pilot.press("down", "right", "enter")
        await pilot.pause()
        assert screen.data_focus.choice == RowChoice("split", "validation")
        assert any("mean" in line for line in shown(splits))
