"""Curves over epochs, with limits, ticks and a grid; plotext draws the lines."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len, set_cell_size
from rich.style import Style
from textual.strip import Strip

from tui_mlp.render.colours.palette import Palette, bold
from tui_mlp.render.strips import fill, runs
from tui_mlp.text.ascii_text import to_ascii
from tui_mlp.text.glyphs import Glyphs, glyphs

from .axes import PERCENT_CELLS, Axes, Floats, Ints, epoch_axis, left_axis, limits_of, right_axis
from .dots import LEFT_DOTS, line_dots
from .downsampling import thin
from .ticks import linear_ticks, log_ticks, tick_labels

Cells = tuple[list[str], list[Style]]

_LABEL = 5
_LEAST_WIDTH = 18  # narrower plots have no axes: the curve needs the cells
_LEAST_HEIGHT = 3
_LARGEST, _SMALLEST = 1e300, 1e-250


@dataclass(frozen=True, eq=False)
class Series:
    """One curve: `values` (n,) at `epochs` (n,), NaN where not evaluated.

    `epochs` ascend; without them, values begin at epoch 1. `label` stands at the curve's end.
    """

    values: NDArray[np.floating]
    style: Style
    dotted: bool = False
    label: str = ""
    epochs: NDArray[np.floating] | None = None

    @property
    def last(self) -> int:
        """The last epoch, 0 without any."""
        return len(self.values) if self.epochs is None else int(self.epochs[-1]) if len(self.epochs) else 0


class _Curve(NamedTuple):
    """A series that has points in the window: their epochs and finite values, exponents of ten on a log axis."""

    series: Series
    epochs: Ints
    values: Floats


def plot(
    series: Sequence[Series],
    width: int,
    height: int,
    palette: Palette,
    *,
    log: bool = False,
    first_epoch: int = 1,
    last: int | None = None,
    hint: str = "",
    reading: int | None = None,
    shares: Sequence[Series] = (),
    changes: Sequence[int] = (),
) -> list[Strip]:
    """The curves from `first_epoch` to `last` (else the longest's end), `height` strips of `width` cells.

    The first series is drawn on top. Values that aren't finite are left out, on a log axis also those that aren't above
    0. A curve that exceeds the limits is marked at the top. `hint` is shown in the middle while there is no curve,
    `reading` is an epoch to draw a line at. `shares` are curves with an axis of their own on the right, 0 at the bottom
    and 1 at the top; `changes` are epochs after which something was changed.
    """
    if width <= 0 or height <= 0:
        return fill((), width, height, palette.bg.blank)
    first_epoch = max(1, first_epoch)
    longest = max((one.last for one in series), default=0)
    end = max(first_epoch, longest if last is None else last)
    curves = [curve for one in series if len((curve := _cleaned(one, first_epoch, end, log)).epochs)]
    low, high = limits_of([curve.values for curve in curves], log)
    framed = height >= _LEAST_HEIGHT and width >= _LEAST_WIDTH
    rows = height - 1 if framed else height
    ticks = (log_ticks if log else linear_ticks)(low, high, rows) if curves else []
    names = tick_labels(ticks)
    margin = max([_LABEL, *map(len, names)]) + 1 if framed else 0
    beside = PERCENT_CELLS if framed and shares and width >= 2 * _LEAST_WIDTH else 0
    axes = Axes(first_epoch, end, low, high, max(1, width - margin - beside), rows)
    for one in shares:
        epochs, values = _cleaned(one, first_epoch, end, log=False)[1:]
        if curves and len(epochs):
            curves.append(_Curve(one, epochs, low + np.clip(values, 0, 1) * (high - low)))
    # Of two ticks in one row the lower is kept, so that 0 always has its label.
    named = reversed(list(zip(ticks, names, strict=True)))
    labels = {axes.row(math.log10(tick) if log else tick): name for tick, name in named} if framed else {}
    canvas = _canvas(curves, axes, palette, labels, reading if framed else None, changes)
    if not curves:
        canvas = _hinted(canvas, axes, palette, hint)
    lines = []
    for i, cells in enumerate(canvas):
        segments = left_axis(labels.get(i), margin, palette) if framed else []
        right = right_axis(i, rows, palette) if beside and curves else []
        lines.append(Strip([*segments, *runs(*cells), *right]))
    if framed:
        lines.append(epoch_axis(axes, margin, width, palette, bool(curves) or last is not None))
    return fill(lines, width, height, palette.bg.blank)


def _cleaned(series: Series, first: int, last: int, log: bool) -> _Curve:
    start, stop = (first - 1, last) if series.epochs is None else np.searchsorted(series.epochs, (first, last + 1))
    values = np.asarray(series.values[start:stop], dtype=np.float64)
    usable = np.isfinite(values)
    if log:
        usable &= values > 0
    at = np.flatnonzero(usable)
    values = np.clip(values if len(at) == len(values) else values[at], -_LARGEST, _LARGEST)
    epochs = at + first if series.epochs is None else series.epochs[start:stop][at].astype(np.int_)
    if log:
        return _Curve(series, epochs, np.log10(np.maximum(values, _SMALLEST)))
    values[np.abs(values) < _SMALLEST] = 0.0  # the steps of the axis would underflow to 0
    return _Curve(series, epochs, values)


def _canvas(
    curves: Sequence[_Curve],
    axes: Axes,
    palette: Palette,
    labels: dict[int, str],
    reading: int | None,
    changes: Sequence[int],
) -> list[Cells]:
    """Rows of (characters, styles), the curves over the grid."""
    marks, styles = glyphs(palette.ascii), palette.bg
    cells: list[Cells] = [
        ([marks.grid if row in labels else " "] * axes.columns, [styles.grid] * axes.columns)
        for row in range(axes.rows)
    ]
    for epoch in changes:
        if axes.first <= epoch <= axes.last:
            column = int(axes.across(np.array([epoch]))[0]) // 2
            for text, drawn in cells:
                text[column], drawn[column] = marks.change, styles.grid
            cells[0][0][column], cells[0][1][column] = marks.down, styles.warn
    if reading is not None and axes.first <= reading <= axes.last:
        column = int(axes.across(np.array([reading]))[0]) // 2
        for text, drawn in cells:
            text[column], drawn[column] = marks.axis, styles.accent
    under = np.zeros((axes.rows, axes.columns), dtype=np.int_)
    for curve in reversed(curves):
        columns, heights = axes.across(curve.epochs), axes.up(curve.values)
        dots = line_dots(*thin(columns, heights), axes.columns, axes.rows)
        if curve.series.dotted and not palette.ascii:
            dots &= LEFT_DOTS
        # Without colour a cell shows the dots of all curves; a coloured cell belongs to one curve.
        shown = dots | under if palette.mono else dots
        under |= dots
        _draw(cells, dots, shown, curve.series, marks, palette.ascii)
        label = (to_ascii(curve.series.label) if palette.ascii else curve.series.label)[:1]
        _mark_ends(cells, curve, axes, columns, marks, label)
    return cells


def _draw(cells: list[Cells], dots: Ints, shown: Ints, series: Series, marks: Glyphs, ascii: bool) -> None:
    for row, column in np.argwhere(dots).tolist():
        text, drawn = cells[row]
        if ascii:
            text[column] = marks.dotted if series.dotted else marks.solid
        else:
            text[column] = chr(0x2800 + int(shown[row, column]))
        drawn[column] = series.style


def _mark_ends(cells: list[Cells], curve: _Curve, axes: Axes, columns: Ints, marks: Glyphs, label: str) -> None:
    """Draw a mark where the curve leaves at the top, its label, and a visible point where it has only one."""
    series = curve.series
    for column in np.unique(columns[curve.values > axes.high] // 2).tolist():
        cells[0][0][column], cells[0][1][column] = marks.up, series.style
    row, column = axes.row(float(curve.values[-1])), int(columns[-1]) // 2
    text, drawn = cells[row]
    if len(columns) == 1:
        text[column], drawn[column] = marks.point, series.style
    if label:
        column = min(column + 1, axes.columns - 1)
        text[column], drawn[column] = label, bold(series.style)


def _hinted(canvas: list[Cells], axes: Axes, palette: Palette, hint: str) -> list[Cells]:
    """The canvas with the hint's lines in the middle, left-aligned with each other."""
    lines = (to_ascii(hint) if palette.ascii else hint).splitlines()[: axes.rows]
    longest = min(max(map(cell_len, lines), default=0), axes.columns)
    top, left = (axes.rows - len(lines)) // 2, (axes.columns - longest) // 2
    blank, muted = palette.bg.blank, palette.bg.muted
    for row, line in enumerate(lines, top):
        # Characters may be two cells wide here, so the row is replaced as a whole.
        text = [" " * left, set_cell_size(line, longest), " " * (axes.columns - left - longest)]
        canvas[row] = (text, [blank, muted, blank])
    return canvas
