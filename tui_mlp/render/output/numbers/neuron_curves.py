"""The neurons of a layer over one input, a small curve of each."""

from typing import NamedTuple

import numpy as np
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.analysis.maps.curve import Range
from core.analysis.maps.neuron_maps import Outgoing
from core.calls import Array
from core.support.i18n import _
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.output.plane.neuron_maps import weight_style
from tui_mlp.render.output.tiles import Tiles
from tui_mlp.render.plot.dots import BRAILLE, Ints, graph_dots
from tui_mlp.render.plot.plane_axes import plane_axes
from tui_mlp.render.plot.plane_plot import Line, Mark, plane_plot
from tui_mlp.render.strips import StyledText, fill, runs
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count, data_number, figure5, plain_number

from .group_line import group_line

GAP = 1
"""Blank cells between two curves beside each other."""
WEIGHT = 5
"""Cells of a weight."""
ROWS = (2, 6)
"""The least and the most lines of a small curve."""


class NeuronCurves(NamedTuple):
    """What is drawn: `A`, n × s_l, at `x`, n numbers ascending, and the weights that the neurons go out by.

    `focus` is the neuron in focus, from 0, `values` the range that all curves have, `at` the x of the example in focus,
    None where there is none.
    """

    x: Array
    A: Array
    outgoing: Outgoing
    focus: int
    values: Range
    at: float | None = None


