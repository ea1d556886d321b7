"""The allowed pairs of output and loss, with the loss and the error Δ^(L) of each.

A loss function takes many mini-batches at once, … × m × s_L, and returns the sum over examples and outputs. Where
examples have weights, w is … × m × 1, and each example's part is multiplied by its own; None stands for weights of 1.
The error, target minus output, is computed in every mini-batch, so it is a formula that compiles to calls, which write
Δ, m × s_L.
"""

from collections.abc import Callable
from dataclasses import replace
from math import isnan, nan
from typing import NamedTuple, Protocol

import numpy as np
from numpy import add, multiply, subtract

from core.support.i18n import _

from .activations import ACTIVATIONS, Activation, evaluate, identity, sigmoid, softmax, tanh
from .calls import Array, Call
from .expressions import Computed, Expression, Function, Infix, MeanLoss, Named, Operand, log
from .notation import CIRCLE, HALF, NEGATIVE, Notation, joined

EXACT_FROM = {4: 2.0**-24 / 1e-5, 8: 2.0**-53 / 1e-12}
"""The mean loss, as a multiple of s_L, from which on log Σ_j e^(z_j − max z) has a relative error of at most 1e-5
(float32) or 1e-12 (float64); by the bytes of a number.

One term of the sum is 1, and each of its s_L − 1 additions may round by ε / 2. The logarithm turns that into an
absolute error of up to s_L ε / 2 an example, and so of the mean. All other errors are relative ones of a few ε.
"""


def sigmoid_cross_entropy(Z: Array, Y: Array, w: Array | None = None) -> float:
    """Σ −y log a − (1 − y) log(1 − a), as log(1 + e^-|z|) + max(z, 0) − y z: exact even for a near 0 or 1."""
    terms = np.log1p(np.exp(-np.abs(Z)))
    terms += np.maximum(Z, 0) - Y * Z  # in this order: the two large ones cancel first
    return summed(terms, w)  # (2), (3), (14)


def softmax_cross_entropy(Z: Array, Y: Array, w: Array | None = None) -> float:
    """Σ −y log a, by log1p of all terms but the greatest: exact for tiny losses too. Rows of Y must sum to 1."""
    shifted = Z - np.maximum.reduce(Z, -1, keepdims=True)
    terms = np.exp(shifted)
    beside = terms < 1
    terms *= beside
    others = add.reduce(terms, -1)
    if beside.size - np.count_nonzero(beside) > others.size:  # ties for the greatest: rare, and costly to count
        others += beside.shape[-1] - 1 - add.reduce(beside, -1)
    if w is not None:
        Y = Y * w
    chosen = np.vdot(Y.swapaxes(-1, -2), shifted.swapaxes(-1, -2))  # in memory order: vdot would copy otherwise
    if isnan(chosen):  # a gap beyond the largest number: 0 · −inf is 0 for a class that isn't the target
        chosen = (Y * shifted)[Y != 0].sum()
    return summed(np.log1p(others), None if w is None else w[..., 0]) - float(chosen)


def softmax_cross_entropy_from_sums(Z: Array, Y: Array, sums: Array, w: Array | None) -> float:
    """The same from the `sums` that softmax wrote, n × 2 × m; Z, Y and w in memory order, n × s_L × m and n × 1 × m.

    Taking no exponentials again saves a tenth of a small network's time. NaN if the mean is too small to be exact, see
    EXACT_FROM.
    """
    logarithms, examples = np.log(sums[:, 1]), float(sums[:, 1].size)
    if w is not None:
        Y, examples = Y * w, float(add.reduce(w, None, float))  # an example's rounding counts as often as its loss
        logarithms *= w[:, 0]
    loss = float(add.reduce(logarithms, None, float) - np.vdot(Y, Z - sums[:, :1]))
    return loss if loss > examples * Y.shape[1] * EXACT_FROM[Z.itemsize] else nan


def squared_error(Z: Array, Y: Array, w: Array | None = None) -> float:
    """Σ ½ (y − z)², for A = Z."""
    return half_squares(Y - Z, w)


def sigmoid_squared_error(Z: Array, Y: Array, w: Array | None = None) -> float:
    """Σ ½ (y − a)², with y − a = y σ(−z) − (1 − y) σ(z): exact even for a near 0 or 1."""
    return half_squares(Y * logistic(-Z) - (1 - Y) * logistic(Z), w)


