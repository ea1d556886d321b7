"""Drawing by keys and by mouse: what the sheet shows, what the network gets, what is kept, what can be stepped."""

from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from stepped import make_app, screen_of, settled, shown, told, train_on
from textual.events import MouseDown, MouseEvent, MouseMove, MouseUp
from textual.pilot import Pilot
from textual.widgets import Input

from tui_mlp.models.output.output_focus import OutputFocus
from tui_mlp.render.frame import PADDING
from tui_mlp.views.output.images.draw import DrawPane
from tui_mlp.views.output.screen import OutputScreen
from tui_mlp.views.step.screen import StepScreen

M = TypeVar("M", bound=MouseEvent)

TEXT = '[data]\nsource = "digits"\nsamples = 300\n[network]\nhidden = [8]\n[training]\nepochs = 2\n'


async def draw_pane(pilot: Pilot[None]) -> DrawPane:
    """The pane on its page, in focus."""
    await pilot.press("3")
    await pilot.pause()
    screen = screen_of(pilot.app, OutputScreen)
    screen.output_focus = OutputFocus(page="draw")
    await pilot.pause()
    pane = screen.query_one(DrawPane)
    screen.show_pane(pane)
    await pilot.pause()
    return pane


def text(pane: DrawPane) -> str:
    return "\n".join(strip.text for strip in pane.draw(*pane.size))


def values_of(pane: DrawPane) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    example = pane.output_focus.example
    assert example is not None
    assert example.values is not None
    assert not example.split, "a drawn picture is no row"
    return example.values


def strokes(pane: DrawPane) -> int:
    return len(pane.shown.drawing.strokes)


async def test_each_key(tmp_path: Path) -> None:
    app = make_app(tmp_path, TEXT)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("n")
        train_on(app)
        pane = await draw_pane(pilot)
        assert "Press and" in text(pane)
        await pilot.press("enter", "escape", "k", "right_square_bracket")
        assert told(app)[-2:] == ["There is nothing new to keep.", "No drawing is kept yet: k keeps this one."]

        await pilot.press("right", "down", "shift+left")
        assert not strokes(pane), "a pen that is up draws nothing"
        await pilot.press("x")
        assert "draws" in text(pane)
        await pilot.press(*["shift+up"] * 3, *["right"] * 3)
        assert strokes(pane) == 1
        assert len(pane.shown.drawing.strokes[0].points) == 7
        before = values_of(pane)
        copied = [list(map(float, line.split(","))) for line in pane.text_to_copy(False).splitlines()]
        np.testing.assert_array_equal(np.ravel(copied), before)
        assert np.shape(copied) == (8, 8)
        assert before.shape == (64,)
        assert before.max() == 1
        assert (16 * before == np.rint(16 * before)).all(), "counts of 4 × 4 dots"
        rows = before.reshape(8, 8)
        assert rows[0].any()
        assert rows[-1].any(), "stretched over the whole height, as the data"

        await pilot.press("v")
        in_place = values_of(pane).reshape(8, 8)
        assert "gets: where" in text(pane)
        assert not in_place[-1].any()
        await pilot.press("v")
        np.testing.assert_array_equal(values_of(pane), before)

        await pilot.press("x")
        assert "draws" not in text(pane)
        await pilot.press("shift+down", "X", "shift+down", "X")
        assert strokes(pane) == 2
        assert pane.shown.drawing.strokes[1].erases
        await pilot.press("backspace")
        assert strokes(pane) == 1
        np.testing.assert_array_equal(values_of(pane), before)

        await pilot.press("k")
        assert told(app)[-1] == "1 drawing of digits is kept for this session."
        assert "Drawing 1 of 1" in text(pane)
        await pilot.press("delete")
        assert strokes(pane) == 0
        assert not values_of(pane).any()
        await pilot.press("right_square_bracket")
        assert strokes(pane) == 1
        await pilot.press("left_square_bracket")
        assert strokes(pane) == 0
        kept = app.kept_drawings["digits", *"0123456789"].kept
        assert len(kept) == 1, "of this source, whatever panes there are"
        assert len(kept[0].drawing.strokes) == 1


async def test_the_copy_has_the_numbers_of_the_datas_pixels(tmp_path: Path) -> None:
    images = np.zeros((40, 8, 8))
    images[:, 2:6, 3] = 255
    np.savez(tmp_path / "some.npz", images=images, labels=np.arange(40) % 2)
    app = make_app(tmp_path, '[data]\nsource = "some.npz"\n[network]\nhidden = [2]\n')
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await draw_pane(pilot)
        await pilot.press("x", "shift+down", "shift+down")
        copied = [list(map(float, line.split(","))) for line in pane.text_to_copy(False).splitlines()]
        np.testing.assert_array_equal(np.ravel(copied), values_of(pane))
        assert np.max(copied) == 255, "not ink from 0 to 1"


