"""Linear or log axis: the user's choice, else the one that shows more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.floating]

OFFERED_FROM = 100.0
"""The ratio of the largest to the smallest value from which a log axis is offered."""
FEW_ROWS = 8
"""With fewer rows than these, the axis is logarithmic by itself where a linear one can't tell the values apart."""
TOLD_APART = 4.0
"""The ratio for each row up to which it can: above, the smallest values have only the lowest dot to themselves."""


@dataclass(frozen=True)
class AxisChoice:
    """Whether the user wants a log axis; None if they haven't said."""

    wanted: bool | None = None

    def log(self, ratio: float, rows: int) -> bool:
        """Whether to draw a log axis for values of this ratio, in a plot of so many rows."""
        if self.wanted is not None:
            return self.wanted
        return 0 < rows < FEW_ROWS and ratio > TOLD_APART * rows

    def offered(self, ratio: float, rows: int) -> bool:
        """Whether to say that there is a log axis: until the user has chosen once."""
        return self.wanted is None and ratio > OFFERED_FROM and not self.log(ratio, rows)

    def turned(self, ratio: float, rows: int) -> "AxisChoice":
        """The other axis, as the user's choice."""
        return AxisChoice(not self.log(ratio, rows))


class ValueRatio:
    """The largest value of some curves by the smallest, kept until it is asked for of another source."""

    def __init__(self) -> None:
        self._source: object = None
        self._ratio = 1.0

    def of(self, source: object, curves: Callable[[], Sequence[Values]]) -> float:
        """The ratio of the `curves` of a source; 1 if there is no value, or one that a log axis can't show."""
        if source is not self._source:
            self._source, self._ratio = source, ratio_of(curves())
        return self._ratio


def ratio_of(curves: Sequence[Values]) -> float:
    """The largest finite value by the smallest; 1 if there is none, or one that isn't above 0."""
    found = [values for values in map(finite, curves) if len(values)]
    lowest = min((float(values.min()) for values in found), default=0.0)
    return max(float(values.max()) for values in found) / lowest if lowest > 0 else 1.0


def finite(values: Values) -> Values:
    """The values that are finite, without a copy if all are."""
    usable = np.isfinite(values)
    return values if usable.all() else values[usable]
