"""`mlp-tui resume`: a saved run goes on, on the same bits as if it had never stopped."""

from typing import TYPE_CHECKING

from core import journal
from core.errors import InputError
from core.experiment import Experiment
from core.experiment_file import read_overrides
from core.journal import GoOn
from core.journey import here
from core.listing import find, latest
from core.recorder import Recorder
from core.resuming import Resumed, lock, reopen
from core.runs import Lock, RunFolder
from core.saving import outcome
from core.texts import _
from core.trainer import Trainer

from .. import __version__
from ..console import say
from ..streams import go_on_unheard
from .output import print_json, tell
from .train import EXIT_STATUS, report, summary, to_the_end, watched

if TYPE_CHECKING:
    from ..cli import Options

SOURCE = "data.source"


def chosen(run: str | None, options: "Options") -> RunFolder:
    """The run that was named, else the one saved last. Raises InputError."""
    return find(run, options.runs_dir) if run else latest(options.runs_dir)


def resume_headless(run: str | None, options: "Options") -> int:
    """Train the run to its end; the exit status. Raises InputError, Locked where another program writes the run."""
    folder, source, values = chosen(run, options), moved_to(options.overrides), changes(options.overrides, moved=True)
    with lock(folder) as held:
        resumed = reopen(folder, source, __version__)
        for note in resumed.notes:
            tell(note)
        trainer = resumed.trainer
        with watched(trainer, options) as stop:
            if not resumed.catch_up(stop):
                return EXIT_STATUS["interrupted"]  # nothing was written: the next time begins where this one did
            if trainer.stopped_by and not values:
                return finished(trainer, folder, options)
            say(_("{} goes on at epoch {}").format(folder.name, f"{trainer.epoch:,}"), err=True)
            go_on_unheard(tell, str(folder.path))
            recorder = recorded(resumed, held)
            apply(trainer, values, recorder)
            stopped_by = to_the_end(trainer, stop, recorder)
    return report(trainer, stopped_by, recorder, options)


def finished(trainer: Trainer, folder: RunFolder, options: "Options") -> int:
    """The run has come to its end: say so, and what came of it."""
    stopped_by = str(trainer.stopped_by)
    tell(
        _("{} has come to its end; to train on, say what is to change: --epochs N, --set KEY=VALUE").format(folder.name)
    )
    if options.json:
        print_json(outcome(trainer, stopped_by, str(folder.path)))
    else:
        say(summary(trainer, stopped_by), lines=True)
    return EXIT_STATUS.get(stopped_by, 0)


def recorded(resumed: Resumed, held: Lock) -> Recorder:
    """The record of the run goes on, with every change."""
    trainer, folder = resumed.trainer, resumed.folder
    recorder = Recorder(
        trainer, folder.path.parent, tell, folder=folder, lock=held, started=resumed.started, program=__version__
    )

    def changed(old: Experiment, new: Experiment) -> None:
        for change in journal.changes(here(trainer), old, new):
            recorder.note(change)

    trainer.after_change = changed
    return recorder


def apply(trainer: Trainer, values: dict[str, object], recorder: Recorder) -> None:
    """Change what --set and --epochs say from here on, also behind a stop rule. Raises InputError."""
    if values:
        trainer.change(trainer.experiment.replace_all(values))
    if trainer.stopped_by:
        recorder.note(GoOn(*here(trainer)))
        trainer.go_on()


def moved_to(overrides: tuple[str, ...]) -> str | None:
    """Where the data are now, if --set says so."""
    entry = read_overrides(overrides).get(SOURCE)
    return None if entry is None else str(entry.value)


def changes(overrides: tuple[str, ...], moved: bool = False) -> dict[str, object]:
    """The keys of [training] that --set gives, with their values. Raises InputError for others.

    Where data may have been `moved`, data.source is taken too, but isn't among them.
    """
    given = read_overrides(overrides)
    for key, entry in given.items():
        if not key.startswith("training.") and not (moved and key == SOURCE):
            message = _("{}: a run that goes on takes keys of [training] only; others need a new training")
            raise InputError(message.format(entry.place))
    return {key: entry.value for key, entry in given.items() if key != SOURCE}
