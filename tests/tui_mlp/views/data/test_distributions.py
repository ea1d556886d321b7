"""The panes of the column in focus and of the splits, key by key."""

from pathlib import Path

import pytest
from data_view import data_view, rows_are_read
from stepped import settled, told
from textual.pilot import Pilot
from voyage_table import SETTINGS, write_voyage

from tui_mlp.models.data.row_choice import RowChoice
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.views.data.column import ColumnPane
from tui_mlp.views.data.screen import DataScreen
from tui_mlp.views.data.splits import SplitsPane
from tui_mlp.widgets.pane import Pane


def shown(pane: Pane) -> list[str]:
    """What the pane shows, line by line."""
    return ["".join(segment.text for segment in strip) for strip in pane.draw(*pane.size)]


async def test_each_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with data_view(str(write_voyage(tmp_path)), *SETTINGS) as (pilot, screen, session):
        await column_keys(pilot, screen)
        await split_keys(pilot, screen, session, monkeypatch)


async def column_keys(pilot: Pilot[None], screen: DataScreen) -> None:
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
    for key, word in (("d", "training rows"), ("d", "validation rows"), ("d", "test rows")):
        assert word in (await after(key))
    assert screen.data_focus.split == "test"
    assert "rows" not in (await after("d")).splitlines()[0]
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
    for key in ("← →", "↑ ↓", "d ", "l ", "c ", "y "):
        assert f"\n{key}" in pane.help_text()


async def split_keys(
    pilot: Pilot[None], screen: DataScreen, session: SteppedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = screen.query_one(SplitsPane)
    screen.show_pane(pane)
    await pilot.pause()

    async def choice_after(*keys: str) -> RowChoice:
        await pilot.press(*keys)
        await pilot.pause()
        return screen.data_focus.choice

    assert await choice_after("enter") == RowChoice("split", "train")
    assert await choice_after("right", "enter") == RowChoice("split", "validation")
    assert await choice_after("down", "down", "enter") == RowChoice("class", "yes")
    assert await choice_after("up", "enter") == RowChoice("class", "no")
    assert await choice_after("up", "right", "right", "enter") == RowChoice("left out")
    assert await choice_after("left", "enter") == RowChoice("split", "test")
    await pilot.click(pane, offset=(4, 2))
    assert (pane._split, pane._line) == (0, 0)
    await pilot.press("d")
    await settled(pilot)
    await rows_are_read(pilot)
    assert session.snapshot.experiment.data.split == "ordered"
    wanted = list[dict[str, object]]()
    monkeypatch.setattr(screen, "set_values", wanted.append)
    await pilot.press("d", "plus")
    await pilot.pause()
    assert "training has the rows that are left" in told(pilot.app)[-1]
    await pilot.press("right", "equals_sign", "right", "minus")
    await pilot.pause()
    assert wanted == [
        {"data.split": "random"}, {"data.validation_fraction": 0.25}, {"data.test_fraction": 0.15},
    ]  # fmt: skip
    for key in ("← →", "↑ ↓", "enter ", "d ", "+ -", "y "):
        assert f"\n{key}" in pane.help_text()
