"""The activations of a layer's neurons over a plane, and the weights they go out by."""

from dataclasses import dataclass, field

import numpy as np

from core.activations import ACTIVATIONS
from core.calls import Array
from core.model.model import ROWS, Model
from core.network import Network

from .plane import Plane
from .plane_map import coarseness


@dataclass(frozen=True, eq=False)
class NeuronMaps:
    """A(l) at the middles of a plane's pixels: `values` are s_l × rows × columns, by neuron.

    `layer` is l of a hidden layer, from 2, and `activation` its g. Values are NaN or infinite where weights are.
    """

    layer: int
    activation: str
    plane: Plane
    values: Array = field(repr=False)


@dataclass(frozen=True, eq=False)
class Outgoing:
    """How strongly each neuron of a layer goes out: s_l weights Θ(l)[j,k], `signed`, to one neuron of the next layer.

    Or, where there is none in particular, the norms ‖Θ(l)[j,:]‖ of the weights to all of them.
    """

    weights: Array
    signed: bool


def neuron_maps(model: Model, plane: Plane, layer: int) -> NeuronMaps:
    """The maps of all neurons of hidden layer `layer`, l from 2, by one forward pass over the pixels.

    Of a large network, blocks of pixels have the activation at their middle, as in `plane_map`.
    """
    factor = coarseness(model, plane)
    coarse = plane if factor == 1 else plane.coarser(factor)
    values = layer_activations(model, coarse.raw_inputs(), layer).T.reshape(-1, coarse.rows, coarse.columns)
    if factor > 1:
        values = values.repeat(factor, 1).repeat(factor, 2)[:, : plane.rows, : plane.columns]
    return NeuronMaps(layer, model.network.parameters.activations[layer - 2], plane, values)


def layer_activations(model: Model, raw: Array, layer: int) -> Array:
    """A(l) of hidden layer `layer`, l from 2, for raw inputs m × s: m × s_l, without the ones column."""
    network = model.network
    inputs = model.prepared(raw)
    found = np.empty((len(inputs), network.parameters.sizes[layer - 1]), network.parameters.dtype)
    for start in range(0, len(inputs), ROWS):
        part = slice(start, start + ROWS)
        with np.errstate(all="ignore"):
            program = network.forward(network.with_ones(inputs[part]))
        found[part] = program.g_of_Z[layer]
    return found


def outgoing(network: Network, layer: int, output: int | None) -> Outgoing:
    """The weights by which the neurons of layer `layer`, l from 2, go out.

    Of the last hidden layer those to one output: to `output`, from 0, or to the only one that there is. None for
    `output` stands for all.
    """
    theta, outputs = network.thetas[layer - 1][1:], network.parameters.sizes[-1]
    if layer == len(network.parameters.sizes) - 1 and (outputs == 1 or output is not None):
        return Outgoing(theta[:, min(output or 0, outputs - 1)].astype(float), signed=True)
    with np.errstate(all="ignore"):
        return Outgoing(np.linalg.norm(theta.astype(float), axis=1), signed=False)


def activation_range(activation: str, values: Array) -> tuple[float, float, float]:
    """The least, the middle and the greatest value by which activations are shaded; any shape, NaN and ±inf left out.

    Those of the function where it has bounds, as from -1 over 0 to 1 for tanh and from 0 over 0.5 to 1 for sigmoid.
    Else 0 in the middle, and as far on both sides as the largest |a|; 0 is the least where no value is negative.
    """
    facts = ACTIVATIONS[activation]
    if facts.logistic is not None:
        low, high = facts.logistic.offset, facts.logistic.offset + facts.logistic.scale
        return low, (low + high) / 2, high
    finite = np.abs(values[np.isfinite(values)], dtype=float)
    largest = float(finite.max(initial=0.0))
    return (-largest if facts.negative else 0.0), 0.0, largest


def share_at_rest(activation: str, values: Array) -> float | None:
    """The share of activations, any shape, that let almost no error through: saturated ones, or 0 of one that dies.

    None for an activation that does neither.
    """
    facts = ACTIVATIONS[activation]
    if not values.size:
        return None
    if facts.saturated is not None:
        low, high = facts.saturated
        return float(np.mean((values < low) | (values > high)))
    return float(np.mean(values == 0)) if facts.dies else None
