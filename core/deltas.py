"""Arrays kept by what differs from another one: weights of inputs that are always 0, and frozen ones, never change."""

from typing import NamedTuple

import numpy as np

from .calls import Array

LEAST = 4096
"""Bytes; what is smaller is kept whole."""


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
    """The array as a delta, where that is smaller; bit by bit, so -0 and 0 are not the same."""
    if base is None or array is base or base.shape != array.shape or base.dtype != array.dtype or array.nbytes < LEAST:
        return array
    bits = f"u{array.itemsize}"
    differs = array.view(bits) != base.view(bits)
    delta = Delta(base, np.packbits(differs), array[differs])
    return delta if delta.nbytes < array.nbytes else array


def unpacked(kept: Array | Delta) -> Array:
    """The array."""
    if not isinstance(kept, Delta):
        return kept
    array = kept.base.copy()
    array[np.unpackbits(kept.changed, count=array.size).view(bool)] = kept.values
    return array
