"""Ridge regression for surgery: a Θ that does nearly what other layers did over the training inputs, and trains well.

Plain least squares may need huge weights that cancel each other. Gradients of the layers before pass through them, so
one mini-batch later the outputs are anywhere. So a fit has the weakest ridge penalty (Hoerl, Kennard 1970) that keeps
the weights, and the slopes from layer to layer, about as large as they were.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from core.activations import ACTIVATIONS, evaluate
from core.calls import Array
from core.parameters import Layers

GROWTH = 4.0
"""How many times the largest |θ| of the network a fitted weight may be; biases have no limit."""
STEEPER = 2.0
"""How many times as steep as what it replaces a fit may be. Of 816 networks with a layer removed or changed (five data
sets, four activations, four optimisers) none diverged within three epochs; with 3 four did, without a limit sixteen.
"""
DOUBLED = 2.0
"""GROWTH for the two Θ of a near-identity: each multiplies the gradients of the other."""
PENALTIES = (0.0, *(10.0 ** np.arange(-15, 3.5, 0.5)))
"""Ridge penalties, as shares of the largest squared singular value of the inputs: none, and ever stronger ones."""
NEAR = 0.03
"""The error that a near-identity may have, as a part of the deviation of what is to stay."""
WIDEST, HALVINGS = 8.0, 13
"""How far beyond `reach` a near-identity goes at the most, and how often that is halved at the most."""
NARROW = 0.1
"""The least range of an input, as a part of the widest one's, that a near-identity is scaled to."""


WithinLimits = Callable[[Array], bool]
"""Whether fitted weights, s × k without their bias row, are small enough for training to go on from them."""


class FitMethods(NamedTuple):
    """The three fits that surgery makes: by ridge regression, or by least squares as in old journals."""

    bridge: Callable[[Array, Array, WithinLimits], Array]
    refitted: Callable[[Array, Array, Array, WithinLimits], Array]
    near_identity: Callable[[Array, Array, str, float], tuple[Array, Array]]


def steepness(into: Array, slopes: Array, out: Array) -> float:
    """How strongly gradients pass through a layer: the root mean square over the examples of ‖Θ diag(g') Θ'‖.

    Both Θ without their bias rows, r × s and s × k; the slopes g' are m × s.
    """
    products = slopes.T @ slopes / len(slopes)
    return float(np.sqrt(np.sum(products * (into.T @ into) * (out @ out.T))))


def largest_weight(layers: Layers) -> float:
    """The largest |θ| of all layers; 1 where all are 0."""
    return max(float(np.abs(layer).max()) for layer in layers) or 1.0


def fit_limits(layers: Layers, steep: float, through: Callable[[Array], float]) -> WithinLimits:
    """The limits of a fit: no weight over GROWTH times the largest one, and a steepness within STEEPER times `steep`.

    `through` gives the steepness of the layer with the fitted weights.
    """
    largest = GROWTH * largest_weight(layers)
    return lambda weights: bool(np.abs(weights).max() <= largest and through(weights) <= STEEPER * steep)


def ridge_fit(A: Array, Z: Array, start: Array, within: WithinLimits) -> Array:
    """The Θ, (s + 1) × k, that makes A Θ near to Z, by the weakest ridge penalty that keeps it `within` its limits.

    A is m × (s + 1), the ones column first, Z is m × k. The penalty is on the way from the weights to start with,
    (s + 1) × k, and where no penalty keeps those within, on the way from 0. Biases have none.
    """
    mean_A, mean_Z, s = A[:, 1:].mean(0), Z.mean(0), A.shape[1] - 1
    # R of a QR decomposition has the same sums of squares in no more than s + k rows.
    both = np.asarray(np.linalg.qr(np.column_stack([A[:, 1:] - mean_A, Z - mean_Z]), mode="r"))
    centred, wanted = both[:, :s], both[:, s:]
    U, singular, V = np.linalg.svd(centred, full_matrices=False)
    largest = singular[0] or 1.0
    part = singular / largest
    told = part > max(s, len(A)) * np.finfo(float).eps
    for origin in (start[1:], np.zeros_like(start[1:])):
        left = U.T @ (wanted - centred @ origin) / largest
        for penalty in PENALTIES:
            share = np.divide(part, part**2 + penalty, out=np.zeros_like(part), where=told)
            weights = origin + V.T @ (share[:, None] * left)
            if within(weights):
                return np.vstack([mean_Z - mean_A @ weights, weights])
    return np.vstack([mean_Z, np.zeros_like(start[1:])])


def ridge_bridge(A: Array, Z: Array, within: WithinLimits) -> Array:
    """One Θ, (s + 1) × k, in place of a layer: from its inputs A, m × (s + 1), to the sums Z behind it, m × k."""
    return ridge_fit(A, Z, np.zeros((A.shape[1], Z.shape[1])), within)


def ridge_refit(A: Array, theta: Array, Z: Array, within: WithinLimits) -> Array:
    """Θ, (s + 1) × k, corrected so that it makes nearly the same Z, m × k, of other inputs A, m × (s + 1)."""
    return ridge_fit(A, Z, theta, within)


def ridge_near_identity(A: Array, theta: Array, g: str, largest: float) -> tuple[Array, Array]:
    """A layer of squashing neurons, one for each of A's, to come before Θ: its own Θ, and a new one behind it.

    A is m × (s + 1), the ones column first; Θ is (s + 1) × k, and A Θ is what is to stay. Each neuron takes one input,
    shifted to its middle and scaled to where g is almost straight: tanh z = z − z³/3 + …, so half the scale has a
    quarter of the error; but the weights behind get twice as large. So it is the largest of the scales that halve from
    one to the next whose error, once Θ is refitted, is NEAR or less; where none is, the one with the least. No weight,
    biases left out, is more than DOUBLED times `largest`.
    """
    low, high, most = A[:, 1:].min(0), A[:, 1:].max(0), DOUBLED * largest
    middle, half = (low + high) / 2, (high - low) / 2
    half = np.maximum(half, NARROW * half.max() or 1.0)
    squashing, Z = ACTIVATIONS[g].squashing, A @ theta
    assert squashing is not None, g
    least, best = np.inf, None
    for halving in range(HALVINGS + 1):
        scale = np.minimum(WIDEST * squashing.reach / 2**halving / half, most)
        into = np.vstack([-scale * middle, np.diag(scale)])
        out = np.empty_like(theta)
        out[1:] = theta[1:] / (squashing.slope * scale)[:, None]
        out[0] = theta[0] + middle @ theta[1:] - squashing.middle * out[1:].sum(0)
        passed = np.column_stack([A[:, 0], evaluate(g, A @ into)])
        out = ridge_fit(passed, Z, out, lambda weights: bool(np.abs(weights).max() <= most))
        error = np.sqrt(np.mean((passed @ out - Z) ** 2))
        if error < least:
            least, best = error, (into, out)
        if error <= NEAR * np.sqrt(Z.var(0).mean()) or error > 2 * least:  # from there on the weights are too small
            break
    assert best is not None
    return best


RIDGE = FitMethods(ridge_bridge, ridge_refit, ridge_near_identity)