def tanh_squared_error(Z: Array, Y: Array, w: Array | None = None) -> float:
    """Σ ½ (y − a)², with 1 − tanh z = 2 σ(−2z) and −1 − tanh z = −2 σ(2z): exact even for a near ±1."""
    ends = (1 + Y) * logistic(-2 * Z) - (1 - Y) * logistic(2 * Z)
    return half_squares(np.where(np.abs(Y) == 1, ends, Y - np.tanh(Z)), w)


def softmax_squared_error(Z: Array, Y: Array, w: Array | None = None) -> float:
    """Σ ½ (y − a)², where 1 − a_k is summed from the other terms: exact even for a_k near 1."""
    terms = np.exp(Z - np.maximum.reduce(Z, -1, keepdims=True))
    total = add.reduce(terms, -1, keepdims=True)
    others = terms @ (1 - np.eye(Z.shape[-1], dtype=Z.dtype))
    return half_squares(np.where(Y == 1, others, Y * total - terms) / total, w)


def half_squares(E: Array, w: Array | None) -> float:
    """Σ ½ e² over all entries, each row times its weight."""
    return 0.5 * summed(np.square(E), w)


def summed(terms: Array, w: Array | None) -> float:
    """The sum of all terms in float64; multiplies them by their rows' weights in place, if there are any."""
    if w is not None:
        terms *= w
    return float(add.reduce(terms, None, float))


def logistic(Z: Array) -> Array:
    """σ(z), with a small relative error even where it is tiny."""
    return evaluate("sigmoid", Z)


def without_sums(activation: Callable[[Array, Array], list[Call]]) -> Callable[[Array, Array, Array], list[Call]]:
    """An activation as an output function: it takes `sums` like softmax, and leaves them unused."""
    return lambda Z, A, sums: activation(Z, A)


def plain_error(Y: Operand, Z: Operand, A: Operand) -> Expression:
    """The formula Y − A."""
    return Y - A  # (12), (16)


def error_times_slope(activation: Activation) -> Callable[[Operand, Operand, Operand], Expression]:
    """The function that makes the formula (Y − A) ∘ g'(Z)."""

    def error(Y: Operand, Z: Operand, A: Operand) -> Expression:
        E, slope = Y - A, Named(joined(["g'(", Z.symbol, ")"]), activation.slope(A))

        def calls(delta: Array) -> list[Call]:
            factor = np.empty_like(A.value)
            taken = activation.derivative(Z.value, A.value, factor)
            return [*E.calls(delta), *taken, (multiply, (delta, factor, delta))]

        return Computed(E * slope, calls)

    return error


def softmax_error(Y: Operand, Z: Operand, A: Operand) -> Expression:
    """The formula A ∘ (E − rowsum(E ∘ A)) with E = Y − A."""
    E = Named(Notation("E"), Y - A)

    def calls(delta: Array) -> list[Call]:
        weighted, rowsum = np.empty_like(A.value), np.empty((len(A.value), 1), A.value.dtype)
        return [
            *(Y - A).calls(delta),
            (multiply, (delta, A.value, weighted)),
            (np.add.reduce, (weighted, 1, None, rowsum[:, 0])),
            (subtract, (delta, rowsum, delta)),
            (multiply, (delta, A.value, delta)),
        ]

    return Computed(A * (E - Function("rowsum", E * A)), calls)


def weighted_error(w: Operand, error: Expression) -> Expression:
    """The formula w ∘ error: each example's row of Δ^(L) times its weight, as in w ∘ (Y − A) ∘ g'(Z)."""

    def product(factor: Expression) -> Expression:  # w in front, as ∘ needs no parentheses
        match factor:
            case Computed(formula=inner):
                return product(inner)
            case Infix(sign, left, right) if sign == CIRCLE:
                return product(left) * right
        return w * factor

    return Computed(product(error), lambda delta: [*error.calls(delta), (multiply, (delta, w.value, delta))])


def binary_cross_entropy(Y: Operand, A: Operand) -> MeanLoss:
    """The formula −(1/m) Σ Σ [Y log A + (1 − Y) log(1 − A)]."""
    return MeanLoss(NEGATIVE, Y * log(A) + (1 - Y) * log(1 - A))  # (2), (3), (14)


def categorical_cross_entropy(Y: Operand, A: Operand) -> MeanLoss:
    """The formula −(1/m) Σ Σ Y log A."""
    return MeanLoss(NEGATIVE, Y * log(A))


def mean_squared_error(Y: Operand, A: Operand) -> MeanLoss:
    """The formula (1/2m) Σ Σ (Y − A)²."""
    return MeanLoss(HALF, (Y - A) ** 2)