async def answer(pilot: Pilot[None], text: str) -> None:
    """Type an answer to the question on the screen."""
    pilot.app.screen.query_one(Input).value = text
    await pilot.press("enter")
    await settled(pilot)


async def test_a_drawing_is_made_by_mouse_named_and_stepped(tmp_path: Path) -> None:
    """One app for both: to start it costs more than they."""
    app = make_app(tmp_path, TEXT)
    async with app.run_test(size=(120, 36)) as pilot:
        pane = await draw_pane(pilot)
        await by_mouse(pilot, pane)
        await pilot.press("delete", "x", "shift+down", "shift+down", "x", "t")
        await answer(pilot, "11")
        assert "expected one of 0, 1, 2" in shown(app)
        await answer(pilot, "1")
        example = pane.output_focus.example
        assert example is not None
        assert example.target is not None
        assert example.target.tolist() == np.eye(10)[1].tolist()
        assert "it is 1" in text(pane)
        drawn = values_of(pane)

        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, StepScreen)
        train_on(app)
        X = app.session.snapshot.stepping.alone[0].writes.value
        np.testing.assert_allclose(X[0, 1:], drawn)
        stepped = app.session.snapshot.stepping.shown[0].context.alone
        assert stepped is not None
        assert stepped.target is example.target, "what it shows, so that it has an error"

        await pilot.press("3", "delete", "x", "shift+down", "enter")
        await answer(pilot, "")
        assert isinstance(app.screen, StepScreen), "without an error to send back"
        await pilot.press("3", "enter")
        await answer(pilot, "7")
        assert isinstance(app.screen, StepScreen), "asked first what it is, then stepped"
        assert pane.shown.target is not None
        assert pane.shown.target.tolist() == np.eye(10)[7].tolist()


def mouse(pane: DrawPane, kind: type[M], x: int, y: int, button: int = 1, shift: bool = False) -> M:
    """A mouse event over a place of the body."""
    x, y = x + PADDING, y + 1
    return kind(pane, x, y, 0, 0, button, shift, False, False, x, y)


async def by_mouse(pilot: Pilot[None], pane: DrawPane) -> None:
    """The mouse draws lines between its places, and erases."""
    pane.on_mouse_down(mouse(pane, MouseDown, 4, 4))
    assert pilot.app.mouse_captured is pane
    for x in (10, 20):
        pane.on_mouse_move(mouse(pane, MouseMove, x, 4))
    pane.on_mouse_move(mouse(pane, MouseMove, 500, -7))
    pane.on_mouse_up(mouse(pane, MouseUp, 500, -7))
    await settled(pilot)
    assert pilot.app.mouse_captured is None
    (stroke,) = pane.shown.drawing.strokes
    assert len(stroke.points) == 4
    assert stroke.points[-1] == (0.0, 1.0), "the nearest place on the paper"
    dots = pane.shown.drawing.ink(50, 50, 3)
    assert dots[int(50 * stroke.points[0][0])].astype(bool).sum() > 15, "a line, not single dots"
    assert values_of(pane).any()

    full = values_of(pane)
    for button, shift in ((3, False), (1, True)):
        pane.on_mouse_down(mouse(pane, MouseDown, 12, 4, button, shift))
        pane.on_mouse_up(mouse(pane, MouseUp, 12, 4))
        assert pane.shown.drawing.strokes[-1].erases
        assert (values_of(pane) != full).any()
        await pilot.press("backspace")
        np.testing.assert_array_equal(values_of(pane), full)

    pane.on_mouse_down(mouse(pane, MouseDown, 75, 30))
    assert strokes(pane) == 1, "beside the paper"
    pane.on_mouse_move(mouse(pane, MouseMove, 5, 5))
    assert strokes(pane) == 1

    await pilot.mouse_down(pane, offset=(6, 4))
    await pilot.hover(pane, offset=(14, 8))
    await pilot.mouse_up(pane, offset=(14, 8))
    await settled(pilot)
    assert [len(stroke.points) for stroke in pane.shown.drawing.strokes] == [4, 2], "as the app passes it on"


@pytest.mark.parametrize("terminal", ["NO_COLOR", "ascii"])
async def test_paper_and_pen_show_in_any_terminal_and_size(
    terminal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if terminal == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(tmp_path, TEXT, ascii=terminal == "ascii")
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await draw_pane(pilot)
        await pilot.press("x", "shift+down", "shift+left")
        drawn = text(pane)
        if terminal == "NO_COLOR":
            assert "█" in drawn
            assert "····" in drawn
        if terminal == "ascii":
            assert "#" in drawn
            assert drawn.isascii()
        for width, height in ((1, 1), (5, 3), (20, 8), (34, 20), (200, 60)):
            assert [strip.cell_length for strip in pane.draw(width, height)] == [width] * height
