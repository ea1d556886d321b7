"""Curves over epochs. plotext draws the lines in dots; limits, ticks, grid and colours are ours.

The only module that knows plotext, and it is imported when first drawn: a start of the program needn't wait for it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.texts import _

from .glyphs import Glyphs, glyphs, to_ascii
from .palette import Palette, bold
from .strips import fill, runs
from .thinning import thin
from .ticks import epoch_ticks, linear_limits, linear_ticks, log_limits, log_ticks, tick_labels

Floats = NDArray[np.float64]
Ints = NDArray[np.int_]
Cells = tuple[list[str], list[Style]]

_LABEL = 5
_LEAST_WIDTH = 18  # below, the curve needs the room more than the labels do
_LEAST_HEIGHT = 3
_PERCENT = 6  # cells of the labels on the right
_LARGEST, _SMALLEST = 1e300, 1e-250
_BEYOND = 10.0  # heights of the plot
_LEFT_DOTS = 0x47  # the left four of a Braille cell's eight dots
_BRAILLE = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])[:, None, :]  # from the top left


@dataclass(frozen=True, eq=False)
class Series:
    """One curve: `values` (n,), NaN where not evaluated, at `epochs` (n,), ascending, else from epoch 1 on; `label`
    stands at its end.
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


class _Axes(NamedTuple):
    """What maps epochs and values to dots; values, `low` and `high` are exponents of ten on a log axis."""

    first: int
    last: int
    low: float
    high: float
    columns: int
    rows: int

    def across(self, epochs: Ints) -> Ints:
        """Columns of dots, from 0 at the left."""
        steps = 2 * self.columns - 1
        span = max(1, self.last - self.first)
        columns: Ints = ((epochs - self.first) * (2 * steps) + span) // (2 * span)  # rounded, in whole numbers
        return columns

    def up(self, values: Floats) -> Floats:
        """Heights in dots, from 0 at the bottom; beyond the limits as far as it tells how much something stands out."""
        top = 4 * self.rows - 1
        return np.clip((values - self.low) / (self.high - self.low), -_BEYOND, _BEYOND) * top

    def row(self, value: float) -> int:
        """The row of cells, from 0 at the top, in which a value is drawn."""
        height = min(max(float(self.up(np.array([value]))[0]), 0.0), 4 * self.rows - 1)
        return self.rows - 1 - int(height + 0.5) // 4


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

    The first series is drawn on top. Values that aren't finite are left out, on a log axis those not above 0 too. A
    curve that leaves the limits at the top is marked there. `hint` stands in the middle while there is nothing to
    draw, `reading` is an epoch to draw a line at. `shares` are curves of their own axis on the right, 0 to 1 from the
    bottom to the top; `changes` are epochs after which something was changed.
    """
    if width <= 0 or height <= 0:
        return fill((), width, height, palette.bg.blank)
    first_epoch = max(1, first_epoch)
    longest = max((one.last for one in series), default=0)
    end = max(first_epoch, longest if last is None else last)
    curves = [curve for one in series if len((curve := _cleaned(one, first_epoch, end, log)).epochs)]
    low, high = _limits(curves, log)
    framed = height >= _LEAST_HEIGHT and width >= _LEAST_WIDTH
    rows = height - 1 if framed else height
    ticks = (log_ticks if log else linear_ticks)(low, high, rows) if curves else []
    names = tick_labels(ticks)
    margin = max([_LABEL, *map(len, names)]) + 1 if framed else 0
    beside = _PERCENT if framed and shares and width >= 2 * _LEAST_WIDTH else 0
    axes = _Axes(first_epoch, end, low, high, max(1, width - margin - beside), rows)
    for one in shares:
        epochs, values = _cleaned(one, first_epoch, end, log=False)[1:]
        if curves and len(epochs):
            curves.append(_Curve(one, epochs, low + np.clip(values, 0, 1) * (high - low)))
    # Of two in one row the lower stays, and with it the 0.
    named = reversed(list(zip(ticks, names, strict=True)))
    labels = {axes.row(math.log10(tick) if log else tick): name for tick, name in named} if framed else {}
    canvas = _canvas(curves, axes, palette, labels, reading if framed else None, changes)
    if not curves:
        canvas = _hinted(canvas, axes, palette, hint)
    lines = []
    for i, cells in enumerate(canvas):
        segments = _left(labels.get(i), margin, palette) if framed else []
        right = _right(i, rows, palette) if beside and curves else []
        lines.append(Strip([*segments, *runs(*cells), *right]))
    if framed:
        lines.append(_below(axes, margin, width, palette, bool(curves) or last is not None))
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
    values[np.abs(values) < _SMALLEST] = 0.0  # the steps of an axis would become 0 themselves
    return _Curve(series, epochs, values)


def _limits(curves: Sequence[_Curve], log: bool) -> tuple[float, float]:
    if not curves:
        return 0.0, 1.0
    values = np.concatenate([curve.values for curve in curves])
    return log_limits(values) if log else linear_limits(values)


def _canvas(
    curves: Sequence[_Curve],
    axes: _Axes,
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
            dots &= _LEFT_DOTS
        # Without colour the dots of all curves share a cell; in colour they would change sides.
        shown = dots | under if palette.mono else dots
        under |= dots
        _draw(cells, dots, shown, curve.series, marks, palette.ascii)
        label = (to_ascii(curve.series.label) if palette.ascii else curve.series.label)[:1]
        _mark_ends(cells, curve, axes, columns, marks, label)
    return cells


def line_dots(columns: Ints, heights: Floats, width: int, height: int) -> Ints:
    """The line through points as plotext draws it: height × width cells, eight dots each as Braille's low byte.

    `columns` and `heights` (n ≥ 1) count dots from the left and from the bottom; heights are cut to what is shown.
    plotext's figure makes the same dots, but takes three times as long to gather them in cells. Its lines take as long
    as they have points, so those within a level part are left out.
    """
    from plotext._utility import get_lines

    top = 4 * height - 1
    nearest = np.floor(np.clip(heights, 0, top) + 0.5).astype(np.int_)
    kept = np.ones(len(nearest), dtype=bool)
    kept[1:-1] = (nearest[1:-1] != nearest[:-2]) | (nearest[1:-1] != nearest[2:])
    across, up, _same = get_lines(columns[kept].tolist(), nearest[kept].tolist(), nearest[kept].tolist())
    dots = np.zeros((4 * height, 2 * width), dtype=np.int_)
    dots[top - np.array(up), across] = 1
    cells: Ints = (dots.reshape(height, 4, width, 2) * _BRAILLE).sum(axis=(1, 3))
    return cells


def _draw(cells: list[Cells], dots: Ints, shown: Ints, series: Series, marks: Glyphs, ascii: bool) -> None:
    for row, column in np.argwhere(dots).tolist():
        text, drawn = cells[row]
        if ascii:
            text[column] = marks.dotted if series.dotted else marks.solid
        else:
            text[column] = chr(0x2800 + int(shown[row, column]))
        drawn[column] = series.style


def _mark_ends(cells: list[Cells], curve: _Curve, axes: _Axes, columns: Ints, marks: Glyphs, label: str) -> None:
    """Where the curve leaves at the top, its label, and a point that can be seen where it is only one."""
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


def _hinted(canvas: list[Cells], axes: _Axes, palette: Palette, hint: str) -> list[Cells]:
    """The hint's lines in the middle, all from where the longest begins."""
    lines = (to_ascii(hint) if palette.ascii else hint).splitlines()[: axes.rows]
    longest = min(max(map(cell_len, lines), default=0), axes.columns)
    top, left = (axes.rows - len(lines)) // 2, (axes.columns - longest) // 2
    blank, muted = palette.bg.blank, palette.bg.muted
    for row, line in enumerate(lines, top):
        # One item may be two cells wide here, so the row is given whole.
        text = [" " * left, set_cell_size(line, longest), " " * (axes.columns - left - longest)]
        canvas[row] = (text, [blank, muted, blank])
    return canvas


