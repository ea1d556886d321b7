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
"""For z of this or more, e^z / (1 + e^z) is 1 to the last digit in float32 and float64; e^z is finite in both."""


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


class Squashing(NamedTuple):
    """The almost straight middle of an activation: its value and slope at z = 0, and how far from 0 it reaches.

    Up to `reach` the slope is at least 0.42 of that at 0.
    """

    middle: float
    slope: float
    reach: float


class Logistic(NamedTuple):
    """An activation as a stretched logistic function: g(z) = scale · σ(rate · z) + offset."""

    rate: float
    scale: float
    offset: float


class Activation(NamedTuple):
    """An activation of hidden layers, and everything that the rest of the program has to know of it.

    Nothing else branches on its name. One of `paired` and `squashing` has to be given: by it a new layer passes on what
    it is sent.
    """

    value: Callable[[Array, Array], list[Call]]
    """Z, A → the calls that write A = g(Z)."""
    derivative: Callable[[Array, Array, Array], list[Call]]
    """Z, A, slope → the calls that write g'(Z) into slope."""
    slope: Callable[[Expression], Expression]
    """The formula of g', of A = g(Z), or of Z where it isn't `from_output`."""
    number: str | None = None
    """The number of g' in the lecture."""
    slope_dtype: type | None = None
    """Of g' in large layers, by default that of Z."""
    linear: bool = False
    """Whether g(z) = z."""
    paired: float | None = None
    """The c of x = c (g(x) − g(−x)), where that holds for all x, and g(x) = x for all x that aren't negative."""
    squashing: Squashing | None = None
    """Its middle, where there is no such c."""
    logistic: Logistic | None = None
    """Between two activations that have this form, a layer changes without changing the network's function."""
    negative: bool = True
    """Whether g(z) < 0 for some z."""
    kinked: bool = False
    """Whether g' jumps at z = 0: a difference across that place is no derivative."""
    dies: bool = False
    """Whether g(z) and g'(z) are 0 for all z under 0: a neuron that gives 0 for every example learns no more."""
    saturated: tuple[float, float] | None = None
    """Outputs below the first and above the second number count as saturated: next to no error passes their g'."""

    from_output: bool = True
    """Whether g' is written in A = g(Z), not in Z."""

    def slope_of(self, Z: Operand, A: Operand) -> Expression:
        """g'(Z), where A = g(Z)."""
        return Computed(self.slope(A if self.from_output else Z), partial(self.derivative, Z.value, A.value))


ACTIVATIONS = {
    "sigmoid": Activation(
        sigmoid, sigmoid_derivative, lambda A: A * (1 - A), "18", negative=False,
        squashing=Squashing(0.5, 0.25, 2.0), logistic=Logistic(1.0, 1.0, 0.0), saturated=(0.01, 0.99),  # g' < 0.01
    ),
    "tanh": Activation(
        tanh, tanh_derivative, lambda A: 1 - A * A,
        squashing=Squashing(0.0, 1.0, 1.0), logistic=Logistic(2.0, 2.0, -1.0), saturated=(-0.99, 0.99),  # g' < 0.02
    ),
    "relu": Activation(
        relu, relu_derivative, positive,
        from_output=False, slope_dtype=bool, paired=1.0, negative=False, kinked=True, dies=True,
    ),
    "leaky_relu": Activation(
        leaky_relu, leaky_relu_derivative, lambda Z: Function("max", positive(Z), Constant("0.01")),
        from_output=False, paired=1 / (1 + LEAK), kinked=True,
    ),
    "identity": Activation(identity, identity_derivative, lambda A: Constant("1", A), linear=True, paired=0.5),
}  # fmt: skip


def evaluate(name: str, Z: Array) -> Array:
    """g(Z) of the named activation, in a new array."""
    A = np.empty_like(Z)
    for function, arguments in ACTIVATIONS[name].value(Z, A):
        function(*arguments)
    return A


def slopes(name: str, Z: Array) -> Array:
    """g'(Z) of the named activation, in a new array."""
    found = np.empty_like(Z)
    for function, arguments in ACTIVATIONS[name].derivative(Z, evaluate(name, Z), found):
        function(*arguments)
    return found
