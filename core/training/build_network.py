"""Building a network from an experiment: defaults from the data, checks, weights."""

from itertools import pairwise

import numpy as np
from numpy.typing import DTypeLike

from core.calls import Array
from core.data.dataset import Data
from core.data.understanding.class_labels import SUM_TOLERANCE
from core.experiment.experiment import Experiment
from core.experiment.packed_weights import unpacked
from core.losses import too_few_outputs
from core.network import Network
from core.support.blas_threads import use_threads
from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _, ngettext
from core.support.memory import require_memory
from core.support.shown_values import value_text

from .stopping.stop_rules import check_stop_rules

ROUNDING = 1e-9
"""How far a target that was standardised and restored may be off."""

NATURAL_LOSS = {
    "sigmoid": "cross_entropy",
    "softmax": "cross_entropy",
    "identity": "squared_error",
    "tanh": "squared_error",
}
"""The default loss of each output."""

VECTORS = 12
"""Vectors as long as Θ in a training: Θ, ∇, the step, the optimiser's state, a copy of each for a checkpoint, and the
best weights. Measured.
"""
EVALUATED = 4096
"""Rows of a split in the buffers for its evaluation, at most: a full chunk and the last one."""
TRAINED, DROPPED, PREDICTED = 4, 6, 2
"""Numbers for each neuron and row: in training, in training with dropout, in prediction. Measured."""


def resolve(experiment: Experiment, data: Data) -> Experiment:
    """The experiment with task, output and loss filled in from the data if they aren't set.

    Raises InputError for softmax with a single output, a loss that doesn't allow these targets, and early stopping
    without a validation loss.
    """
    output = experiment.network.output or data.output
    if reason := too_few_outputs(output, data.train.Y.shape[1]):
        raise InputError(_("network.output: {}").format(reason))
    loss = experiment.network.loss or NATURAL_LOSS[output]
    experiment = experiment.replace_all({"data.task": data.task, "network.output": output, "network.loss": loss})
    if loss == "cross_entropy":
        check_cross_entropy_targets(output, data)
    check_stop_rules(experiment, data)
    return experiment


def check_cross_entropy_targets(output: str, data: Data) -> None:
    """Raises InputError unless all targets are from 0 to 1 and, for softmax, each row sums to 1.

    The message has the targets as in the source. A regression's targets that are standardised don't fit in any case.
    """
    for split in (data.train, data.validation, data.test):
        if split is None:
            continue
        Y, off = data.in_users_units(split.Y), 0.0 if data.target_scaling is None else ROUNDING
        if Y.min() < -off or Y.max() > 1 + off:
            message = _("network.loss: cross_entropy needs targets from 0 to 1, found {:.4g}; squared_error takes any")
            raise InputError(message.format(Y.min() if Y.min() < -off else Y.max()))
        if data.target_scaling is not None:
            message = _(
                "network.loss: cross_entropy needs targets from 0 to 1, but those of a regression are standardised; "
                "set data.standardize = false, or network.loss = squared_error"
            )
            raise InputError(message)
        if output == "softmax" and (np.abs((sums := split.Y.sum(1)) - 1) > SUM_TOLERANCE).any():
            message = _(
                "network.output: softmax with cross_entropy needs target rows that sum to 1, found one of {:.4g}"
            )
            raise InputError(message.format(sums[np.abs(sums - 1).argmax()]))


def check_memory(experiment: Experiment, data: Data, sizes: list[int]) -> None:
    """Raises InputError if training a network of these layers would need more memory than is available.

    Counted are vectors as long as Θ, and matrices for the rows of a mini-batch and for those evaluated at once.
    """
    network, training, item = experiment.network, experiment.training, np.dtype(experiment.dtype).itemsize
    weights = sum((s + 1) * following for s, following in pairwise(sizes))
    batch = min(training.batch_size or data.train.m, data.train.m)
    evaluated = sum(min(EVALUATED, split.m) for split in (data.train, data.validation, data.test) if split)
    matrices = batch * (DROPPED if training.dropout else TRAINED) + evaluated * PREDICTED
    what = ngettext(
        "network.hidden = {} in batches of {} row: {} weights",
        "network.hidden = {} in batches of {} rows: {} weights",
        batch,
    ).format(value_text(network.hidden), f"{batch:,}", f"{weights:,}")
    remedy = _("use fewer neurons, smaller batches or float32")
    require_memory(item * (weights * VECTORS + matrices * sum(sizes[1:])), what, remedy)


