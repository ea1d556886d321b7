"""The activations g and their derivatives g', by name: functions that return the calls writing their last argument.

Z, A and slope belong to one layer and are m × s_l, without the ones column. A derivative reads Z or A = g(Z).

Every g(z) is within 4 units in the last place of the exact one for all z from −inf to inf, where NumPy's `exp` and
`tanh` are within 2; subnormal results included. No call warns of an overflow.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy import add, copyto, divide, exp, greater, minimum, multiply, subtract

from .calls import Array, Call, scalar
from .expressions import Computed, Constant, Expression, Function, Operand

LEAK = 0.01

SATURATION = 40.0
"""From here on e^z / (1 + e^z) is 1 to the last digit, in float32 and float64, and e^z is finite in both."""


def sigmoid(Z: Array, A: Array) -> list[Call]:
    """a = 1 / (1 + e^-z) as e^z / (1 + e^z), z limited to 40, where a is 1: e^z alone keeps the digits of a tiny a.

    The limit is an array, which is up to 1.3 times faster than a scalar; so is going to A, whose rows have the ones
    column before them, at the end only.
    """
    power, one = np.empty_like(Z), scalar(1, Z.dtype)
    return [
        (partial(minimum, out=power), (Z, np.full_like(Z, SATURATION))),
        (exp, (power, power)),
        (add, (power, one, A)),
        (divide, (power, A, A)),
    ]


def sigmoid_derivative(Z: Array, A: Array, slope: Array) -> list[Call]:
    """a (1 − a). Where a is near 1, 1 − a has lost digits that a had no room for: its error is half of ε, no less.

    So g' is right to ε / (1 − a) of itself: 11 digits at z = 10, 7 at z = 20, and from z = 37 on it is 0 (float64).
    Where a is near 0 nothing cancels.
    """
    return [(subtract, (scalar(1, A.dtype), A, slope)), (multiply, (A, slope, slope))]  # (18)


def tanh(Z: Array, A: Array) -> list[Call]:
    """a = tanh z."""
    return [(np.tanh, (Z, A))]


def tanh_derivative(Z: Array, A: Array, slope: Array) -> list[Call]:
    """1 − a². It cancels where |a| is near 1, as the sigmoid's does: right to 2 ε / (1 − a²) of itself."""
    return [(multiply, (A, A, slope)), (subtract, (scalar(1, A.dtype), slope, slope))]


def relu(Z: Array, A: Array) -> list[Call]:
    """a = max(z, 0), against an array of zeros: 4 times faster than against a scalar on float32."""
    return [(partial(np.maximum, out=A), (Z, np.zeros_like(Z)))]


def relu_derivative(Z: Array, A: Array, slope: Array) -> list[Call]:
    """[z > 0]: in small layers as the sign of a, else as booleans, 4 to 15 times faster to multiply by than `where`."""
    return [(greater, (Z, scalar(0, Z.dtype), slope))] if slope.dtype == bool else [(np.sign, (A, slope))]


def leaky_relu(Z: Array, A: Array) -> list[Call]:
    """a = max(z, 0.01 z)."""
    return [(multiply, (Z, scalar(LEAK, Z.dtype), A)), (partial(np.maximum, out=A), (Z, A))]


def leaky_relu_derivative(Z: Array, A: Array, slope: Array) -> list[Call]:
    """1 where z > 0, else 0.01."""
    return [
        (partial(greater, out=slope), (Z, scalar(0, Z.dtype))),
        (partial(np.maximum, out=slope), (slope, scalar(LEAK, Z.dtype))),
    ]


def identity(Z: Array, A: Array) -> list[Call]:
    """a = z."""
    return [(copyto, (A, Z))]


def identity_derivative(Z: Array, A: Array, slope: Array) -> list[Call]:
    """1."""
    return [(slope.fill, (1,))]


def softmax(Z: Array, A: Array, sums: Array) -> list[Call]:
    """a_k = e^(z_k − max z) / Σ_j e^(z_j − max z). For the output layer only; its g' is part of its error.

    `sums`, 2 × m, receives what J is made of too: each example's max z and Σ_j e^(z_j − max z). Small outputs keep
    their digits: a_k is right to some ε as long as z_k − max z is a number of the dtype, else to |z_k − max z| ε.
    """
    greatest, total = sums
    return [
        (np.maximum.reduce, (Z, 1, None, greatest)),
        (subtract, (Z, greatest[:, None], A)),
        (exp, (A, A)),
        (A.dot, (np.ones(Z.shape[1], Z.dtype), total)),
        (divide, (A, total[:, None], A)),
    ]


def positive(Z: Expression) -> Expression:
    """[Z > 0]."""
    return Function("[]", Z)


class Activation(NamedTuple):
    """g and g' of a hidden layer, the formula of g', its number in the lecture, and its dtype in large layers.

    The formula takes A = g(Z), or Z where it isn't `from_output`.
    """

    value: Callable[[Array, Array], list[Call]]
    derivative: Callable[[Array, Array, Array], list[Call]]
    slope: Callable[[Expression], Expression]
    number: str | None = None
    slope_dtype: type | None = None
    from_output: bool = True

    def slope_of(self, Z: Operand, A: Operand) -> Expression:
        """g'(Z), where A = g(Z)."""
        return Computed(self.slope(A if self.from_output else Z), partial(self.derivative, Z.value, A.value))


ACTIVATIONS = {
    "sigmoid": Activation(sigmoid, sigmoid_derivative, lambda A: A * (1 - A), "18"),
    "tanh": Activation(tanh, tanh_derivative, lambda A: 1 - A * A),
    "relu": Activation(relu, relu_derivative, positive, slope_dtype=bool, from_output=False),
    "leaky_relu": Activation(
        leaky_relu, leaky_relu_derivative, lambda Z: Function("max", positive(Z), Constant("0.01")), from_output=False
    ),
    "identity": Activation(identity, identity_derivative, lambda A: Constant("1", A)),
}


def evaluate(name: str, Z: Array) -> Array:
    """g(Z) by name, in an array of its own."""
    A = np.empty_like(Z)
    for function, arguments in ACTIVATIONS[name].value(Z, A):
        function(*arguments)
    return A


def slopes(name: str, Z: Array) -> Array:
    """g'(Z) by name, in an array of its own."""
    found = np.empty_like(Z)
    for function, arguments in ACTIVATIONS[name].derivative(Z, evaluate(name, Z), found):
        function(*arguments)
    return found
