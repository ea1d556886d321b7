"""Surgery on neurons: add one to a hidden layer, or remove one."""

from functools import partial

import numpy as np

from core.activations import ACTIVATIONS
from core.calls import Array
from core.data.dataset import Data
from core.initializers import INITIALIZERS
from core.parameters import Layers, join, split
from core.support.errors import InputError
from core.support.i18n import _
from core.support.random_streams import change_stream
from core.training.evaluation import weighted_mean
from core.training.training_state import TrainingState

from .importance import IMPORTANCE_EXAMPLES, loss_increase_without
from .transform import FIT_EXAMPLES, Plan, Transformed, apply_plan, forward_pass, layers_of, with_layers


def add_neuron(state: TrainingState, data: Data, l: int) -> Transformed:
    """Add a neuron at the end of hidden layer l, with random incoming weights and outgoing weights of 0.

    This preserves the function for every activation, and the neuron isn't a copy of another one as in Net2Net without
    noise. It learns from the first mini-batch on, as its outgoing weights have a gradient. Incoming weights are drawn
    by the experiment's initializer, or by xavier where that is zeros, from a random stream of their own. If the neuron
    would be dead on the training inputs, their signs are flipped. Raises InputError.
    """
    hidden, activations = layers_of(state, l)
    hidden[l - 2] += 1
    experiment = with_layers(state.experiment, hidden, activations)
    network, neurons = experiment.network, hidden[l - 2]
    place = state.epoch, state.position.settled + state.position.done, l, neurons
    draw = INITIALIZERS["xavier" if network.initializer == "zeros" else network.initializer]
    shape = state.sizes[l - 2], neurons
    incoming = network.initial_scale * draw(change_stream(experiment.seed, *place), shape)[:, -1]
    if ACTIVATIONS[activations[l - 2]].dies:
        A = forward_pass(state, data, state.theta, FIT_EXAMPLES).A[l - 1]
        if not (A[:, 1:] @ incoming > 0).any():
            incoming = -incoming

    def grown(layers: Layers, incoming: Array | int) -> Layers:
        into, out = layers[l - 2], layers[l - 1]
        column, row = np.zeros((len(into), 1), into.dtype), np.zeros((1, out.shape[1]), out.dtype)
        column[1:, 0] = incoming
        return [*layers[: l - 2], np.hstack([into, column]), np.vstack([out, row]), *layers[l:]]

    untouched = partial(grown, incoming=0)
    plan = Plan(
        experiment, partial(grown, incoming=incoming), untouched, untouched, (l + 1, l + 1), True,
        move=lambda at, j: (at, j), neuron=neurons,
    )  # fmt: skip
    return apply_plan(plan, state, data)


def remove_neuron(state: TrainingState, data: Data, l: int, neuron: int | None = None) -> Transformed:
    """Remove a neuron from hidden layer l: the given one, or the one without which the loss rises least.

    Its mean output over the training examples that `loss_increase_without` takes, weighted if they have weights, is
    added to the next layer's biases, which is exact for a neuron whose outgoing weights are 0. Raises InputError.
    """
    hidden, activations = layers_of(state, l)
    if hidden[l - 2] == 1:
        raise InputError(
            _("layer {}: found its last neuron, which can't be removed; remove the layer instead").format(l)
        )
    if neuron is None:
        neuron = int(loss_increase_without(state, data, l).argmin()) + 1
    elif not 1 <= neuron <= hidden[l - 2]:
        raise InputError(_("layer {}: found neuron {}, expected one from 1 to {}").format(l, neuron, hidden[l - 2]))
    hidden[l - 2] -= 1
    gone = neuron

    def shrunk(layers: Layers) -> Layers:
        into, out = np.delete(layers[l - 2], gone - 1, 1), np.delete(layers[l - 1], gone, 0)
        return [*layers[: l - 2], into, out, *layers[l:]]

    def folded(layers: Layers) -> Layers:
        program = forward_pass(state, data, join(layers), IMPORTANCE_EXAMPLES)
        mean = weighted_mean(program.A[l][:, gone], program.batch.w)
        left = shrunk(layers)
        left[l - 1][0] += mean * layers[l - 1][gone]
        return left

    def moved(at: int, j: int) -> tuple[int, int] | None:
        if at != l:
            return at, j
        return None if j == gone else (at, j - (j > gone))

    experiment = with_layers(state.experiment, hidden, activations)
    silent = not any(
        split(theta, state.sizes)[l - 1][gone].any() for theta in (state.theta, state.best) if theta is not None
    )
    plan = Plan(experiment, folded, shrunk, shrunk, (l + 1, l + 1), silent, moved, neuron)
    return apply_plan(plan, state, data)
