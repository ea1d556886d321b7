"""The large form for a projector: one pane at a time, little around it, all of it readable."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from stepped import app_of, make_app, settled, shown, train_on, until
from textual.pilot import Pilot

from tui_mlp.app.app import MlpApp
from tui_mlp.app.themes import CONTRAST, DARK, LIGHT
from tui_mlp.render.colours.oklab import contrast
from tui_mlp.system.settings import Settings
from tui_mlp.views.view_screen import View
from tui_mlp.widgets.pane import Pane

VIEWS = "1234"
READABLE = 7.0
DIMMED = 4.5
"""The most contrast that is left of what lies below a dialog."""
GRID = "┈│┊"
"""Lines behind what is drawn; they are at least 3 to 1."""


def large_app(folder: Path, **options: Any) -> MlpApp:
    app = make_app(folder, big=True, **options)
    app.console = Console(color_system="truecolor", force_terminal=True, no_color=False, file=app.console.file)
    return app


def view_of(pilot: Pilot[None]) -> View:
    screen = app_of(pilot).screen
    assert isinstance(screen, View)
    return screen


def panes_shown(pilot: Pilot[None]) -> list[Pane]:
    return [pane for pane in view_of(pilot).query(Pane) if pane.can_focus and pane.size.area and pane.region.area]


@cache
def ratio_of(style: Style) -> float:
    assert style.color is not None
    assert style.bgcolor is not None
    return contrast(style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex)


def unreadable(pilot: Pilot[None]) -> Iterator[tuple[str, float]]:
    """The texts on the screen that are too faint; blocks and Braille are pictures, their colours values."""
    for strip in app_of(pilot).screen._compositor.render_strips():
        for text, style, _control in (segment for segment in strip if isinstance(segment, Segment)):
            letters = "".join(c for c in text if not ("\u2580" <= c <= "\u259f" or "\u2800" <= c <= "\u28ff")).strip()
            if not letters or style is None or style.color is None or style.bgcolor is None:
                continue
            ratio = ratio_of(style)
            if ratio < (3.0 if not letters.strip(GRID) else READABLE):
                yield text, ratio


@pytest.mark.parametrize("size", [pytest.param((80, 24), marks=pytest.mark.slow), (120, 36)])
async def test_each_view_shows_one_pane_and_all_of_it_can_be_read(tmp_path: Path, size: tuple[int, int]) -> None:
    async with large_app(tmp_path).run_test(size=size) as pilot:
        await pilot.press("s", "s", "s")
        train_on(pilot.app)
        for key in VIEWS:
            await pilot.press(key)
            await settled(pilot)
            await pilot.pause()
            view, seen = view_of(pilot), set[str]()
            for _pane in view.panes():
                (pane,) = panes_shown(pilot)
                assert pane is view.pane is view.focused
                assert list(unreadable(pilot)) == []
                seen.add(str(pane.id))
                await pilot.press("tab")
            assert seen == {str(pane.id) for pane in view.panes()}, "tab reaches every pane, again alone"
        header, footer = shown(pilot.app).splitlines()[0], shown(pilot.app).splitlines()[-1]
        assert "Runs" not in header
        assert "tanh" not in header
        assert "epoch 0" in header
        assert "P Pointer" in footer
        assert "^p" not in footer


@pytest.mark.parametrize("key", ["colon", "N"])
async def test_text_in_dialogs_can_be_read_too(tmp_path: Path, key: str) -> None:
    async with large_app(tmp_path).run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await settled(pilot)
        chosen = "Run" if key == "colon" else "100 epochs"
        assert not [text for text, ratio in unreadable(pilot) if text.strip() == chosen and ratio > DIMMED]
        assert chosen in shown(pilot.app)


async def test_keys_work_on_the_pane_alone(tmp_path: Path) -> None:
    async with large_app(tmp_path).run_test(size=(80, 24)) as pilot:
        await pilot.press("escape")
        assert len(panes_shown(pilot)) == 1, "escape leads back from a zoom, and this is none"
        await pilot.press("z")
        assert len(panes_shown(pilot)) > 1
        await pilot.press("z", "right_square_bracket", "down", "P")
        train_on(pilot.app)
        await until(pilot, "Θ(2)[1,1]")
        assert len(panes_shown(pilot)) == 1


async def test_a_click_finds_its_line_between_blank_ones(tmp_path: Path) -> None:
    async with large_app(tmp_path).run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        train_on(pilot.app)
        await pilot.press("1", "tab", "tab")
        pane = view_of(pilot).pane
        assert pane.id == "architecture"
        lines = [strip.text for strip in pane.draw(*pane.size)]
        first, second = (next(y for y, line in enumerate(lines) if word in line) for word in ("1 input", "2 hidden"))
        assert second == first + 2
        assert pane.line_at(second - 1) == pane.line_at(second) == pane.line_at(first - 1) + 1


async def test_the_menu_remembers_it_and_the_option_does_not(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    settings = Settings(file)
    settings.theme = LIGHT
    app = large_app(tmp_path, settings=settings)
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.theme == CONTRAST
        assert not settings.big
        app.action_toggle_big()
        await pilot.pause()
        assert (app.theme, settings.big) == (LIGHT, False)
        assert len(panes_shown(pilot)) > 1
        app.action_toggle_big()
        await pilot.pause()
        assert len(panes_shown(pilot)) == 1
        found = Settings(file)
        assert (found.theme, found.big) == (LIGHT, True), "the theme is still the one that was chosen"
        app.action_toggle_theme()
        await pilot.pause()
        assert app.theme == LIGHT
        assert app.palette.spaced
    again = make_app(tmp_path, settings=Settings(file))
    assert again.big
    assert again.palette.spaced
    assert make_app(tmp_path).theme == DARK
