"""Every analytic gradient against central differences: (J(θ + h) − J(θ − h)) / 2h, penalty included, dropout off."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from .calls import Array
from .data.loading import Split, load
from .experiment import Experiment
from .trainer import Trainer

MOST_ROWS = 256
MOST_WEIGHTS = 5_000
SAMPLE = 1_000
STEP = 1e-5
KINKED = {"relu", "leaky_relu"}


class ThetaCheck(NamedTuple):
    """One Θ: ‖difference‖∞ / ‖∇‖∞ over the weights checked, but for those whose step crosses a kink.

    A kink is where J has no derivative: z = 0 of relu, θ = 0 of L1. `kinks` counts the weights whose step crosses one
    and `kink_error` is the same ratio over them. Where ∇ is 0 as far as
    differences can tell, both are the difference itself.
    """

    layer: int
    shape: tuple[int, int]
    checked: int
    error: float
    kinks: int
    kink_error: float


def check(experiment: Experiment, sample: int | None = None) -> Iterator[ThetaCheck]:
    """Check each Θ at the start of training, in float64, on at most 256 training rows.

    `sample` weights of each Θ are checked, drawn at random by the experiment's seed; without it all of them, or 1,000
    where a Θ has more than 5,000. Raises InputError for an experiment that doesn't fit its data.
    """
    for key, value in (("dtype", "float64"), ("training.dropout", 0.0), ("training.batch_size", 0)):
        experiment = experiment.replace(key, value)
    data = load(experiment)
    data = replace(data, train=Split(data.train.X[:MOST_ROWS], data.train.Y[:MOST_ROWS]))
    trainer, random = Trainer(experiment, data), np.random.default_rng(experiment.seed)
    for _ in trainer.program.gradient:
        trainer.run_equation()
    nabla = [gradient.copy() for gradient in trainer.program.nabla.values()]
    for l, (theta, gradient) in enumerate(zip(trainer.network.thetas, nabla, strict=True), 1):
        count = sample or (theta.size if theta.size <= MOST_WEIGHTS else SAMPLE)
        chosen = random.permutation(theta.size)[:count] if count < theta.size else np.arange(theta.size)
        yield _check_theta(trainer, l, theta, gradient, chosen)


def _check_theta(trainer: Trainer, l: int, theta: Array, gradient: Array, chosen: Array) -> ThetaCheck:
    weights, analytic = theta.reshape(-1), gradient.reshape(-1)[chosen]
    difference, crosses = np.empty(len(chosen)), np.zeros(len(chosen), bool)
    J, _signs = _objective(trainer)
    for place, index in enumerate(chosen):
        value, h = weights[index], STEP * max(1.0, abs(float(weights[index])))
        weights[index] = value + h
        above, signs_above = _objective(trainer)
        weights[index] = value - h
        below, signs_below = _objective(trainer)
        weights[index] = value
        difference[place] = (above - below) / (2 * h)
        l1_kink = trainer.scalars.l1 > 0 and index >= theta.shape[1] and 0 < abs(value) < h  # bias row has no penalty
        crosses[place] = l1_kink or any(
            not np.array_equal(*pair) for pair in zip(signs_above, signs_below, strict=True)
        )
    norm, resolved = float(np.abs(gradient).max()), np.finfo(float).eps * max(1.0, J) / STEP
    scale = norm if norm > resolved else 1.0
    errors = np.abs(difference - analytic) / scale
    smooth, kinked = errors[~crosses], errors[crosses]
    worst, worst_kinked = float(smooth.max(initial=0)), float(kinked.max(initial=0))
    return ThetaCheck(l, theta.shape, len(chosen), worst, len(kinked), worst_kinked)


def _objective(trainer: Trainer) -> tuple[float, list[Array]]:
    """J with penalty, and on which side of its kink each z of a relu layer lies."""
    with np.errstate(all="ignore"):
        program = trainer.network.forward(trainer.X)
        J = trainer.network.pair.loss(program.batch.Z, trainer.Y) / trainer.n
    kinked = [l for l, name in enumerate(trainer.network.parameters.activations, 2) if name in KINKED]
    return J + trainer.penalty, [program.Z[l] > 0 for l in kinked]
