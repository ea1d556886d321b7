"""A bar in one line for a share from 0 to 1, such as a probability."""

from functools import lru_cache
from math import isnan

from rich.segment import Segment
from rich.style import Style

from tui_mlp.render.colours.palette import Palette
from tui_mlp.text.glyphs import glyphs


def share_bar(share: float, width: int, style: Style, palette: Palette) -> list[Segment]:
    """`width` cells, filled up to the share by half cells, so that a change too small to see repaints nothing.

    NaN leaves it empty; a share outside 0 and 1 is drawn as the nearer of these. In ASCII it is filled by whole cells.
    """
    if width <= 0:
        return []
    marks, trough = glyphs(palette.ascii), _trough(style, palette)
    filled = 0.0 if isnan(share) else width * min(1.0, max(0.0, share))
    whole, rest = (round(filled), 0) if palette.ascii else divmod(round(2 * filled), 2)
    found = marks.full * whole + marks.half * rest
    return [Segment(text, drawn) for text, drawn in ((found, trough), (" " * (width - whole - rest), trough)) if text]


@lru_cache(maxsize=64)
def _trough(style: Style, palette: Palette) -> Style:
    """The style on the ground that shows how long the bar can get, where the terminal has colours for it."""
    return Style(color=style.color, bgcolor=palette.theme.grid) if palette.heat else style
