"""Arrays kept by what differs from another one: weights of inputs that are always 0, and frozen ones, never change."""

from typing import NamedTuple

import numpy as np

from .calls import Array

LEAST = 4096
"""Bytes; what is smaller is kept whole."""
WORTH = 0.75
"""The share of values above which taking them out takes longer than it saves room."""


class Delta(NamedTuple):
    """An array like `base` but for some values; which, as bits in the order of the flat array."""

    base: Array
    changed: Array
    values: Array

    @property
    def nbytes(self) -> int:
        """Memory beside that of `base`."""
        return self.changed.nbytes + self.values.nbytes


def packed(array: Array, base: Array | None) -> Array | Delta:
    """The array as a delta, where that is much smaller; bit by bit, so -0 and 0 are not the same."""
    if base is None or array is base or base.shape != array.shape or base.dtype != array.dtype or array.nbytes < LEAST:
        return array
    bits = f"u{array.itemsize}"
    differs = array.view(bits) != base.view(bits)
    if np.count_nonzero(differs) > WORTH * array.size:
        return array
    return Delta(base, np.packbits(differs), array[differs])


def unpacked(kept: Array | Delta) -> Array:
    """The array."""
    if not isinstance(kept, Delta):
        return kept
    array = kept.base.copy()
    array[np.unpackbits(kept.changed, count=array.size).view(bool)] = kept.values
    return array
