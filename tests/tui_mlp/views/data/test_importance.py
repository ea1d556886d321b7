"""The Importance pane, key by key."""

from data_view import data_view, rows_are_read
from narrowing import present

from core.analysis.importance.importance import Importance
from core.experiment.experiment import Experiment
from tui_mlp.session.commands import Begin, Run
from tui_mlp.session.session import Goal
from tui_mlp.views.data.importance import ImportancePane

PIXELS = ("network.hidden=[2]", "data.validation_fraction=0.02")


def shown(pane: ImportancePane) -> list[str]:
    """What the pane shows, line by line."""
    return ["".join(segment.text for segment in strip) for strip in pane.draw(*pane.size)]


async def test_columns_and_pixels_by_key_and_click() -> None:
    async with data_view("iris", "training.epochs=5", size=(120, 36)) as (pilot, screen, session):
        pane = screen.query_one(ImportancePane)
        assert session.snapshot.importance.found is None, "nobody sees it yet"
        screen.show_pane(pane)
        await pilot.pause()
        assert any("initial weights" in line for line in shown(pane))
        session.post(Run(Goal.END))
        screen.poll()
        assert any("training: computed again" in line for line in shown(pane))
        session.train_on()
        screen.poll()
        assert "epoch 5" in shown(pane)[0]
        assert not any("initial weights" in line for line in shown(pane))
        found: Importance = present(session.snapshot.importance.found)
        order = [one.name for one in found.sorted_by("loss")]
        await pilot.press("home")
        assert screen.data_focus.column == order[0]
        visited = []
        for key in ("down", "down", "up", "pagedown", "pageup", "end", "down"):
            await pilot.press(key)
            visited.append(order.index(screen.data_focus.column))
        assert visited == [1, 2, 1, 3, 0, 3, 3]
        await pilot.press("left", "right")
        assert screen.data_focus.column == order[3], "a list has nothing beside it"
        await pilot.click(pane, offset=(6, 3))
        assert screen.data_focus.column == order[1]
        assert "v accuracy" in shown(pane)[-1]
        await pilot.press("v")
        assert "Importance by accuracy" in shown(pane)[0]
        assert "v loss" in shown(pane)[-1]
        copied = pane.text_to_copy(False).split("\n")
        assert len(copied) == 5
        assert copied[0].startswith("column,loss rise mean,loss rise deviation,loss rise least,loss rise greatest,acc")
        session.post(Begin(Experiment.load("digits", PIXELS)))
        screen.poll()
        await rows_are_read(pilot)
        pane = screen.query_one(ImportancePane)
        screen.show_pane(pane)
        await pilot.pause()
        pixel_names = []
        for key in ("down", "right", "right", "left", "up", "up"):
            await pilot.press(key)
            pixel_names.append(screen.data_focus.column)
        assert pixel_names == ["p9", "p10", "p11", "p10", "p2", "p2"], "8 pixels in a row"
        assert any("row 1, column 2" in line for line in shown(pane))
        await pilot.press("home")
        pixels: Importance = present(session.snapshot.importance.found)
        assert screen.data_focus.column == pixels.sorted_by("loss")[0].name
        await pilot.click(pane, offset=(2, 2))
        assert pane.pixel == (0, 0)
        await pilot.press("1")
        session.post(Run(Goal.BATCH))
        session.train_on()
        assert session.snapshot.importance.found is pixels, "not computed for a view that isn't shown"
