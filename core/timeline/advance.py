"""Training on to a position, with the steps of the journal applied on the way."""

from collections.abc import Callable, Iterable

from core.support.errors import InputError
from core.support.i18n import _
from core.training.trainer import Interrupted, Trainer

from .journal import Action, Change, JournalStep, Position, position_of


def current_position(trainer: Trainer) -> Position:
    """The trainer's position: completed epochs, and mini-batches of the next one."""
    return trainer.epoch, trainer.batch


def advance(
    trainer: Trainer, to: Position, steps: Iterable[JournalStep] = (), interrupted: Interrupted | None = None
) -> bool:
    """Train on to a position and apply each of these steps from the present position up to, but not at, that one.

    False if `interrupted`, called between mini-batches, returned True first; call it again to continue. Raises
    Diverged, and InputError for a step that can't be applied.
    """
    start = current_position(trainer)
    for step in steps:
        if start <= position_of(step) < to:
            if not run_to(trainer, position_of(step), interrupted):
                return False
            apply_step(trainer, step)
    return run_to(trainer, to, interrupted)


def follow(
    trainer: Trainer,
    ahead: list[JournalStep],
    to: Position,
    interrupted: Interrupted | None = None,
    applied: Callable[[JournalStep], object] | None = None,
) -> bool:
    """Train on to a position and apply each of the steps `ahead` at its own; applied steps are removed from the list.

    False if interrupted first; call it again to continue. `applied` is called after each step. Raises Diverged,
    InputError.
    """
    while ahead:
        if not run_to(trainer, position_of(ahead[0]), interrupted):
            return False
        step = ahead.pop(0)
        apply_step(trainer, step)
        if applied is not None:
            applied(step)
    return run_to(trainer, to, interrupted)


def apply_step(trainer: Trainer, step: JournalStep) -> None:
    """Apply a step to the trainer at its present position. Raises InputError."""
    if isinstance(step, Change):
        if not step.key.startswith("training."):
            message = _("journal: found a change of {} while it trained, expected a key of [training]")
            raise InputError(message.format(step.key))
        trainer.change(trainer.next_experiment.replace(step.key, step.after))
    elif isinstance(step, Action):
        from .actions import apply_action  # surgery, which most trainings never need

        trainer.restore(apply_action(step, trainer.state(), trainer.data).state)
    else:
        trainer.go_on()


def run_to(trainer: Trainer, to: Position, interrupted: Interrupted | None = None) -> bool:
    """Train on to a position; False if interrupted first. Raises Diverged."""
    epoch, batch = to
    while trainer.epoch < epoch:
        trainer.run_epoch(interrupted)
        if interrupted is not None and current_position(trainer) < to and interrupted():
            return False
    while current_position(trainer) < to and trainer.batch < batch:
        trainer.run_batch()
        if interrupted is not None and current_position(trainer) < to and interrupted():
            return False
    return True
