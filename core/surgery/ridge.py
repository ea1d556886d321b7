"""Ridge regression for surgery: fits of a Θ with which training can continue.

Plain least squares may need huge weights that cancel each other. The gradients of earlier layers pass through them, so
that one mini-batch changes the outputs completely. A fit therefore has the weakest ridge penalty (Hoerl, Kennard 1970)
that keeps the weights, and the slopes from layer to layer, about as large as they were.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from core.activations import ACTIVATIONS, evaluate
from core.calls import Array
from core.parameters import Layers
from core.training.evaluation import weighted_mean

GROWTH = 4.0
"""Largest fitted weight, as a multiple of the largest |θ| of the network; biases have no limit."""
STEEPER = 2.0
"""Largest steepness of a fit, as a multiple of that of what it replaces. Of 816 networks with a layer removed or
changed (five data sets, four activations, four optimisers) none diverged within three epochs; with 3 four did, without
a limit sixteen.
"""
DOUBLED = 2.0
"""GROWTH for each of the two Θ of a near-identity, since each multiplies the gradients of the other."""
PENALTIES = (0.0, *(10.0 ** np.arange(-15, 3.5, 0.5)))
"""Ridge penalties in ascending order, as shares of the largest squared singular value of the inputs."""
NEAR = 0.03
"""Largest error of a near-identity, as a share of the standard deviation of A Θ."""
WIDEST, HALVINGS = 8.0, 13
"""The first scale of a near-identity, as a multiple of `reach`, and how often it is halved at most."""
NARROW = 0.1
"""Smallest range of an input that a near-identity is scaled to, as a share of the largest range."""


WithinLimits = Callable[[Array], bool]
"""Whether fitted weights, s × k without their bias row, are small enough for training to continue with them."""


class FitMethods(NamedTuple):
    """The three fits of surgery, by ridge regression or, as in old journals, by least squares.

    The last argument of `bridge` and `refitted` are the weights of the m examples, m × 1; None where all are alike.
    """

    bridge: Callable[[Array, Array, WithinLimits, Array | None], Array]
    refitted: Callable[[Array, Array, Array, WithinLimits, Array | None], Array]
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
    """The limits of a fit: no weight above GROWTH times the largest one, and no steepness above STEEPER times `steep`.

    `through` computes the steepness of the layer with the fitted weights.
    """
    largest = GROWTH * largest_weight(layers)
    return lambda weights: bool(np.abs(weights).max() <= largest and through(weights) <= STEEPER * steep)


def ridge_fit(A: Array, Z: Array, start: Array, within: WithinLimits, w: Array | None = None) -> Array:
    """The Θ, (s + 1) × k, that makes A Θ near to Z, by the weakest ridge penalty that keeps it `within` its limits.

    A is m × (s + 1), the ones column first, Z is m × k. The penalty is on the difference from the weights `start`,
    (s + 1) × k; where no penalty keeps that within the limits, on the weights themselves. Biases have none. With the
    weights of the examples w, m × 1, each square counts w times, as its example does in J.
    """
    mean_A, mean_Z, s = weighted_mean(A[:, 1:], w), weighted_mean(Z, w), A.shape[1] - 1
    differences = np.column_stack([A[:, 1:] - mean_A, Z - mean_Z])
    if w is not None:
        differences *= np.sqrt(w)
    # R of a QR decomposition has the same sums of squares in no more than s + k rows.
    triangle = np.asarray(np.linalg.qr(differences, mode="r"))
    centred, centred_Z = triangle[:, :s], triangle[:, s:]
    U, singular, V = np.linalg.svd(centred, full_matrices=False)
    largest = singular[0] or 1.0
    relative = singular / largest
    significant = relative > max(s, len(A)) * np.finfo(float).eps
    for origin in (start[1:], np.zeros_like(start[1:])):
        left = U.T @ (centred_Z - centred @ origin) / largest
        for penalty in PENALTIES:
            share = np.divide(relative, relative**2 + penalty, out=np.zeros_like(relative), where=significant)
            weights = origin + V.T @ (share[:, None] * left)
            if within(weights):
                return np.vstack([mean_Z - mean_A @ weights, weights])
    return np.vstack([mean_Z, np.zeros_like(start[1:])])


def ridge_bridge(A: Array, Z: Array, within: WithinLimits, w: Array | None = None) -> Array:
    """The Θ, (s + 1) × k, that replaces a layer: from its inputs A, m × (s + 1), to the next layer's sums Z, m × k."""
    return ridge_fit(A, Z, np.zeros((A.shape[1], Z.shape[1])), within, w)


def ridge_refit(A: Array, theta: Array, Z: Array, within: WithinLimits, w: Array | None = None) -> Array:
    """Θ, (s + 1) × k, corrected so that A Θ is near to Z, m × k, for other inputs A, m × (s + 1), than before."""
    return ridge_fit(A, Z, theta, within, w)


def ridge_near_identity(A: Array, theta: Array, g: str, largest: float) -> tuple[Array, Array]:
    """The Θ of a new layer of squashing neurons, one for each column of A, and the Θ that follows it.

    A is m × (s + 1), the ones column first; Θ is (s + 1) × k, and A Θ is to be preserved. Each neuron takes one input,
    centred and scaled to where g is almost linear: tanh z = z − z³/3 + …, so half the scale has a quarter of the
    error, but the weights that follow get twice as large. Of scales that halve from one to the next, the largest one
    is taken whose error, once Θ is refitted, is NEAR or less; where there is none, the one with the smallest error. No
    weight, biases left out, exceeds DOUBLED times `largest`.
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
        if (
            error <= NEAR * np.sqrt(Z.var(0).mean()) or error > 2 * least
        ):  # smaller scales are worse, as the weights are limited
            break
    assert best is not None
    return best


RIDGE = FitMethods(ridge_bridge, ridge_refit, ridge_near_identity)
