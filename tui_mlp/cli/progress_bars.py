"""Progress bars on stderr."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

from core.training.trainer import Trainer
from tui_mlp.text.numbers import plain_number

if TYPE_CHECKING:
    from rich.progress import Progress

REFRESH_SECONDS = 0.1


@contextmanager
def progress(trainers: Mapping[str, Trainer]) -> Iterator["Show"]:
    """One labelled progress bar for each trainer on stderr; nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield Show()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False), MofNCompleteColumn(), BarColumn(),
        TextColumn("{task.fields[loss]}", markup=False), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bars:
        show = Bars(trainers, bars)
        try:
            yield show
        finally:
            show.move()


class Show:
    """Stands in for the bars where stderr is no terminal."""

    def __call__(self) -> None:
        """Called after each epoch."""


class Bars(Show):
    """Progress bars that are redrawn every REFRESH_SECONDS at most, however short the epochs are."""

    def __init__(self, trainers: Mapping[str, Trainer], bars: "Progress") -> None:
        self.bars, self.next = bars, 0.0
        self.tasks = {bars.add_task(label, total=None, loss=""): trainer for label, trainer in trainers.items()}

    def __call__(self) -> None:
        """Redraw them if REFRESH_SECONDS have passed since the last time."""
        if perf_counter() >= self.next:
            self.move()
            self.next = perf_counter() + REFRESH_SECONDS

    def move(self) -> None:
        """Redraw them now: epochs done, of training.epochs, and the last epoch's train loss."""
        for task, trainer in self.tasks.items():
            latest = f"J {plain_number(trainer.history[-1]['train_loss'])}" if len(trainer.history) else ""
            total = trainer.experiment.training.epochs
            self.bars.update(task, total=total, completed=trainer.epoch, loss=latest)
