"""The weights of an exercise: its file's, or others of the same character by a seed."""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from core.calls import Array
from core.experiment.experiment import Experiment
from core.experiment.packed_weights import weights_value
from core.experiment.preparation import load_data
from core.support.random_streams import exercise_stream
from core.training.build_network import build_network, given_matrices, resolve

DECIMALS = 2
"""Of weights that an initializer draws."""
LIVELY = 1.5
"""The largest weight of a matrix up to which signs are drawn too; larger ones keep theirs, as they saturate neurons."""
ZEROS = 0.15
"""Weights that are 0 in the file are drawn up to this share of the largest in their matrix."""


def with_weights(experiment: Experiment, seed: int | None) -> Experiment:
    """The experiment with its weights written into it: its own, or the first that are drawn by `seed`."""
    if seed is None and experiment.network.weights is not None:
        return experiment
    return next(drawn_weights(experiment, seed))


def drawn_weights(experiment: Experiment, seed: int | None) -> Iterator[Experiment]:
    """The experiment with weights drawn by `seed`, again and again others.

    Where its file gives weights, those drawn have the scale of each matrix, none is 0 or that of the file, and they are
    rounded to as many decimals as stand there. Where it gives none, its initializer draws them once, rounded to two.
    """
    data = load_data(experiment)
    if experiment.network.weights is None:
        drawn = experiment if seed is None else experiment.replace("seed", seed)
        network = build_network(resolve(drawn, data), data)
        thetas = [np.round(np.array(theta, float), DECIMALS) + 0.0 for theta in network.thetas]
        for theta, exact in zip(thetas, network.thetas, strict=True):
            lost = (theta == 0) & (exact != 0)
            theta[lost] = np.copysign(10.0**-DECIMALS, exact[lost])
        yield experiment.replace("network.weights", weights_value(thetas))
        return
    sizes = [data.train.inputs.shape[1], *experiment.network.hidden, data.train.Y.shape[1]]
    given = [np.array(theta, float) for theta in given_matrices(experiment, sizes)]
    random = exercise_stream(seed or 0, 0)
    while True:
        yield experiment.replace("network.weights", weights_value([drawn_like(theta, random) for theta in given]))


def drawn_like(theta: Array, random: np.random.Generator) -> Array:
    """A matrix of other weights at the same scale, none of them 0 or that of the same place."""
    largest, places = float(np.abs(theta).max()) or 1.0, decimals_of(theta)
    unit = 10.0**-places
    found = np.empty_like(theta)
    for place, given in np.ndenumerate(theta):
        while True:
            value = drawn_weight(float(given), largest, random)
            value = round(value, places) or (unit if value > 0 else -unit)
            if value != given:
                break
        found[place] = value
    return found


def drawn_weight(given: float, largest: float, random: np.random.Generator) -> float:
    """One weight, in a matrix whose largest is given."""
    sign = 1.0 if random.random() < 0.5 else -1.0
    if not given:
        return sign * float(random.uniform(0, ZEROS * largest))
    if largest > LIVELY:
        return given * float(random.uniform(0.75, 1.25))
    return sign * float(random.uniform(0.1, 1)) * largest


def decimals_of(theta: Array) -> int:
    """The decimals of the number with the most of them, from 1 to 4."""
    exponents = [Decimal(repr(float(value))).as_tuple().exponent for value in theta.ravel()[:1000]]
    return min(4, max(1, *(-int(exponent) for exponent in exponents)))
