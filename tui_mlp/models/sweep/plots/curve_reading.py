"""A figure of a curve, read at an epoch."""

import numpy as np

from core.calls import Array


def value_at(table: Array, epoch: int) -> float | None:
    """The figure at an epoch, or at the last one evaluated before it; None before the first and after the last.

    `table` holds epochs, ascending, and figures, (n, 2).
    """
    place = int(np.searchsorted(table[:, 0], epoch, "right"))
    return float(table[place - 1, 1]) if place and epoch <= table[-1, 0] else None
