"""Pictures beside and below each other, as many as fit."""

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip

from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.output.tiles import Tiles
from tui_mlp.render.strips import StyledText, fit

from .picture import Pixel, grid

GAP = 1
"""Cells between two pictures."""
WANTED = 12
"""The pictures to be seen at once; they are drawn no larger while these don't fit."""
LEAST_WIDE = 12
"""Cells of a picture below which it is made no smaller for the sake of others."""


class Gallery(Tiles):
    """Tiles that are a label and a picture below it."""

    def tile_at(self, x: int, y: int, shown: range) -> int | None:
        """The one of the pictures that are shown at a place; None beside and between them."""
        return super().tile_at(x, y, shown) if x % (self.width + self.gap) < self.width else None


def gallery(shape: Pixel, count: int, width: int, height: int, palette: Palette) -> Gallery:
    """How `count` pictures of h × w pixels are best shown in `height` lines of `width` cells.

    As large as lets WANTED of them be seen; those of many pixels are shrunk for that, though not below LEAST_WIDE.
    """
    width, height, each = max(1, width), max(2, height), shape[1] * (1 if palette.heat else 2)
    sizes = [each * times for times in range(width // each, 0, -1)]
    sizes += [each // part for part in range(2, 9) if each // part >= min(LEAST_WIDE, width)]
    arranged = [_arranged(shape, size, width, height, palette) for size in sizes if size <= width]
    enough = [one for one in arranged if one.down * one.across >= min(count, WANTED)]
    most = max(arranged, key=lambda one: one.down * one.across, default=None)
    return enough[0] if enough else most or _arranged(shape, width, width, height, palette)


def _arranged(shape: Pixel, size: int, width: int, height: int, palette: Palette) -> Gallery:
    """Pictures of at most `size` cells, as many as fit, at least one."""
    cells = grid(shape, size, height - 1, palette)
    across, lines = (width + GAP) // (cells.width + GAP), cells.lines + 1
    return Gallery(max(1, across), max(1, height // lines), cells.width, lines, GAP)


def label(parts: Sequence[StyledText], width: int, palette: Palette) -> Strip:
    """A picture's label, as many of its parts as fit; the first one is cut, others are left out."""
    shown, left = list[Segment](), width
    for text, style in parts:
        part = clipped(text, left, palette.ascii)
        if shown and len(part) < len(text):
            break
        shown.append(Segment(part, style))
        left -= Strip([shown[-1]]).cell_length
    return fit(shown, width, palette.bg.blank)
