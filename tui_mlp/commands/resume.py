"""`mlp-tui resume`: a saved run goes on, on the same bits as if it had never stopped."""

from typing import TYPE_CHECKING

import click

from core.errors import InputError
from core.experiment_file import read_overrides
from core.resuming import find, latest, resume
from core.runs import RunFolder
from core.texts import _

from ..course import Course
from .train import tell, to_the_end

if TYPE_CHECKING:
    from ..cli import Options


def chosen(run: str | None, options: "Options") -> RunFolder:
    """The run that was named, else the one saved last. Raises InputError."""
    return find(run, options.runs_dir) if run else latest(options.runs_dir)


def resume_headless(run: str | None, options: "Options") -> int:
    """Train the run to its end; the exit status. Raises InputError, Locked where another program writes the run."""
    folder = chosen(run, options)
    lock = folder.lock()
    found = resume(folder)
    for note in found.notes:
        click.echo(f"mlp-tui: {note}", err=True)
    click.echo(_("{} goes on at epoch {}").format(folder.name, f"{found.trainer.epoch:,}"), err=True)
    course = Course(found.trainer, folder.path.parent, tell, resumed=found, lock=lock, budget=0)
    apply(course, options.overrides)
    course.timeline.go_on()
    return to_the_end(course, options)


def apply(course: Course, overrides: tuple[str, ...]) -> None:
    """What --set and --epochs say, as changes from here on. Raises InputError."""
    experiment = course.trainer.experiment.replace_all(changes(overrides))
    if experiment != course.trainer.experiment:
        course.trainer.change(experiment)


def changes(overrides: tuple[str, ...]) -> dict[str, object]:
    """The keys and values of --set. Raises InputError for a key that only a new training can have."""
    given = read_overrides(overrides)
    for key, entry in given.items():
        if not key.startswith("training."):
            message = _("{}: a run that goes on takes keys of [training] only; others need a new training")
            raise InputError(message.format(entry.place))
    return {key: entry.value for key, entry in given.items()}
