"""L1 and L2 penalty, dropout and gradient clipping, which the lecture doesn't have."""

from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy import add, divide, multiply, vdot

from .calls import Array, Call, scalar
from .expressions import Computed, Constant, Expression, Function, Infix, Letter, Operand
from .notation import SLASH
from .parameters import Parameters
from .scalars import Scalars


@dataclass(eq=False)
class Penalised(Computed):
    """A gradient plus that of the penalty; in the bias row, which has no penalty, the formula is `plain`."""

    plain: Expression


@dataclass(eq=False)
class Dropped(Computed):
    """Activations after dropout, by a mask `M` that is drawn for each mini-batch. Srivastava et al. 2014."""

    activated: Expression
    M: Operand

    def intermediates(self) -> tuple[Operand, ...]:
        """Z and the mask."""
        return *self.activated.intermediates(), self.M


class Regularization(NamedTuple):
    """Penalty and dropout of a training; `examples` is N, the training split's size, `random` dropout's generator."""

    scalars: Scalars
    examples: int
    random: np.random.Generator

    @property
    def has_dropout(self) -> bool:
        """Whether the dropout rate is above 0."""
        return bool(self.scalars.dropout > 0)

    def penalised(self, gradient: Expression, theta: Operand) -> Expression:
        """∇ + (λ2/N) Θ + (λ1/N) sign Θ of one layer; `gradient` itself if there is no penalty."""
        formula, N = gradient, Letter("N")
        if self.scalars.l2 > 0:
            formula += Letter("λ2") / N * theta
        if self.scalars.l1 > 0:
            formula += Letter("λ1") / N * Function("sign", theta)

        def calls(out: Array) -> list[Call]:
            return [*gradient.calls(out), *penalty(theta.value, out, self.scalars, self.examples)]

        return gradient if formula is gradient else Penalised(formula, calls, gradient)

    def dropped(self, activated: Expression, M: Operand, undropped: Array) -> Expression:
        """A ∘ M / (1 − p). `M` holds the whole factor, for Δ; `undropped` receives A before dropout, without ones."""
        mask, p, keep_probability = M.value, self.scalars.dropout, self.scalars.complement("dropout")

        def draw() -> None:
            mask[...] = (self.random.random(mask.shape, mask.dtype) >= p) / keep_probability

        def calls(out: Array) -> list[Call]:
            return [*activated.calls(undropped), (draw, ()), (multiply, (undropped, mask, out[:, 1:]))]

        return Dropped(activated * M, calls, activated, M)


def penalty(theta: Array, gradient: Array, scalars: Scalars, examples: int) -> list[Call]:
    """The calls ∇ += (λ2/N) Θ + (λ1/N) sign Θ of one layer, without its bias row; N are the training examples."""
    weights, slopes, N = theta[1:], gradient[1:], scalar(examples, theta.dtype)
    calls: list[Call] = []
    for strength, direction in ((scalars.l2, np.positive), (scalars.l1, np.sign)):
        if strength > 0:
            term = np.empty_like(weights)
            calls += [(direction, (weights, term)), (multiply, (term, strength, term))]
            calls += [(divide, (term, N, term)), (add, (slopes, term, slopes))]
    return calls


def penalty_value(parameters: Parameters, scalars: Scalars, examples: int) -> float:
    """What the penalty adds to J: (λ2/2N) Σ Θ² + (λ1/N) Σ |Θ| without bias rows; inf if it overflows."""
    l1, l2 = float(scalars.l1), float(scalars.l2)
    with np.errstate(over="ignore"):
        squares = sum(float(np.square(theta[1:]).sum(dtype=float)) for theta in parameters.thetas) if l2 else 0.0
        sizes = sum(float(np.abs(theta[1:]).sum(dtype=float)) for theta in parameters.thetas) if l1 else 0.0
    return (l2 / 2 * squares + l1 * sizes) / examples


def clipped(gradient: Operand) -> Expression:
    """The formula ∇ min(1, c / ‖∇‖)."""
    return gradient * Function("min", Constant("1"), Infix(SLASH, Letter("c"), Letter("‖∇‖")))


def clipping(gradient: Array, scalars: Scalars) -> list[Call]:
    """The call that scales the whole ∇ down to the norm `clip_norm` if it is longer; none if clipping is off."""

    def clip() -> None:
        norm = sqrt(vdot(gradient, gradient))
        if norm > scalars.clip_norm:
            multiply(gradient, scalars.clip_norm / gradient.dtype.type(norm), gradient)

    return [(clip, ())] if scalars.clip_norm > 0 else []
