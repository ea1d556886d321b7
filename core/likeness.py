"""Θ by least squares: layers that are to do nearly what others did, over the training inputs."""

from typing import NamedTuple

import numpy as np

from .activations import LEAK, evaluate
from .calls import Array

CUT = 1e-3
"""Directions of the inputs that are shorter than this part of the longest give no correction: they tell too little."""
NEAR = 0.01
"""The error that a near-identity may have, as a part of the deviation of what is to stay."""
HALVINGS = 10


class Squashing(NamedTuple):
    """An activation with an almost straight part in the middle: its value and slope there, and how far it may reach."""

    middle: float
    slope: float
    reach: float


SQUASHING = {"tanh": Squashing(0.0, 1.0, 1.0), "sigmoid": Squashing(0.5, 0.25, 2.0)}
"""Up to `reach` from 0 the slope is at least 0.42 of that in the middle."""
PAIRED = {"identity": 0.5, "relu": 1.0, "leaky_relu": 1 / (1 + LEAK)}
"""Activations with g(x) = x where x isn't negative, and the c of x = c (g(x) − g(−x)), which holds for all x."""


def least_squares(A: Array, Z: Array) -> Array:
    """The Θ, (s + 1) × k, that makes A Θ nearest to Z; the shortest where several do. A is m × (s + 1), Z is m × k."""
    theta: Array = np.linalg.lstsq(A, Z, rcond=None)[0]
    return theta


def refitted(A: Array, theta: Array, Z: Array) -> Array:
    """Θ corrected so that A Θ comes nearest to Z, but only along directions in which the inputs A differ well."""
    correction: Array = np.linalg.lstsq(A, Z - A @ theta, rcond=CUT)[0]
    return theta + correction


def near_identity(A: Array, theta: Array, g: str) -> tuple[Array, Array]:
    """A layer of tanh or sigmoid neurons, one for each of A's, to come before Θ: its own Θ, and a new one behind it.

    A is m × (s + 1), the ones column first; Θ is (s + 1) × k, and A Θ is what is to stay. Each neuron takes one input,
    shifted to its middle and scaled to where g is almost straight: tanh z = z − z³/3 + …, so half the scale has a
    quarter of the error; but the weights behind get twice as large, and training with them more restless. So it is
    the largest of the scales 1, ½, ¼, … whose error, once Θ is refitted by least squares, is NEAR or less.
    """
    low, high = A[:, 1:].min(0), A[:, 1:].max(0)
    middle, half = (low + high) / 2, np.where(high > low, (high - low) / 2, 1)
    squashing, Z = SQUASHING[g], A @ theta
    for halving in range(HALVINGS + 1):
        scale = squashing.reach / 2**halving / half
        into = np.vstack([-scale * middle, np.diag(scale)])
        out = np.empty_like(theta)
        out[1:] = theta[1:] / (squashing.slope * scale)[:, None]
        out[0] = theta[0] + middle @ theta[1:] - squashing.middle * out[1:].sum(0)
        passed = np.column_stack([A[:, 0], evaluate(g, A @ into)])
        out = refitted(passed, out, Z)
        if np.sqrt(np.mean((passed @ out - Z) ** 2)) <= NEAR * np.sqrt(Z.var(0).mean()):
            break
    return into, out
