"""Every analytic gradient against central differences: (J(θ + h) − J(θ − h)) / 2h, penalty included, dropout off."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from .calls import Array
from .central_difference import LIMIT, Verdict
from .data.loading import Split, load
from .experiment import Experiment
from .objective import Objective
from .trainer import Trainer

MOST_ROWS = 256
MOST_WEIGHTS = 5_000
SAMPLE = 1_000


class ThetaCheck(NamedTuple):
    """One Θ: ‖difference‖∞ / ‖∇‖∞ over the weights checked, but for those whose step crosses a kink or can't tell.

    A kink is where J has no derivative: z = 0 of relu, θ = 0 of L1. `kinks` counts the weights whose step crosses one
    and `kink_error` is the same ratio over them. `undecided` counts those of which no step can tell, as the difference
    itself is off by as much through rounding, and `undecided_error` is the ratio over them. Where ∇ is 0 but for
    rounding, all are shares of |J| times the largest input instead.
    """

    layer: int
    shape: tuple[int, int]
    checked: int
    error: float
    kinks: int
    kink_error: float
    undecided: int
    undecided_error: float

    @property
    def figures(self) -> dict[str, float]:
        """Those of its numbers that may not be finite, by name."""
        return {"error": self.error, "kink_error": self.kink_error, "undecided_error": self.undecided_error}

    @property
    def verdict(self) -> Verdict:
        """Wrong where one weight is, undecided where none could be told."""
        if self.error >= LIMIT:
            return "wrong"
        return "undecided" if self.kinks + self.undecided == self.checked else "right"


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
    objective = Objective(trainer.state(), data)
    for l, nabla in enumerate(analytic(trainer), 1):
        count = sample or (nabla.size if nabla.size <= MOST_WEIGHTS else SAMPLE)
        chosen = random.permutation(nabla.size)[:count] if count < nabla.size else np.arange(nabla.size)
        yield _check_theta(objective, l, nabla, chosen)


def analytic(trainer: Trainer) -> list[Array]:
    """∇(1), ∇(2), … of the first mini-batch, by the equations that training runs."""
    for _ in trainer.program.gradient:
        trainer.run_equation()
    return [nabla.copy() for nabla in trainer.program.nabla.values()]


def _check_theta(objective: Objective, l: int, nabla: Array, chosen: Array) -> ThetaCheck:
    largest, errors = float(np.abs(nabla).max()), {kind: [0.0] for kind in ("told", "kink", "undecided")}
    for row, column in zip(*np.unravel_index(chosen, nabla.shape), strict=True):
        found = objective.compare(l, int(row), int(column), float(nabla[row, column]), largest)
        kind = "kink" if found.kink else "undecided" if found.verdict == "undecided" else "told"
        errors[kind].append(found.error)
    rows, columns = nabla.shape
    kinks, undecided = errors["kink"], errors["undecided"]
    return ThetaCheck(
        l,
        (rows, columns),
        len(chosen),
        max(errors["told"]),
        len(kinks) - 1,
        max(kinks),
        len(undecided) - 1,
        max(undecided),
    )
