"""A plot of y over x: points, crowds of them, curves, and marks."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from rich.style import Style
from textual.strip import Strip

from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import fill, runs
from tui_mlp.text.glyphs import glyphs

from .dots import braille, graph_dots
from .plane_axes import PlaneAxes, x_axis, y_axis
from .series import Floats, Ints

CROWDS = (4, 16, 64)
"""The numbers of points in a cell from which it is drawn in the second, the third and the fourth style."""


class Line(NamedTuple):
    """A curve through points, x ascending, broken where y isn't finite.

    Without Braille it is drawn in the character `ascii`, else in that of curves. A curve `behind` is drawn under all
    points, others over them.
    """

    x: Floats
    y: Floats
    style: Style
    behind: bool = False
    ascii: str = ""


class Points(NamedTuple):
    """Points of one kind: in `styles` by how many fall in a cell, see CROWDS; of fewer styles the last counts on.

    `mark` is the character that tells them from others where there is no colour; without one they are Braille dots.
    Points `over` curves cover them.
    """

    x: Floats
    y: Floats
    styles: Sequence[Style]
    mark: str = ""
    over: bool = False


class Mark(NamedTuple):
    """One point in a character of its own; without `y` a line from top to bottom, with `until` down or up to there."""

    x: float
    y: float | None
    glyph: str
    style: Style
    until: float | None = None


Grid = tuple[list[list[str]], list[list[Style]]]
"""The characters and their styles, row by row."""


def plane_plot(
    axes: PlaneAxes,
    palette: Palette,
    *,
    lines: Sequence[Line] = (),
    points: Sequence[Points] = (),
    marks: Sequence[Mark] = (),
    x_name: str = "",
) -> list[Strip]:
    """The plot with its axes; later points and marks cover earlier ones. What lies beyond the axes isn't drawn."""
    if axes.columns <= 0 or axes.rows <= 0:
        return []
    blank = palette.bg.blank
    grid: Grid = [[" "] * axes.columns for _ in range(axes.rows)], [[blank] * axes.columns for _ in range(axes.rows)]
    for line in lines:
        if line.behind:
            _draw_line(grid, line, axes, palette)
    _draw_points(grid, [one for one in points if not one.over], axes, palette)
    for line in lines:
        if not line.behind:
            _draw_line(grid, line, axes, palette)
    _draw_points(grid, [one for one in points if one.over], axes, palette)
    for mark in marks:
        _draw_mark(grid, mark, axes, palette)
    drawn = [Strip([*y_axis(axes, row, palette), *runs(*cells)]) for row, cells in enumerate(zip(*grid, strict=True))]
    width = axes.margin + axes.columns
    if axes.margin:
        drawn.append(x_axis(axes, x_name, palette))
    return fill(drawn, width, len(drawn), blank)


def curve_dots(axes: PlaneAxes, x: Floats, y: Floats) -> Ints:
    """The curve as Braille dots, rows × columns; where it leaves the plot it ends there."""
    with np.errstate(all="ignore"):
        heights = axes.up(np.interp(axes.at_dots(), x, np.where(np.isfinite(y), y, np.nan), np.nan, np.nan))
    dots: Ints = graph_dots(heights[None], axes.rows)[0]
    return dots


def point_counts(axes: PlaneAxes, x: Floats, y: Floats) -> tuple[Ints, Ints]:
    """How many points fall in each cell, and their Braille dots, both rows × columns."""
    with np.errstate(all="ignore"):
        across, up = np.floor(axes.across(x) + 0.5), np.floor(axes.up(y) + 0.5)
    inside = (across >= 0) & (across < 2 * axes.columns) & (up >= 0) & (up < 4 * axes.rows)  # not so for NaN
    columns, heights = across[inside].astype(np.int_), up[inside].astype(np.int_)
    place = (4 * axes.rows - 1 - heights) * 2 * axes.columns + columns
    counted = np.bincount(place, minlength=8 * axes.rows * axes.columns)
    grid = counted.reshape(4 * axes.rows, 2 * axes.columns)
    across_pairs = grid[:, ::2] + grid[:, 1::2]
    counts: Ints = across_pairs[::4] + across_pairs[1::4] + across_pairs[2::4] + across_pairs[3::4]
    return counts, braille(grid > 0)


def _draw_points(grid: Grid, points: Sequence[Points], axes: PlaneAxes, palette: Palette) -> None:
    """Later points take the colour of a cell; its dots are those of all of them, where they are drawn as dots."""
    together = np.zeros((axes.rows, axes.columns), np.int_)
    text, styles = grid
    density = glyphs(palette.ascii).density
    for one in points:
        counts, dots = point_counts(axes, one.x, one.y)
        together |= dots
        crowds = np.searchsorted(CROWDS, counts, side="right")
        by_mark = bool(one.mark) and palette.brackets
        for row, column in np.argwhere(counts).tolist():
            crowd = int(crowds[row, column])
            if by_mark:
                drawn = one.mark
            elif palette.ascii or (palette.mono and crowd > 1):
                drawn = density(CROWD_LEVELS[crowd])
            else:
                drawn = chr(0x2800 + int(together[row, column]))
            text[row][column] = drawn
            styles[row][column] = one.styles[min(crowd, len(one.styles) - 1)]


CROWD_LEVELS = (1, 5, 9, 13)
"""The levels of the density characters that stand for points, by CROWDS, where dots can't."""


def _draw_line(grid: Grid, line: Line, axes: PlaneAxes, palette: Palette) -> None:
    text, styles = grid
    character = line.ascii or glyphs(palette.ascii).solid
    dots = curve_dots(axes, line.x, line.y)
    for row, column in np.argwhere(dots).tolist():
        text[row][column] = character if palette.ascii else chr(0x2800 + int(dots[row, column]))
        styles[row][column] = line.style


def _draw_mark(grid: Grid, mark: Mark, axes: PlaneAxes, palette: Palette) -> None:
    column = axes.column(mark.x)
    if column is None:
        return
    text, styles = grid
    if mark.y is None or mark.until is not None:
        ends = (0, axes.rows - 1) if mark.y is None else sorted((axes.row(mark.y), axes.row(mark.until or 0.0)))
        for row in range(ends[0], ends[1] + 1):
            text[row][column], styles[row][column] = glyphs(palette.ascii).axis, mark.style
    if mark.y is not None and mark.glyph:
        row = axes.row(mark.y)
        text[row][column], styles[row][column] = mark.glyph, mark.style
