"""Surgery on a trained network: neurons and layers come and go, and its function stays where it can.

After Net2Net: Chen, Goodfellow, Shlens 2015. Each operation makes of a state between two mini-batches another one,
whose experiment has the new layers, with a report on what that does to the function; `Trainer.restore` goes on from
there. Nothing else changes: place, order of the examples, all generators. What weights have of the optimiser moves with
them; weights that the operation gave a value start with none, and with a step count of 0.

Layers and neurons count from 1 as in the lecture: neuron j of layer l is row j of Θ(l), and column j of Θ(l-1).
Frozen weights rest in training; an operation may give them another value, and they rest there.
"""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from .activations import evaluate, slopes
from .calls import Array
from .errors import InputError
from .evaluation import sample
from .experiment import Experiment
from .importance import MEASURED, rises
from .initializers import INITIALIZERS
from .layers import Layers, join, split
from .likeness import PAIRED, RIDGE, SQUASHING, Fits, largest_weight, limits, steepness
from .operation import Operation, Plan, Report, carry_out, network_of, settled
from .optimizers import COUNTING
from .program import Program
from .state import State
from .streams import change_stream
from .texts import _

if TYPE_CHECKING:
    from .data.loading import Data

__all__ = [
    "Operation", "Report", "add_layer", "add_neuron", "change_activation", "freeze", "remove_layer", "remove_neuron",
    "rises",
]  # fmt: skip

FITTED = 10_000
"""Training examples that least squares take, at most."""


def add_neuron(state: State, data: "Data", l: int) -> Operation:
    """One neuron more in hidden layer l, the last one: its incoming weights random, its outgoing ones 0.

    So the function stays, whatever the activation, and it is no twin of another neuron, as Net2Net's copies are
    without noise. It learns from the first mini-batch on: its outgoing weights have a gradient. Incoming weights are
    drawn as the experiment says, for the new shape, but as xavier where that is zeros, from a stream of their own.
    Where a relu neuron would be dead on the training inputs, they have the other sign. Raises InputError.
    """
    hidden, activations = layers_of(state, l)
    hidden[l - 2] += 1
    experiment = with_layers(state.experiment, hidden, activations)
    network, neurons = experiment.network, hidden[l - 2]
    place = state.epoch, state.position.settled + state.position.done, l, neurons
    draw = INITIALIZERS["xavier" if network.initializer == "zeros" else network.initializer]
    shape = state.sizes[l - 2], neurons
    incoming = network.initial_scale * draw(change_stream(experiment.seed, *place), shape)[:, -1]
    if activations[l - 2] == "relu":
        A = passed(state, data, state.theta, FITTED).A[l - 1]
        if not (A[:, 1:] @ incoming > 0).any():
            incoming = -incoming

    def grown(layers: Layers, incoming: Array | int) -> Layers:
        into, out = layers[l - 2], layers[l - 1]
        column, row = np.zeros((len(into), 1), into.dtype), np.zeros((1, out.shape[1]), out.dtype)
        column[1:, 0] = incoming
        return [*layers[: l - 2], np.hstack([into, column]), np.vstack([out, row]), *layers[l:]]

    unmoved = partial(grown, incoming=0)
    plan = Plan(
        experiment, partial(grown, incoming=incoming), unmoved, unmoved, (l + 1, l + 1), True,
        move=lambda at, j: (at, j), neuron=neurons,
    )  # fmt: skip
    return carry_out(plan, state, data)


def remove_neuron(state: State, data: "Data", l: int, neuron: int | None = None) -> Operation:
    """One neuron fewer in hidden layer l: the one named, else the one without which the loss rises least.

    Its mean over the training examples, those that `rises` takes, goes into the biases behind: exact for a neuron
    whose outgoing weights are 0. Raises InputError.
    """
    hidden, activations = layers_of(state, l)
    if hidden[l - 2] == 1:
        raise InputError(_("layer {}: found its last neuron; remove the layer instead").format(l))
    if neuron is None:
        neuron = int(rises(state, data, l).argmin()) + 1
    elif not 1 <= neuron <= hidden[l - 2]:
        raise InputError(_("layer {}: found neuron {}, expected one from 1 to {}").format(l, neuron, hidden[l - 2]))
    hidden[l - 2] -= 1
    gone = neuron

    def shrunk(layers: Layers) -> Layers:
        into, out = np.delete(layers[l - 2], gone - 1, 1), np.delete(layers[l - 1], gone, 0)
        return [*layers[: l - 2], into, out, *layers[l:]]

    def folded(layers: Layers) -> Layers:
        mean = passed(state, data, join(layers), MEASURED).A[l][:, gone].mean()
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
    return carry_out(plan, state, data)


