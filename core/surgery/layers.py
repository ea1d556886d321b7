"""Surgery on layers: add a hidden layer, remove one, or change its activation."""

from functools import partial

import numpy as np

from core.activations import ACTIVATIONS, evaluate, slopes
from core.calls import Array
from core.data.dataset import Data
from core.parameters import Layers, join
from core.training.training_state import TrainingState

from .ridge import RIDGE, FitMethods, fit_limits, largest_weight, steepness
from .transform import (
    DEFAULT_ACTIVATION,
    FIT_EXAMPLES,
    Plan,
    Transformed,
    apply_plan,
    forward_pass,
    layers_of,
    with_layers,
)


def add_layer(
    state: TrainingState, data: Data, l: int, activation: str | None = None, fits: FitMethods = RIDGE
) -> Transformed:
    """Add a hidden layer after layer l, which is the input or a hidden one; by default with layer l's activation.

    It passes the outputs of layer l on. identity, and relu and leaky_relu where an output is never negative, do so
    exactly with one neuron for each output. Where an output may be negative, relu and leaky_relu do so exactly with a
    pair of neurons for x and −x: x = r(x) − r(−x), respectively 1.01 x = r(x) − r(−x). Inputs count as never negative
    if they aren't in any split. tanh and sigmoid approximate: see `ridge_near_identity`. Raises InputError.
    """
    hidden, activations = layers_of(state, l, first=1)
    settings, s = state.experiment.network, state.sizes[l - 1]
    if activation is None:
        usual = settings.activation if isinstance(settings.activation, str) else DEFAULT_ACTIVATION
        activation = activations[max(0, l - 2)] if activations else usual
    activations.insert(l - 1, activation)
    if activation not in ACTIVATIONS:
        # raises InputError with the known activations
        with_layers(state.experiment, [*hidden[: l - 1], s, *hidden[l - 1 :]], activations)
    g = ACTIVATIONS[activation]
    near, factor = g.paired is None, g.paired or 1.0
    paired = negatives(state, data, l) & (not near and not g.linear)
    units = np.concatenate([np.arange(s), np.flatnonzero(paired)])
    signs, rows = np.where(np.arange(len(units)) < s, 1, -1), np.concatenate([[0], 1 + units])
    hidden.insert(l - 1, len(units))
    experiment = with_layers(state.experiment, hidden, activations)

    def extended(layers: Layers) -> Layers:
        theta = layers[l - 1]
        if near:
            A = forward_pass(state, data, join(layers), FIT_EXAMPLES).A[l]
            return [
                *layers[: l - 1],
                *fits.near_identity(A, theta.astype(float), activation, largest_weight(layers)),
                *layers[l:],
            ]
        into, out = np.zeros((1 + s, len(units))), theta[rows]
        into[1 + units, np.arange(len(units))] = signs
        out[1:] *= (signs * np.where(paired[units], factor, 1))[:, None]
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
    return apply_plan(plan, state, data)


def remove_layer(state: TrainingState, data: Data, l: int, fits: FitMethods = RIDGE) -> Transformed:
    """Remove hidden layer l: one Θ replaces two, fitted to their outputs for the training inputs.

    Its weights and slopes stay about as large as theirs: see `ridge_fit`. Exact where the layer's activation is the
    identity: then it is their product. Raises InputError.
    """
    hidden, activations = layers_of(state, l)
    activation = activations[l - 2]
    linear = ACTIVATIONS[activation].linear

    def bridged(layers: Layers) -> Layers:
        into, out = layers[l - 2], layers[l - 1]
        if linear:
            bridge = into @ out[1:]
            bridge[0] += out[0]
        else:
            program = forward_pass(state, data, join(layers), FIT_EXAMPLES)
            steep = steepness(into[1:], slopes(activation, program.Z[l]), out[1:])
            within = fit_limits(layers, steep, lambda weights: float(np.linalg.norm(weights)))
            bridge = fits.bridge(program.A[l - 1], program.Z[l + 1], within, program.batch.w)
        return [*layers[: l - 2], bridge, *layers[l:]]

    def moments(layers: Layers) -> Layers:
        into, out = layers[l - 2], layers[l - 1]
        return [*layers[: l - 2], np.zeros((len(into), out.shape[1]), into.dtype), *layers[l:]]

    def moved(at: int, j: int) -> tuple[int, int] | None:
        return None if at == l else (at - (at > l), j)

    del hidden[l - 2], activations[l - 2]
    experiment = with_layers(state.experiment, hidden, activations)
    return apply_plan(Plan(experiment, bridged, moments, moments, (l + 1, l), linear, moved), state, data)


def change_activation(
    state: TrainingState, data: Data, l: int, activation: str, fits: FitMethods = RIDGE
) -> Transformed:
    """Change the activation of hidden layer l, and Θ(l) so that the network's function is preserved as far as possible.

    Exact between tanh and sigmoid: tanh z = 2 σ(2z) − 1. Otherwise Θ(l) is fitted to the sums that it gave for the
    training inputs, within the limits of `fit_limits`. Raises InputError.
    """
    hidden, activations = layers_of(state, l)
    before, activations[l - 2] = activations[l - 2], activation
    experiment = with_layers(state.experiment, hidden, activations)
    same, was, now = before == activation, ACTIVATIONS[before].logistic, ACTIVATIONS[activation].logistic
    exact = same or (was is not None and now is not None)

    def changed(layers: Layers) -> Layers:
        into, out = layers[l - 2], layers[l - 1]
        if same:
            return layers
        if was is not None and now is not None:
            scale = was.scale / now.scale
            bias = out[:1] + (was.offset - scale * now.offset) * out[1:].sum(0)
            return [*layers[: l - 2], was.rate / now.rate * into, np.vstack([bias, scale * out[1:]]), *layers[l:]]
        program = forward_pass(state, data, join(layers), FIT_EXAMPLES)
        A = np.column_stack([program.A[l][:, 0], evaluate(activation, program.Z[l])])
        each, old, new = np.eye(len(out) - 1), slopes(before, program.Z[l]), slopes(activation, program.Z[l])
        within = fit_limits(layers, steepness(each, old, out[1:]), lambda weights: steepness(each, new, weights))
        fitted = fits.refitted(A, out.astype(float), program.Z[l + 1], within, program.batch.w)
        return [*layers[: l - 1], fitted, *layers[l:]]

    def moments(layers: Layers) -> Layers:
        into, out = layers[l - 2], layers[l - 1]
        if same:
            return layers
        return [*layers[: l - 2], np.zeros_like(into) if exact else into, np.zeros_like(out), *layers[l:]]

    def moved(at: int, j: int) -> tuple[int, int] | None:
        return None if at == l and not same else (at, j)

    plan = Plan(experiment, changed, moments, list, (l + 1, l + 1), exact, moved)
    return apply_plan(plan, state, data)


def negatives(state: TrainingState, data: Data, l: int) -> Array:
    """Which outputs of layer l may be negative, s_l booleans; for l = 1, which inputs are negative in any split."""
    if l > 1:
        return np.full(state.sizes[l - 1], ACTIVATIONS[state.experiment.network.activations[l - 2]].negative)
    splits = (split for split in (data.train, data.validation, data.test) if split is not None)
    negative: Array = np.any([(split.inputs < 0).any(0) for split in splits], axis=0)
    return negative
