"""Examples as small pictures with what is wanted and given, and the loss."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from core.calls import Array
from tui_mlp.models.output.examples.example_list import ListedExample
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.output.images.picture import Grid, grid, picture
from tui_mlp.render.output.tiles import Tiles
from tui_mlp.render.strips import fill, fit
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import plain_number

LEAST, MOST = 8, 14
"""The least and the most cells of a picture's width; larger pictures are drawn smaller."""
CAPTION, GAP = 8, 2
"""The least cells of what stands below a picture, and those between two."""


@dataclass(frozen=True)
class Thumbnails(Tiles):
    """Tiles whose upper lines are a picture in the cells of `picture`; the caption stands below it."""

    picture: Grid


def thumbnail_tiles(shape: tuple[int, int], width: int, height: int, palette: Palette) -> Thumbnails:
    """How pictures of these pixels lie in `height` lines of `width` cells; at least one."""
    wide = max(LEAST, min(MOST, shape[1]))
    cells = grid(shape, wide, max(1, min(MOST, height - 1)), palette)
    each = max(cells.width, CAPTION)
    lines = cells.lines + 1
    down = max(1, height // lines)
    if (down * (lines + 1) - 1) <= height:
        lines += 1
    return Thumbnails(max(1, (width + GAP) // (each + GAP)), down, each, lines, GAP, cells)


def thumbnails(
    examples: Sequence[ListedExample],
    images: Sequence[Array],
    layout: Thumbnails,
    width: int,
    height: int,
    palette: Palette,
    at: int | None,
) -> list[Strip]:
    """The examples, as many as are shown at once; `at` is the number of the one in focus among them."""
    cells, blank, tiles = layout.picture, palette.bg.blank, list[list[Strip]]()
    for number, (example, image) in enumerate(zip(examples, images, strict=True)):
        drawn = picture(image, cells.width, cells.lines, palette)
        caption = _caption(example, layout.width, palette, number == at)
        tiles.append([*fill(drawn, layout.width, cells.lines, blank), caption])
    return layout.strips(tiles, width, blank)[:height]


def _caption(example: ListedExample, width: int, palette: Palette, here: bool) -> Strip:
    """What is wanted and given, and the loss; without colour a mark says which one is in focus, and which are wrong."""
    styles, marks, ascii = palette.bg, glyphs(palette.ascii), palette.ascii
    loss = loss_text(example.loss)
    style = styles.on_accent if here else styles.accent if example.right else styles.bad
    before = marks.mark if here and palette.brackets else ""
    room = width - cell_len(loss) - 1 - len(before)
    each = max(1, (room - 1) // 2)
    names = [clipped(name, each, ascii) for name in (example.wanted, example.given)]
    return fit(
        [Segment(f"{before}{names[0]}{marks.leads_to}{names[1]}", style), Segment(f" {loss}", styles.muted)],
        width + GAP,
        styles.blank,
    )


def loss_text(loss: float) -> str:
    """A loss in four cells: `3.84`, `0.07`, `12.3`, `2e4`, `inf`; `–` for NaN."""
    if isfinite(loss) and loss >= 999.5:
        return f"{loss:.0e}".replace("e+0", "e").replace("e+", "e")
    if not isfinite(loss):
        return plain_number(loss)
    return f"{loss:.2f}" if loss < 9.995 else f"{loss:.1f}" if loss < 99.95 else f"{loss:.0f}"
