"""Levels of colour, and that what stands on a colour can be read."""

import numpy as np
import pytest
from narrowing import present
from rich._palettes import STANDARD_PALETTE
from rich.color import Color, ColorSystem

from tui_mlp.render.colours.oklab import contrast, mix
from tui_mlp.render.colours.palette import LEVELS, level, palette, ramp


def test_levels() -> None:
    values = np.array([[-2.0, -1.0, 0.0, 0.03, 0.034], [0.5, 1.0, np.nan, np.inf, -np.inf]])
    assert level(values, 1.0).tolist() == [[-15, -15, 0, 0, 1], [8, 15, 0, 15, -15]]
    assert level(np.array([1.0, np.inf]), 0.0).tolist() == [0, 15]
    assert level(1.0, float("nan")) == 0
    assert level(np.array([1e300]), 1e-300).tolist() == [15]


def test_a_change_too_small_to_see_has_the_same_level() -> None:
    values = np.linspace(-1, 1, 31)
    assert (level(values + 0.02, 1.0) == level(values - 0.02, 1.0)).all()
    assert level(values, 1.0).tolist() == list(range(-15, 16))


def test_ramps_go_through_their_three_colours() -> None:
    colours = ramp("#f59a3c", "#1c2026", "#58aefc")
    assert (colours[0], colours[LEVELS], colours[-1]) == ("#f59a3c", "#1c2026", "#58aefc")
    assert len(set(colours)) == 31
    assert mix("#000000", "#ffffff", np.array([0.0, 0.5, 1.0]))[1] == "#636363"  # half way to the eye


@pytest.mark.parametrize("dark", [True, False])
def test_figures_can_be_read_on_every_tint(dark: bool) -> None:
    for style in palette(dark).figures:
        assert style.color is not None
        assert style.bgcolor is not None
        assert contrast(style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex) >= 5.4
    for style in palette(dark, "256").figures:
        assert style.color is not None
        assert style.bgcolor is not None
        assert contrast(style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex) >= 4.5


def test_256_colours_show_the_sign_in_the_figure_and_keep_its_colours() -> None:
    shown = palette(True, "256")
    assert shown.figures[0].color != shown.figures[LEVELS].color != shown.figures[-1].color
    assert len({style.bgcolor for style in shown.figures}) == 1
    for colour in shown.heat:
        downgraded = Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor()
        assert max(abs(a - b) for a, b in zip(downgraded, present(Color.parse(colour).triplet), strict=True)) <= 10


def test_16_colours_stay_what_they_are() -> None:
    theme = palette(False, "16").theme
    for colour in (theme.fg, theme.accent, theme.validation, theme.bad):
        number = Color.parse(colour).downgrade(ColorSystem.STANDARD).number
        assert STANDARD_PALETTE[present(number)].hex == colour


def test_without_colour_there_is_none() -> None:
    shown = palette(True, "none")
    assert shown.mono
    assert not shown.heat
    assert shown.bg.on_accent.reverse
    for style in (*vars(shown.bg).values(), *vars(shown.panel).values(), *shown.figures, *shown.runs):
        for colour in (style.color, style.bgcolor):
            assert colour is None or len(set(colour.triplet)) == 1


def test_made_once() -> None:
    assert palette(True) is palette(True)
    assert palette(True) is not palette(False)
