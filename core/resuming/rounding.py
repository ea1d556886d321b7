"""How far weights may differ by rounding alone, as other programs, libraries and processors round differently."""

from math import inf

import numpy as np

from core.calls import Array

ROUNDING = {8: 1e-9, 4: 1e-4}
"""By a number's bytes: how far a weight may be off by rounding, as a share of the largest one, or of 1."""


def same_bits(one: Array, other: Array) -> bool:
    """Whether two vectors are equal to the bit, their types too."""
    return one.dtype == other.dtype and one.tobytes() == other.tobytes()


def largest_difference(one: Array, other: Array) -> float:
    """The largest difference of two vectors; infinite where it is no number, or one is longer."""
    if one.shape != other.shape:
        return inf
    with np.errstate(all="ignore"):
        off = float(np.abs(one - other).max(initial=0))
    return off if off == off else inf


def rounding_limit(theta: Array) -> float:
    """How far weights like these may be off by rounding."""
    return ROUNDING[theta.itemsize] * max(1.0, float(np.abs(theta).max(initial=0)))
