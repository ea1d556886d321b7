"""The pane of pictures, key by key."""

import numpy as np
import pytest
from data_view import data_view
from textual.events import MouseScrollDown
from textual.message import Message

from tui_mlp.models.data.pictures.picture_groups import PicturePlace
from tui_mlp.models.data.row_choice import ChosenRows
from tui_mlp.views.data.pane import ExampleWanted
from tui_mlp.views.data.pictures.pictures_pane import PicturesPane
from tui_mlp.views.data.screen import DataScreen


def shown(pane: PicturesPane) -> str:
    return "\n".join("".join(segment.text for segment in strip) for strip in pane.draw(*pane.size))


async def test_pictures_of_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    async with data_view("digits") as (pilot, screen, _session):
        pane = screen.query_one(PicturesPane)
        assert screen.focused is pane
        screen.zoomed = True  # without others that draw what is in focus too
        await pilot.pause()
        assert screen.source is not None
        groups = pane.groups(screen.source)

        async def after(*keys: str) -> PicturePlace:
            await pilot.press(*keys)
            await pilot.pause()
            return pane.place(groups)

        assert pane.place(groups) == PicturePlace(0, 0)
        moves = [await after(key) for key in ("right", "down", "left", "up", "up", "left")]
        assert [(place.group, place.index) for place in moves] == [(0, 1), (1, 1), (1, 0), (0, 0), (0, 0), (0, 0)]
        assert await after("end") == PicturePlace(0, 177)
        assert pane._layout is not None
        across = pane._layout.across
        assert await after("home", "pagedown") == PicturePlace(0, across)
        assert (await after("pageup")).index == 0
        pane.post_message(MouseScrollDown(pane, 5, 5, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert pane.place(groups).group == 1
        down, wide = pane._layout.down, pane._layout.cells.width
        await pilot.press("plus")
        assert (pane._layout.down < down, pane._layout.cells.width > wide) == (True, True)
        await pilot.press("minus", "minus")
        assert (pane._layout.down > down, pane._layout.cells.width < wide) == (True, True)
        await pilot.press("equals_sign", "home", "up")
        pane.clicked(pane._layout.label + pane._layout.cells.width + 2, 0)
        await pilot.pause()
        assert pane.place(groups) == PicturePlace(0, 1)
        assert screen.data_focus.row == groups[0].rows[1]

        await pilot.press("d")
        assert "train" in str(pane.facts())
        assert "1,078 pictures" in str(pane.facts())
        await pilot.press("d", "d", "d")
        assert "1,797 pictures" in str(pane.facts())
        await pilot.press("v")
        assert pane.title() == "Pictures as the network gets them"
        await pilot.press("v")
        assert pane.title() == "Mean pictures"
        while not pane._found_means:
            await pilot.pause(0.001)
        assert "mean of 178 rows" in shown(pane)
        assert await after("down") == PicturePlace(1, 1)
        await pilot.press("v")
        screen.chosen = ChosenRows(0, np.zeros(0, int))
        await pilot.pause()
        assert "No picture is shown" in shown(pane)
        wanted: list[Message] = []
        monkeypatch.setattr(DataScreen, "on_example_wanted", lambda _screen, message: wanted.append(message))
        await pilot.press("right", "end", "enter")  # nothing to go to
        screen.chosen = ChosenRows(screen.source.rows)
        await pilot.pause()

        assert "given" not in shown(pane)
        await pilot.press("enter", "e")
        await pilot.pause()
        row = int(groups[1].rows[1])
        assert wanted == [ExampleWanted(row), ExampleWanted(row, step=True)]
