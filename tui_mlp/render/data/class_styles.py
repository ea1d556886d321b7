"""The colours of classes, as maps of the plane have them."""

from rich.style import Style

from core.calls import Array
from core.data.dataset import Data
from tui_mlp.render.colours.palette import Palette, Styles

from .point_styles import class_style as style_of_class


def class_style(data: Data, wanted: Array | None, target: int, palette: Palette, styles: Styles) -> Style:
    """The style of a row's class, by its s_L targets; `target` is the number of one of several targets, from 0.

    Of two classes that one output tells apart the first is orange and the second blue, as negative and positive
    numbers are. Plain for a regression, and for a row that the network doesn't get.
    """
    if data.task != "classification" or wanted is None:
        return styles.fg
    if len(data.target_names) > 1 or len(wanted) == 1:
        return styles.pos if float(wanted[min(target, len(wanted) - 1)]) > 0 else styles.neg
    style = style_of_class(int(wanted.argmax()), len(wanted), palette)
    return Style(color=style.color, bgcolor=styles.fg.bgcolor)
