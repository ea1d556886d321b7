"""The last mini-batch, run again equation by equation on a copy of the trainer."""

from copy import copy

import numpy as np

from core.stepping.stepper import Stepper
from core.support.errors import InputError
from core.support.i18n import _
from core.training.trainer import Interrupted

from .advance import current_position, follow, run_to
from .journal_steps import steps_before
from .timeline import Timeline


class LastMinibatch:
    """Goes back to the start of the last mini-batch on a copy, so that the trainer and its journal stay as they are.

    To be made between two mini-batches, right after one has run. Raises InputError where nothing is kept from before
    it.
    """

    def __init__(self, timeline: Timeline, stepper: Stepper) -> None:
        trainer = timeline.trainer
        self._timeline, self._stepper = timeline, stepper
        self._place, self._steps = current_position(trainer), timeline.steps
        (epoch, batch), self._theta = self._place, trainer.network.parameters.theta.copy()
        steps = steps_before(timeline.steps, self._place)
        # How many mini-batches the epoch before had is only known once the copy is in it.
        self._start = (epoch, batch - 1) if batch else (epoch - 1, 0)
        self._whole_epoch = not batch
        self._copy = copy(trainer)
        self._ahead = steps[timeline.restore_before(self._copy, self._start, len(steps)) :]
        self._copy.take_hit()

    @property
    def is_last(self) -> bool:
        """Whether nothing was trained, stepped through, changed or gone back to since."""
        timeline, stepped = self._timeline, self._stepper.executions
        return not stepped and current_position(timeline.trainer) == self._place and timeline.steps == self._steps

    def run(self, interrupted: Interrupted | None = None) -> bool:
        """Run its equations on the copy and hand them to the trainer's stepper, unless it is no longer the last one.

        False if interrupted: call it again. Raises Diverged, and InputError where a step of the journal can't be
        applied, or other weights come out.
        """
        if not self.is_last:
            return True
        trainer = self._copy
        if not follow(trainer, self._ahead, self._start, interrupted):
            return False
        if self._whole_epoch:
            self._start, self._whole_epoch = (trainer.epoch, trainer.batches - 1), False
        if not run_to(trainer, self._start, interrupted):
            return False
        own = Stepper(trainer)
        own.step()
        while trainer.cursor:
            own.step()
        if not np.array_equal(trainer.network.parameters.theta, self._theta):
            raise InputError(_("the mini-batch can't be shown: running it again gives different weights"))
        self._stepper.take_over(own)
        return True
