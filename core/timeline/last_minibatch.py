"""The mini-batch that ran last, run again equation by equation on a copy of the trainer."""

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

    def __init__(self, timeline: Timeline) -> None:
        trainer = timeline.trainer
        self._place, self._steps = current_position(trainer), timeline.steps
        (epoch, batch), self._theta = self._place, trainer.network.parameters.theta.copy()
        steps = steps_before(timeline.steps, self._place)
        # How many mini-batches the epoch before had is only known once the copy is in it.
        self._start = (epoch, batch - 1) if batch else (epoch - 1, 0)
        self._whole_epoch = not batch
        self._copy = copy(trainer)
        self._ahead = steps[timeline.restore_before(self._copy, self._start, len(steps)) :]
        self._copy.take_hit()

    def is_last_of(self, timeline: Timeline) -> bool:
        """Whether nothing was trained, changed or gone back to since."""
        return current_position(timeline.trainer) == self._place and timeline.steps == self._steps

    def run(self, stepper: Stepper, interrupted: Interrupted | None = None) -> bool:
        """Run its equations on the copy, then hand them to the trainer's stepper; False if interrupted: call it again.

        Raises Diverged, and InputError where a step of the journal can't be applied, or other weights come out.
        """
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
            raise InputError(_("the mini-batch can't be shown: run again, it gives other weights"))
        stepper.take_over(own)
        return True
