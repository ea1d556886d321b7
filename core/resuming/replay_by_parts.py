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

    `experiment`  the one at its start
    `saved`       its checkpoints on the present branch
    `steps`       all steps of its journal
    `figures`     reads its metrics, a row (epoch, train loss, …) for each epoch
    `source`      where its data are now, if they were moved
    """

    def __init__(
        self,
        experiment: Experiment,
        saved: Sequence[SavedCheckpoint],
        steps: Sequence[JournalStep],
        figures: Callable[[], Array],
        source: str | None,
    ) -> None:
        self.experiment, self.saved, self.steps, self.figures, self.source = experiment, saved, steps, figures, source

    def run(self, interrupted: Interrupted | None) -> PartsResult | None:
        """Train the parts; None if interrupted. Raises InputError, Diverged."""
        trainer, worst, start, taken = Trainer(self.experiment), 0.0, (0, 0), 0
        for one in self.saved:
            state, begun = checkpoint.load(one.saved.path), trainer.state()
            if not follow(trainer, list(self.steps[taken : one.steps]), one.place, interrupted):
                return None
            off = largest_difference(state.theta, trainer.network.parameters.theta)
            far = off > rounding_limit(state.theta)
            if far and not self._explained(off, trainer, begun, taken, one, interrupted):
                return PartsResult((start, one.place), off)
            trainer.restore(with_moved_data(state, self.source))
            worst, start, taken = max(worst, off), one.place, one.steps
        return PartsResult(None, worst)

    def _explained(
        self,
        off: float,
        trainer: Trainer,
        begun: TrainingState,
        taken: int,
        to: SavedCheckpoint,
        interrupted: Interrupted | None,
    ) -> bool:
        """Whether rounding explains the difference `off` of the weights at a checkpoint, and the losses before it.

        It does where a training that begins one rounding apart differs nearly as much, at the end and in each epoch:
        rounding grows gradually, a changed journal shows at once.
        """
        other, signs = Trainer(begun.experiment), np.random.default_rng(0)
        units = np.finfo(begun.theta.dtype).eps * signs.choice([-1, 1], begun.theta.shape)
        other.restore(replace(begun, theta=(begun.theta * (1 + units)).astype(begun.theta.dtype)))
        if not follow(other, list(self.steps[taken : to.steps]), to.place, interrupted):
            return False
        if off > GROWN * largest_difference(other.network.parameters.theta, trainer.network.parameters.theta):
            return False
        kept, again, apart = (dict(zip(one[:, 0], one[:, 1], strict=True)) for one in (
            self.figures(), trainer.history.view(), other.history.view()
        ))  # fmt: skip
        grown = 0.0
        for epoch in sorted(kept.keys() & again.keys() & apart.keys()):
            if begun.epoch < epoch <= trainer.epoch:
                grown = max(grown, abs(apart[epoch] - again[epoch]))
                least = ROUNDING[begun.theta.itemsize] * max(1.0, abs(again[epoch]))
                if abs(kept[epoch] - again[epoch]) > max(least, GROWN * grown):
                    return False
        return True
