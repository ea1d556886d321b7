"""The mini-batches of an exercise: their equations in order, as they have run."""

from collections.abc import Sequence

from core.data.dataset import Data
from core.expressions import Operand
from core.stepping.stepper import Execution, Stepper
from core.support.errors import InputError
from core.support.i18n import _
from core.training.divergence import Diverged
from core.training.trainer import Trainer

from .exercise import Exercise


def run_mini_batches(exercise: Exercise, data: Data | None = None) -> tuple[Execution, ...]:
    """All equations of the first mini-batches, on the experiment's data or those given.

    Raises InputError if a value isn't finite.
    """
    stepper, steps = Stepper(Trainer(exercise.experiment, data)), list[Execution]()
    try:
        for _batch in range(exercise.batches):
            stepper.finish_batch()
            steps += stepper.executions
    except Diverged as problem:
        message = _("{}: a value of the mini-batch is not finite, so it can't be asked for: {}")
        raise InputError(message.format(exercise.name, problem)) from problem
    return tuple(steps)


def masks_of(step: Execution) -> tuple[Operand, ...]:
    """The mask of dropout that an equation draws before it takes it: nobody can compute it."""
    return tuple(one for one in step.intermediates if one.symbol.startswith("M("))


def batch_of(steps: Sequence[Execution], index: int) -> range:
    """The indices of all equations of the mini-batch that an equation is in."""
    start = index - steps[index].index
    later = (k for k in range(index + 1, len(steps)) if steps[k].index == 0)
    return range(start, next(later, len(steps)))


def batches_of(steps: Sequence[Execution]) -> list[range]:
    """The indices of the equations of each mini-batch, in order."""
    found: list[range] = []
    while not found or found[-1].stop < len(steps):
        found.append(batch_of(steps, found[-1].stop if found else 0))
    return found
