"""How much each neuron of a layer matters: the rise of the training loss without it."""

from collections.abc import Callable

import numpy as np

from core.activations import evaluate
from core.calls import Array
from core.data.dataset import Data, Split
from core.network import Network
from core.parameters import split
from core.training.build_network import network_from_weights
from core.training.evaluation import sample, weighted_mean
from core.training.training_state import TrainingState

IMPORTANCE_EXAMPLES = 1000
"""Largest number of training examples over which the loss is taken."""


def loss_increase_without(state: TrainingState, data: Data, l: int) -> Array:
    """For each neuron of hidden layer l, how much J rises if its output is replaced by its mean: s_l float64 numbers.

    That is what `remove_neuron` does, as it adds the mean to the next layer's biases. J is taken over at most
    IMPORTANCE_EXAMPLES training examples, evenly spaced, without the penalty. J and mean are weighted where examples
    have weights.
    """
    examples = sample(data.train, IMPORTANCE_EXAMPLES)
    network = network_from_weights(state.experiment, state.sizes, state.theta, "float64")
    theta = split(state.theta, state.sizes)[l - 1].astype(float)
    with np.errstate(all="ignore"):
        program = network.forward(examples.X)
        A, Z, loss = program.A[l].copy(), program.Z[l + 1].copy(), loss_from_layer(network, l + 1, examples)
        without = [
            loss(Z - np.outer(a - weighted_mean(a, examples.w), row)) for a, row in zip(A.T[1:], theta[1:], strict=True)
        ]
        return np.array(without) - loss(Z)


def loss_from_layer(network: Network, l: int, examples: Split) -> Callable[[Array], float]:
    """J as a function of Z^(l), m × s_l, for the targets and weights of these examples, without the penalty."""
    parameters, pair, Y, w, total = network.parameters, network.pair, examples.Y, examples.w, examples.total_weight
    if l == parameters.L:
        return lambda Z: pair.loss(Z, Y, w) / total
    g, sizes, activations = parameters.activations[l - 2], parameters.sizes[l - 1 :], parameters.activations[l - 1 :]
    rest = Network(sizes, activations, network.output, network.loss_name, dtype=parameters.dtype, initializer="zeros")
    for theta, values in zip(rest.thetas, network.thetas[l - 1 :], strict=True):
        theta[...] = values

    def loss(Z: Array) -> float:
        return pair.loss(rest.forward(rest.with_ones(evaluate(g, Z))).batch.Z, Y, w) / total

    return loss
