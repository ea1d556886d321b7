"""The axis below points: numbers, or a band for each value of a list."""

from typing import NamedTuple

import numpy as np
from textual.strip import Strip

from core.calls import Array
from tui_mlp.models.sweep.plots.trial_axis import TrialAxis
from tui_mlp.models.sweep.trial_figures import key_label, setting_text
from tui_mlp.render.cell_text import cells, clipped, displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import runs

from .axis_ticks import ticks_across


class Across(NamedTuple):
    """The axis below: from `low` to `high` over `columns` cells, with the places of each choice in a band."""

    axis: TrialAxis
    low: float
    high: float
    columns: int

    def column(self, place: float) -> int:
        """The cell of a place; of a choice, the middle of its band."""
        return int(self.columns_of(np.array([place]))[0])

    def columns_of(self, places: Array) -> Array:
        """The cells of places, (n,), all of them numbers."""
        if self.axis.choices:
            return ((places + 0.5) * self.band).astype(np.int_)
        span = self.high - self.low
        shares = (places - self.low) / span if span > 0 else np.full(len(places), 0.5)
        return np.clip(np.rint(shares * (self.columns - 1)), 0, self.columns - 1).astype(np.int_)

    @property
    def band(self) -> float:
        """The cells that each choice has."""
        return self.columns / max(1, len(self.axis.choices))


def axis_below(across: Across, margin: int, width: int, palette: Palette) -> Strip:
    """The line under the plot: ticks, or the choices in the middles of their bands; the key's name at the left."""
    ruler, ascii = [" "] * width, palette.ascii
    axis = across.axis
    if axis.objective is None:
        name = displayed(key_label(axis.name), ascii)
        if len(cells(name)) < margin:
            ruler[: len(cells(name))] = cells(name)
    if axis.choices:
        room = max(1, int(across.band) - 1)
        for place, value in enumerate(axis.choices):
            text = cells(clipped(setting_text(axis.name, value), room, ascii))
            at = max(margin, min(margin + across.column(place) - (len(text) - 1) // 2, width - len(text)))
            if all(one == " " for one in ruler[at : at + len(text)]):
                ruler[at : at + len(text)] = text
    else:
        for tick in ticks_across(axis, across.low, across.high, across.columns, across.column):
            at = max(margin, min(margin + across.column(tick.place) - len(tick.label) // 2, width - len(tick.label)))
            if all(one == " " for one in ruler[max(0, at - 1) : at + len(tick.label) + 1]):
                ruler[at : at + len(tick.label)] = tick.label
    return Strip(runs(ruler[:width], [palette.bg.muted] * width))
