"""Examples as small pictures with what is wanted and given, and the loss."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from core.calls import Array
from tui_mlp.models.output.examples.example_list import ListedExample
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.output.images.picture import grid, picture
from tui_mlp.render.strips import fill, fit
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import plain_number

LEAST, MOST = 8, 14
"""The least and the most cells of a picture's width; larger pictures are drawn smaller."""
CAPTION, GAP = 8, 2
"""The least cells of what stands below a picture, and those between two."""


class Size(NamedTuple):
    """The cells and lines of a picture."""

    width: int
    lines: int


@dataclass(frozen=True)
class Sheet:
    """How pictures lie in a box: so many in a line and so many lines of them; `pitch` is the width and the height that
    each takes, `picture` the size of the picture alone.
    """

    across: int
    down: int
    pitch: Size
    picture: Size

    def number_at(self, x: int, y: int) -> int | None:
        """The number of the picture there, from 0 for the first that is drawn; None beside them."""
        column, row = x // self.pitch.width, y // self.pitch.lines
        return row * self.across + column if 0 <= column < self.across and 0 <= row < self.down else None


def sheet(shape: tuple[int, int], width: int, height: int, palette: Palette) -> Sheet:
    """How pictures of these pixels lie in `height` lines of `width` cells; at least one."""
    wide = max(LEAST, min(MOST, shape[1]))
    cells = grid(shape, wide, max(1, min(MOST, height - 1)), palette)
    one = max(cells.width, CAPTION) + GAP
    lines = cells.lines + 1
    down = max(1, height // lines)
    if (down * (lines + 1) - 1) <= height:
        lines += 1
    return Sheet(max(1, (width + GAP) // one), down, Size(one, lines), Size(cells.width, cells.lines))


def thumbnails(
    examples: Sequence[ListedExample],
    images: Sequence[Array],
    laid: Sheet,
    width: int,
    height: int,
    palette: Palette,
    at: int | None,
    high: float | None = None,
) -> list[Strip]:
    """The examples from the first on, as many as fit; `at` is the number of the one in focus, `high` the brightest."""
    blank, lines = palette.bg.blank, list[Strip]()
    for start in range(0, min(len(examples), laid.across * laid.down), laid.across):
        row = range(start, min(start + laid.across, len(examples)))
        drawn = [
            fill(picture(images[n], *laid.picture, palette, high=high), laid.pitch.width, laid.picture.lines, blank)
            for n in row
        ]
        lines += [fit([one for strip in strips for one in strip], width, blank) for strips in zip(*drawn, strict=True)]
        captions = [_caption(examples[n], laid.pitch.width, palette, n == at) for n in row]
        lines.append(fit([one for strip in captions for one in strip], width, blank))
        lines += [Strip.blank(width, blank)] * (laid.pitch.lines - laid.picture.lines - 1)
    return lines[:height]


def _caption(example: ListedExample, width: int, palette: Palette, here: bool) -> Strip:
    """What is wanted and given, and the loss; without colour a mark says which one is in focus, and which are wrong."""
    styles, marks, ascii = palette.bg, glyphs(palette.ascii), palette.ascii
    loss = loss_text(example.loss)
    style = styles.on_accent if here else styles.accent if example.right else styles.bad
    before = marks.mark if here and palette.brackets else ""
    room = width - GAP - cell_len(loss) - 1 - len(before)
    each = max(1, (room - 1) // 2)
    names = [clipped(name, each, ascii) for name in (example.wanted, example.given)]
    return fit(
        [Segment(f"{before}{names[0]}{marks.leads_to}{names[1]}", style), Segment(f" {loss}", styles.muted)],
        width,
        styles.blank,
    )


def loss_text(loss: float) -> str:
    """A loss in four cells: `3.84`, `0.07`, `12.3`, `2e4`, `inf`; `–` for NaN."""
    if isfinite(loss) and loss >= 999.5:
        return f"{loss:.0e}".replace("e+0", "e").replace("e+", "e")
    if not isfinite(loss):
        return plain_number(loss)
    return f"{loss:.2f}" if loss < 9.995 else f"{loss:.1f}" if loss < 99.95 else f"{loss:.0f}"
