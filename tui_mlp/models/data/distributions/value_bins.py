"""Bins with round edges for the numbers or dates of a column."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor, isfinite, isqrt, log, log10

import numpy as np

from core.calls import Array
from core.data.source_rows.number_figures import NumberFigures

from .date_units import DateUnit

FEWEST = 9
"""Bins that there may be even for a few numbers; of more numbers about their square root, as far as there is room."""

STEPS = (1.0, 2.0, 2.5, 4.0, 5.0)
"""The widths of bins, times a power of ten; of whole numbers and dates all but 2.5."""
MONTHS = (1, 2, 3, 6, 12)

_NEARLY = 1e-9
"""By how much of a bin a number may be below an edge that it is rounded from."""


@dataclass(frozen=True)
class Bins:
    """`count` bins of equal width: bin i begins at (first + i) · step, and has what is below the next one's beginning.

    The last one has also what is exactly at its end. `whole` says that the numbers are whole, so that a bin holds the
    numbers from its beginning to one below its end. On a `log` scale the edges are exponents of ten. Dates are numbers
    of their `unit`.
    """

    first: int
    step: float
    count: int
    whole: bool = False
    log: bool = False
    unit: DateUnit | None = None

    def edge(self, place: float) -> float:
        """The number at which a bin begins, or at a part of it."""
        at = (self.first + place) * self.step
        return float(10.0**at if self.log else at)

    def position(self, value: float) -> float:
        """Where a number lies, in bins from the left."""
        return (log10(value) if self.log else value) / self.step - self.first

    def places(self, values: Array) -> Array:
        """The bin of each of m numbers, and `count` for those that aren't finite or have no logarithm; m int32."""
        with np.errstate(all="ignore"):
            scaled = (np.log10(values) if self.log else values) / self.step
            scaled += _NEARLY
            np.floor(scaled, out=scaled)
            scaled -= self.first
            np.clip(scaled, 0, self.count - 1, out=scaled)
        scaled[~np.isfinite(values) | (values <= 0 if self.log else False)] = self.count
        return scaled.astype(np.int32)


def bins_for(figures: NumberFigures, cells: int, logarithmic: bool = False, unit: DateUnit | None = None) -> Bins:
    """The bins for numbers with these figures, one in each of at most `cells` cells; two may be more than that.

    Of those with round edges they are the ones that use most of the cells, and are about as many as suit the numbers.
    """
    cells = max(2, cells)  # on either side of 0 there is a bin
    least, greatest = figures.least, figures.greatest
    whole = figures.whole and not logarithmic
    if logarithmic:
        least, greatest = log10(least), log10(greatest)
    span = greatest - least
    if not isfinite(span) or span <= 1e-12 * max(abs(least), abs(greatest)):
        return _one_bin(least, greatest, whole, logarithmic, unit)
    wanted = min(cells, max(FEWEST, isqrt(figures.count)))
    if logarithmic:  # finer bins suit a long tail
        wanted = min(cells, 2 * wanted)

    def cost(bins: Bins) -> float:
        unused = 1 - bins.count * (cells // bins.count) / cells
        return abs(log(bins.count / wanted)) + 2 * unused

    found = [
        bins
        for step in _steps(span / cells, whole, unit)
        if (bins := _bins(least, greatest, step, whole, logarithmic, unit)).count <= cells
    ]
    return min(found, key=cost) if found else _one_bin(least, greatest, whole, logarithmic, unit)


def _steps(narrowest: float, whole: bool, unit: DateUnit | None) -> Iterator[float]:
    """Widths that are round, from about the narrowest that is possible on."""
    if unit == "month":
        yield from MONTHS
        yield from (12.0 * years for years in (2, 5, 10, 20, 50, 100))
        return
    power = floor(log10(narrowest))
    for exponent in range(max(power, 0) if whole or unit else power, max(power, 0) + 3):
        for step in STEPS:
            if step != 2.5 or not (whole or unit) or exponent:
                yield step * 10.0**exponent


def _bins(least: float, greatest: float, step: float, whole: bool, logarithmic: bool, unit: DateUnit | None) -> Bins:
    first = floor(least / step + _NEARLY)
    if whole or unit:
        return Bins(first, step, floor(greatest / step + _NEARLY) - first + 1, whole, logarithmic, unit)
    return Bins(first, step, max(1, ceil(greatest / step - _NEARLY) - first), whole, logarithmic, unit)


def _one_bin(least: float, greatest: float, whole: bool, logarithmic: bool, unit: DateUnit | None) -> Bins:
    """A single bin around numbers that are equal, nearly, or too far apart to be told as floats."""
    if whole and least == greatest and abs(least) < 2**53:
        return Bins(floor(least), 1.0, 1, whole, logarithmic, unit)
    largest = max(abs(least), abs(greatest))
    step = 10.0 ** min(300, ceil(log10(largest))) if largest else 1.0
    first = floor(least / step)
    return Bins(first, step, 1, False, logarithmic, unit)
