"""A saved run that a command goes on with: which one, what --set changes of it, and its record from there on."""

from core.experiment.experiment import Experiment
from core.experiment.parsing import read_overrides
from core.resuming.resume import Resumed
from core.runs.recorder import Recorder
from core.runs.run_folder import Lock, RunFolder
from core.runs.run_list import find_run, latest_run
from core.support.errors import InputError
from core.support.i18n import _
from core.timeline import journal
from core.timeline.advance import current_position
from core.timeline.journal import GoOn
from core.training.trainer import Trainer
from tui_mlp import __version__

from .options import Options
from .output import tell

SOURCE = "data.source"


def chosen(run: str | None, options: Options) -> RunFolder:
    """The run that was named, else the one saved last. Raises InputError."""
    return find_run(run, options.runs_dir) if run else latest_run(options.runs_dir)


def moved_to(overrides: tuple[str, ...]) -> str | None:
    """The value of --set data.source=…, where the data are now; None if it wasn't given."""
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


def recorded(resumed: Resumed, held: Lock) -> Recorder:
    """A recorder that goes on writing the run's folder, and every change of its settings."""
    trainer, folder = resumed.trainer, resumed.folder
    recorder = Recorder(
        trainer, folder.path.parent, tell, folder=folder, lock=held, started=resumed.started, program=__version__
    )

    def changed(old: Experiment, new: Experiment) -> None:
        for change in journal.changes_between(current_position(trainer), old, new):
            recorder.add_entry(change)

    trainer.after_change = changed
    return recorder


def apply(trainer: Trainer, values: dict[str, object], recorder: Recorder) -> None:
    """Make the changes of --set and --epochs, and go on even if a stop rule had ended the run. Raises InputError."""
    if values:
        trainer.change(trainer.experiment.replace_all(values))
    if trainer.stopped_by:
        recorder.add_entry(GoOn(*current_position(trainer)))
        trainer.go_on()
