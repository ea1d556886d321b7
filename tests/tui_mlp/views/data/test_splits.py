"""The Splits pane, key by key."""

from pathlib import Path

import pytest
from data_view import data_view, rows_are_read
from stepped import settled, told
from voyage_table import SETTINGS, write_voyage

from tui_mlp.models.data.row_choice import RowChoice
from tui_mlp.views.data.splits import SplitsPane


async def test_each_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with data_view(str(write_voyage(tmp_path)), *SETTINGS) as (pilot, screen, session):
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
        await pilot.press("right", "plus", "right", "minus")
        await pilot.pause()
        assert wanted == [
            {"data.split": "random"}, {"data.validation_fraction": 0.25}, {"data.test_fraction": 0.15},
        ]  # fmt: skip
        for key in ("← →", "↑ ↓", "enter ", "d ", "+ -", "y "):
            assert f"\n{key}" in pane.help_text()
