"""Ticks on the axes of a sweep's plots."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from math import ceil, floor, log10
from typing import NamedTuple

import numpy as np

from core.calls import Array
from tui_mlp.models.sweep.plots.trial_axis import TrialAxis
from tui_mlp.models.sweep.trial_figures import setting_text
from tui_mlp.render.plot.round_ticks import round_labels, round_ticks
from tui_mlp.render.plot.ticks import linear_range, log_range, tick_labels

FIGURES = ((1, 2, 5), (1, 3), (1,))
"""The figures of a log axis' ticks in a decade, those of the densest ticks first."""
TICK_CELLS = 7
"""The cells that a tick's label and the blanks beside it take, at the least."""
MOST_UP = 6
"""Ticks of a linear axis that goes up."""
ROWS_APART = 6
"""With as many rows, labels have a row between them."""
MARGIN = 0.03
"""The share of the range that is left free at its ends."""


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

    def fit(ticks: list[Tick]) -> bool:
        """Whether there are two blanks between any two labels, each centred on its tick."""
        ends = [(column(tick.place) - len(tick.label) // 2, len(tick.label)) for tick in ticks]
        return all(one[0] + one[1] + 2 <= other[0] for one, other in pairwise(ends))

    return _densest(axis, low, high, max(1, columns // TICK_CELLS), fit)


def _densest(axis: TrialAxis, low: float, high: float, most: int, fit: Callable[[list[Tick]], bool]) -> list[Tick]:
    """The most ticks that fit; on a log axis powers of ten and figures between them, on a short one round numbers."""
    best = list[Tick]()
    for found in _log_choices(low, high) if axis.log else ():
        if fit(found) and len(found) > len(best):
            best = found
    if len(best) > 1:
        return best
    for number in range(most, 0, -1):
        found = _round_ticks(axis, low, high, number)
        if fit(found) and len(found) > len(best):
            return found
    return best


def _log_choices(low: float, high: float) -> Iterator[list[Tick]]:
    """Ticks at figures of each decade, then at every second, third … power of ten."""
    for figures in FIGURES:
        yield _log_ticks(low, high, figures)
    for step in range(2, ceil(high) - floor(low) + 1):
        yield [tick for tick in _log_ticks(low, high, (1,)) if round(tick.place) % step == 0]


def _log_ticks(low: float, high: float, figures: tuple[int, ...]) -> list[Tick]:
    decades = range(floor(low), ceil(high) + 1)
    values = [(decade + log10(figure), figure * 10.0**decade) for decade in decades for figure in figures]
    return [Tick(place, number_label(value)) for place, value in values if low - 1e-9 <= place <= high + 1e-9]


def _round_ticks(axis: TrialAxis, low: float, high: float, most: int) -> list[Tick]:
    """At most `most` round numbers, evenly spaced but for a log axis."""
    first, last = (10.0**low, 10.0**high) if axis.log else (low, high)
    values = [value for value in round_ticks(first, last, most) if not axis.integer or value.is_integer()]
    places = [log10(value) if axis.log else value for value in values if value > 0 or not axis.log]
    return [Tick(place, label) for place, label in zip(places, round_labels(values), strict=True)]


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

    def rows_of(self, places: Array) -> Array:
        """The rows of places, (n,), all of them numbers: −1 for those above the limits, the last for those below."""
        dots = (places - self.low) / (self.high - self.low) * (4 * self.rows - 1)
        rows = self.rows - 1 - np.floor(dots + 0.5) // 4
        found: Array = np.clip(rows, -1, self.rows - 1).astype(np.int_)
        return found


def up_scale(axis: TrialAxis, places: Array, rows: int) -> UpScale:
    """The scale that shows these places, of which those that are NaN don't count; a few far above don't extend it."""
    known = places[np.isfinite(places)]
    if not len(known):
        return UpScale(0.0, 1.0, rows, {})
    low, high = log_range(known) if axis.log else linear_range(known)
    margin = MARGIN * (high - low)
    scale = UpScale(low - margin if axis.log or low else low, high + margin, rows, {})
    apart = 2 if rows >= ROWS_APART else 1

    def fit(ticks: list[Tick]) -> bool:
        at = [scale.row(tick.place) for tick in ticks]
        return all(one is not None and other is not None and one - other >= apart for one, other in pairwise(at))

    ticks = _densest(axis, scale.low, scale.high, max(2, min(MOST_UP, rows // apart)), fit)
    texts = tick_labels([10.0**tick.place if axis.log else tick.place for tick in ticks])
    rows_of = [(scale.row(tick.place), text) for tick, text in zip(ticks, texts, strict=True)]
    return scale._replace(labels={row: text for row, text in rows_of if row is not None})


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
