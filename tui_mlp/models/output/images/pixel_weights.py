"""Θ(1) without its bias row: the weights from the pixels to each neuron of layer 2."""

import numpy as np

from core.calls import Array
from core.model.model import Model


def pixel_weights(model: Model) -> Array:
    """The weights of each neuron, s_2 × h × w; of pixels in colours, the mean over the channels."""
    assert model.shape is not None, "the inputs are pictures"
    weights = model.network.thetas[0][1:].T.astype(float)
    pictures: Array = weights.reshape(len(weights), *model.shape, model.channels).mean(3)
    return pictures


def weight_norms(model: Model) -> Array:
    """The norm of each neuron's weights, s_2 numbers."""
    with np.errstate(all="ignore"):
        norms: Array = np.linalg.norm(model.network.thetas[0][1:].astype(float), axis=0)
    return norms


def neuron_name(model: Model, neuron: int) -> str:
    """The number of a neuron of layer 2, or the name of its class where this is the layer of the outputs."""
    return next_layer_names(model)[neuron] if model.network.parameters.L == 2 else str(neuron + 1)


def next_layer_names(model: Model) -> list[str]:
    """The names of the outputs, or the numbers of the neurons of layer 3 where there are more layers."""
    parameters, names = model.network.parameters, model.meaning.names
    outputs = parameters.sizes[-1]
    if parameters.L <= 3 and len(names) == outputs:
        return list(names)
    if parameters.L <= 3 and outputs == 1 and model.meaning.task == "classification":
        return [names[1]]  # what a large output stands for
    return [str(number) for number in range(1, parameters.sizes[min(2, parameters.L - 1)] + 1)]
