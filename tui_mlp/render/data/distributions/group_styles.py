"""The colours of classes and labels where many rows are counted."""

from rich.style import Style

from tui_mlp.render.colours.palette import Palette


def group_styles(count: int, palette: Palette) -> list[Style]:
    """A style for each of `count` classes: of two the first is orange and the second blue, as single rows are drawn."""
    if count == 2:
        return [palette.bg.neg, palette.bg.pos]
    return [palette.runs[number % len(palette.runs)] for number in range(count)]
