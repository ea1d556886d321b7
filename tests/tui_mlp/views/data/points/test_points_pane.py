"""The Points pane: each of its keys, the mouse, and that the training has the points that are shown."""

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from data_view import data_view, rows_are_read
from stepped import settled, shown, told
from textual.events import MouseDown, MouseEvent, MouseMove, MouseScrollDown, MouseScrollUp, MouseUp
from textual.pilot import Pilot
from textual.widgets import Input

from core.experiment.experiment import Experiment
from core.experiment.point_table import PointTable
from tui_mlp.models.data.points.point_sheet import PointSheet
from tui_mlp.render.frame import PADDING
from tui_mlp.session.commands import Begin
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.views.data.points.points_pane import PointsPane
from tui_mlp.views.data.screen import DataScreen

M = TypeVar("M", bound=MouseEvent)


def trained_on(session: SteppedSession) -> PointTable:
    """The points that the trainer has."""
    trainer = session.task.trainer
    return PointTable.of(trainer.experiment, trainer.data)


def sheet_of(pane: PointsPane) -> PointSheet:
    assert pane.sheet is not None
    return pane.sheet


def text(pane: PointsPane) -> str:
    return "\n".join(strip.text for strip in pane.draw(*pane.size))


async def points_pane(screen: DataScreen, pilot: Pilot[None]) -> PointsPane:
    pane = screen.query_one(PointsPane)
    screen.show_pane(pane)
    await pilot.press("z")  # alone: nothing else is drawn
    await settled(pilot)
    return pane


async def answer(pilot: Pilot[None], value: str) -> None:
    await pilot.pause()
    pilot.app.screen.query_one(Input).value = value
    await pilot.press("enter")
    await settled(pilot)


async def test_points_by_keys_and_by_mouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with data_view("moons", "data.samples=40", size=(80, 24)) as (pilot, screen, session):
        pane = await points_pane(screen, pilot)
        await by_keys(pilot, screen, pane, session)
        await by_mouse(pilot, pane, session)
        await as_a_file(pilot, pane, session)
        await while_training(pilot, pane, session)
        await with_values(pilot, pane, session)
        session.post(Begin(Experiment.load("spiral", ["data.samples=10001"]), "spiral"))
        await rows_are_read(pilot)
        assert "at most 10,000" in text(pane)
        for action in ("add", "remove_point", "take", "put_back", "turn(1)", "move(1,0)", "next_point(1)", "whole",
                       "type_value", "give", "write_table"):  # fmt: skip
            await pane.run_action(action)
        assert pilot.app.screen is screen, "no dialog"
        assert session.snapshot.experiment.data.source == "spiral", "nothing can be changed"


