"""Vectors as long as Θ, layer by layer."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from .calls import Array

Layers = list[Array]
"""Arrays shaped like Θ(1), Θ(2), …, each (s_l + 1) × s_{l+1}, row 0 the bias."""


def split(vector: Array, sizes: Sequence[int]) -> Layers:
    """The layers of a flat vector, as views; `sizes` are s_1 … s_L."""
    shapes = [(inner + 1, outer) for inner, outer in pairwise(sizes)]
    ends = np.cumsum([rows * columns for rows, columns in shapes])
    return [part.reshape(shape) for part, shape in zip(np.split(vector, ends[:-1]), shapes, strict=True)]


def join(layers: Layers) -> Array:
    """The flat vector of these layers."""
    return np.concatenate([layer.ravel() for layer in layers])
