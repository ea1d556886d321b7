"""Widgets that are strips: what they give Textual is what Textual itself would have made of them."""

from pathlib import Path

import pytest
from rich.style import Style
from stepped import make_app
from textual._compositor import Compositor
from textual.filter import Monochrome
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui_mlp.widgets.canvas import Canvas


def cells(strips: list[Strip]) -> list[list[tuple[str, Style | None]]]:
    """Every character with its style."""
    return [[(character, style) for text, style, _ in strip for character in text] for strip in strips]


@pytest.mark.parametrize(
    ("view", "colour"),
    [("1", "truecolor"), ("2", "truecolor"), ("5", "truecolor"), ("1", "no colour"), ("2", "a filter")],
)
async def test_lines_are_those_that_textual_makes_of_the_strips(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, view: str, colour: str
) -> None:
    if colour == "no colour":
        monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(tmp_path)
    if colour == "a filter":
        app._filters.append(Monochrome())  # as TEXTUAL_FILTERS adds some
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        await pilot.press("n", view)
        await pilot.pause()
        canvases = [widget for widget in app.screen.query(Canvas) if widget.display and all(widget.size)]
        assert len(canvases) > 3
        for widget in canvases:
            width, height = widget.size
            assert (width, height) == widget.outer_size, "a frame of Textual's isn't drawn"
            for crop in (Region(0, 0, width, height), Region(1, height // 2, width // 2, 1), Region(0, 0, 1, 1)):
                assert cells(widget.render_lines(crop)) == cells(Widget.render_lines(widget, crop)), widget


async def test_strips_of_another_width_are_cut_or_filled(tmp_path: Path) -> None:
    """Just resized, there are still those of before."""
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 36)):
        widget = next(iter(app.screen.query(Canvas)))
        width = widget.size.width
        for other in (width - 5, width + 5):
            widget._strips = [strip.adjust_cell_length(other, app.palette.bg.blank) for strip in widget._strips]
            (line,) = widget.render_lines(Region(0, 0, width, 1))
            assert line.cell_length == width


@pytest.mark.parametrize("view", ["1", "2", "5"])
async def test_another_pane_draws_the_two_panes_not_the_whole_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(160, 48)) as pilot:
        await pilot.press("n", view)
        await pilot.pause()
        whole = []
        draw = Compositor.render_full_update
        monkeypatch.setattr(Compositor, "render_full_update", lambda *given: whole.append(given) or draw(*given))  # type: ignore[func-returns-value]
        before = app.focused
        await pilot.press("tab")
        await pilot.pause()
        assert app.focused is not before
        assert not whole
