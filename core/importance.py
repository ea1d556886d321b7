"""How much a neuron matters: what the training loss would be without it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from .activations import evaluate
from .calls import Array
from .evaluation import sample
from .layers import split
from .network import Network
from .operation import network_of
from .state import State

if TYPE_CHECKING:
    from .data.loading import Data

MEASURED = 1000
"""Training examples that are looked at, at most."""


def rises(state: State, data: "Data", l: int) -> Array:
    """By how much J rises where a neuron of hidden layer l gives its mean instead, s_l numbers in float64.

    That is what removing it does: its mean goes into the biases behind. Taken over the training examples, or MEASURED
    of them, evenly spaced; the penalty left out.
    """
    X, Y = sample(data.train, MEASURED)
    network = network_of(state.experiment, state.sizes, state.theta, "float64")
    theta = split(state.theta, state.sizes)[l - 1].astype(float)
    with np.errstate(all="ignore"):
        program = network.forward(X)
        A, Z, loss = program.A[l].copy(), program.Z[l + 1].copy(), loss_behind(network, l + 1, Y)
        without = [loss(Z - np.outer(a - a.mean(), row)) for a, row in zip(A.T[1:], theta[1:], strict=True)]
        return np.array(without) - loss(Z)


def loss_behind(network: Network, l: int, Y: Array) -> Callable[[Array], float]:
    """J as a function of Z^(l), m × s_l, for the targets Y, m × s_L."""
    parameters, pair = network.parameters, network.pair
    if l == parameters.L:
        return lambda Z: pair.loss(Z, Y) / len(Y)
    g, sizes, activations = parameters.activations[l - 2], parameters.sizes[l - 1 :], parameters.activations[l - 1 :]
    rest = Network(sizes, activations, network.output, network.loss_name, dtype=parameters.dtype, initializer="zeros")
    for theta, given in zip(rest.thetas, network.thetas[l - 1 :], strict=True):
        theta[...] = given

    def loss(Z: Array) -> float:
        return pair.loss(rest.forward(rest.with_ones(evaluate(g, Z))).batch.Z, Y) / len(Y)

    return loss
