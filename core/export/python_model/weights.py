"""The weights."""

from __future__ import annotations

import base64

import numpy as np

from core.calls import Array


def decoded(text: str, shape: tuple[int, ...], dtype: str) -> Array:
    """The array whose bytes a text holds in base64."""
    return np.frombuffer(base64.b64decode(text), dtype).reshape(shape)


THETA = {
    1: np.array([[-0.5, 1.5], [1.0, -1.0], [1.0, -1.0]]),
    2: np.array([[-1.5], [1.0], [1.0]]),
}
"""The weights: THETA[l], (s_l + 1) × s_{l+1}, leads from layer l to layer l + 1. Row 0 is the bias; row j, column k
links neuron j to neuron k."""
