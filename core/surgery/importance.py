"""How much each neuron of a layer matters: by how much the training loss would rise without it."""

from collections.abc import Callable

import numpy as np

from core.activations import evaluate
from core.calls import Array
from core.data.dataset import Data
from core.network import Network
from core.parameters import split
from core.training.build_network import network_from_weights
from core.training.evaluation import sample
from core.training.training_state import TrainingState

MEASURED = 1000
"""Training examples that the loss is taken over, at most."""


def loss_increase_without(state: TrainingState, data: Data, l: int) -> Array:
    """For each neuron of hidden layer l, by how much J rises if it always gave its mean: s_l numbers in float64.

    Removing a neuron does that, for its mean goes into the biases behind. J is taken over the training examples, or
    MEASURED of them, evenly spaced, without the penalty.
    """
    X, Y = sample(data.train, MEASURED)
    network = network_from_weights(state.experiment, state.sizes, state.theta, "float64")
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
