"""How far a weight can move in an update, so that one that is far from a limit needn't be looked at each time."""

from collections.abc import Callable
from math import inf, sqrt
from typing import NamedTuple

import numpy as np

from .optimizers import Optimizer


class Reach(NamedTuple):
    """`bound` tells what |Δθ| is at most in each of the next n updates, given n and a bound on the norms of their ∇.

    `adaptive`: whatever the norms are.
    """

    bound: Callable[[int, float], float]
    adaptive: bool


def reach(optimizer: Optimizer) -> Reach:
    """The reach of an optimiser in its present state, as long as its settings but α stay as they are."""
    return REACHES.get(optimizer.name, unknown)(optimizer)


def unknown(optimizer: Optimizer) -> Reach:
    """Nothing is known, so every step is looked at."""
    return Reach(lambda n, norm: inf, True)


def gradient_descent(optimizer: Optimizer) -> Reach:
    """α ‖∇‖."""
    rates = optimizer.scalars.exact
    return Reach(lambda n, norm: rates["learning_rate"] * norm, False)


def momentum(optimizer: Optimizer) -> Reach:
    """α |v|, where |v| grows towards ‖∇‖ / (1 − μ); Nesterov's looks ahead, α (‖∇‖ + μ |v|)."""
    rates, fastest = optimizer.scalars.exact, float(np.abs(optimizer.vectors["mu"]).max())
    mu, ahead = rates["momentum"], optimizer.name == "nesterov"

    def bound(n: int, norm: float) -> float:
        v = max(fastest, norm / (1 - mu))
        return rates["learning_rate"] * (norm + mu * v if ahead else v)

    return Reach(bound, False)


def rmsprop(optimizer: Optimizer) -> Reach:
    """α / √(1 − ρ), as ν ≥ (1 − ρ) g²."""
    rates = optimizer.scalars.exact
    return Reach(lambda n, norm: rates["learning_rate"] / sqrt(1 - rates["rho"]), True)


def adam(optimizer: Optimizer) -> Reach:
    """α' c, as |mu| ≤ c √nu by Cauchy and Schwarz, where c² = now² + (1 − β1)² / (1 − β2) · Σ (β1² / β2)^i."""
    rates, vectors = optimizer.scalars.exact, optimizer.vectors
    beta1, beta2 = rates["beta1"], rates["beta2"]
    if not beta1**2 < beta2:
        return unknown(optimizer)
    with np.errstate(all="ignore"):  # weights that had no gradient yet have 0 / 0
        now = float(np.fmax.reduce(np.abs(vectors["mu"]) / np.sqrt(vectors["nu"]), initial=0.0))
    c = sqrt(now**2 + (1 - beta1) ** 2 / (1 - beta2) / (1 - beta1**2 / beta2))

    def bound(n: int, norm: float) -> float:
        corrected = sqrt(1 - beta2 ** (optimizer.count + n)) / (1 - beta1 ** (optimizer.youngest + 1))
        return rates["learning_rate"] * corrected * c

    return Reach(bound, True)


REACHES = {
    "gradient_descent": gradient_descent,
    "momentum": momentum,
    "nesterov": momentum,
    "rmsprop": rmsprop,
    "adam": adam,
}
