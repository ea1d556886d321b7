"""The network, as the lecture writes it: one example a row, layers counted from 1."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.buffers import FEATURE_MAJOR_LIMIT
from core.calls import Array

from .cells import raw_inputs
from .facts import OUTPUTS
from .preparing import in_users_units, prepared
from .weights import THETA


def sigmoid(Z: Array) -> Array:
    """g(z) = 1 / (1 + e^-z), as e^z / (1 + e^z), which keeps the digits of a tiny g(z)."""
    power = np.exp(np.minimum(Z, 40))
    return power / (1 + power)


def tanh(Z: Array) -> Array:
    """g(z) = tanh z."""
    return np.tanh(Z)


def relu(Z: Array) -> Array:
    """g(z) = max(z, 0)."""
    return np.maximum(Z, 0)


def leaky_relu(Z: Array) -> Array:
    """g(z) = max(z, 0.01 z)."""
    return np.maximum(Z, 0.01 * Z)


def identity(Z: Array) -> Array:
    """g(z) = z."""
    return Z


def softmax(Z: Array) -> Array:
    """a_k = e^(z_k) / Σ_j e^(z_j), with the greatest z taken off first, so that no power overflows."""
    power = np.exp(Z - Z.max(axis=1, keepdims=True))
    return power / (power @ np.ones((len(power.T), 1), Z.dtype))


L = 3
"""The layers, that of the inputs included."""
G = {2: relu, 3: sigmoid}
"""The activation function g of each layer."""
WIDEST = 2
"""The most neurons of a layer behind the inputs."""


def with_ones(A: Array) -> Array:
    """A behind a column of ones, the bias unit: m × (s_l + 1)."""
    return np.insert(A, 0, 1, axis=1)


def product(A: Array, theta: Array) -> Array:
    """A Θ. Where it is small or the last one, it is computed as (Θᵀ Aᵀ)ᵀ: so its last digits are those of mlp-tui."""
    if theta is THETA[L - 1] or len(A) * WIDEST <= FEATURE_MAJOR_LIMIT:
        return (theta.T @ A.T).T
    return A @ theta


@np.errstate(all="ignore")
def predict(rows: Any) -> Array:
    """What the network says of m rows, m × s_L.

    It is the probability of each class of OUTPUTS.  # if several_outputs
    It is the probability of the second class of OUTPUTS.  # if one_output
    It is the probability of each label of OUTPUTS.  # if labels
    It is the targets of OUTPUTS in their own units.  # if regression

    A row is a dict from column to value, or a list of values in the order of COLUMNS; None is a missing value. An array
    of numbers is taken too, m × s, with NaN for missing ones.
    An array has an index in `levels` for a category, and a column for each part of a date.  # if coded
    """
    X = prepared(raw_inputs(rows))
    A = with_ones(X)  # line 5: A(1) = X behind a column of ones, (15)
    for l in range(2, L + 1):  # line 6
        Z = product(A, THETA[l - 1])  # Z(l) = A(l-1) Θ(l-1)
        A = G[l](Z)  # line 7: A(l) = g(Z(l))
        if l < L:
            A = with_ones(A)
    A = (A + 1) / 2  # if tanh_classes
    A = in_users_units(A)  # if regression
    return A


def classes(rows: Any) -> list[str]:
    """The class of each of m rows."""
    return [OUTPUTS[number] for number in class_numbers(predict(rows))]


def class_numbers(A: Array) -> Array:
    """The class of each row of outputs, m × s_L: m indices in OUTPUTS."""
    return (A[:, 0] > 0.5).astype(int)  # if one_output
    return A.argmax(1)  # if several_outputs


def labels(rows: Any) -> list[list[str]]:
    """The labels of each of m rows, which may have several."""
    return [[OUTPUTS[number] for number in np.flatnonzero(row)] for row in predict(rows) > 0.5]
