"""A plot whose two axes go from 0 to 1, as for shares and probabilities."""

from functools import lru_cache

import numpy as np
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from core.analysis.classes.thinned_curve import thinned
from tui_mlp.render.cell_text import cells, displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.plot.axes import left_axis
from tui_mlp.render.plot.dots import LEFT_DOTS, Floats, Ints, line_dots
from tui_mlp.render.strips import fill, runs
from tui_mlp.text.glyphs import glyphs

MARGIN = 4
"""Cells of the axis on the left."""
_LEAST_COLUMNS, _LEAST_ROWS = 12, 4
"""A smaller plot has no axes: the curve needs the cells."""


class UnitPlot:
    """Cells that curves and marks are drawn into, later ones over earlier ones; then its strips with their axes.

    It has `width` × `height` cells with its `axes`, which are left out where they don't fit. All x and y are from 0 to
    1; what lies beyond is drawn at the edge.
    """

    def __init__(self, width: int, height: int, palette: Palette, axes: bool = True) -> None:
        self.width, self.height, self._palette = max(0, width), max(0, height), palette
        self.framed = axes and width - MARGIN >= _LEAST_COLUMNS and height > _LEAST_ROWS
        self.columns = max(1, width - MARGIN if self.framed else width)
        self.rows = max(1, height - 1 if self.framed else height)
        blank = palette.bg.blank
        self._text = [[" "] * self.columns for _ in range(self.rows)]
        self._styles = [[blank] * self.columns for _ in range(self.rows)]
        self._glyphs = glyphs(palette.ascii)

    def column(self, x: float) -> int:
        """The column of cells, from the left."""
        return int(min(max(x, 0.0), 1.0) * (2 * self.columns - 1) + 0.5) // 2

    def row(self, y: float) -> int:
        """The row of cells, from the top."""
        return self.rows - 1 - int(min(max(y, 0.0), 1.0) * (4 * self.rows - 1) + 0.5) // 4

    def band(self, x: Floats, low: Floats, high: Floats) -> None:
        """A tint behind what lies between two curves, x ascending; nothing where colours are too few for it."""
        palette = self._palette
        if palette.colors not in ("truecolor", "256") or palette.ascii or not len(x):
            return
        at = np.linspace(0, 1, 2 * self.columns)[1::2]
        for column, (bottom, top) in enumerate(zip(np.interp(at, x, low), np.interp(at, x, high), strict=True)):
            for row in range(self.row(float(top)), self.row(float(bottom)) + 1):
                self._styles[row][column] = _tinted(self._styles[row][column], palette.theme.grid)

    def curve(self, x: Floats, y: Floats, style: Style, faint: bool = False) -> None:
        """A line through points, x ascending; a `faint` one has fewer dots, so that it is told from others."""
        if not len(x):
            return
        kept = thinned(x, y, 2 * self.columns)
        columns = np.floor(np.clip(x[kept], 0, 1) * (2 * self.columns - 1) + 0.5).astype(np.int_)
        dots = line_dots(columns, np.clip(y[kept], 0, 1) * (4 * self.rows - 1), self.columns, self.rows)
        self._put_dots(dots & LEFT_DOTS if faint and not self._palette.ascii else dots, style, faint)

    def upright(self, x: float, low: float, high: float, style: Style, dotted: bool = False) -> None:
        """A vertical line from one y to another."""
        column = self.column(x)
        for row in range(self.row(high), self.row(low) + 1):
            self._put(row, column, self._glyphs.change if dotted else self._glyphs.axis, style)

    def level(self, y: float, left: float, right: float, style: Style) -> None:
        """A horizontal line from one x to another."""
        row = self.row(y)
        for column in range(self.column(left), self.column(right) + 1):
            self._put(row, column, self._glyphs.across, style)

    def mark(self, x: float, y: float, style: Style, glyph: str = "") -> None:
        """One point, as the character for the one in focus or as another one."""
        self._put(self.row(y), self.column(x), glyph or self._glyphs.here, style)

    def bars(self, counts: Ints, rows: int, style: Style, most: int) -> None:
        """Bars from the bottom up, one for each column of cells; `rows` high for `most`. One above 0 can be seen."""
        eighths = np.ceil(counts * (8 * min(rows, self.rows) / max(1, most))).astype(int)
        for column, high in enumerate(eighths[: self.columns].tolist()):
            for above in range(-(-high // 8)):
                self._put(self.rows - 1 - above, column, self._glyphs.bars[min(8, high - 8 * above)], style)

    def strips(self, x_name: str) -> list[Strip]:
        """`height` strips of `width` cells, the axes named 0, 0.5 and 1, that below the plot with its name."""
        palette, lines = self._palette, []
        labels = {self.row(1.0): "1", self.row(0.5): "0.5", self.row(0.0): "0"}
        for row, (text, styles) in enumerate(zip(self._text, self._styles, strict=True)):
            axis = left_axis(labels.get(row), MARGIN, palette) if self.framed else []
            lines.append(Strip([*axis, *runs(text, styles)]))
        if self.framed:
            lines.append(self._x_axis(displayed(x_name, palette.ascii)))
        return fill(lines, self.width, self.height, palette.bg.blank)

    def _x_axis(self, name: str) -> Strip:
        ruler = [" "] * self.width
        ruler[MARGIN], ruler[-1] = "0", "1"
        middle = MARGIN + self.column(0.5) - 1
        if self.columns >= 2 * cell_len(name) + 12:
            ruler[middle : middle + 3] = "0.5"
        ends = self.width - 2 - cell_len(name)
        if ends > MARGIN + 1:
            ruler[ends : ends + cell_len(name)] = cells(name)
        return Strip(runs(ruler, [self._palette.bg.muted] * self.width))

    def _put_dots(self, dots: Ints, style: Style, faint: bool) -> None:
        ascii, marks = self._palette.ascii, self._glyphs
        for row, column in np.argwhere(dots).tolist():
            character = (marks.dotted if faint else marks.solid) if ascii else chr(0x2800 + int(dots[row, column]))
            self._put(row, column, character, style)

    def _put(self, row: int, column: int, character: str, style: Style) -> None:
        behind = self._styles[row][column].bgcolor
        self._text[row][column] = character
        self._styles[row][column] = style if behind == style.bgcolor else _over(style, behind.name if behind else "")


@lru_cache(maxsize=512)
def _tinted(style: Style, colour: str) -> Style:
    return style + Style(bgcolor=colour)


@lru_cache(maxsize=512)
def _over(style: Style, colour: str) -> Style:
    """The style on the tint that is there already, unless it is inverse."""
    return style if style.reverse or not colour else style + Style(bgcolor=colour)