def add_layer(state: State, data: "Data", l: int, activation: str | None = None, fits: Fits = RIDGE) -> Operation:
    """A hidden layer behind layer l, which is the input or a hidden one; its activation is layer l's by default.

    It passes on what layer l sends. Exact, each neuron taking one of layer l's: identity; relu and leaky_relu where
    those are never negative, which for inputs means in all of the data. Exact as well, a pair of neurons with x and −x
    for each that may be negative: relu, for x = r(x) − r(−x); leaky_relu, for 1.01 x = r(x) − r(−x). tanh and
    sigmoid come near it: see `likeness.near_identity`. Raises InputError.
    """
    hidden, activations = layers_of(state, l, first=1)
    settings, s = state.experiment.network, state.sizes[l - 1]
    if activation is None:
        usual = settings.activation if isinstance(settings.activation, str) else "tanh"
        activation = activations[max(0, l - 2)] if activations else usual
    g, near = activation, activation in SQUASHING
    paired = negatives(state, data, l) & (not near and g != "identity")
    units = np.concatenate([np.arange(s), np.flatnonzero(paired)])
    signs, rows = np.where(np.arange(len(units)) < s, 1, -1), np.concatenate([[0], 1 + units])
    hidden.insert(l - 1, len(units))
    activations.insert(l - 1, g)
    experiment = with_layers(state.experiment, hidden, activations)

    def extended(layers: Layers) -> Layers:
        theta = layers[l - 1]
        if near:
            A = passed(state, data, join(layers), FITTED).A[l]
            return [
                *layers[: l - 1],
                *fits.near_identity(A, theta.astype(float), g, largest_weight(layers)),
                *layers[l:],
            ]
        into, out = np.zeros((1 + s, len(units))), theta[rows]
        into[1 + units, np.arange(len(units))] = signs
        out[1:] *= (signs * np.where(paired[units], PAIRED[g], 1))[:, None]
        return [*layers[: l - 1], into, out, *layers[l:]]

    def moved(layers: Layers, fresh: Array) -> Layers:
        into, out = np.zeros((1 + s, len(units)), layers[l - 1].dtype), layers[l - 1][rows]
        out[fresh] = 0
        return [*layers[: l - 1], into, out, *layers[l:]]

    fresh = np.concatenate([[near], near | paired[units]])
    plan = Plan(
        experiment, extended, partial(moved, fresh=fresh), partial(moved, fresh=np.zeros_like(fresh)), (l + 1, l + 2),
        exact=not near, move=lambda at, j: (at + (at > l), j),
    )  # fmt: skip
    return carry_out(plan, state, data)


def remove_layer(state: State, data: "Data", l: int, fits: Fits = RIDGE) -> Operation:
    """Without hidden layer l: one Θ in place of two, by least squares of what those did on the training inputs.

    Its weights and slopes are kept of the size that those had: see `likeness.ridge`. Exact where the layer's
    activation is the identity: then it is their product. Raises InputError.
    """
    hidden, activations = layers_of(state, l)
    activation = activations[l - 2]
    linear = activation == "identity"

    def bridged(layers: Layers) -> Layers:
        into, out = layers[l - 2], layers[l - 1]
        if linear:
            bridge = into @ out[1:]
            bridge[0] += out[0]
        else:
            program = passed(state, data, join(layers), FITTED)
            steep = steepness(into[1:], slopes(activation, program.Z[l]), out[1:])
            within = limits(layers, steep, lambda weights: float(np.linalg.norm(weights)))
            bridge = fits.bridge(program.A[l - 1], program.Z[l + 1], within)
        return [*layers[: l - 2], bridge, *layers[l:]]

    def carried(layers: Layers) -> Layers:
        into, out = layers[l - 2], layers[l - 1]
        return [*layers[: l - 2], np.zeros((len(into), out.shape[1]), into.dtype), *layers[l:]]

    def moved(at: int, j: int) -> tuple[int, int] | None:
        return None if at == l else (at - (at > l), j)

    del hidden[l - 2], activations[l - 2]
    experiment = with_layers(state.experiment, hidden, activations)
    return carry_out(Plan(experiment, bridged, carried, carried, (l + 1, l), linear, moved), state, data)


