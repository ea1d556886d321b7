"""A saved run that a command uses or goes on with: which one, what --set changes."""

from collections.abc import Sequence
from pathlib import Path

from core.experiment.experiment import Experiment
from core.experiment.overrides import read_overrides
from core.prediction.saved_model import SavedModel, Weights, saved_model
from core.resuming.resume import Resumed
from core.runs.recorder import Recorder
from core.runs.run_folder import Lock, RunFolder
from core.runs.run_list import find_run, latest_run
from core.support.blas_threads import use_threads
from core.support.errors import InputError
from core.support.i18n import _
from core.sweeps.saved.found_instead import refuse_sweep
from core.timeline import journal
from core.timeline.advance import current_position
from core.timeline.journal import GoOn
from core.training.trainer import Trainer
from tui_mlp import __version__

from ..console import warn
from ..options import Options

SOURCE = "data.source"
READING = ("data.separator", "data.decimal", "data.header", "data.encoding")
"""The keys that say how a table of text is read; all others are settled since the run was trained."""


def chosen_run(run: str | None, options: Options) -> RunFolder:
    """The run with that name, or the one saved last if it is None. Raises InputError."""
    return named_run(run, options.runs_dir) if run else latest_run(options.runs_dir)


def named_run(name: str, runs_dir: Path) -> RunFolder:
    """A run by its folder, or by its name among the saved ones. Raises InputError, for a sweep with its best run."""
    try:
        return find_run(name, runs_dir)
    except InputError:
        refuse_sweep(name, runs_dir)
        raise


def data_source(overrides: tuple[str, ...]) -> str | None:
    """The value of --set data.source=…, which says where the data are now; None if it wasn't given."""
    entry = read_overrides(overrides).get(SOURCE)
    return None if entry is None else str(entry.value)


def used_model(
    run: str, options: Options, weights: Weights = "last", also: Sequence[str] = ()
) -> SavedModel:  # fmt: skip
    """The model of a run for a command that trains nothing, with the run's number of BLAS threads.

    Of --set it takes data.source and the keys in `also`. Raises InputError.
    """
    saved = saved_model(chosen_run(run, options), weights, moved_source(options.overrides, also))
    use_threads(saved.experiment.training.threads)  # the last bits depend on it
    return saved


def moved_source(overrides: tuple[str, ...], also: Sequence[str] = ()) -> str | None:
    """The value of --set data.source=…, as `data_source`. Raises InputError for any other key that isn't in `also`."""
    for key, entry in read_overrides(overrides).items():
        if key not in (SOURCE, *also):
            message = _("{}: the run is trained; expected one of {}")
            raise InputError(message.format(entry.place, ", ".join((SOURCE, *also))))
    return data_source(overrides)


def reading_settings(overrides: tuple[str, ...]) -> dict[str, object]:
    """The keys of --set that say how another file is read, with their values."""
    return {key: entry.value for key, entry in read_overrides(overrides).items() if key in READING}


def training_changes(overrides: tuple[str, ...], with_source: bool = False) -> dict[str, object]:
    """The keys of [training] that --set gives, with their values. Raises InputError for other keys.

    With `with_source`, data.source is allowed too, but not returned.
    """
    given = read_overrides(overrides)
    for key, entry in given.items():
        if not key.startswith("training.") and not (with_source and key == SOURCE):
            message = _("{}: a saved run can change keys of [training] only; for others start a new training")
            raise InputError(message.format(entry.place))
    return {key: entry.value for key, entry in given.items() if key != SOURCE}


def resumed_recorder(resumed: Resumed, held: Lock) -> Recorder:
    """A recorder that continues the run in its folder. Changes of settings are written to the journal."""
    trainer, folder = resumed.trainer, resumed.folder
    recorder = Recorder(
        trainer, folder.path.parent, warn, folder=folder, lock=held, started=resumed.started, program=__version__
    )

    def changed(old: Experiment, new: Experiment) -> None:
        for change in journal.changes_between(current_position(trainer), old, new):
            recorder.add_entry(change)

    trainer.after_change = changed
    return recorder


def apply_changes(trainer: Trainer, values: dict[str, object], recorder: Recorder) -> None:
    """Apply --set and --epochs, and continue the run even if a stop rule had ended it. Raises InputError."""
    if values:
        trainer.change(trainer.experiment.replace_all(values))
    if trainer.stopped_by:
        recorder.add_entry(GoOn(*current_position(trainer)))
        trainer.go_on()