async def by_keys(pilot: Pilot[None], screen: DataScreen, pane: PointsPane, session: SteppedSession) -> None:
    first = trained_on(session)
    assert first.sizes == (24, 8, 8)
    await pilot.press("right_square_bracket")
    assert sheet_of(pane).point == 0
    assert screen.source is not None
    assert screen.data_focus.row == screen.source.row_of("train", 0)
    await pilot.press("left_square_bracket")
    assert sheet_of(pane).point == 39
    assert "test, class" in text(pane)

    await pilot.press(*["shift+up"] * 2, *["shift+left"] * 3)
    free = sheet_of(pane).at
    assert sheet_of(pane).point is None
    assert "no point here" in text(pane)
    await pilot.press("enter", "x", "d")
    assert told(pilot.app)[-1].startswith("There is no point at the cursor")
    await pilot.press("right", "left", "down", "up")
    assert sheet_of(pane).at == free
    await pilot.press("shift+down", "pageup", "shift+right", "shift+left", "pagedown", "shift+up")
    assert sheet_of(pane).at == free

    await pilot.press("c")
    assert "in hand: class 1  40 points" in text(pane)
    await pilot.press("C", "a")
    assert told(pilot.app)[-1].endswith(
        f"point added at {free[0]:.4g}, {free[1]:.4g}, class 0; 41 points, standardised again"
    )
    table = trained_on(session)
    assert (table.sizes, table.inputs[24], table.target_of(24)) == ((25, 8, 8), list(free), "0")
    assert session.snapshot.experiment.data.source == "inline"
    assert session.snapshot.data.class_names == ("0", "1")
    await pilot.press("u")
    assert session.snapshot.experiment.data.source == "moons", "the made points again"
    assert sheet_of(pane).table.same_points(first)
    await pilot.press("U")
    assert sheet_of(pane).table.same_points(table)
    pane.show(sheet_of(pane).at_point(24))
    await rows_are_read(pilot)
    assert screen.data_focus.row == 24, "the row of the new point"
    screen.set_focus(None)
    await pilot.pause()
    screen.data_focus = replace(screen.data_focus, row=30)  # as another pane does it
    assert sheet_of(pane).point == 30
    screen.data_focus = replace(screen.data_focus, row=24)
    screen.set_focus(pane)
    await pilot.pause()

    await pilot.press("enter", "right", "right")
    assert "moving point 25" in text(pane)
    assert trained_on(session).inputs[24] == list(free), "not before it is put down"
    await pilot.press("escape")
    assert sheet_of(pane).at == free
    await pilot.press("enter", "right", "enter")
    moved = trained_on(session).inputs[24]
    assert moved[0] > free[0]
    assert moved[1] == free[1]
    await pilot.press("c", "d")
    assert trained_on(session).target_of(24) == "1"
    await pilot.press("x")
    assert trained_on(session).same_points(first)
    assert sheet_of(pane).table.same_points(first)

    whole = sheet_of(pane).limits
    await pilot.press(*["shift+up"] * 2)
    assert sheet_of(pane).limits[3] > whole[3], "more paper beyond the edge"
    await pilot.press("home")
    assert sheet_of(pane).limits == whole
    await pilot.press(*["shift+up"] * 2, "0")
    assert sheet_of(pane).limits == whole
    await pilot.press("e")
    assert told(pilot.app)[-1].startswith("These points have classes")


def mouse(pane: PointsPane, kind: type[M], cell: tuple[int, int], button: int = 1, ctrl: bool = False) -> M:
    """A mouse event over a cell of the plane."""
    layout = pane.layout_now()
    assert layout is not None
    x, y = cell[0] + layout.margin + PADDING, cell[1] + 1
    return kind(pane, x, y, 0, 0, button, False, False, ctrl, x, y)


def cell_of(pane: PointsPane, point: int) -> tuple[int, int]:
    """The column and the row of a point's cell."""
    layout, points = pane.layout_now(), sheet_of(pane).points
    assert layout is not None
    pixel = layout.plane.pixel(float(points.x[point]), float(points.y[point]))
    assert pixel is not None
    return pixel[1], pixel[0]


async def by_mouse(pilot: Pilot[None], pane: PointsPane, session: SteppedSession) -> None:
    before = trained_on(session)
    pane.on_mouse_down(mouse(pane, MouseDown, (0, 0)))
    pane.on_mouse_up(mouse(pane, MouseUp, (5, 0)))
    assert trained_on(session).same_points(before), "let go of elsewhere"
    pane.on_mouse_down(mouse(pane, MouseDown, (0, 0)))
    pane.on_mouse_move(mouse(pane, MouseMove, (1, 0)))
    assert pilot.app.mouse_captured is pane
    pane.on_mouse_up(mouse(pane, MouseUp, (0, 0)))
    await settled(pilot)
    assert pilot.app.mouse_captured is None
    added = trained_on(session)
    assert len(added) == len(before) + 1
    assert cell_of(pane, 24) == (0, 0)

    pane.on_mouse_down(mouse(pane, MouseDown, (0, 0)))
    pane.on_mouse_move(mouse(pane, MouseMove, (3, 1)))
    assert sheet_of(pane).taken
    assert sheet_of(pane).shown.x[24] > added.inputs[24][0]
    assert trained_on(session).same_points(added), "one edit, at the end"
    pane.on_mouse_up(mouse(pane, MouseUp, (3, 1)))
    assert cell_of(pane, 24) == (3, 1)
    assert trained_on(session).inputs[24][0] > added.inputs[24][0]

    pane.on_mouse_down(mouse(pane, MouseDown, (3, 1)))
    pane.on_mouse_up(mouse(pane, MouseUp, (3, 1)))
    assert len(trained_on(session)) == len(added), "a click on a point only puts it in focus"
    pane.on_mouse_down(mouse(pane, MouseDown, (3, 1), button=3))
    assert trained_on(session).same_points(before)
    pane.on_mouse_down(mouse(pane, MouseDown, cell_of(pane, 39), ctrl=True))
    assert trained_on(session).sizes == (24, 8, 7)
    pane.on_mouse_down(mouse(pane, MouseDown, (0, 99)))
    assert pilot.app.mouse_captured is None, "beside the paper"

    hand = sheet_of(pane).target
    for kind in (MouseScrollDown, MouseScrollUp):
        getattr(pane, "on_mouse_scroll_" + ("down" if kind is MouseScrollDown else "up"))(mouse(pane, kind, (3, 3)))
        assert (sheet_of(pane).target == hand) is (kind is MouseScrollUp)

    await pilot.click(pane, offset=(12, 2))
    await settled(pilot)
    assert len(trained_on(session)) == 40, "as the app passes it on"


