"""A run trained again part by part, to distinguish grown rounding from changed files.

Over thousands of mini-batches rounding may grow beyond ROUNDING; then each part is trained again from the checkpoint
before it. Where rounding grows beyond that even so, a training that begins one rounding apart shows how fast it grows:
gradually, while the effect of a changed journal shows at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from core.calls import Array
from core.data.dataset import Data
from core.experiment.equivalence import same_examples
from core.experiment.experiment import Experiment
from core.runs import checkpoint
from core.timeline.advance import follow
from core.timeline.journal import JournalStep, Position
from core.training.trainer import Interrupted, Trainer
from core.training.training_state import TrainingState

from .moved_data import with_moved_data
from .rounding import ROUNDING, largest_difference, rounding_limit
from .run_checkpoints import SavedCheckpoint

GROWN = 1000.0
"""Rounding explains a difference up to this many times that of a training which begins one rounding apart. It was at
most 34 times, in eight runs of 60 to 1000 epochs by version 0.1.0.
"""


class PartsResult(NamedTuple):
    """The positions between which the weights differ, None if nowhere, and the largest difference of a weight."""

    differing_part: tuple[Position, Position] | None
    worst: float


class ReplayByParts:
    """A run to be trained again from checkpoint to checkpoint.

    `experiment`  the one at its start, with its `data`
    `saved`       its checkpoints on the present branch
    `steps`       all steps of its journal
    `figures`     reads its metrics, a row (epoch, train loss, …) for each epoch
    `source`      where its data are now, if they were moved
    """

    def __init__(
        self,
        experiment: Experiment,
        data: Data,
        saved: Sequence[SavedCheckpoint],
        steps: Sequence[JournalStep],
        figures: Callable[[], Array],
        source: str | None,
    ) -> None:
        self.experiment, self.data = experiment, data
        self.saved, self.steps, self.figures, self.source = saved, steps, figures, source

    def run(self, interrupted: Interrupted | None) -> PartsResult | None:
        """Train the parts; None if interrupted. Raises InputError, Diverged."""
        trainer, worst, start, taken = Trainer(self.experiment, self.data), 0.0, (0, 0), 0
        for saved in self.saved:
            state, start_state = checkpoint.load(saved.file.path), trainer.state()
            if not follow(trainer, list(self.steps[taken : saved.steps]), saved.place, interrupted):
                return None
            off = largest_difference(state.theta, trainer.network.parameters.theta)
            differs = off > rounding_limit(state.theta)
            if differs and not self._explained(off, trainer, start_state, taken, saved, interrupted):
                return PartsResult((start, saved.place), off)
            trainer.restore(with_moved_data(state, self.source))
            worst, start, taken = max(worst, off), saved.place, saved.steps
        return PartsResult(None, worst)

    def _explained(
        self,
        off: float,
        trainer: Trainer,
        start_state: TrainingState,
        taken: int,
        to: SavedCheckpoint,
        interrupted: Interrupted | None,
    ) -> bool:
        """Whether rounding explains the difference `off` of the weights at a checkpoint, and the losses before it.

        It does where a training that begins one rounding apart differs nearly as much, at the end and in each epoch:
        rounding grows gradually, a changed journal shows at once.
        """
        data = self.data if same_examples(self.experiment, start_state.experiment) else None
        shifted, signs = Trainer(start_state.experiment, data), np.random.default_rng(0)
        units = np.finfo(start_state.theta.dtype).eps * signs.choice([-1, 1], start_state.theta.shape)
        shifted.restore(replace(start_state, theta=(start_state.theta * (1 + units)).astype(start_state.theta.dtype)))
        if not follow(shifted, list(self.steps[taken : to.steps]), to.place, interrupted):
            return False
        if off > GROWN * largest_difference(shifted.network.parameters.theta, trainer.network.parameters.theta):
            return False
        recorded, repeated, shifted_losses = (dict(zip(rows[:, 0], rows[:, 1], strict=True)) for rows in (
            self.figures(), trainer.history.view(), shifted.history.view()
        ))  # fmt: skip
        grown = 0.0
        for epoch in sorted(recorded.keys() & repeated.keys() & shifted_losses.keys()):
            if start_state.epoch < epoch <= trainer.epoch:
                grown = max(grown, abs(shifted_losses[epoch] - repeated[epoch]))
                least = ROUNDING[start_state.theta.itemsize] * max(1.0, abs(repeated[epoch]))
                if abs(recorded[epoch] - repeated[epoch]) > max(least, GROWN * grown):
                    return False
        return True
