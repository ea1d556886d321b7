"""Activation functions g and their derivatives g', by name.

Each function returns a list of calls that write its last argument. Z, A and slope belong to one layer and are m × s_l,
without the ones column. A derivative reads Z or A = g(Z).

Every g(z), for all z from −inf to inf, is within 4 units in the last place of the exact value, subnormal results
included, provided that NumPy's `exp` and `tanh` are within 2. No call warns of an overflow.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy import add, copyto, divide, exp, greater, minimum, multiply, subtract

from .calls import Array, Call, scalar
from .expressions import Computed, Constant, Expression, Function, Operand

LEAK = 0.01
"""Slope of leaky_relu for negative z."""

SATURATION = 40.0
"""From this z on, e^z / (1 + e^z) rounds to 1 in float32 and float64, while e^z is still finite in both."""


def sigmoid(Z: Array, A: Array) -> list[Call]:
    """a = 1 / (1 + e^-z), computed as e^z / (1 + e^z), which keeps all digits of a tiny a; z is limited to 40.

    The limit is an array because that is up to 1.3 times faster than a scalar. So is writing into A, whose rows are
    not contiguous because of the ones column, only in the last two calls.
    """
    power, one = np.empty_like(Z), scalar(1, Z.dtype)
    return [
        (partial(minimum, out=power), (Z, np.full_like(Z, SATURATION))),
        (exp, (power, power)),
        (add, (power, one, A)),
        (divide, (power, A, A)),
    ]


def sigmoid_derivative(Z: Array, A: Array, slope: Array) -> list[Call]:
    """a (1 − a). Near a = 1 the difference cancels: the relative error is ε / (1 − a).

    In float64, g' has 11 correct digits at z = 10, 7 at z = 20, and is 0 from z = 37 on. Near a = 0 nothing cancels.
    """
    return [(subtract, (scalar(1, A.dtype), A, slope)), (multiply, (A, slope, slope))]  # (18)


def tanh(Z: Array, A: Array) -> list[Call]:
    """a = tanh z."""
    return [(np.tanh, (Z, A))]


def tanh_derivative(Z: Array, A: Array, slope: Array) -> list[Call]:
    """1 − a². It cancels near |a| = 1, as the sigmoid's does: the relative error is 2 ε / (1 − a²)."""
    return [(multiply, (A, A, slope)), (subtract, (scalar(1, A.dtype), slope, slope))]


def relu(Z: Array, A: Array) -> list[Call]:
    """a = max(z, 0). An array of zeros is 4 times faster here than a scalar (float32)."""
    return [(partial(np.maximum, out=A), (Z, np.zeros_like(Z)))]


def relu_derivative(Z: Array, A: Array, slope: Array) -> list[Call]:
    """[z > 0]: the sign of a in small layers; in large ones booleans, 4 to 15 times faster than `where`."""
    return [(greater, (Z, scalar(0, Z.dtype), slope))] if slope.dtype == bool else [(np.sign, (A, slope))]


def leaky_relu(Z: Array, A: Array) -> list[Call]:
    """a = max(z, 0.01 z). Maas, Hannun, Ng 2013."""
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

    `sums`, 2 × m, receives each example's max z and Σ_j e^(z_j − max z), from which J is computed too. Small outputs
    keep their digits: the relative error of a_k is a few ε where z_k − max z is exact in the dtype, else
    |z_k − max z| ε.
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
    """The formula [Z > 0]: 1 where z is positive, else 0."""
    return Function("[]", Z)


class Squashing(NamedTuple):
    """The nearly linear part of an activation: its value and slope at z = 0, and up to which |z| it reaches.

    Within `reach`, the slope is at least 0.42 of that at 0.
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
    """An activation of hidden layers: all facts about it that the program uses. Nothing else branches on its name.

    Either `paired` or `squashing` has to be given: a new layer uses it to pass its inputs on unchanged.
    """

    value: Callable[[Array, Array], list[Call]]
    """(Z, A) → the calls that write A = g(Z)."""
    derivative: Callable[[Array, Array, Array], list[Call]]
    """(Z, A, slope) → the calls that write g'(Z) into slope."""
    slope: Callable[[Expression], Expression]
    """The formula of g' in A = g(Z); in Z unless `from_output`."""
    number: str | None = None
    """The lecture's equation number of g'."""
    slope_dtype: type | None = None
    """Dtype of g' in large layers; that of Z by default."""
    linear: bool = False
    """Whether g(z) = z."""
    paired: float | None = None
    """The constant c if x = c (g(x) − g(−x)) for all x and g(x) = x for x ≥ 0; else None."""
    squashing: Squashing | None = None
    """Its nearly linear part, if there is no such c."""
    logistic: Logistic | None = None
    """Its form as a logistic function: a layer can switch between two such activations without changing its output."""
    negative: bool = True
    """Whether g(z) < 0 for some z."""
    kinked: bool = False
    """Whether g' jumps at z = 0, so that a difference quotient across 0 isn't the derivative."""
    dies: bool = False
    """Whether g(z) = g'(z) = 0 for all z < 0: a neuron that outputs 0 for every example no longer learns."""
    saturated: tuple[float, float] | None = None
    """Outputs below the first or above the second number count as saturated: g' lets almost no error through."""
    from_output: bool = True
    """Whether the formula of g' is in A = g(Z) rather than in Z."""

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
