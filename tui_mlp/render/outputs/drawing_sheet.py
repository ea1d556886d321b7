"""The sheet of a drawing: the paper with the pen, and beside it what the network gets, with some text."""

from dataclasses import dataclass

from textual.strip import Strip

from core.calls import Array
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import fill
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.glyphs import glyphs

from .picture import Grid, Pixel, grid, picture

GAP = 2
SIDE_LEAST, SIDE_SHARE = 11, 3
"""The least cells beside the paper, and the part of the width that they take."""
LINES_OF_TEXT = 2
"""The lines below the paper where there is no room beside it."""


@dataclass(frozen=True)
class Sheet:
    """Where the paper lies in a body: on the left, in `cells`; `side` cells are beside it, 0 where text is below."""

    cells: Grid
    side: int

    def draw(
        self, ink: Array, pen: Pixel | None, made: Array, text: str, width: int, height: int, palette: Palette
    ) -> list[Strip]:
        """The paper's ink with the pen on it, and the picture that was made of it, both from 0 to 1, with its text."""
        blank, ground = palette.bg.blank, glyphs(palette.ascii).dotted
        paper = picture(ink, self.cells.width, self.cells.lines, palette, high=1.0, at=pen, ground=ground)
        if not self.side:
            return [*paper, *sentences(text, width, palette)]
        small = picture(made, self.side, max(1, height // 2), palette, high=1.0, ground=ground)
        beside = [*small, *sentences(text, self.side, palette)]
        pairs = zip(fill(paper, self.cells.width, height, blank), fill(beside, self.side, height, blank), strict=True)
        return [Strip([*left, *Strip.blank(GAP, blank), *right]) for left, right in pairs]


def sheet(shape: Pixel, width: int, height: int, palette: Palette) -> Sheet:
    """The sheet for a paper of some dots in `height` lines of `width` cells: as large as it can be."""
    side = max(SIDE_LEAST, width // SIDE_SHARE)
    beside = grid(shape, max(1, width - side - GAP), height, palette)
    below = grid(shape, max(1, width), max(1, height - LINES_OF_TEXT), palette)
    if width < 2 * SIDE_LEAST + GAP or beside.width < below.width / 2:
        return Sheet(below, 0)
    return Sheet(beside, width - beside.width - GAP)