async def as_a_file(pilot: Pilot[None], pane: PointsPane, session: SteppedSession) -> None:
    await pilot.press("t")
    await answer(pilot, "mine")
    lines = Path("mine.csv").read_text().splitlines()
    table = trained_on(session)
    assert lines[0] == "x1,x2,class"
    assert [list(map(float, one.split(",")[:2])) for one in lines[1:]] == table.inputs
    assert [one.split(",")[2] for one in lines[1:]] == [table.target_of(point) for point in range(len(table))]
    assert "\n".join(lines) == pane.text_to_copy(False)
    assert told(pilot.app)[-1].startswith("Points written: mlp-tui ")
    Path("mine.csv").write_text("something else")
    await pilot.press("t")
    await answer(pilot, "mine")
    assert "Replace it with these points?" in shown(pilot.app)
    assert Path("mine.csv").read_text() == "something else"
    await pilot.press("escape")
    await pilot.pause()
    assert pilot.app.screen.query_one(Input).value.endswith("mine.csv"), "another name is asked for"
    await pilot.press("enter")
    await pilot.pause()
    await pilot.press("enter")
    await settled(pilot)
    assert Path("mine.csv").read_text().splitlines() == lines


async def while_training(pilot: Pilot[None], pane: PointsPane, session: SteppedSession) -> None:
    await pilot.press("n")
    session.train_on()
    await settled(pilot)
    await pilot.press("v")
    await settled(pilot)
    layout = pane.layout_now()
    assert layout is not None
    assert pane._shading(layout) is not None, "the map of the network"
    await pilot.press("b")
    session.train_on()
    rows = session.task.trainer.n
    assert session.task.trainer.batch == 1
    await pilot.press("a", "a")
    trainer = session.task.trainer
    assert (trainer.epoch, trainer.batch, trainer.n) == (1, 0, rows + 2), "the epoch begins again with them"
    await pilot.press("v")
    assert pane._shading(layout) is None


async def with_values(pilot: Pilot[None], pane: PointsPane, session: SteppedSession) -> None:
    session.post(Begin(Experiment.load("plane", ["data.samples=20"]), "plane"))
    await rows_are_read(pilot)
    hand = sheet_of(pane).hand
    await pilot.press("plus", "equals_sign", "minus")
    assert sheet_of(pane).hand == pytest.approx(hand + 0.1)
    pane.on_mouse_scroll_up(mouse(pane, MouseScrollUp, (3, 3)))
    assert sheet_of(pane).hand == pytest.approx(hand + 0.2)
    await pilot.press("e")
    await answer(pilot, "inf")
    await answer(pilot, "0.25")
    assert "in hand: y 0.25" in text(pane)
    await pilot.press("a")
    table = trained_on(session)
    assert (table.targets[12], table.sizes) == ([0.25], (13, 4, 4))
    assert session.snapshot.data.target_names == ("y",)
    assert "value 0.25; 21 points" in told(pilot.app)[-1]
    await pilot.press("shift+tab", "shift+tab")
    assert f"{session.snapshot.experiment.name}  21 rows, 3 columns" in shown(pilot.app)  # not "inline"
    await pilot.press("tab", "tab")
