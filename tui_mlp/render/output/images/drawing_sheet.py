"""The paper of a drawing, and beside it what the network gets."""

from dataclasses import dataclass

from textual.strip import Strip

from core.calls import Array
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import two_columns
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.glyphs import glyphs

from .picture import Grid, Pixel, grid, picture

GAP = 2
SIDE_LEAST, SIDE_SHARE = 11, 4
"""The least cells beside the paper, and the part of the width that they take."""
WORTH = 2 / 3
"""The least width of the paper beside something else, as a share of that which it has alone."""
LINES_OF_TEXT = 2
"""The lines below the paper where there is no room beside it."""


@dataclass(frozen=True)
class Sheet:
    """Where the paper lies in a body: on the left, in `cells`, whose `shape` are its dots.

    `side` cells are beside it, 0 where the text is below.
    """

    cells: Grid
    side: int

    def draw(
        self, ink: Array, pen: Pixel | None, made: Array, text: str, width: int, height: int, palette: Palette
    ) -> list[Strip]:
        """The paper's ink with the pen on it, and the picture that was made of it, both from 0 to 1, with its text."""
        ground = glyphs(palette.ascii).dotted
        paper = picture(ink, self.cells.width, self.cells.lines, palette, high=1.0, at=pen, ground=ground)
        if not self.side:
            return [*paper, *sentences(text, width, palette)]
        small = picture(made, self.side, max(1, height // 2), palette, high=1.0, ground=ground)
        beside = [*small, *sentences(text, self.side, palette)]
        return two_columns(paper, beside, self.cells.width, width, palette.bg.blank)[:height]


def sheet(shape: Pixel, width: int, height: int, palette: Palette) -> Sheet:
    """The sheet for pictures of h × w pixels in `height` lines of `width` cells: as large as it can be.

    The dots of its paper are as many as can be shown, whatever the pixels: strokes have no pixels of their own.
    """
    side = max(SIDE_LEAST, width // SIDE_SHARE)
    beside = _paper(shape, width - side - GAP, height, palette)
    below = _paper(shape, width, height - LINES_OF_TEXT, palette)
    if beside.width < WORTH * below.width:
        return Sheet(below, 0)
    return Sheet(beside, width - beside.width - GAP)


def _paper(shape: Pixel, width: int, height: int, palette: Palette) -> Grid:
    width, height = max(1, width), max(1, height)
    each = min(width / shape[1], 2 * height / shape[0])
    dots = max(2, int(shape[0] * each + 1e-9) // 2 * 2), max(1, int(shape[1] * each + 1e-9))  # whole lines
    return grid(dots, width, height, palette)