def _left(label: str | None, margin: int, palette: Palette) -> list[Segment]:
    marks, styles = glyphs(palette.ascii), palette.bg
    return [
        Segment((label or "").rjust(margin - 1), styles.muted),
        Segment(marks.axis if label is None else marks.tick, styles.border),
    ]


def _right(row: int, rows: int, palette: Palette) -> list[Segment]:
    """The axis of the shares: 100 % at the top, 0 % at the bottom."""
    marks, styles = glyphs(palette.ascii), palette.bg
    label = "100 %" if row == 0 else "0 %" if row == rows - 1 else "50 %" if 2 * row == rows - 1 else ""
    return [Segment(marks.axis, styles.border), Segment(f"{label:<{_PERCENT - 1}}", styles.muted)]


def _below(axes: _Axes, margin: int, width: int, palette: Palette, ticked: bool) -> Strip:
    """The epochs under the curve, each centred on its column, as many as fit with a blank between them."""
    word = _("epoch")
    word = to_ascii(word) if palette.ascii else word
    ruler = [*word[: margin - 1].rjust(margin - 1), " ", *" " * axes.columns]
    for epoch in epoch_ticks(axes.first, axes.last, axes.columns // 10) if ticked else ():
        name = f"{epoch:,}"
        column = margin + int(axes.across(np.array([epoch]))[0]) // 2
        at = margin if epoch == axes.first else min(column - len(name) // 2, width - len(name))
        if at >= margin and all(character == " " for character in ruler[at - 1 : at + len(name) + 1]):
            ruler[at : at + len(name)] = name
    return Strip([Segment("".join(ruler[:width]), palette.bg.muted)])
