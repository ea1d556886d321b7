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
    """The reach of an optimiser in its present state, as long as its settings but α stay as they are.

    Adaptive optimisers step by quotients g / √ν, and ν holds g². By Cauchy and Schwarz, |mu| ≤ c √nu for Adam from
    its first step on, where c² = (1 − β1)² / (1 − β2) · Σ (β1² / β2)^i.
    """
    rates = optimizer.scalars.exact
    if optimizer.name == "gradient_descent":
        return Reach(lambda n, norm: rates["learning_rate"] * norm, False)
    if optimizer.name in ("momentum", "nesterov"):
        mu, velocity = rates["momentum"], float(np.abs(optimizer.vectors["mu"]).max())
        ahead = optimizer.name == "nesterov"

        def accumulated(n: int, norm: float) -> float:
            fastest = max(velocity, norm / (1 - mu))
            return rates["learning_rate"] * (norm + mu * fastest if ahead else fastest)

        return Reach(accumulated, False)
    if optimizer.name == "rmsprop":
        largest = 1 / sqrt(1 - rates["rho"])
        return Reach(lambda n, norm: rates["learning_rate"] * largest, True)
    beta1, beta2 = rates["beta1"], rates["beta2"]
    with np.errstate(all="ignore"):  # weights that had no gradient yet have 0 / 0
        now = float(np.fmax.reduce(np.abs(optimizer.vectors["mu"]) / np.sqrt(optimizer.vectors["nu"]), initial=0.0))
    quotient = sqrt(now**2 + (1 - beta1) ** 2 / (1 - beta2) / (1 - beta1**2 / beta2)) if beta1**2 < beta2 else inf

    def corrected(n: int, norm: float) -> float:
        count, each = optimizer.count, optimizer.vectors.get("t")
        fewest = count if each is None else int(each.min())  # steps that a weight has taken, where they differ
        return rates["learning_rate"] * quotient * sqrt(1 - beta2 ** (count + n)) / (1 - beta1 ** (fewest + 1))

    return Reach(corrected, True)
