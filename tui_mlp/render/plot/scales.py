"""The scale of an axis of values: its limits, and round ticks, evenly spaced.

A tick's value lies one dot above the bottom of its row, beside the middle of the label.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from .ticks import Values, linear_range, log_range

_ROW = 4  # dots
_TICK = 1  # dots from the bottom of a row to the value of its tick
_TICKS = (4, 6)  # at least and at most, where there are rows enough
_APART = 5  # rows: tall plots have more ticks, one each so many rows, as no range would fit closely
_TRIED = 3  # fitting units for each number of rows between two ticks

_LINEAR = (
    (1.0, 1.0),
    (1.5, 1.4),
    (2.0, 1.0),
    (2.5, 1.1),
    (3.0, 1.25),
    (4.0, 1.15),
    (5.0, 1.0),
    (6.0, 1.25),
    (8.0, 1.3),
)
"""Steps between ticks, and by how much more room they must use than 1, 2 and 5, which are easier to read."""
_THIRDS, _HALVES = (1.0, 2.0, 5.0), (1.0, 3.0)
_FIFTHS, _TENTHS = (1.0, 1.6, 2.5, 4.0, 6.3), (1.0, 1.25, 1.6, 2.0, 2.5, 3.2, 4.0, 5.0, 6.3, 8.0)
"""Round figures that divide a power of ten into equal factors, nearly: preferred numbers as in ISO 3."""
_NEAR_ENOUGH = {_THIRDS: 3, _HALVES: 6}
"""The most rows between two ticks for which such a figure is within about a dot of its place."""


class Scale(NamedTuple):
    """Limits, and ticks as (row from the top, value); on a log axis `low` and `high` are exponents of ten."""

    low: float
    high: float
    ticks: Sequence[tuple[int, float]] = ()


class _Place(NamedTuple):
    """Ticks at `first` × `unit` and on, `gap` rows apart, the first one `below` rows above the bottom."""

    unit: float
    first: int
    gap: int
    below: int

    def scale(self, rows: int) -> tuple[float, float, list[tuple[int, int]]]:
        """The limits, and the (row, multiple of the unit) of each tick."""
        dot = self.unit / (_ROW * self.gap)
        low = self.first * self.unit - (_ROW * self.below + _TICK) * dot
        at = range(rows - 1 - self.below, -1, -self.gap)
        return low, low + (_ROW * rows - 1) * dot, [(row, self.first + i) for i, row in enumerate(at)]


def scale_of(values: Sequence[Values], log: bool, rows: int) -> Scale:
    """The scale for an axis of `rows` rows that shows all these values, exponents of ten on a log axis."""
    if not values:
        return Scale(0.0, 1.0)
    together = np.concatenate(values)
    return log_scale(*log_range(together), rows) if log else linear_scale(*linear_range(together), rows)


def linear_scale(low: float, high: float, rows: int) -> Scale:
    """The scale from `low` or a little below to `high` or above."""
    place = _placed(low, high, rows, log=False)
    low, high, ticks = place.scale(rows)
    return Scale(low, high, [(row, multiple * place.unit) for row, multiple in ticks])


def log_scale(low: float, high: float, rows: int) -> Scale:
    """The scale from 10^low or a little below to 10^high or above: decades, or figures that divide one equally."""
    place = _placed(low, high, rows, log=True)
    low, high, ticks = place.scale(rows)
    if place.unit >= 1:
        return Scale(low, high, [(row, 10.0 ** (multiple * place.unit)) for row, multiple in ticks])
    figures = next(figures for figures in (_HALVES, _THIRDS, _FIFTHS, _TENTHS) if 1 / len(figures) == place.unit)
    values = []
    for row, multiple in ticks:
        decade, part = divmod(multiple, len(figures))
        values.append((row, figures[part] * 10.0**decade))
    return Scale(low, high, values)


def _placed(low: float, high: float, rows: int, log: bool) -> _Place:
    """Where the ticks stand so that the values use as many of the rows as possible."""
    best, least = None, math.inf
    for gap in _gaps(rows):
        narrowest, fitting = (high - low) * gap / rows, 0
        for unit, weight in _log_units(narrowest, gap) if log else _linear_units(narrowest):
            place = next(filter(None, (_fitted(low, high, rows, unit, gap, below) for below in range(gap))), None)
            fitting += place is not None
            if place is not None and (best is None or unit / gap * weight < least):
                best, least = place, unit / gap * weight
            if fitting == _TRIED:  # the first one always comes: the units grow without end
                break
    assert best is not None
    return best


def _fitted(low: float, high: float, rows: int, unit: float, gap: int, below: int) -> _Place | None:
    """The place of such ticks with which all values are within half a dot of the rows; None if there is none."""
    dot = unit / (_ROW * gap)
    first = math.floor((low + (_ROW * below + _TICK + 0.5) * dot) / unit + 1e-9)
    top = first * unit + (_ROW * (rows - below) - _TICK - 0.5) * dot
    return _Place(unit, first, gap, below) if high <= top + 1e-9 * dot else None


def _gaps(rows: int) -> list[int]:
    """The numbers of rows between two ticks with which there are enough ticks, and not too many."""
    fewest, most = _TICKS
    fewest -= rows == most  # else every row would have a tick
    most = max(most, (rows - 1) // _APART + 1)
    return [gap for gap in range(1, rows) if fewest <= (rows - 1) // gap + 1 <= most] or [1]


def _linear_units(least: float) -> Iterator[tuple[float, float]]:
    """Round steps of at least `least`, ascending, each with its weight."""
    power = math.floor(math.log10(least))
    while True:
        for step, weight in _LINEAR:
            if step * 10.0**power >= least * (1 - 1e-9):
                yield step * 10.0**power, weight
        power += 1


def _log_units(least: float, gap: int) -> Iterator[tuple[float, float]]:
    """Parts of a decade or whole decades of at least `least`, ascending, each with its weight."""
    for figures, weight in ((_TENTHS, 1.2), (_FIFTHS, 1.2), (_THIRDS, 1.1), (_HALVES, 1.0)):
        if 1 / len(figures) >= least and gap <= _NEAR_ENOUGH.get(figures, gap):
            yield 1 / len(figures), weight
    decades = max(1, math.ceil(least))
    while True:
        yield float(decades), 1.0
        decades += 1
