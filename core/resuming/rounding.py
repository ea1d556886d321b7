"""How far weights may differ by rounding alone.

Other programs, libraries and processors round differently.
"""

from math import inf

import numpy as np

from core.calls import Array

ROUNDING = {8: 1e-9, 4: 1e-4}
"""By the bytes of a number: the largest difference by rounding, as a share of the largest weight, or of 1."""


def same_bits(first: Array, second: Array) -> bool:
    """Whether two vectors have the same dtype and bits."""
    return first.dtype == second.dtype and first.tobytes() == second.tobytes()


def largest_difference(first: Array, second: Array) -> float:
    """The largest difference of two vectors; infinite where it isn't a number, or their shapes differ."""
    if first.shape != second.shape:
        return inf
    with np.errstate(all="ignore"):
        off = float(np.abs(first - second).max(initial=0))
    return off if off == off else inf


def rounding_limit(theta: Array) -> float:
    """The largest difference that rounding explains for these weights."""
    return ROUNDING[theta.itemsize] * max(1.0, float(np.abs(theta).max(initial=0)))
