"""How classes, and places in a target's range, are told apart in all panes."""

from functools import lru_cache

from rich.style import Style

from core.calls import Array
from core.data.dataset import Data
from tui_mlp.render.colours.map_colours import of_class
from tui_mlp.render.colours.palette import LEVELS, Palette, Styles
from tui_mlp.render.output.plane.cells import NAMES
from tui_mlp.text.glyphs import glyphs

STEPS = 9
"""The steps of a target's range that are told apart by colour, from the least to the greatest."""


@lru_cache(maxsize=1024)
def class_style(number: int, count: int, palette: Palette) -> Style:
    """The style of one of `count` classes, by its number from 0, in the colours of maps; of no class, −1, a faint one.

    Of two classes the first is orange and the second blue, as negative and positive numbers are.
    """
    if number < 0:
        return palette.bg.faint
    if count == 2:
        return palette.bg.pos if number else palette.bg.neg
    colours = palette.map_colours.class_points.get("validation", ())
    if not colours:
        return palette.runs[number % len(palette.runs)]
    return Style(color=of_class(colours, number), bgcolor=palette.theme.bg)


def class_styles(count: int, palette: Palette) -> list[Style]:
    """The styles of all of `count` classes."""
    return [class_style(number, count, palette) for number in range(count)]


def target_style(data: Data, wanted: Array | None, target: int, palette: Palette, styles: Styles) -> Style:
    """The style of a row's class, by its s_L targets; `target` is the number of one of several targets, from 0.

    It stands on the ground of `styles`. Plain for a regression, and for a row that the network doesn't get.
    """
    if data.task != "classification" or wanted is None:
        return styles.fg
    if len(data.target_names) > 1 or len(wanted) == 1:
        return styles.pos if float(wanted[min(target, len(wanted) - 1)]) > 0 else styles.neg
    style = class_style(int(wanted.argmax()), len(wanted), palette)
    return Style(color=style.color, bgcolor=styles.fg.bgcolor)


def class_mark(number: int) -> str:
    """The character of a class where there is no colour."""
    return NAMES[number % len(NAMES)] if number >= 0 else "?"


@lru_cache(maxsize=256)
def step_style(step: int, palette: Palette) -> Style:
    """The style of a step of a target's range, from 0 to STEPS - 1; of rows without a target, −1, a faint one."""
    if step < 0:
        return palette.bg.faint
    colours = palette.map_colours.points.get("validation", ())
    if not colours:
        return palette.bg.pos if step > STEPS // 2 else palette.bg.fg if step == STEPS // 2 else palette.bg.neg
    at = round((2 * step / (STEPS - 1) - 1) * LEVELS)
    return Style(color=colours[at + LEVELS], bgcolor=palette.theme.bg)


def swatch(number: int, style: Style, palette: Palette) -> tuple[str, Style]:
    """A sample for a legend: the class's character where there is no colour, else a square."""
    return (class_mark(number) if palette.brackets else glyphs(palette.ascii).swatch), style
