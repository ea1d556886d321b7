"""A run trained again from checkpoint to checkpoint, to tell rounding that has grown from what was changed.

Over thousands of mini-batches rounding may grow beyond what is taken for rounding at once; then each part of the way is
trained again from the checkpoint before it. Where rounding grows beyond that even so, a training that begins one
rounding apart shows how fast: little by little, while what a changed journal does shows at once.
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
"""How many times farther off than a training that begins one rounding apart may be what rounding explains. It was 34
times at the most, in eight runs of 60 to 1000 epochs by version 0.1.0.
"""


class PartsResult(NamedTuple):
    """Between which places a run can't be trained again, None where it can; and the largest difference of a weight."""

    parted: tuple[Position, Position] | None
    worst: float


class ReplayByParts:
    """A run to be trained again from checkpoint to checkpoint.

    `experiment`  that of its start
    `saved`       its checkpoints on the way
    `steps`       all that was done on the way
    `figures`     reads the figures that were kept, a row (epoch, train loss, …) for each epoch
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
        """Train it; None if interrupted. Raises InputError, Diverged."""
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
        """Whether rounding explains weights so far off at a checkpoint, and the losses on the way that were kept.

        It does where a training that begins one rounding apart comes nearly as far off, at the end and in each epoch:
        rounding grows little by little, what was changed shows at once.
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
