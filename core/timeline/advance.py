"""Training on to a place, doing again on the way what people did there."""

from collections.abc import Iterable

from core.support.errors import InputError
from core.support.i18n import _
from core.training.trainer import Interrupted, Trainer

from .actions import carry_out
from .journal import Action, Change, JournalStep, Position, place


def here(trainer: Trainer) -> Position:
    """The trainer's place: completed epochs, and mini-batches of the next one."""
    return trainer.epoch, trainer.batch


def advance(
    trainer: Trainer, to: Position, steps: Iterable[JournalStep] = (), interrupted: Interrupted | None = None
) -> bool:
    """Train on to a place, taking each of these steps that lies between here (included) and there (excluded).

    False if `interrupted`, which is asked between mini-batches, said so first; then call it again. Raises Diverged, and
    InputError for a change that the experiment doesn't take.
    """
    start = here(trainer)
    for step in steps:
        if start <= place(step) < to:
            if not run_to(trainer, place(step), interrupted):
                return False
            take(trainer, step)
    return run_to(trainer, to, interrupted)


def follow(trainer: Trainer, ahead: list[JournalStep], to: Position, interrupted: Interrupted | None = None) -> bool:
    """Train on to a place, taking each of these steps at its own; a step that was taken is removed from the list.

    False if interrupted first; then call it again. Raises Diverged, InputError.
    """
    while ahead:
        if not run_to(trainer, place(ahead[0]), interrupted):
            return False
        take(trainer, ahead.pop(0))
    return run_to(trainer, to, interrupted)


def take(trainer: Trainer, step: JournalStep) -> None:
    """Apply a step, as a person did, to the trainer where it is. Raises InputError."""
    if isinstance(step, Change):
        if not step.key.startswith("training."):
            message = _("journal: found a change of {} while it trained, expected a key of [training]")
            raise InputError(message.format(step.key))
        trainer.change(trainer.next_experiment.replace(step.key, step.after))
    elif isinstance(step, Action):
        trainer.restore(carry_out(step, trainer.state(), trainer.data).state)
    else:
        trainer.go_on()


def run_to(trainer: Trainer, to: Position, interrupted: Interrupted | None = None) -> bool:
    """Train on to a place; False if interrupted first. Raises Diverged."""
    epoch, batch = to
    while trainer.epoch < epoch:
        trainer.run_epoch(interrupted)
        if interrupted is not None and here(trainer) < to and interrupted():
            return False
    while here(trainer) < to and trainer.batch < batch:
        trainer.run_batch()
        if interrupted is not None and here(trainer) < to and interrupted():
            return False
    return True