def build_network(experiment: Experiment, data: Data) -> Network:
    """The network with its initial weights, drawn or as given in the experiment.

    Raises InputError for given weights of the wrong shape or out of the dtype's range, and if memory is too small.
    """
    settings = experiment.network
    sizes = [data.train.inputs.shape[1], *settings.hidden, data.train.Y.shape[1]]
    assert settings.output is not None, "resolved"
    assert settings.loss is not None, "resolved"
    weights = given_matrices(experiment, sizes)
    check_memory(experiment, data, sizes)
    network = Network(
        sizes, settings.activation, settings.output, settings.loss, experiment.seed, experiment.dtype,
        settings.initializer, settings.initial_scale,
    )  # fmt: skip
    for l, (theta, given) in enumerate(zip(network.thetas, weights, strict=False), 1):
        with np.errstate(over="ignore"):
            theta[...] = given
        if not np.isfinite(theta).all():
            message = _("network.weights: Θ({}) has numbers beyond the largest of {}")
            raise InputError(message.format(l, experiment.dtype))
        if not theta.any() and np.any(given):
            message = _("network.weights: Θ({}) has no number that is large enough for {}")
            raise InputError(message.format(l, experiment.dtype))
    return network


def network_from_weights(
    experiment: Experiment, sizes: tuple[int, ...], theta: Array, dtype: DTypeLike | None = None
) -> Network:
    """A network of the experiment's activations, output and loss with layers `sizes` and weights `theta`.

    It computes in `dtype`, by default the experiment's. The number of BLAS threads is set to the experiment's.
    """
    use_threads(experiment.training.threads)
    return network_of(experiment, sizes, theta, dtype)


def network_of(
    experiment: Experiment, sizes: tuple[int, ...], theta: Array, dtype: DTypeLike | None = None
) -> Network:  # fmt: skip
    """The network of `network_from_weights`, without setting BLAS threads: another training may need its own."""
    settings = experiment.network
    assert settings.output is not None, "resolved"
    assert settings.loss is not None, "resolved"
    network = Network(
        sizes, settings.activations, settings.output, settings.loss,
        dtype=dtype or experiment.dtype, initializer="zeros",
    )  # fmt: skip
    network.parameters.theta[:] = theta
    return network


def given_matrices(experiment: Experiment, sizes: list[int]) -> list[Array]:
    """The weights that the experiment gives, Θ(1), Θ(2), …; none where they are to be drawn.

    Raises InputError unless they have the shapes that these layers need.
    """
    weights, shapes = experiment.network.weights, [(s + 1, following) for s, following in pairwise(sizes)]
    if weights is None:
        return []
    if len(weights) != len(shapes):
        message = ngettext(
            "network.weights: found {} matrix, expected {}, one from each layer to the next",
            "network.weights: found {} matrices, expected {}, one from each layer to the next",
            len(weights),
        )
        raise InputError(message.format(len(weights), len(shapes)))
    return [_given_matrix(l, given, shape) for l, (given, shape) in enumerate(zip(weights, shapes, strict=True), 1)]


def _given_matrix(l: int, given: list[list[float]] | str, shape: tuple[int, int]) -> Array:
    """Θ(l) as an array of this shape. Raises InputError."""
    if isinstance(given, str):
        try:
            matrix = unpacked(given)
        except InputError as problem:
            raise InputError(_("network.weights: Θ({}): {}").format(l, problem)) from problem
        found, fits = " × ".join(map(str, matrix.shape)), matrix.shape == shape
    else:
        fits = len(given) == shape[0] and all(len(row) == shape[1] for row in given)
        found = f"{len(given)} × {'/'.join(sorted({str(len(row)) for row in given}))}"
    if not fits:
        message = _("network.weights: Θ({}) is {}, expected {} × {}: the bias row first, then a row for each input")
        raise InputError(message.format(l, shortened(found), *shape))
    return matrix if isinstance(given, str) else np.array(given)
