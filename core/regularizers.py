"""What training adds to the bare gradient: penalty, dropout, clipping. Each returns its calls, none where it is off."""

from math import sqrt

import numpy as np
from numpy import add, divide, multiply, vdot

from .calls import Array, Call, scalar
from .parameters import Parameters
from .scalars import Scalars


def penalty(theta: Array, gradient: Array, scalars: Scalars, examples: int) -> list[Call]:
    """∇ += (λ2/N) Θ + (λ1/N) sign Θ over one layer, bias row left out; N the examples of the training split."""
    weights, slopes, N = theta[1:], gradient[1:], scalar(examples, theta.dtype)
    calls: list[Call] = []
    for strength, direction in ((scalars.l2, np.positive), (scalars.l1, np.sign)):
        if strength > 0:
            term = np.empty_like(weights)
            calls += [(direction, (weights, term)), (multiply, (term, strength, term))]
            calls += [(divide, (term, N, term)), (add, (slopes, term, slopes))]
    return calls


def penalty_value(parameters: Parameters, scalars: Scalars, examples: int) -> float:
    """What the penalty adds to J: (λ2/2N) Σ Θ² + (λ1/N) Σ |Θ|, bias rows left out; inf beyond the largest number."""
    l1, l2 = float(scalars.l1), float(scalars.l2)
    with np.errstate(over="ignore"):
        squares = sum(float(np.square(theta[1:]).sum(dtype=float)) for theta in parameters.thetas) if l2 else 0.0
        sizes = sum(float(np.abs(theta[1:]).sum(dtype=float)) for theta in parameters.thetas) if l1 else 0.0
    return (l2 / 2 * squares + l1 * sizes) / examples


def dropout(A: Array, dropped: Array, mask: Array, scalars: Scalars, random: np.random.Generator) -> list[Call]:
    """dropped ← A ∘ M / (1 − p), M fresh each mini-batch; mask keeps M / (1 − p) for Δ. p = 0 draws nothing."""

    def draw() -> None:
        mask[...] = (random.random(mask.shape, mask.dtype) >= scalars.dropout) / scalars.rest("dropout")

    return [(draw, ()), (multiply, (A, mask, dropped))] if scalars.dropout > 0 else []


def clipping(gradient: Array, scalars: Scalars) -> list[Call]:
    """The whole ∇ scaled down to the norm `clip_norm` where it is longer."""

    def clip() -> None:
        norm = sqrt(vdot(gradient, gradient))
        if norm > scalars.clip_norm:
            multiply(gradient, scalars.clip_norm / gradient.dtype.type(norm), gradient)

    return [(clip, ())] if scalars.clip_norm > 0 else []