def curve_tiles(neurons: int, width: int, height: int) -> Tiles:
    """The layout of `neurons` curves, each below its heading, that shows as many as possible, as high as possible.

    A curve is at least as wide as its number and its weight.
    """
    least = len(str(neurons)) + 1 + WEIGHT
    most = max(1, (width + GAP) // (least + GAP))
    low, high = (rows + 1 for rows in ROWS)
    whole = [columns for columns in range(1, most + 1) if -(-neurons // columns) * low <= height]
    columns = min(whole, key=lambda columns: _badness(neurons, columns, height, high), default=most)
    needed = -(-neurons // columns)
    lines = min(high, max(low, height // needed))
    down = min(max(1, height // lines), needed)
    return Tiles(columns, down, max(1, (width + GAP) // columns - GAP), lines, GAP)


def curves_shown(layout: Tiles, neurons: int, focus: int) -> range:
    """The neurons whose curves are shown, from 0: the row of the one in focus is in the middle, where it can be."""
    top = min(focus // layout.across - layout.down // 2, layout.rows(neurons) - layout.down)
    return layout.shown(max(0, top), neurons)


def _badness(neurons: int, columns: int, height: int, high: int) -> tuple[int, int]:
    """Curves that are too low count first, then places without a curve."""
    lines = -(-neurons // columns)
    return max(0, high - height // lines), columns * lines - neurons


def neuron_curves(drawn: NeuronCurves, layout: Tiles, width: int, height: int, palette: Palette) -> list[Strip]:
    """The curves in their layout, `height` strips of `width` cells."""
    shown, rows = list(curves_shown(layout, drawn.A.shape[1], drawn.focus)), layout.lines - 1
    places = np.linspace(0, len(drawn.x) - 1, 2 * layout.width).round().astype(int)
    low, high = drawn.values
    with np.errstate(all="ignore"):
        heights = (drawn.A[places][:, shown].T.astype(float) - low) / (high - low or 1.0) * (4 * rows - 1)
    heights[~np.isfinite(heights)] = np.nan
    dots, ground = graph_dots(heights, rows), _ground(drawn, layout, palette)
    found = [_tile(drawn, neuron, own, ground, layout.width, palette) for neuron, own in zip(shown, dots, strict=True)]
    return fill(layout.strips(found, width, palette.bg.blank), width, height, palette.bg.blank)


def large_neuron_curve(
    drawn: NeuronCurves, width: int, height: int, x_range: Range, x_name: str, palette: Palette
) -> list[Strip]:
    """The curve of the neuron in focus with its axes, `height` strips of `width` cells."""
    styles, outgoing = palette.bg, drawn.outgoing
    weight, named = float(outgoing.weights[drawn.focus]), _("weight") if outgoing.signed else _("‖weights‖")
    heading: list[list[StyledText]] = [
        [(_("neuron {}").format(count(drawn.focus + 1)), styles.accent_bold)],
        [(f"{named} ", styles.muted), (plain_number(weight), weight_style(weight, outgoing.signed, palette))],
    ]
    low, high = drawn.values
    margin = 0.03 * (high - low)
    axes = plane_axes(x_range, (low - margin, high + margin), width, max(1, height - 1))
    ends, level = np.array([axes.left, axes.right]), np.zeros(2)
    lines = [
        Line(ends, level, styles.grid, behind=True, ascii="-"),
        Line(drawn.x, drawn.A[:, drawn.focus], styles.fg),
    ]
    marks = []
    if drawn.at is not None and np.isfinite(value := np.interp(drawn.at, drawn.x, drawn.A[:, drawn.focus])):
        heading.append([("a ", styles.muted), (data_number(float(value)), styles.accent)])
        marks.append(Mark(drawn.at, float(value), glyphs(palette.ascii).point, styles.accent_bold))
    plotted = plane_plot(axes, palette, lines=lines, marks=marks, x_name=x_name)
    return fill([group_line(heading, width, palette), *plotted], width, height, styles.blank)


_Ground = tuple[list[list[str]], list[list[Style]]]
"""What lies under all curves: characters and styles, row by row."""


def _ground(drawn: NeuronCurves, layout: Tiles, palette: Palette) -> _Ground:
    """The line at 0, and that at the example in focus."""
    marks, styles, rows = glyphs(palette.ascii), palette.bg, layout.lines - 1
    text = [[" "] * layout.width for _row in range(rows)]
    drawn_in = [[styles.blank] * layout.width for _row in range(rows)]
    axes = plane_axes((float(drawn.x[0]), float(drawn.x[-1])), drawn.values, layout.width, rows, framed=False)
    if drawn.values[0] <= 0 <= drawn.values[1]:
        row, dot = axes.row(0.0), int(axes.up(np.zeros(1))[0] + 0.5) % 4
        level = chr(0x2800 + int(BRAILLE[3 - dot].sum()))
        text[row] = ["-" if palette.ascii else level] * layout.width
        drawn_in[row] = [styles.grid] * layout.width
    if drawn.at is not None and (column := axes.column(drawn.at)) is not None:
        for row in range(rows):
            text[row][column], drawn_in[row][column] = marks.change, styles.border
    return text, drawn_in


def _tile(drawn: NeuronCurves, neuron: int, dots: Ints, ground: _Ground, width: int, palette: Palette) -> list[Strip]:
    """The heading of a neuron, and its curve under it."""
    styles, weight = palette.bg, float(drawn.outgoing.weights[neuron])
    here, number = neuron == drawn.focus, str(neuron + 1)
    if here and palette.brackets and len(number) + 2 + WEIGHT <= width:
        number = f"{glyphs(palette.ascii).mark}{number}"
    number = number[:width]
    figure = figure5(weight).strip()
    if len(number) + 1 + len(figure) > width:  # a part of a figure would be another figure
        figure = ""
    heading = [
        Segment(number, styles.on_accent if here else styles.muted),
        Segment(figure.rjust(width - len(number)), weight_style(weight, drawn.outgoing.signed, palette)),
    ]
    lines, solid, style = [Strip(heading)], glyphs(palette.ascii).solid, styles.accent if here else styles.fg
    for text, under, row in zip(*ground, dots.tolist(), strict=True):
        characters = [
            (solid if palette.ascii else chr(0x2800 + cell)) if cell else other
            for cell, other in zip(row, text, strict=True)
        ]
        styled = [style if cell else other for cell, other in zip(row, under, strict=True)]
        lines.append(Strip(runs(characters, styled)))
    return lines
