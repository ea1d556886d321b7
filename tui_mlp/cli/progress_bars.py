"""Progress bars on stderr."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

from core.training.trainer import Trainer
from tui_mlp.text.ascii_text import ascii_alone
from tui_mlp.text.numbers import plain_number

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

REFRESH_SECONDS = 0.1


@contextmanager
def progress(trainers: Mapping[str, Trainer]) -> Iterator["NoProgress"]:
    """Show a labelled progress bar for each trainer; nothing if stderr is not a terminal.

    Call what is yielded after each epoch.
    """
    if not sys.stderr.isatty():
        yield NoProgress()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False), MofNCompleteColumn(), BarColumn(),
        TextColumn("{task.fields[loss]}", markup=False), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=terminal()) as bars:
        show = ProgressBars(trainers, bars)
        try:
            yield show
        finally:
            show.redraw()


@contextmanager
def counted_progress(label: str) -> Iterator[Callable[[int, int], object]]:
    """Show a progress bar for work that is counted; nothing if stderr is not a terminal.

    Call what is yielded with how much is done, and of how much.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn("{task.description}", markup=False), MofNCompleteColumn(), BarColumn()
    with Progress(*columns, console=terminal(), transient=True) as bars:
        task = bars.add_task(label, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


def terminal() -> "Console":
    """Rich's console on stderr, which draws bars by its encoding: ASCII where ASCII alone is wanted."""
    from rich.console import Console

    class AsciiConsole(Console):
        encoding = "ascii"

    return (AsciiConsole if ascii_alone.get() else Console)(stderr=True)


class NoProgress:
    """Used in place of the bars if stderr is not a terminal."""

    def __call__(self) -> None:
        """Do nothing."""


class ProgressBars(NoProgress):
    """Progress bars that are redrawn at most every REFRESH_SECONDS, however short the epochs are."""

    def __init__(self, trainers: Mapping[str, Trainer], bars: "Progress") -> None:
        self.bars, self.next = bars, 0.0
        self.tasks = {bars.add_task(label, total=None, loss=""): trainer for label, trainer in trainers.items()}

    def __call__(self) -> None:
        """Redraw the bars if REFRESH_SECONDS have passed since the last time."""
        if perf_counter() >= self.next:
            self.redraw()
            self.next = perf_counter() + REFRESH_SECONDS

    def redraw(self) -> None:
        """Redraw the bars: completed epochs, training.epochs, and the last epoch's train loss."""
        for task, trainer in self.tasks.items():
            latest = f"J {plain_number(trainer.history[-1]['train_loss'])}" if len(trainer.history) else ""
            total = trainer.experiment.training.epochs
            self.bars.update(task, total=total, completed=trainer.epoch, loss=latest)
