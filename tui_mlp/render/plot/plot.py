"""Curves over epochs, with limits, ticks and a grid; plotext draws the lines."""

from collections.abc import Sequence

import numpy as np
from rich.cells import cell_len, set_cell_size
from textual.strip import Strip

from tui_mlp.render.cell_text import wrapped_lines
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import fill, runs
from tui_mlp.text.ascii_text import to_ascii

from .axes import PERCENT_CELLS, Axes, epoch_axis, left_axis, right_axis
from .drawing import Cells, canvas
from .scales import scale_of
from .series import Curve, Series, drawable
from .ticks import tick_labels

_LABEL = 5
_LEAST_WIDTH = 18  # narrower plots have no axes: the curve needs the cells
_LEAST_HEIGHT = 3


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
    log_epochs: bool = False,
) -> list[Strip]:
    """The curves from `first_epoch` to `last` (else the longest's end), `height` strips of `width` cells.

    Curves take turns in cells that they share. Values that aren't finite are left out, on a log axis also those that
    aren't above 0. Where a curve exceeds the limits, a mark at the top says how far. `hint` is shown in the middle
    while there is no curve, `reading` is an epoch to draw a line at. `shares` are curves with an axis of their own on
    the right, 0 at the bottom and 1 at the top; `changes` are epochs after which something was changed. `log_epochs`
    makes the axis of epochs logarithmic.
    """
    if width <= 0 or height <= 0:
        return fill((), width, height, palette.bg.blank)
    first_epoch = max(1, first_epoch)
    longest = max((one.last for one in series), default=0)
    end = max(first_epoch, longest if last is None else last)
    curves = [curve for one in series if len((curve := drawable(one, first_epoch, end, log)).epochs)]
    framed = height >= _LEAST_HEIGHT and width >= _LEAST_WIDTH
    rows = height - 1 if framed else height
    scale = scale_of([curve.values for curve in curves], log, rows)
    labels = dict(zip((row for row, _ in scale.ticks), tick_labels([tick for _, tick in scale.ticks]), strict=True))
    margin = max([_LABEL, *map(len, labels.values())]) + 1 if framed else 0
    wide = framed and width >= 2 * _LEAST_WIDTH
    shown = [len(one.label) for one in [*series, *shares] if one.label]
    beside = max(shown) + 1 if wide and shown else 0
    right = PERCENT_CELLS if wide and shares else 0
    columns = max(1, width - margin - beside - right)
    axes = Axes(first_epoch, end, scale.low, scale.high, columns, rows, log, log_epochs)
    for one in shares:
        _one, epochs, values = drawable(one, first_epoch, end, log=False)
        if curves and len(epochs):
            curves.append(Curve(one, epochs, axes.low + np.clip(values, 0, 1) * (axes.high - axes.low)))
    reading = reading if framed else None
    # Where every row has its tick, lines of a grid would be noise, and bytes on the wire.
    gridded = set(labels) if framed and len(labels) < rows else set()
    cells = canvas(curves, axes, palette, gridded, reading, changes, beside)
    if not curves:
        cells = _hinted(cells, columns + beside, palette, hint)
    lines = []
    for row, drawn in enumerate(cells):
        segments = left_axis(labels.get(row), margin, palette) if framed else []
        beyond = right_axis(row, rows, palette) if right and curves else []
        lines.append(Strip([*segments, *runs(*drawn), *beyond]))
    if framed:
        ticked = bool(curves) or last is not None
        lines.append(epoch_axis(axes, margin, width, palette, ticked, reading if curves else None))
    return fill(lines, width, height, palette.bg.blank)


def _hinted(cells: list[Cells], columns: int, palette: Palette, hint: str) -> list[Cells]:
    """The cells with the hint in the middle, its lines left-aligned with each other, wrapped where they are longer."""
    whole = (to_ascii(hint) if palette.ascii else hint).splitlines()
    lines = [part for line in whole for part in wrapped_lines(line, columns)][: len(cells)]
    longest = min(max(map(cell_len, lines), default=0), columns)
    top, left = (len(cells) - len(lines)) // 2, (columns - longest) // 2
    blank, muted = palette.bg.blank, palette.bg.muted
    for row, line in enumerate(lines, top):
        # Characters may be two cells wide here, so the row is replaced as a whole.
        text = [" " * left, set_cell_size(line, longest), " " * (columns - left - longest)]
        cells[row] = (text, [blank, muted, blank])
    return cells
