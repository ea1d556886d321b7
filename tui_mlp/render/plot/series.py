"""A curve: its values, how it is drawn, and the part of it that an axis can show."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.style import Style

Floats = NDArray[np.float64]
Ints = NDArray[np.int_]

_LARGEST, _SMALLEST = 1e300, 1e-250


@dataclass(frozen=True, eq=False)
class Series:
    """One curve: `values` (n,) at `epochs` (n,), NaN where not evaluated.

    `epochs` ascend; without them, values begin at epoch 1. `label` stands at the curve's end. `behind` says how
    far back a curve lies: it isn't drawn in the cells of one that lies less far back.
    `character` is what it is drawn with where there is no colour; without one that of all curves.
    """

    values: NDArray[np.floating]
    style: Style
    dotted: bool = False
    label: str = ""
    epochs: NDArray[np.floating] | None = None
    behind: int = 0
    character: str = ""

    @property
    def last(self) -> int:
        """The last epoch, 0 without any."""
        return len(self.values) if self.epochs is None else int(self.epochs[-1]) if len(self.epochs) else 0


class Curve(NamedTuple):
    """The points of a series that can be drawn: their epochs and finite values, exponents of ten on a log axis."""

    series: Series
    epochs: Ints
    values: Floats


def drawable(series: Series, first: int, last: int, log: bool) -> Curve:
    """The points from epoch `first` to `last` that are finite, on a log axis also above 0."""
    start, stop = (first - 1, last) if series.epochs is None else np.searchsorted(series.epochs, (first, last + 1))
    values = np.asarray(series.values[start:stop], dtype=np.float64)
    usable = np.isfinite(values)
    if log:
        usable &= values > 0
    at = np.flatnonzero(usable)
    values = np.clip(values if len(at) == len(values) else values[at], -_LARGEST, _LARGEST)
    epochs = at + first if series.epochs is None else series.epochs[start:stop][at].astype(np.int_)
    if log:
        return Curve(series, epochs, np.log10(np.maximum(values, _SMALLEST)))
    values[np.abs(values) < _SMALLEST] = 0.0  # the steps of the axis would underflow to 0
    return Curve(series, epochs, values)
