"""The weights by which the neurons of a hidden layer go on to the next one."""

from typing import NamedTuple

import numpy as np

from core.calls import Array
from core.model.model import Model

from .output_values import shown_output


class OutgoingWeight(NamedTuple):
    """The weight by which a neuron goes on to the neuron `to`, from 1, of the next layer."""

    weight: float
    to: int


def outgoing_weights(model: Model, layer: int, output: int | None) -> list[OutgoingWeight]:
    """For each neuron of the hidden layer l = `layer`, the weight in Θ(l) by which it goes on.

    That to the neuron of the output in focus, or to the only one; where there are several, the largest in size.
    """
    theta = model.network.parameters.thetas[layer - 1][1:]
    shown = shown_output(model.meaning, output)
    last = layer == model.network.parameters.L - 1
    columns = theta.shape[1]
    if columns == 1:
        to: Array = np.zeros(len(theta), int)
    elif last and shown is not None and shown < columns:
        to = np.full(len(theta), shown)
    else:
        to = np.argmax(np.nan_to_num(np.abs(theta), nan=np.inf), axis=1)
    return [OutgoingWeight(float(row[place]), int(place) + 1) for row, place in zip(theta, to, strict=True)]
