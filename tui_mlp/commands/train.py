"""`mlp-tui train`: training without a screen."""

import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter
from types import FrameType
from typing import TYPE_CHECKING

import click

from core.divergence import Diverged
from core.experiment import Experiment
from core.saving import outcome
from core.texts import _
from core.trainer import Trainer

from ..course import Course
from ..render.numbers import loss, percent
from .output import print_json

if TYPE_CHECKING:
    from rich.progress import Progress

    from ..cli import Options

EXIT_STATUS = {"divergence": 3, "interrupted": 130}
REFRESH_SECONDS = 0.1
SPLITS = ("train", "validation", "test")
REASONS = {
    "epochs": "all epochs done",
    "tolerance": "the train loss reached the tolerance",
    "early_stopping": "the validation loss no longer fell; the best weights are restored",
    "divergence": "diverged; the last finite weights are kept",
    "interrupted": "interrupted",
}


class Stop:
    """Set by Ctrl-C, a kind kill or a hang-up: training stops at the next mini-batch and is saved."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        """Whether to stop; the trainer asks at every mini-batch boundary."""
        return self.asked

    def ask(self, number: int, frame: FrameType | None) -> None:
        """The signal handler; a second signal is taken as meant."""
        self.asked = True
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def signals_ask(stop: Stop) -> Iterator[None]:
    """Ctrl-C, SIGTERM and SIGHUP ask to stop, as long as this lasts; a hang-up that nohup keeps away stays away."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    handlers = {number: signal.signal(number, stop.ask) for number in numbers}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def train(experiment: Experiment, options: "Options") -> int:
    """Train to the end; the exit status. Raises InputError."""
    course = Course(Trainer(experiment), options.runs_dir, tell, budget=0)
    assert course.recorder is not None
    course.recorder.open()  # before training: nothing is lost at its end
    course.timeline.go_on()
    return to_the_end(course, options)


def to_the_end(course: Course, options: "Options") -> int:
    """Train on to the end, printing each epoch; save it, print what came of it; the exit status."""
    trainer, stop, stopped_by = course.trainer, Stop(), "interrupted"
    try:
        with signals_ask(stop), progress({_("epoch"): trainer}) as show:
            while not trainer.stopped_by and not stop.asked:
                if trainer.run_epoch(stop) and options.json:
                    print_json(trainer.history[-1])
                show()
        stopped_by = trainer.stopped_by or stopped_by
    except Diverged as problem:
        stopped_by = "divergence"
        click.echo(f"mlp-tui: {problem}", err=True)
    finally:
        course.stop(stopped_by, always=True)
        course.close()
    folder = course.recorder.folder if course.recorder else None
    last = outcome(trainer, stopped_by, str(folder.path) if folder else None)
    print_json(last) if options.json else click.echo(summary(trainer, last))
    return EXIT_STATUS.get(stopped_by, 0)


def tell(text: str) -> None:
    """What a person must hear of saving."""
    click.echo(f"mlp-tui: {text}", err=True)


def summary(trainer: Trainer, last: dict[str, object]) -> str:
    """What came of it, for people."""
    lines = [_("{} epochs: {}").format(f"{trainer.epoch:,}", _(REASONS[str(last["stopped_by"])]))]
    for split in SPLITS:
        figures = trainer.figures(split)
        if figures.loss == figures.loss:
            quality = f"R² {figures.r2:.4f}" if trainer.data.task == "regression" else percent(figures.accuracy)
            lines.append(f"{_(split):<12}{_('loss')} {loss(figures.loss)}   {quality}")
    lines.append(_("saved in {}").format(last["run"]))
    return "\n".join(lines)


@contextmanager
def progress(trainers: Mapping[str, Trainer]) -> Iterator["Show"]:
    """Progress bars on stderr, one a trainer behind its label, where stderr is a terminal."""
    if not sys.stderr.isatty():
        yield Show()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"), MofNCompleteColumn(), BarColumn(), TextColumn("{task.fields[loss]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bars:
        show = Bars(trainers, bars)
        try:
            yield show
        finally:
            show.move()


class Show:
    """Shows nothing."""

    def __call__(self) -> None:
        """Nothing."""


class Bars(Show):
    """Moves the bars, a few times a second at most."""

    def __init__(self, trainers: Mapping[str, Trainer], bars: "Progress") -> None:
        self.bars, self.next = bars, 0.0
        self.tasks = {
            bars.add_task(label, total=trainer.experiment.training.epochs, loss=""): trainer
            for label, trainer in trainers.items()
        }

    def __call__(self) -> None:
        """Move them if it is time to."""
        if perf_counter() >= self.next:
            self.move()
            self.next = perf_counter() + REFRESH_SECONDS

    def move(self) -> None:
        """To the epochs done and the loss of the last."""
        for task, trainer in self.tasks.items():
            latest = f"J {loss(float(trainer.history.train_loss[-1]))}" if len(trainer.history) else ""
            self.bars.update(task, completed=trainer.epoch, loss=latest)
