"""Diagnosis of divergence: where it happened, the likely cause, a remedy tried."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import takewhile
from math import inf, isfinite
from typing import Any, NamedTuple, Protocol

import numpy as np

from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.network import Network
from core.optimizers import OPTIMIZERS
from core.program import Program
from core.support.errors import InputError
from core.support.i18n import _

from .evaluation import Figures
from .not_finite import what_failed

LARGE = 20.0
"""Absolute inputs or targets from which a missing standardisation is a likely cause."""
HEAVY_MOMENTUM = 0.99
"""The momentum from which it is a likely cause."""
HUGE_PENALTY = 1e6
"""λ / N from which the penalty is a likely cause."""
RATE = "training.learning_rate"
DECADES = 10
"""Up to how many powers of ten smaller a learning rate is tried."""

MAX_PRODUCTS, MAX_BATCHES = 2e9, 5_000
"""Limits of a trial of a remedy: products (rows times weights) and mini-batches. It takes a second or less."""


class Remedy(NamedTuple):
    """The likely cause as a key of the experiment file, what to try in words, and the same as values by key."""

    key: str
    text: str
    values: dict[str, Any]


class Diverged(ArithmeticError):
    """The loss or the gradient isn't finite. The update was not made, so Θ is still finite.

    `epoch` and `batch` count from 1, `what` names the matrix that isn't finite, such as ∇(2), or J. `remedy` is found
    by trial trainings when it or the message is first used.
    """

    def __init__(self, epoch: int, batch: int, what: str, find: Callable[[], Remedy]) -> None:
        self.epoch, self.batch, self.what, self._find = epoch, batch, what, find
        super().__init__(epoch, batch, what)

    @cached_property
    def remedy(self) -> Remedy:
        """The likely cause, and what to try."""
        return self._find()

    @property
    def setting(self) -> str:
        """The likely cause as a key of the experiment file."""
        return self.remedy.key

    @property
    def brief(self) -> str:
        """The likely cause and what to try, as text."""
        return f"{self.remedy.key}: {self.remedy.text}"

    def __str__(self) -> str:
        text = _("diverged. Most likely {}: {}. {} is no longer finite in batch {} of epoch {}")
        return text.format(self.remedy.key, self.remedy.text, self.what, f"{self.batch:,}", f"{self.epoch:,}")


class Trial(Protocol):
    """A training in which a remedy is tried, such as a Trainer."""

    experiment: Experiment
    data: Data
    network: Network

    def figures(self, split: str) -> Figures:
        """Loss and accuracy on a split, such as "train", with the present weights."""

    def run(self, interrupted: Callable[[], bool]) -> object:
        """Train to the end, or until `interrupted` returns True. Raises Diverged."""


def diagnose(
    experiment: Experiment,
    data: Data,
    program: Program,
    epoch: int,
    batch: int,
    begin: Callable[[Experiment, Data | None], Trial],
) -> Diverged:
    """The error for the mini-batch that failed in this program; `epoch` and `batch` count from 1.

    `begin` makes a training to try a remedy, on the data given or, for None, on the experiment's own data.
    """
    found = list(remedies(experiment, data, epoch, batch))

    def find() -> Remedy:
        """The first remedy with which the loss doesn't rise, else with which it stays finite, else the likeliest."""
        finite = None
        for remedy in trial_order(found, experiment.training.learning_rate):
            own = not any(key.startswith("data.") for key in remedy.values)
            try:
                with np.errstate(all="ignore"):
                    trial = begin(experiment.replace_all({**remedy.values, **UNEVALUATED}), data if own else None)
                    risen = loss_rise(trial)
            except InputError:
                continue
            if risen <= 0:
                return remedy
            if isfinite(risen):
                finite = finite or remedy
        return finite or found[0]

    return Diverged(epoch, batch, what_failed(program), find)


UNEVALUATED = {"training.evaluate_every": 0, "training.early_stopping": 0, "training.tolerance": 0.0}


def loss_rise(trial: Trial) -> float:
    """By how much the loss rises in a trial, from its start to its end or limit; inf if it diverges."""
    m = trial.data.train.m
    rows = min(trial.experiment.training.batch_size or m, m)
    left = int(np.clip(MAX_PRODUCTS / (rows * len(trial.network.parameters.theta)), 1, MAX_BATCHES))
    before = trial.figures("train").loss

    def enough() -> bool:
        nonlocal left
        left -= 1
        return left <= 0

    try:
        trial.run(enough)
    except Diverged:
        return inf
    after = trial.figures("train").loss
    return after - before if isfinite(after) and isfinite(before) else inf


