"""Ticks on the axes of a sweep's plots: round numbers, on a log axis powers of ten and figures between them."""

from collections.abc import Callable
from itertools import pairwise
from math import ceil, floor, log10
from typing import NamedTuple

import numpy as np

from core.calls import Array
from tui_mlp.models.sweep.plots.trial_axis import TrialAxis
from tui_mlp.models.sweep.trial_figures import setting_text
from tui_mlp.render.plot.round_ticks import round_labels, round_ticks
from tui_mlp.render.plot.scales import linear_scale, log_scale
from tui_mlp.render.plot.ticks import linear_range, log_range, tick_labels

FIGURES = ((1, 2, 5), (1, 3), (1,))
"""The figures of a log axis' ticks in a decade, those of the densest ticks first."""
TICK_CELLS = 7


class Tick(NamedTuple):
    """A place on an axis, and what is written there."""

    place: float
    label: str


def number_label(value: float) -> str:
    """A number at an axis: `0.001`, `1e-5`, `200`."""
    return f"{value:g}".replace("e-0", "e-").replace("e+0", "e")


def ticks_across(axis: TrialAxis, low: float, high: float, columns: int, column: Callable[[float], int]) -> list[Tick]:
    """The ticks of an axis of numbers that lies across `columns` cells, as many as there is room for.

    On a log axis `low` and `high` are exponents of ten. `column` gives the cell of a place.
    """
    if not axis.log:
        found = list[Tick]()
        for most in range(max(1, columns // TICK_CELLS), 0, -1):
            values = round_ticks(low, high, most)
            if axis.integer:
                values = [value for value in values if value.is_integer()]
            found = [Tick(value, label) for value, label in zip(values, round_labels(values), strict=True)]
            if _apart(found, column):
                break
        return found
    for figures in FIGURES:
        found = _log_ticks(low, high, figures)
        if _apart(found, column) and len(found) > 1:
            return found
    for step in range(2, 400):
        found = [tick for tick in _log_ticks(low, high, (1,)) if round(tick.place) % step == 0]
        if _apart(found, column):
            return found
    return []


def _log_ticks(low: float, high: float, figures: tuple[int, ...]) -> list[Tick]:
    decades = range(floor(low), ceil(high) + 1)
    values = [(decade + log10(figure), figure * 10.0**decade) for decade in decades for figure in figures]
    return [Tick(place, number_label(value)) for place, value in values if low - 1e-9 <= place <= high + 1e-9]


def _apart(ticks: list[Tick], column: Callable[[float], int]) -> bool:
    """Whether there are two blanks between any two labels, each centred on its tick."""
    ends = [(column(tick.place) - len(tick.label) // 2, len(tick.label)) for tick in ticks]
    return all(one[0] + one[1] + 2 <= other[0] for one, other in pairwise(ends))


class UpScale(NamedTuple):
    """The limits of an axis that goes up `rows` rows of four dots, with its labels by row from the top."""

    low: float
    high: float
    rows: int
    labels: dict[int, str]

    def row(self, place: float) -> int | None:
        """The row of a place, from the top; None beyond the limits."""
        dots = (place - self.low) / (self.high - self.low) * (4 * self.rows - 1)
        return self.rows - 1 - int(dots + 0.5) // 4 if -0.5 <= dots < 4 * self.rows - 0.5 else None


def up_scale(axis: TrialAxis, places: Array, rows: int) -> UpScale:
    """The scale that shows these places, of which those that are NaN don't count."""
    known = places[np.isfinite(places)]
    if not len(known):
        return UpScale(0.0, 1.0, rows, {})
    scale = log_scale(*log_range(known), rows) if axis.log else linear_scale(*linear_range(known), rows)
    texts = tick_labels([value for _row, value in scale.ticks])
    return UpScale(scale.low, scale.high, rows, dict(zip((row for row, _value in scale.ticks), texts, strict=True)))


def end_texts(axis: TrialAxis, low: float, high: float) -> tuple[str, str]:
    """The numbers at the two ends of an axis."""
    ends = [10.0**end if axis.log else end for end in (low, high)]
    if axis.objective is None and axis.integer:
        ends = [round(end) for end in ends]
    if axis.objective is None:
        first, last = (setting_text(axis.name, end) for end in ends)
    else:
        first, last = (number_label(float(f"{end:.3g}")) for end in ends)
    return first, last
