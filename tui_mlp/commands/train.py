"""`mlp-tui train`: training without a screen."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from types import FrameType
from typing import TYPE_CHECKING

import click

from core.divergence import Diverged
from core.experiment import Experiment
from core.runs import RunFolder
from core.saving import outcome, save_run
from core.texts import _
from core.trainer import Trainer

from ..render.numbers import loss, percent
from .output import print_json

if TYPE_CHECKING:
    from ..cli import Options

EXIT_STATUS = {"divergence": 3, "interrupted": 130}
REFRESH_SECONDS = 0.1


class Stop:
    """Set by SIGINT or SIGTERM: training stops at the next mini-batch and is saved."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        """Whether to stop; the trainer asks at every mini-batch boundary."""
        return self.asked

    def ask(self, number: int, frame: FrameType | None) -> None:
        """The signal handler; a second signal is taken as meant."""
        self.asked = True
        signal.signal(number, signal.SIG_DFL)


def train(experiment: Experiment, options: "Options") -> int:
    """Train to the end; the exit status."""
    trainer, stop = Trainer(experiment), Stop()
    folder = RunFolder.create(options.runs_dir, trainer.experiment)  # before training: nothing is lost at its end
    handlers = {number: signal.signal(number, stop.ask) for number in (signal.SIGINT, signal.SIGTERM)}
    stopped_by = "interrupted"
    try:
        with progress(trainer) as show:
            trainer.go_on()
            while not trainer.stopped_by and not stop.asked:
                if trainer.run_epoch(stop) and options.json:
                    print_json(trainer.history[-1])
                show()
        stopped_by = trainer.stopped_by or stopped_by
    except Diverged as problem:
        stopped_by = "divergence"
        click.echo(f"mlp-tui: {problem}", err=True)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        save_run(trainer, options.runs_dir, stopped_by, folder)
    last = outcome(trainer, stopped_by, str(folder.path))
    print_json(last) if options.json else click.echo(summary(trainer, last))
    return EXIT_STATUS.get(stopped_by, 0)


def summary(trainer: Trainer, last: dict[str, object]) -> str:
    """What came of it, for people."""
    reasons = {
        "epochs": _("all epochs done"),
        "tolerance": _("the train loss reached the tolerance"),
        "early_stopping": _("the validation loss no longer fell; the best weights are restored"),
        "divergence": _("diverged; the last finite weights are kept"),
        "interrupted": _("interrupted"),
    }
    lines = [
        _("{} epochs: {}").format(f"{trainer.epoch:,}", reasons[str(last["stopped_by"])]),
    ]
    names = {"train": _("train"), "validation": _("validation"), "test": _("test")}
    for split, name in names.items():
        figures = trainer.figures(split)
        if figures.loss == figures.loss:
            quality = f"R² {figures.r2:.4f}" if trainer.data.task == "regression" else percent(figures.accuracy)
            lines.append(f"{name:<12}{_('loss')} {loss(figures.loss)}   {quality}")
    lines.append(_("saved in {}").format(last["run"]))
    return "\n".join(lines)


@contextmanager
def progress(trainer: Trainer) -> Iterator["Show"]:
    """A progress bar on stderr, where stderr is a terminal."""
    if not sys.stderr.isatty():
        yield Show()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(_("epoch")), MofNCompleteColumn(), BarColumn(), TextColumn("{task.fields[loss]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bar:
        yield Bar(trainer, bar)


class Show:
    """Shows nothing."""

    def __call__(self) -> None:
        """Nothing."""


class Bar(Show):
    """Moves the bar, a few times a second at most."""

    def __init__(self, trainer: Trainer, bar: "object") -> None:
        from rich.progress import Progress

        assert isinstance(bar, Progress)
        self.trainer, self.bar, self.next = trainer, bar, 0.0
        self.task = bar.add_task("", total=trainer.experiment.training.epochs, loss="")

    def __call__(self) -> None:
        """The epochs done and the loss of the last."""
        now = perf_counter()
        if now >= self.next or self.trainer.stopped_by:
            self.next = now + REFRESH_SECONDS
            latest = f"J {loss(float(self.trainer.history.train_loss[-1]))}" if len(self.trainer.history) else ""
            self.bar.update(self.task, completed=self.trainer.epoch, loss=latest)
