"""The colours of classes and labels where many rows are counted."""

from rich.style import Style

from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.data.point_styles import class_style


def group_styles(count: int, palette: Palette) -> list[Style]:
    """A style for each of `count` classes: of two the first is orange and the second blue, as single rows are drawn."""
    return [class_style(number, count, palette) for number in range(count)]
