"""Tiles of one size in rows: which are shown, which one is where, and their strips."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style
from textual.strip import Strip

from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.strips import fill, fit


@dataclass(frozen=True)
class Tiles:
    """`across` tiles in a row, and `down` rows that are shown at once.

    Each tile is `width` cells by `lines` lines, its caption included, with `gap` blank cells on its right. Tiles are
    numbered from 0, row by row.
    """

    across: int
    down: int
    width: int
    lines: int
    gap: int

    def rows(self, count: int) -> int:
        """The rows that `count` tiles take."""
        return -(-count // self.across)

    def top(self, before: int, tile: int | None, count: int) -> int:
        """The first row that is shown of `count` tiles, moved from `before` as little as needed to show this one."""
        return scrolled(self.rows(count), self.down, before, None if tile is None else tile // self.across)

    def shown(self, top: int, count: int) -> range:
        """The tiles of `count` that are shown from row `top` on."""
        return range(top * self.across, min(count, (top + self.down) * self.across))

    def tile_at(self, x: int, y: int, shown: range) -> int | None:
        """The one of the tiles that are shown, or the gap on its right, at a place; None beside them."""
        column = x // (self.width + self.gap)
        place = y // self.lines * self.across + column
        return shown[place] if 0 <= column < self.across and 0 <= place < len(shown) else None

    def strips(self, tiles: Sequence[Sequence[Strip]], width: int, style: Style) -> list[Strip]:
        """The tiles, each a list of strips, as strips of `width` cells."""
        filled = [fill(tile, self.width + self.gap, self.lines, style) for tile in tiles]
        rows = (filled[start : start + self.across] for start in range(0, len(filled), self.across))
        return [
            fit((segment for part in parts for segment in part), width, style)
            for row in rows
            for parts in zip(*row, strict=True)
        ]
