"""How far to train: to the end, one epoch, batch or equation, or until a condition.

A condition is typed as `500 epochs`, `loss 0.05`, `accuracy 98 %` or `5 min`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic
from typing import Any

from core.support.errors import InputError
from core.support.i18n import _
from core.training.trainer import Trainer

from .controller import TrainingController
from .pace import Timing
from .worker import Worker

PATTERN = re.compile(r"\s*([a-z²_ ]*?)\s*([\d.,]+(?:e[+-]?\d+)?)\s*(%?)\s*([a-z]*)\s*", re.IGNORECASE)
LOSSES = {"loss": "train_loss", "train": "train_loss", "train loss": "train_loss", "j": "train_loss"}
LOSSES |= {"validation": "validation_loss", "validation loss": "validation_loss"}
LOSSES |= {"perdida": "train_loss", "perdida de entrenamiento": "train_loss", "validacion": "validation_loss"}
LOSSES |= {"perdida de validacion": "validation_loss"}
SHARES = {"accuracy": "accuracy", "exactitud": "accuracy", "r2": "r2", "r²": "r2"}
EPOCHS = ("", "epoch", "epochs", "epoca", "epocas")
SECONDS = {"s": 1, "sec": 1, "seconds": 1, "min": 60, "minute": 60, "minutes": 60, "h": 3600, "hours": 3600}
SECONDS |= {"seg": 1, "segundos": 1, "minuto": 60, "minutos": 60, "hora": 3600, "horas": 3600}
ACCENTS = str.maketrans("áéíóú", "aeiou")
"""Words may be typed in any of the program's languages, with accents or without."""


class Goal(StrEnum):
    """How far to train."""

    END = "end"
    EPOCH = "epoch"
    BATCH = "batch"
    EQUATION = "equation"
    UNTIL = "until"
    """Until the condition of an `Until` holds."""


@dataclass(frozen=True)
class Until:
    """A condition to train to: a figure of the history at `value` or better, or a number of epochs or seconds."""

    key: str
    """A column of the history, `epochs` or `seconds`."""
    value: float


class UntilReached:
    """Checks after each epoch whether a condition holds. Epochs and seconds count from when it is made."""

    def __init__(self, until: Until, trainer: Trainer) -> None:
        self.until, self.trainer = until, trainer
        self.first_epoch, self.start = trainer.epoch, monotonic()

    @property
    def last_epoch(self) -> float | None:
        """The epoch at whose end the condition holds, if it is about epochs."""
        return self.first_epoch + self.until.value if self.until.key == "epochs" else None

    @property
    def seconds_left(self) -> float | None:
        """The seconds until the condition holds, if it is about seconds."""
        return self.start + self.until.value - monotonic() if self.until.key == "seconds" else None

    def __call__(self) -> bool:
        """Whether the condition holds."""
        key, value, trainer = self.until.key, self.until.value, self.trainer
        if key == "epochs":
            return trainer.epoch - self.first_epoch >= value
        if key == "seconds":
            return monotonic() - self.start >= value
        figure = trainer.history[-1].get(key) if len(trainer.history) else None
        if figure is None:
            return False
        return figure <= value if key.endswith("loss") else figure >= value


def run_to_goal(
    goal: Goal,
    controller: TrainingController,
    worker: Worker[Any, Any, Any],
    until: UntilReached | None,
    timing: Timing,
) -> bool:
    """Train towards the goal until a command comes; returns whether the goal is reached. Raises Diverged.

    `until` is the condition of Goal.UNTIL. Keeps the pace unless the goal is at most one epoch.
    """
    if goal is Goal.EQUATION:
        controller.step()
        return True
    if goal is Goal.BATCH:
        controller.run_batch()
        return True
    if goal is Goal.EPOCH:
        return controller.run_epoch(worker.interrupted)
    if goal is Goal.END and timing.pace.speed is None:
        return controller.run(worker.interrupted)
    if not wait_for_next_epoch(controller, worker, timing):
        return False
    replaying = controller.replaying
    ended = controller.run_epoch(worker.interrupted)
    reached = ended and until is not None and until()
    if replaying:
        return reached or not controller.replaying
    return reached or (ended and controller.trainer.stopped_by is not None)


def wait_for_next_epoch(controller: TrainingController, worker: Worker[Any, Any, Any], timing: Timing) -> bool:
    """Wait until the pace lets the next epoch begin; False if a command came. Within an epoch there is no waiting."""
    epoch, batches = controller.position
    if batches or controller.trainer.cursor:
        return True
    if seconds := timing.seconds_left(epoch):
        worker.wait(seconds)
        if worker.pending:
            return False
    timing.epoch_begins()
    return True


def seconds_to_goal(goal: Goal | None, until: UntilReached | None, trainer: Trainer, timing: Timing) -> float | None:
    """The seconds to the goal, at most those to the last epoch; None where it isn't known how far that is."""
    if goal not in (Goal.END, Goal.UNTIL):
        return None
    done = trainer.epoch + trainer.batch / trainer.batches
    seconds = timing.seconds_for(trainer.next_experiment.training.epochs - done)
    if until is None or seconds is None:
        return seconds
    left = timing.seconds_for(until.last_epoch - done) if until.last_epoch is not None else until.seconds_left
    return None if left is None else min(seconds, left)


def read_until(text: str, validation: bool) -> Until:
    """Parse a typed condition; `validation` tells whether there are validation rows. Raises InputError."""
    match = PATTERN.fullmatch(text.lower().translate(ACCENTS))
    expected = _("expected for example 500 epochs, loss 0.05, validation 0.1, accuracy 98 %, 5 min")
    if match is None:
        raise InputError(_("found {!r}, {}").format(text, expected))
    name, number, percent, unit = match[1].lower(), match[2].replace(",", ""), match[3], match[4].lower()
    try:
        value = float(number)
    except ValueError:
        raise InputError(_("found {!r}, {}").format(text, expected)) from None
    if name in LOSSES and not unit and not percent:
        key = LOSSES[name]
        if key == "validation_loss" and not validation:
            raise InputError(_("there are no validation rows: set data.validation_fraction above 0"))
        return Until(key, value)
    if name in SHARES and not unit:
        share = value / 100 if percent else value
        if not 0 < share <= 1:
            raise InputError(_("found {}, expected a share up to 1 or 100 %").format(f"{number}{percent}"))
        return Until(f"{'validation' if validation else 'train'}_{SHARES[name]}", share)
    if not name and not percent and unit in EPOCHS and value == int(value) and value >= 1:
        return Until("epochs", value)
    if not name and not percent and unit in SECONDS and value > 0:
        return Until("seconds", value * SECONDS[unit])
    raise InputError(_("found {!r}, {}").format(text, expected))