def change_activation(state: State, data: "Data", l: int, activation: str, fits: Fits = RIDGE) -> Operation:
    """Another activation for hidden layer l, and a Θ(l) behind it that makes up for it as well as it can.

    Exact between tanh and sigmoid: tanh z = 2 σ(2z) − 1. Else Θ(l) is refitted by least squares of what it did on the
    training inputs, within the limits of `likeness.ridge`. Raises InputError.
    """
    hidden, activations = layers_of(state, l)
    before, activations[l - 2] = activations[l - 2], activation
    experiment = with_layers(state.experiment, hidden, activations)
    same, exact = before == activation, before == activation or {before, activation} == {"tanh", "sigmoid"}
    ratio, middle = (2, -1) if before == "tanh" else (0.5, 0.5)

    def changed(layers: Layers) -> Layers:
        into, out = layers[l - 2], layers[l - 1]
        if same:
            return layers
        if exact:
            bias = out[:1] + middle * out[1:].sum(0)
            return [*layers[: l - 2], ratio * into, np.vstack([bias, ratio * out[1:]]), *layers[l:]]
        program = passed(state, data, join(layers), FITTED)
        A = np.column_stack([program.A[l][:, 0], evaluate(activation, program.Z[l])])
        each, was, now = np.eye(len(out) - 1), slopes(before, program.Z[l]), slopes(activation, program.Z[l])
        within = limits(layers, steepness(each, was, out[1:]), lambda weights: steepness(each, now, weights))
        return [*layers[: l - 1], fits.refitted(A, out.astype(float), program.Z[l + 1], within), *layers[l:]]

    def carried(layers: Layers) -> Layers:
        into, out = layers[l - 2], layers[l - 1]
        if same:
            return layers
        return [*layers[: l - 2], np.zeros_like(into) if exact else into, np.zeros_like(out), *layers[l:]]

    def moved(at: int, j: int) -> tuple[int, int] | None:
        return None if at == l and not same else (at, j)

    plan = Plan(experiment, changed, carried, list, (l + 1, l + 1), exact, moved)
    return carry_out(plan, state, data)


def freeze(state: State, frozen: Array) -> State:
    """The state with just these weights at rest, flat booleans as long as Θ: their steps are counted apart."""
    vectors = dict(state.vectors)
    if state.experiment.training.optimizer in COUNTING:
        vectors.setdefault("t", np.full(len(state.theta), state.count))
    resting = frozen.copy() if frozen.any() else None
    vectors, count = settled(vectors, state.count, resting)
    return replace(state, vectors=vectors, count=count, frozen=resting)


def layers_of(state: State, l: int, first: int = 2) -> tuple[list[int], list[str]]:
    """The neurons and activations of all hidden layers; raises InputError where l isn't one, or 1 if `first` is."""
    network = state.experiment.network
    if not first <= l < len(state.sizes):
        what = _("a hidden layer") if first == 2 else _("the input or a hidden layer")
        message = _("found layer {}, expected {}, from {} to {}")
        raise InputError(message.format(l, what, first, len(state.sizes) - 1))
    return [*network.hidden], [*network.activations]


def with_layers(experiment: Experiment, hidden: list[int], activations: list[str]) -> Experiment:
    """The experiment with these hidden layers; weights to start from, which had others, are left out."""
    network = experiment.network
    names = activations or [*network.activations, "tanh"][:1]
    changed = {"network.hidden": hidden, "network.activation": names[0] if len({*names}) == 1 else names}
    return experiment.replace_all({**changed, "network.weights": None})


def passed(state: State, data: "Data", theta: Array, most: int) -> Program:
    """The forward pass of the state's network with these weights, in float64, of at most so many training inputs.

    Raises InputError where its sums aren't finite: there is nothing to fit then.
    """
    network = network_of(state.experiment, state.sizes, theta, "float64")
    with np.errstate(all="ignore"):
        program = network.forward(sample(data.train, most)[0])
    for l in range(2, program.L + 1):
        if not np.isfinite(program.Z[l]).all():
            message = _("Z({}): found sums of training inputs that are not finite; go back to smaller weights first")
            raise InputError(message.format(l))
    return program


def negatives(state: State, data: "Data", l: int) -> Array:
    """Which of the outputs of layer l may be negative, s_l booleans; of inputs, which are somewhere in the data."""
    if l > 1:
        never = state.experiment.network.activations[l - 2] in ("relu", "sigmoid")
        return np.full(state.sizes[l - 1], not never)
    splits = (one for one in (data.train, data.validation, data.test) if one is not None)
    negative: Array = np.any([(one.inputs < 0).any(0) for one in splits], axis=0)
    return negative
