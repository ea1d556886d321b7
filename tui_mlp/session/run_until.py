"""How far to train: to the end, an epoch, a mini-batch, an equation; or, as people say it, 500 epochs or loss 0.05."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic, perf_counter, sleep
from typing import Any

from core.support.errors import InputError
from core.support.i18n import _
from core.training.trainer import Trainer

from .controller import TrainingController
from .worker import Worker

PATTERN = re.compile(r"\s*([a-z²_ ]*?)\s*([\d.,]+(?:e[+-]?\d+)?)\s*(%?)\s*([a-z]*)\s*", re.IGNORECASE)
LOSSES = {"loss": "train_loss", "train": "train_loss", "train loss": "train_loss", "j": "train_loss"}
LOSSES |= {"validation": "validation_loss", "validation loss": "validation_loss"}
SHARES = {"accuracy": "accuracy", "r2": "r2", "r²": "r2"}
EPOCHS = ("", "epoch", "epochs")
SECONDS = {"s": 1, "sec": 1, "seconds": 1, "min": 60, "minute": 60, "minutes": 60, "h": 3600, "hours": 3600}


class Goal(StrEnum):
    """How far to train."""

    END = "end"
    EPOCH = "epoch"
    BATCH = "batch"
    EQUATION = "equation"
    UNTIL = "until"
    """As an `Until` says."""


@dataclass(frozen=True)
class Until:
    """Train till a figure of the history is at `value` or beyond, so many `epochs` more, or so many `seconds`."""

    key: str
    value: float


class Reached:
    """Asked after each epoch."""

    def __init__(self, until: Until, trainer: Trainer) -> None:
        self.until, self.trainer = until, trainer
        self.epoch, self.time = trainer.epoch, monotonic()

    def __call__(self) -> bool:
        """Whether it is so far."""
        key, value, trainer = self.until.key, self.until.value, self.trainer
        if key == "epochs":
            return trainer.epoch - self.epoch >= value
        if key == "seconds":
            return monotonic() - self.time >= value
        figure = trainer.history[-1].get(key) if len(trainer.history) else None
        if figure is None:
            return False
        return figure <= value if key.endswith("loss") else figure >= value


def run_to_goal(
    goal: Goal, course: TrainingController, worker: Worker[Any, Any, Any], reached: Callable[[], bool], delay: float
) -> bool:
    """Train towards the goal till a command comes; whether it is reached. Raises Diverged.

    Where the goal is UNTIL, `reached` tells after each epoch whether that was the last. There are `delay` seconds to
    wait after an epoch of more than one.
    """
    if goal is Goal.EQUATION:
        course.step()
        return True
    if goal is Goal.BATCH:
        course.run_batch()
        return True
    if goal is Goal.EPOCH:
        return course.run_epoch(worker.interrupted)
    if goal is Goal.END and not delay:
        return course.run(worker.interrupted)
    if not course.run_epoch(worker.interrupted):
        return False
    if (goal is Goal.UNTIL and reached()) or course.trainer.stopped_by:
        return True
    if delay:
        worker.publish()
    end = perf_counter() + delay
    while perf_counter() < end and not worker.pending:
        sleep(min(0.02, delay))
    return False


def read(text: str, validation: bool) -> Until:
    """What a person typed; `validation` tells whether there are such rows. Raises InputError."""
    match = PATTERN.fullmatch(text)
    expected = _("expected such as: 500 epochs, loss 0.05, validation 0.1, accuracy 98 %, 5 min")
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
