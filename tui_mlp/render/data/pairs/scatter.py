"""Two columns of numbers as points: their classes, or their targets, in colours."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from rich.style import Style
from textual.strip import Strip

from core.calls import Array
from tui_mlp.models.data.pairs.column_pair import ColumnPair
from tui_mlp.render.colours.palette import Palette, bold
from tui_mlp.render.data.class_styles import STEPS, class_mark, class_style, step_style
from tui_mlp.render.output.numbers.predictions import crowd_styles
from tui_mlp.render.plot.plane_axes import PlaneAxes, plane_axes
from tui_mlp.render.plot.plane_plot import Line, Mark, Points, plane_plot
from tui_mlp.text.glyphs import glyphs

from .cell_groups import cell_groups, cells_of_points


def scatter_axes(pair: ColumnPair, width: int, height: int) -> PlaneAxes:
    """The axes that show all points that are drawn."""
    return plane_axes(range_of(pair.across), range_of(pair.up), width, height)


def range_of(values: Array) -> tuple[float, float]:
    """The least and the greatest of finite numbers; 0 and 1 without any."""
    return (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)


def scatter(pair: ColumnPair, axes: PlaneAxes, here: tuple[float, float], palette: Palette) -> list[Strip]:
    """The points, those of a cell in the colour of most of them, brighter where many fall together.

    `here` are the values of the row in focus; NaN where it has none.
    """
    lines = []
    if pair.trend is not None:
        lines.append(Line(*pair.trend, bold(palette.bg.accent)))
    marks = []
    if np.isfinite(here).all():
        marks.append(Mark(*here, glyphs(palette.ascii).here, palette.bg.on_accent))
    return plane_plot(axes, palette, lines=lines, points=_points(pair, axes, palette), marks=marks)


def _points(pair: ColumnPair, axes: PlaneAxes, palette: Palette) -> list[Points]:
    """The points by the group of their cells."""
    dots_right, dots_up = np.floor(axes.across(pair.across) + 0.5), np.floor(axes.up(pair.up) + 0.5)
    cells, inside = cells_of_points(dots_right / 2, dots_up / 4, axes.columns, axes.rows)
    shown = pair if inside.all() else _part(pair, inside)
    groups = cell_groups(shown, cells)
    found = []
    for number in np.unique(groups).tolist():
        own = groups == number
        styles, mark = _styles(pair, number, palette)
        found.append(Points(shown.across[own], shown.up[own], styles, mark))
    return found


def _part(pair: ColumnPair, which: Array) -> ColumnPair:
    groups, levels = (None if each is None else each[which] for each in (pair.groups, pair.levels))
    return replace(pair, across=pair.across[which], up=pair.up[which], groups=groups, levels=levels)


def _styles(pair: ColumnPair, number: int, palette: Palette) -> tuple[Sequence[Style], str]:
    """The styles of a group by how many points fall in a cell, and its character where there is no colour."""
    if pair.groups is not None:
        style = class_style(number, len(pair.names), palette)
        return (style, style, bold(style)), class_mark(number)
    if pair.levels is not None:
        style = step_style(number, palette)
        return (style, style, bold(style)), str(round(number / (STEPS - 1) * 9)) if number >= 0 else "?"
    return crowd_styles(palette), ""
