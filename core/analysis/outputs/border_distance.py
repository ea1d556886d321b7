"""How far a point is from the border between classes, going the steepest way."""

import numpy as np

from core.calls import Array
from core.model.model import Model

from .given import MovedThreshold, given_of_two

STEPS = 128
"""The points that are tried along the way, and again between the two of them where the class changes."""
SMALL = 1e-5
"""The step of the central differences that find the steepest way, as a part of `reach`."""


def border_distance(model: Model, raw: Array, reach: float, moved: MovedThreshold | None = None) -> float | None:
    """The distance from raw inputs, s numbers, to where the network gives another class; None without one in `reach`.

    The way is straight, in the direction in which the lead of the class that is given falls the most: a border beside
    it may be nearer. The distance is Euclid's, so all inputs must have the same unit. Of two classes, `moved` is the
    threshold by which they are given, None for the usual one.
    """
    given = _classes(model, raw[None], moved)[0]
    steps = SMALL * reach * np.eye(len(raw))
    ahead = _lead(model, np.vstack([raw + steps, raw - steps]), int(given))
    slope = ahead[: len(raw)] - ahead[len(raw) :]
    steepness = float(np.linalg.norm(slope))
    if not steepness > 0 or not np.isfinite(steepness):
        return None
    near, far = 0.0, reach
    for _pass in range(2):
        distances = np.linspace(near, far, STEPS)
        classes = _classes(model, raw - np.outer(distances, slope / steepness), moved)
        others = np.flatnonzero(classes != given)
        if not len(others):
            return None
        first = int(others[0])
        near, far = float(distances[max(0, first - 1)]), float(distances[first])
    return (near + far) / 2


def _classes(model: Model, raw: Array, moved: MovedThreshold | None) -> Array:
    """The class that is given to raw inputs, m numbers."""
    outputs = model.outputs(raw)
    if moved is None:
        return model.class_numbers(outputs)
    return given_of_two(model.probabilities(outputs)[:, moved.number], moved)


def _lead(model: Model, raw: Array, given: int) -> Array:
    """By how much the probability of the class `given` is above the largest of the others, m numbers."""
    P = model.probabilities(model.outputs(raw)).astype(float)
    lead: Array = P[:, given] - np.delete(P, given, axis=1).max(1)
    return lead
