"""Linear or logarithmic: what the user chose, else what shows more of the curves, and when to offer the log axis."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .series import Series

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


def ratio_of(series: Sequence[Series]) -> float:
    """The largest value of all epochs by the smallest; 1 if there is none, or one that a log axis can't show."""
    found = [values for one in series if len(values := one.values[np.isfinite(one.values)])]
    lowest = min((float(values.min()) for values in found), default=1.0)
    return max(float(values.max()) for values in found) / lowest if found and lowest > 0 else 1.0
