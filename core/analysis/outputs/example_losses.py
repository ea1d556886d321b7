"""The loss of each example by itself, where the losses of training are sums over many."""

import numpy as np

from core.calls import Array


def example_losses(output: str, loss: str, Z: Array, A: Array, Y: Array) -> Array:
    """The loss of each example in float64, m, not weighted; Z, A = A^(L) and the targets Y are m × s_L.

    `output` and `loss` are a pair of core.losses.PAIRS. Cross-entropies are computed from Z, so they are finite where a
    rounds to 0 or 1.
    """
    Z, A, Y = (array.astype(float, copy=False) for array in (Z, A, Y))
    with np.errstate(all="ignore"):
        if loss == "squared_error":
            found: Array = 0.5 * np.square(Y - A).sum(1)
        elif output == "softmax":
            shifted = Z - Z.max(1, keepdims=True)
            found = np.log(np.exp(shifted).sum(1)) - np.where(Y != 0, Y * shifted, 0).sum(1)  # Σ −y log a
        else:
            terms = np.log1p(np.exp(-np.abs(Z))) + (np.maximum(Z, 0) - Y * Z)  # (3): −y log a − (1 − y) log(1 − a)
            found = terms.sum(1)
    return found