def likely_setting(experiment: Experiment, data: Data, epoch: int, batch: int) -> tuple[str, str]:
    """The likeliest key and what to try, without a trial; `epoch` and `batch` count from 1."""
    remedy = next(remedies(experiment, data, epoch, batch))
    return remedy.key, remedy.text


def remedies(experiment: Experiment, data: Data, epoch: int, batch: int) -> Iterator[Remedy]:
    """Remedies for all possible causes, the likeliest first; at least one. None proposes a present value."""
    training, rows, first = experiment.training, data.train.m, epoch == 1 and batch == 1
    rates = smaller_rates(training.learning_rate)
    scales = [*not_standardized(experiment, data)]
    for name in ("l1", "l2"):
        if getattr(training, name) / rows >= HUGE_PENALTY:
            text = _("{:g} outweighs the loss by far; try 1").format(getattr(training, name))
            yield Remedy(f"training.{name}", text, {f"training.{name}": 1.0})
    if first:  # no update was made yet, so the start is the cause
        yield from scales
        yield from large_weights(experiment)
    else:
        if "momentum" in OPTIMIZERS[training.optimizer].settings and training.momentum >= HEAVY_MOMENTUM:
            text = _("{:g} adds up almost all past steps; try 0.9").format(training.momentum)
            yield Remedy("training.momentum", text, {"training.momentum": 0.9})
        if training.l2 * training.learning_rate / rows >= 2:  # Θ ← (1 − α λ2 / N) Θ grows from here on
            value = float(f"{0.1 * rows / training.learning_rate:.3g}")
            text = _("{:g} shrinks the weights past zero at each step; try {:g}").format(training.l2, value)
            yield Remedy("training.l2", text, {"training.l2": value})
        yield from scales
    for scale in scales:
        for rate in rates:
            text = _("{}, and training.learning_rate = {:g}").format(scale.text, rate)
            yield Remedy(scale.key, text, {**scale.values, RATE: rate})
    for rate in rates:
        text = _("{:g} is too large; try {:g}").format(training.learning_rate, rate)
        yield Remedy(RATE, text, {RATE: rate})
    if not first:
        yield from large_weights(experiment)


def trial_order(found: Sequence[Remedy], rate: float) -> Iterator[Remedy]:
    """The order of trials: each cause alone, all of them together, smaller learning rates, then everything together.

    Smaller rates come late because they can hide the real cause.
    """
    alone = list(takewhile(lambda remedy: RATE not in remedy.values, found))
    yield from alone
    yield from combined(alone)
    yield from found[len(alone) :]
    for everything in combined(found):
        yield everything
        for smaller in smaller_rates(rate):
            text = _("{}, and training.learning_rate = {:g}").format(everything.text, smaller)
            yield Remedy(everything.key, text, {**everything.values, RATE: smaller})


def combined(remedies: Sequence[Remedy]) -> list[Remedy]:
    """One remedy that combines the likeliest of each key but the learning rate; an empty list if there is none."""
    causes: dict[str, Remedy] = {}
    for remedy in remedies:
        if remedy.key != RATE:
            causes.setdefault(remedy.key, remedy)
    if not causes:
        return []
    likeliest, *others = causes.values()
    text = "".join((likeliest.text, *(_("; and {}: {}").format(other.key, other.text) for other in others)))
    return [Remedy(likeliest.key, text, {key: value for one in causes.values() for key, value in one.values.items()})]


def smaller_rates(rate: float) -> list[float]:
    """Learning rates to try, each a tenth of the one before."""
    return [float(f"{rate / 10**power:.3g}") for power in range(1, DECADES + 1)]


def not_standardized(experiment: Experiment, data: Data) -> Iterator[Remedy]:
    """A remedy if inputs, or the targets of a regression, are large and aren't standardised."""
    if experiment.data.standardize:
        return
    inputs, targets = (float(np.abs(values).max()) for values in (data.train.inputs, data.train.Y))
    of_targets = targets > max(LARGE, inputs) and data.task == "regression"
    if of_targets or inputs > LARGE:
        text = _("inputs reach {:.3g}; try data.standardize = true").format(inputs)
        if of_targets:
            text = _("targets reach {:.3g}; try data.standardize = true").format(targets)
        yield Remedy("data.standardize", text, {"data.standardize": True})


def large_weights(experiment: Experiment) -> Iterator[Remedy]:
    """A remedy if the initial weights may be too large."""
    network = experiment.network
    if network.weights is not None:
        text = _("they are too large to start from; try smaller ones, or leave them out")
        yield Remedy("network.weights", text, {"network.weights": None})
    elif network.initial_scale > 1:
        text = _("{:g} starts with weights that are too large; try 1").format(network.initial_scale)
        yield Remedy("network.initial_scale", text, {"network.initial_scale": 1.0})
