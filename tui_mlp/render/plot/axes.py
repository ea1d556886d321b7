"""The axes of a plot: their limits, how values map to dots, and their labels."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.segment import Segment
from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.render.colours.palette import Palette
from tui_mlp.text.ascii_text import to_ascii
from tui_mlp.text.glyphs import glyphs

from .ticks import epoch_ticks, linear_limits, log_limits

Floats = NDArray[np.float64]
Ints = NDArray[np.int_]

PERCENT_CELLS = 6
"""Cells of the labels on the right."""
_BEYOND = 10.0  # in heights of the plot


class Axes(NamedTuple):
    """Maps epochs and values to dots; on a log axis values, `low` and `high` are exponents of ten."""

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
        columns: Ints = ((epochs - self.first) * (2 * steps) + span) // (2 * span)  # rounded in integer arithmetic
        return columns

    def up(self, values: Floats) -> Floats:
        """Heights in dots, from 0 at the bottom; clipped ten heights of the plot beyond the limits."""
        top = 4 * self.rows - 1
        return np.clip((values - self.low) / (self.high - self.low), -_BEYOND, _BEYOND) * top

    def row(self, value: float) -> int:
        """The row of cells, from 0 at the top, in which a value is drawn."""
        height = min(max(float(self.up(np.array([value]))[0]), 0.0), 4 * self.rows - 1)
        return self.rows - 1 - int(height + 0.5) // 4


def limits_of(values: Sequence[Floats], log: bool) -> tuple[float, float]:
    """The lowest and the highest value of an axis that shows all these values."""
    if not values:
        return 0.0, 1.0
    together = np.concatenate(values)
    return log_limits(together) if log else linear_limits(together)


def left_axis(label: str | None, margin: int, palette: Palette) -> list[Segment]:
    """One line of the axis on the left, `margin` cells, with a tick if it has a label."""
    marks, styles = glyphs(palette.ascii), palette.bg
    return [
        Segment((label or "").rjust(margin - 1), styles.muted),
        Segment(marks.axis if label is None else marks.tick, styles.border),
    ]


def right_axis(row: int, rows: int, palette: Palette) -> list[Segment]:
    """One line of the axis for shares: 100 % at the top, 0 % at the bottom."""
    marks, styles = glyphs(palette.ascii), palette.bg
    label = "100 %" if row == 0 else "0 %" if row == rows - 1 else "50 %" if 2 * row == rows - 1 else ""
    return [Segment(marks.axis, styles.border), Segment(f"{label:<{PERCENT_CELLS - 1}}", styles.muted)]


def epoch_axis(axes: Axes, margin: int, width: int, palette: Palette, ticked: bool) -> Strip:
    """The epochs under the curves, each centred on its column, as many as fit with a blank between them."""
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
