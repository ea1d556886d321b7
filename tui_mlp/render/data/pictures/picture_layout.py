"""How lines of pictures share their room: a class a line, as many as fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from tui_mlp.models.data.pictures.picture_groups import PictureGroup, PicturePlace
from tui_mlp.render.cell_text import widest
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.output.images.picture import Grid, Pixel, grid
from tui_mlp.text.numbers import count

LONGEST_NAME = 12
"""Cells of a name, at most."""
LEAST_LINES, LEAST_IN_CHARACTERS = 4, 6
"""The lines of a picture at first, at least: in half blocks, and in characters, which show half as many rows."""
SMALLEST = 2
"""The lines to which a person may make them."""
WANTED = 3
"""The classes to be seen at once; pictures are drawn no larger while these don't fit."""


@dataclass(frozen=True)
class PictureLayout:
    """Lines of pictures, each `lines` lines high, of which `down` are shown from group `top` on.

    A picture takes `cells`, with a blank cell on its left; `across` of them are shown, from number `start` on, behind
    `label` cells for a group's name.
    """

    cells: Grid
    label: int
    lines: int
    down: int
    across: int
    top: int
    start: int

    def place_at(self, x: int, y: int, groups: Sequence[PictureGroup]) -> PicturePlace | None:
        """The picture at a place of the body; None beside them. On a name it is the first one that is shown."""
        group, column = self.top + y // self.lines, (x - self.label) // (self.cells.width + 1)
        if x < self.label:
            column = 0
        index = self.start + column
        inside = 0 <= y < self.lines * self.down and column < self.across and group < len(groups)
        return PicturePlace(group, index) if inside and index < len(groups[group].rows) else None


def picture_layout(
    shape: Pixel,
    groups: Sequence[PictureGroup],
    place: PicturePlace,
    wanted: int | None,
    before: tuple[int, int],
    width: int,
    height: int,
    palette: Palette,
) -> PictureLayout:
    """The layout in `height` lines of `width` cells; `wanted` are the groups to be seen at once, None: what suits.

    `before` are the first group and the first picture that were shown; they move as little as needed to show `place`.
    """
    least = min(height, LEAST_LINES if palette.heat else LEAST_IN_CHARACTERS)
    natural = -(-shape[0] // 2) if palette.heat else shape[0]
    if wanted is None:
        most = max(least, min(natural + 1, height // WANTED))  # a blank line between two where there is room
        down = max(1, min(len(groups), height // most))
    else:
        down = max(1, min(wanted, len(groups), most_groups(height)))
    lines = max(1, height // down)
    names = min(LONGEST_NAME, widest(tuple(group.name for group in groups), palette.ascii))
    label = min(width // 2, max(names, *(len(count(len(group.rows))) for group in groups)) + 3)
    cells = grid(shape, max(1, width - label - 2), lines, palette)
    lines = min(lines, cells.lines + 1)
    across = max(1, (width - label - 1) // (cells.width + 1))
    longest = max((len(group.rows) for group in groups), default=0)
    top = scrolled(len(groups), down, before[0], place.group)
    start = scrolled(max(longest, across), across, before[1], place.index)
    return PictureLayout(cells, label, lines, down, across, top, start)


def most_groups(height: int) -> int:
    """The groups of which pictures may be seen at once in so many lines."""
    return max(1, height // SMALLEST)