class SummedLoss(Protocol):
    """A loss as a function of Z and Y, … × m × s_L, and the weights w, … × m × 1: its sum over examples and outputs."""

    def __call__(self, Z: Array, Y: Array, w: Array | None = None) -> float:
        """The sum."""


class Pair(NamedTuple):
    """An output function `g` with a loss. The loss is computed from Z^(L), never from a rounded A^(L).

    `output` returns the calls that write A^(L) and, for softmax, its sums. `mean_loss(Y, A)` is the formula of J,
    `error(Y, Z, A)` that of Δ^(L), both without weights. `loss_from_sums` is the loss of many mini-batches from Z, Y,
    softmax's sums and w, all feature-major; NaN where only `loss` is exact enough. The numbers are those of the
    lecture's equations.
    """

    g: str
    output: Callable[[Array, Array, Array], list[Call]]
    loss: SummedLoss
    mean_loss: Callable[[Operand, Operand], MeanLoss]
    error: Callable[[Operand, Operand, Operand], Expression]
    loss_number: str | None = None
    error_number: str | None = None
    loss_from_sums: Callable[[Array, Array, Array, Array | None], float] = lambda Z, Y, sums, w: nan

    def J(self, Y: Operand, Z: Operand, A: Operand, w: Operand | None) -> Expression:
        """The mean loss of the examples, each times its weight, as an expression that the exact `loss` computes."""

        def calls(J: Array) -> list[Call]:
            def evaluate(Z: Array, Y: Array, w: Array | None) -> None:
                J[...] = self.loss(Z, Y, w) / len(Y)

            return [(evaluate, (Z.value, Y.value, None if w is None else w.value))]

        return Computed(replace(self.mean_loss(Y, A), weights=w), calls)


SIGMOID, TANH = ACTIVATIONS["sigmoid"], ACTIVATIONS["tanh"]

PAIRS = {
    ("sigmoid", "cross_entropy"): Pair(
        "sigmoid", without_sums(sigmoid), sigmoid_cross_entropy, binary_cross_entropy, plain_error, "14", "16",
    ),
    ("softmax", "cross_entropy"): Pair(
        "softmax", softmax, softmax_cross_entropy, categorical_cross_entropy, plain_error, None, "16",
        softmax_cross_entropy_from_sums,
    ),
    ("identity", "squared_error"): Pair(
        "identity", without_sums(identity), squared_error, mean_squared_error, plain_error, None, "16",
    ),
    ("sigmoid", "squared_error"): Pair(
        "sigmoid", without_sums(sigmoid), sigmoid_squared_error, mean_squared_error, error_times_slope(SIGMOID),
    ),
    ("tanh", "squared_error"): Pair(
        "tanh", without_sums(tanh), tanh_squared_error, mean_squared_error, error_times_slope(TANH),
    ),
    ("softmax", "squared_error"): Pair(
        "softmax", softmax, softmax_squared_error, mean_squared_error, softmax_error,
    ),
}  # fmt: skip


def refusal(output: str, loss: str) -> str | None:
    """Why this output can't be paired with this loss; None if it can."""
    if (output, loss) in PAIRS:
        return None
    if output == "identity":
        return _("cross_entropy takes the logarithm of the outputs, and those of identity may be 0 or below")
    if output == "tanh":
        return _("cross_entropy takes the logarithm of the outputs, and those of tanh reach from -1 to 1")
    return _("there is no error Δ(L) for this pair")


def check_pair(output: str, loss: str) -> str | None:
    """Why the output can't be combined with the loss, and which pairs can; None where it can."""
    reason = refusal(output, loss)
    if reason is None:
        return None
    partners: dict[str, list[str]] = {}
    for known_output, known_loss in PAIRS:
        partners.setdefault(known_output, []).append(known_loss)
    pairs = "; ".join(_("{} goes with {}").format(known, _(" or ").join(losses)) for known, losses in partners.items())
    text = _("found '{}' with output '{}': {}. The error Δ(L) of the output layer is known where {}")
    return text.format(loss, output, reason, pairs)


def too_few_outputs(output: str, outputs: int) -> str | None:
    """Why an output layer of this many neurons can't have this output function; None if it can."""
    if output == "softmax" and outputs == 1:
        return _(
            "found softmax with one output, which is 1 whatever the weights are; use sigmoid for one class against "
            "another, identity for a number"
        )
    return None
