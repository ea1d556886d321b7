"""All gradients of a training checked against central differences.

The penalty is included, dropout is off.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from core.calls import Array
from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.training.trainer import Trainer

from .central_difference import LIMIT, Verdict
from .objective import Objective

MOST_ROWS = 256
MOST_WEIGHTS = 5_000
"""Weights of a Θ up to which all are checked, else ..."""
SAMPLE = 1_000
"""... this many."""


class ThetaCheck(NamedTuple):
    """The check of one Θ. `error` is the largest |∂J/∂θ − difference| as a share of the largest |∂J/∂θ|.

    It leaves out `kinks` weights whose step crosses a point where J has no derivative (z = 0 of relu, θ = 0 of L1), and
    `undecided` weights whose difference has too large a rounding error itself; `kink_error` and `undecided_error` are
    the same ratio over those. Where ∇ is 0 but for rounding, all are shares of |J| times the largest input instead.
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
        """The numbers that may be infinite or NaN, by name."""
        return {"error": self.error, "kink_error": self.kink_error, "undecided_error": self.undecided_error}

    @property
    def verdict(self) -> Verdict:
        """Wrong if any weight is wrong, undecided if all weights are left out."""
        if self.error >= LIMIT:
            return "wrong"
        return "undecided" if self.kinks + self.undecided == self.checked else "right"


def check_gradients(
    experiment: Experiment, sample: int | None = None, tell: Callable[[Data], object] = lambda data: None
) -> Iterator[ThetaCheck]:
    """Check each Θ with its initial weights, in float64, on the first 256 training rows at most.

    `sample` weights of each Θ are checked, drawn by the experiment's seed; by default all of them, or 1,000 of a Θ with
    more than 5,000. `tell` is called with the data before. Raises InputError for an experiment that doesn't fit them.
    """
    for key, value in (("dtype", "float64"), ("training.dropout", 0.0), ("training.batch_size", 0)):
        experiment = experiment.replace(key, value)
    data = load_data(experiment)
    tell(data)
    data = replace(data, train=data.train.part(slice(MOST_ROWS)))
    trainer, random = Trainer(experiment, data), np.random.default_rng(experiment.seed)
    objective = Objective(trainer.state(), data)
    for l, nabla in enumerate(analytic_gradients(trainer), 1):
        count = sample or (nabla.size if nabla.size <= MOST_WEIGHTS else SAMPLE)
        chosen = random.permutation(nabla.size)[:count] if count < nabla.size else np.arange(nabla.size)
        yield _check_theta(objective, l, nabla, chosen)


def analytic_gradients(trainer: Trainer) -> list[Array]:
    """∇(1), ∇(2), … of the first mini-batch, by the equations that training runs; changes the trainer."""
    for _equation in trainer.program.gradient_equations:
        trainer.run_equation()
    return [nabla.copy() for nabla in trainer.program.nabla.values()]


def _check_theta(objective: Objective, l: int, nabla: Array, chosen: Array) -> ThetaCheck:
    largest, errors = float(np.abs(nabla).max()), {kind: [0.0] for kind in ("decided", "kink", "undecided")}
    for row, column in zip(*np.unravel_index(chosen, nabla.shape), strict=True):
        found = objective.compare(l, int(row), int(column), float(nabla[row, column]), largest)
        kind = "kink" if found.kink else "undecided" if found.verdict == "undecided" else "decided"
        errors[kind].append(found.error)
    rows, columns = nabla.shape
    kinks, undecided = errors["kink"], errors["undecided"]
    return ThetaCheck(
        l,
        (rows, columns),
        len(chosen),
        max(errors["decided"]),
        len(kinks) - 1,
        max(kinks),
        len(undecided) - 1,
        max(undecided),
    )
