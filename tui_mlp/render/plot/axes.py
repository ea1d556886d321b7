"""The axes of a plot: their limits, how values map to dots, and their labels."""

from typing import NamedTuple

import numpy as np
from rich.segment import Segment
from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import runs
from tui_mlp.text.ascii_text import to_ascii
from tui_mlp.text.glyphs import glyphs

from .series import Floats, Ints
from .ticks import epoch_ticks

PERCENT_CELLS = 6
"""Cells of the labels on the right."""
_BEYOND = 10.0  # in heights of the plot


class Axes(NamedTuple):
    """Maps epochs and values to dots; on a log axis values, `low` and `high` are exponents of ten.

    With `log_epochs` the axis of epochs is logarithmic, so that the first epochs are as wide as the many later ones.
    """

    first: int
    last: int
    low: float
    high: float
    columns: int
    rows: int
    log: bool = False
    log_epochs: bool = False

    def across(self, epochs: Ints) -> Ints:
        """Columns of dots, from 0 at the left."""
        steps = 2 * self.columns - 1
        if self.log_epochs and self.last > self.first:
            shares = np.log(np.maximum(epochs, 1) / self.first) / np.log(self.last / self.first)
            rounded: Ints = np.floor(shares * steps + 0.5).astype(np.int_)
            return rounded
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


def epoch_axis(axes: Axes, margin: int, width: int, palette: Palette, ticked: bool, reading: int | None) -> Strip:
    """The epochs under the curves, each centred on its column, as many as fit with a blank between them.

    Of two that would touch, the one that is read stays, then the last epoch, then the first.
    """
    word = _("epoch")
    word = to_ascii(word) if palette.ascii else word
    ruler = [*word[: margin - 1].rjust(margin - 1), *" " * (width - margin + 1)]
    drawn = [palette.bg.muted] * width
    read = reading is not None and axes.first <= reading <= axes.last
    named = [reading] if read and reading is not None else []
    named += [axes.last, *_ticks(axes)] if ticked else []
    for epoch in named:
        name = f"{epoch:,}"
        column = margin + int(axes.across(np.array([epoch]))[0]) // 2
        at = max(margin, min(column - (len(name) // 2 if epoch > axes.first else 0), width - len(name)))
        if all(character == " " for character in ruler[at - 1 : at + len(name) + 1]) and at + len(name) <= width:
            ruler[at : at + len(name)] = name
            if epoch == reading:
                drawn[at : at + len(name)] = [palette.bg.accent_bold] * len(name)
    return Strip(runs(ruler[:width], drawn))


def _ticks(axes: Axes) -> list[int]:
    """The epochs to write but the last, those first that matter most where not all have room."""
    if not axes.log_epochs:
        return epoch_ticks(axes.first, axes.last, axes.columns // 10)[:-1]
    powers = [10**power for power in range(len(str(axes.last)))]
    found = [axes.first, *powers, *(figure * power for figure in (3, 2, 5) for power in powers)]
    return [epoch for epoch in dict.fromkeys(found) if axes.first <= epoch < axes.last]
