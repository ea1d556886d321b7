"""Preallocated arrays for all matrices of one mini-batch between X and ∇."""

from typing import Literal, NamedTuple

import numpy as np

from .activations import ACTIVATIONS
from .calls import Array
from .parameters import Parameters

FEATURE_MAJOR_LIMIT = 4096
"""Numbers in the largest layer's matrix up to which feature-major order is faster."""
SMALL_SLOPE = 2048
"""Numbers in a layer's g'(Z) up to which the activation's `slope_dtype` doesn't pay."""


class Batch(NamedTuple):
    """The arrays that each mini-batch has to itself.

    X is m × (s_1 + 1) with its ones column, Y m × s_L, Z is Z^(L), m × s_L feature-major. `squared_norm` (0-d) receives
    ‖∇‖², penalty included, before clipping. `sums`, 2 × m, receives softmax's maxima and sums, from which J is taken.
    w, m × 1, holds the weights of the examples; None where all count the same.
    """

    X: Array
    Y: Array
    Z: Array
    squared_norm: Array
    sums: Array
    w: Array | None = None


class Buffers:
    """The matrices between X and ∇ for m examples, in the lecture's shapes whatever their order in memory.

    Feature-major order ("F") is 1.2 times faster for small layers and up to 1.3 times slower for large ones. The output
    is always feature-major, which makes softmax 2.6 to 3.8 times faster.
    """

    def __init__(self, parameters: Parameters, m: int) -> None:
        _, *hidden, outputs = parameters.sizes
        order: Literal["C", "F"] = "F" if m * max(*hidden, outputs, 0) <= FEATURE_MAJOR_LIMIT else "C"
        dtype = parameters.dtype

        def matrices(ones: int = 0) -> dict[int, Array]:
            return {l: np.empty((m, ones + s), dtype, order) for l, s in enumerate(hidden, 2)}

        self.Z, self.A, self.delta = matrices(), matrices(ones=1), matrices()
        self.undropped, self.mask = matrices(), matrices()
        self.output, self.delta[parameters.L] = (np.empty((m, outputs), dtype, "F") for _ in range(2))
        self.slope = {}
        for l, name in enumerate(parameters.activations, 2):
            self.A[l][:, 0] = 1
            large = self.Z[l].size > SMALL_SLOPE
            self.slope[l] = np.empty_like(self.Z[l], ACTIVATIONS[name].slope_dtype if large else None)
