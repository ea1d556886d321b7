"""Plain least squares for surgery, as in version 0.1.0.

Used only to replay its journals, in which examples have no weights w. It doesn't keep the weights of the network small,
so that training may diverge at once afterwards; `ridge` has replaced it.
"""

import numpy as np

from core.activations import ACTIVATIONS, evaluate
from core.calls import Array

from .ridge import FitMethods, WithinLimits

CUT = 1e-3
"""`rcond` of `lstsq`: directions in which the inputs vary less than this share of the largest variation are ignored."""
NEAR, HALVINGS = 0.01, 10


def least_squares_bridge(A: Array, Z: Array, within: WithinLimits, w: Array | None = None) -> Array:
    """The Θ, (s + 1) × k, that minimises ‖A Θ − Z‖, the shortest of several. A is m × (s + 1), Z is m × k."""
    theta: Array = np.linalg.lstsq(A, Z, rcond=None)[0]
    return theta


def least_squares_refit(A: Array, theta: Array, Z: Array, within: WithinLimits, w: Array | None = None) -> Array:
    """Θ, (s + 1) × k, corrected so that A Θ is nearest to Z, but only in directions in which A varies enough."""
    correction: Array = np.linalg.lstsq(A, Z - A @ theta, rcond=CUT)[0]
    return theta + correction


def least_squares_near_identity(A: Array, theta: Array, g: str, largest: float) -> tuple[Array, Array]:
    """The Θ of a new layer of squashing neurons, one for each column of A, and the Θ that follows it.

    Of the scales 1, ½, ¼, … the largest one is taken whose error, once Θ is refitted, is NEAR or less.
    """
    low, high = A[:, 1:].min(0), A[:, 1:].max(0)
    middle, half = (low + high) / 2, np.where(high > low, (high - low) / 2, 1)
    squashing, Z = ACTIVATIONS[g].squashing, A @ theta
    assert squashing is not None, g
    for halving in range(HALVINGS + 1):
        scale = squashing.reach / 2**halving / half
        into = np.vstack([-scale * middle, np.diag(scale)])
        out = np.empty_like(theta)
        out[1:] = theta[1:] / (squashing.slope * scale)[:, None]
        out[0] = theta[0] + middle @ theta[1:] - squashing.middle * out[1:].sum(0)
        passed = np.column_stack([A[:, 0], evaluate(g, A @ into)])
        out = least_squares_refit(passed, out, Z, bool)
        if np.sqrt(np.mean((passed @ out - Z) ** 2)) <= NEAR * np.sqrt(Z.var(0).mean()):
            break
    return into, out


LEAST_SQUARES = FitMethods(least_squares_bridge, least_squares_refit, least_squares_near_identity)
