"""The axes of a plot of y over x, with round ticks."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from rich.cells import cell_len
from textual.strip import Strip

from tui_mlp.render.cell_text import cells, clipped
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import runs

from .axes import left_axis
from .round_ticks import round_labels, round_ticks
from .scales import linear_scale
from .series import Floats

LEAST_WIDTH, LEAST_HEIGHT = 18, 4
"""Narrower or lower plots have no axes: the points need the cells."""
_LABEL = 5
_TICK_CELLS = 7
_LARGEST, _SMALLEST = 1e300, 1e-250
_NARROWEST = 1e-12  # the least share of its size that an axis shows: below, its ticks would all be the same number


class PlaneAxes(NamedTuple):
    """Maps x from `left` to `right` and y from `low` to `high` to a plot of `columns` × `rows` cells.

    `labels` are the y ticks by row from the top. `margin` cells are left of the plot, 0 without axes.
    """

    left: float
    right: float
    low: float
    high: float
    columns: int
    rows: int
    labels: Mapping[int, str]
    margin: int

    def across(self, x: Floats) -> Floats:
        """Dots from the left, 2 a cell, not rounded; beyond the plot below 0 or above."""
        found: Floats = (x / 2 - self.left / 2) / (self.right / 2 - self.left / 2) * (2 * self.columns - 1)
        return found

    def up(self, y: Floats) -> Floats:
        """Dots from the bottom, 4 a cell, not rounded; beyond the plot below 0 or above."""
        found: Floats = (y / 2 - self.low / 2) / (self.high / 2 - self.low / 2) * (4 * self.rows - 1)
        return found

    def at_dots(self) -> Floats:
        """The x of each column of dots, 2 a cell."""
        return np.linspace(self.left, self.right, 2 * self.columns)

    def column(self, x: float) -> int | None:
        """The column of cells in which x is drawn; None beyond the plot."""
        dot = float(self.across(np.array([x]))[0])
        return int(dot + 0.5) // 2 if -0.5 <= dot < 2 * self.columns - 0.5 else None

    def row(self, y: float) -> int:
        """The row of cells, from the top, in which y is drawn; the first or last one beyond the plot."""
        dot = float(self.up(np.array([y]))[0])
        dot = min(max(dot, 0.0), 4 * self.rows - 1) if not math.isnan(dot) else 0.0
        return self.rows - 1 - int(dot + 0.5) // 4

    def place_at(self, column: int, row: int) -> tuple[float, float]:
        """The dots from the left and from the bottom of the middle of a cell, counted from the plot's top left."""
        return 2 * column + 0.5, 4 * (self.rows - 1 - row) + 1.5


def plane_axes(
    x: tuple[float, float], y: tuple[float, float], width: int, height: int, framed: bool = True
) -> PlaneAxes:
    """The axes of a plot of `width` × `height` cells in all that shows these ranges; y a little more, for round ticks.

    Where they aren't `framed`, or there is no room, the plot has all cells.
    """
    (left, right), (low, high) = _usable(*x), _usable(*y)
    whole = PlaneAxes(left, right, low, high, max(1, width), max(1, height), {}, 0)
    if not framed or width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return whole
    scale = linear_scale(low, high, height - 1)
    names = round_labels([tick for _row, tick in scale.ticks])
    labels = dict(zip((row for row, _tick in scale.ticks), names, strict=True))
    margin = max([_LABEL, *map(len, names)]) + 1
    if 2 * margin > width:
        return whole
    return PlaneAxes(left, right, scale.low, scale.high, width - margin, height - 1, labels, margin)


def y_axis(axes: PlaneAxes, row: int, palette: Palette) -> Strip:
    """One line of the axis on the left."""
    return Strip(left_axis(axes.labels.get(row), axes.margin, palette) if axes.margin else [])


def x_axis(axes: PlaneAxes, name: str, palette: Palette) -> Strip:
    """The line under the plot: round ticks, each centred on its column, and the axis' name at the right end."""
    width = axes.margin + axes.columns
    ruler = [" "] * width
    shown = clipped(name, max(0, axes.columns // 3), palette.ascii)
    room = width - cell_len(shown)
    ruler[room:] = cells(shown)
    ticks = round_ticks(axes.left, axes.right, max(1, axes.columns // _TICK_CELLS))
    cells_a_tick = max([_TICK_CELLS, *(len(label) + 2 for label in round_labels(ticks))])
    ticks = round_ticks(axes.left, axes.right, max(1, axes.columns // cells_a_tick))
    for tick, label in zip(ticks, round_labels(ticks), strict=True):
        column = axes.column(tick)
        if column is None:
            continue
        at = max(0, axes.margin + column - (len(label) - label.startswith("-")) // 2 - label.startswith("-"))
        free = at + len(label) + bool(shown) <= room
        if free and all(character == " " for character in ruler[max(0, at - 1) : at + len(label) + 1]):
            ruler[at : at + len(label)] = label
    return Strip(runs(ruler, [palette.bg.muted] * width))


def _usable(low: float, high: float) -> tuple[float, float]:
    """A range that an axis can show: finite, and not so narrow that its ticks would be one number."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return 0.0, 1.0
    low, high = max(-_LARGEST, min(low, high)), min(_LARGEST, max(low, high))
    least = max(_SMALLEST, _NARROWEST * max(abs(low), abs(high)))
    if high - low < least:
        middle = (low + high) / 2
        reach = max(least, abs(middle) * 0.05) if middle else 1.0
        return middle - reach, middle + reach
    return low, high
