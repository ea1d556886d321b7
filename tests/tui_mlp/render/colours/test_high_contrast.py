"""The high-contrast theme: everything that is text can be read from the last row."""

from collections.abc import Iterator

import pytest
from narrowing import present
from rich.style import Style

from tui_mlp.render.colours.oklab import contrast
from tui_mlp.render.colours.palette import Colors, Palette, palette

COLOURS: tuple[Colors, ...] = ("truecolor", "256", "none")


def text_styles(shown: Palette) -> Iterator[Style]:
    """All styles that text is drawn in; grid lines stand behind what is drawn."""
    for styles in (shown.bg, shown.panel):
        yield from (style for name, style in vars(styles).items() if name != "grid")
    yield from (*shown.figures, *shown.lit, *shown.dimmed, *shown.runs)


def ratio(style: Style) -> float:
    ends = present(style.color).get_truecolor().hex, present(style.bgcolor).get_truecolor().hex
    return contrast(*ends)


@pytest.mark.parametrize("colors", COLOURS)
def test_text_has_seven_to_one(colors: Colors) -> None:
    shown = palette(colors=colors, high_contrast=True)
    assert min(map(ratio, text_styles(shown))) >= 7
    assert ratio(shown.bg.grid) >= 3
    assert shown.theme.bg == "#000000"
    assert shown.theme.fg == "#ffffff"


@pytest.mark.parametrize("colors", COLOURS[:2])
def test_what_is_drawn_stands_out(colors: Colors) -> None:
    shown = palette(colors=colors, high_contrast=True)
    assert min(contrast(end, "#000000") for end in (shown.heat[0], shown.heat[-1])) >= 7
    names = {colour for of_split in shown.map_colours.class_points.values() for colour in of_split}
    assert min(contrast(colour, shown.theme.panel) for colour in names) >= 6.9
    assert shown.map_colours.border == "#ffffff"


def test_blue_stays_positive_and_orange_negative() -> None:
    shown = palette(high_contrast=True)
    red, _green, blue = present(shown.bg.pos.color).get_truecolor()
    assert blue > red
    red, _green, blue = present(shown.bg.neg.color).get_truecolor()
    assert red > blue
