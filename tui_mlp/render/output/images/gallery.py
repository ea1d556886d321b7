"""Pictures beside and below each other, as many as fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual.strip import Strip

from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText, fill, fit

from .picture import Pixel, grid

GAP = 1
"""Cells between two pictures."""
WANTED = 12
"""The pictures to be seen at once; they are drawn no larger while these don't fit."""
LEAST_WIDE = 12
"""Cells of a picture below which it is made no smaller for the sake of others."""


@dataclass(frozen=True)
class Gallery:
    """`rows` × `columns` pictures, each of `wide` cells and `high` lines below the line of its label."""

    rows: int
    columns: int
    wide: int
    high: int

    def top(self, before: int, chosen: int, count: int) -> int:
        """The row of pictures at the top: moved from `before` as little as needed to show the chosen of `count`."""
        row, last = chosen // self.columns, max(0, -(-count // self.columns) - self.rows)
        return max(0, min(max(min(before, row), row - self.rows + 1), last))

    def place_at(self, x: int, y: int, top: int) -> int | None:
        """The place of the picture at a cell of the body, from 0; None between pictures."""
        column, row = x // (self.wide + GAP), y // (self.high + 1)
        inside = x >= 0 and y >= 0 and column < self.columns and row < self.rows and x % (self.wide + GAP) < self.wide
        return (top + row) * self.columns + column if inside else None

    def strips(
        self, pictures: Sequence[tuple[Sequence[StyledText], Sequence[Strip]]], width: int, palette: Palette
    ) -> list[Strip]:
        """The pictures with their labels, in rows."""
        blank, lines = palette.bg.blank, list[Strip]()
        for start in range(0, len(pictures), self.columns):
            row = pictures[start : start + self.columns]
            drawn = [[self._label(label, palette), *fill(strips, self.wide, self.high, blank)] for label, strips in row]
            gap = Segment(" " * GAP, blank)
            for parts in zip(*drawn, strict=True):
                joined = [segment for strip in parts for segment in (*strip, gap)]
                lines.append(fit(joined, width, blank))
        return lines

    def _label(self, label: Sequence[StyledText], palette: Palette) -> Strip:
        """The label's parts as far as they fit; the first one is cut, others are left out."""
        shown, left = list[Segment](), self.wide
        for text, style in label:
            part = clipped(text, left, palette.ascii)
            if shown and len(part) < len(text):
                break
            shown.append(Segment(part, style))
            left -= Strip([shown[-1]]).cell_length
        return fit(shown, self.wide, palette.bg.blank)


def gallery(shape: Pixel, count: int, width: int, height: int, palette: Palette, wanted: int = WANTED) -> Gallery:
    """How `count` pictures of h × w pixels are best shown in `height` lines of `width` cells.

    As large as lets `wanted` of them be seen; those of many pixels are shrunk for that, though not below LEAST_WIDE.
    """
    width, height, each = max(1, width), max(2, height), shape[1] * (1 if palette.heat else 2)
    sizes = [each * times for times in range(width // each, 0, -1)]
    sizes += [each // part for part in range(2, 9) if each // part >= min(LEAST_WIDE, width)]
    arranged = [_arranged(shape, size, width, height, palette) for size in sizes if size <= width]
    enough = [one for one in arranged if one.rows * one.columns >= min(count, wanted)]
    most = max(arranged, key=lambda one: one.rows * one.columns, default=None)
    return enough[0] if enough else most or _arranged(shape, width, width, height, palette)


def _arranged(shape: Pixel, size: int, width: int, height: int, palette: Palette) -> Gallery:
    """Pictures of at most `size` cells, as many as fit, at least one."""
    cells = grid(shape, size, height - 1, palette)
    columns, rows = (width + GAP) // (cells.width + GAP), height // (cells.lines + 1)
    return Gallery(max(1, rows), max(1, columns), cells.width, cells.lines)
