"""Resuming a saved run, with the same bits as if it had never stopped.

Training continues from the newest readable checkpoint; later steps of the journal are applied again.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from core.data.dataset import Data
from core.experiment.equivalence import same_examples
from core.experiment.preparation import load_data
from core.runs import checkpoint, summary
from core.runs import metrics_file as metrics
from core.runs.environment import current_conditions, differences_since_last
from core.runs.run_folder import BEST, JOURNAL, LAST, METRICS, RunFolder
from core.runs.run_list import find_run, latest_run
from core.support.errors import InputError, NewerFormat
from core.support.file_locks import Lock
from core.support.i18n import _
from core.timeline.advance import current_position, follow
from core.timeline.journal import (
    Action,
    Conditions,
    Entry,
    JournalStep,
    Position,
    Rewind,
    check_journal_format,
    position_of,
)
from core.timeline.journal_steps import effective_steps
from core.timeline.kept_states import CheckpointedState
from core.training.build_network import resolve
from core.training.divergence import Diverged
from core.training.trainer import Interrupted, Trainer
from core.training.training_state import TrainingState, check_fit

from .moved_data import explain_missing_data, initial_experiment, with_moved_data
from .run_checkpoints import misplaced_message, readable_checkpoints, remaining_steps, was_rewound
from .run_data import run_data
from .run_journal import line_notes, read_run_journal

__all__ = ["Resumed", "check_resumable", "find_run", "latest_run", "reopen", "resume"]


class Resumed(NamedTuple):
    """A training at a checkpoint, its journal, and notes that a person should read.

    `ahead` are the steps after the checkpoint, to be applied again, and `to` is a position that training had reached;
    `earlier` are states before the checkpoint. `started` is when the run began, empty if unknown.
    """

    trainer: Trainer
    folder: RunFolder
    entries: list[Entry]
    started: str
    notes: list[str]
    earlier: list[CheckpointedState]
    ahead: list[JournalStep]
    to: Position

    def catch_up(self, interrupted: Interrupted | None = None) -> bool:
        """Apply the steps ahead; False if interrupted, then call it again. Raises InputError where that fails."""
        try:
            return follow(self.trainer, self.ahead, self.to, interrupted)
        except Diverged as problem:  # on another machine, or with other data
            message = _("{}: what was done after its last checkpoint can't be repeated: {}")
            raise InputError(message.format(self.folder.path, problem)) from problem


class NewestCheckpoint(NamedTuple):
    """A checkpoint to continue from, and the steps that were taken after it."""

    state: TrainingState
    entries: int
    ahead: list[JournalStep]
    edited: bool
    """Whether actions may have changed its layers or its data since the start."""


def resume(folder: RunFolder, program: str = "") -> Resumed:
    """The run at its last saved position; where no checkpoint can be read, trained again from its start.

    The caller should hold the folder's lock. Raises InputError where its experiment or its data can't be read, or a
    step of its journal can't be applied.
    """
    resumed = reopen(folder, program=program)
    resumed.catch_up()
    return resumed


def reopen(folder: RunFolder, source: str | None = None, program: str = "") -> Resumed:
    """The run at its newest readable checkpoint.

    `source` is where its data are now, if they were moved; `program` is today's version, for the journal. Raises
    InputError as `resume` does.
    """
    check_readable(folder)
    notes: list[str] = []
    entries = read_run_journal(folder, notes)
    found = newest_checkpoint(folder, entries, source, notes)
    with explain_missing_data(folder, source):
        trainer, earlier = initial_trainer(folder, found, source, notes)
    done, ahead = 0, effective_steps(entries)
    if found is not None:
        check_data_fit(trainer, found.state, folder)
        trainer.restore(found.state)
        done, ahead = found.entries, found.ahead
        earlier += checkpointed_states(folder, entries, found.state.place, source)
        fill_history(trainer, folder, notes)
    elif folder.numbered_checkpoints():
        notes.append(_("no checkpoint can be read: the run is trained again from its start"))
    trainer.history.marked.update(position_of(step)[0] for step in effective_steps(entries))
    back = [entry.to for entry in entries[done:] if isinstance(entry, Rewind)]
    to = back[-1] if back else current_position(trainer)
    today = Conditions(**current_conditions(trainer.X, trainer.Y, program))
    notes += [
        _("{}; from here on the last digits may differ").format(one) for one in differences_since_last(entries, today)
    ]
    return Resumed(trainer, folder, entries, start_time(folder), notes, earlier, ahead, to)


def check_resumable(folder: RunFolder) -> None:
    """Read a run as `resume` does, but make no trainer: one would set the number of BLAS threads for all.

    Raises InputError where its files or its data can't be read, or the data no longer fit its weights.
    """
    check_readable(folder)
    notes: list[str] = []
    found = newest_checkpoint(folder, read_run_journal(folder, notes), None, notes)
    data = loaded_data(folder, found, notes)
    try:
        resolve(initial_experiment(folder, None) if found is None else found.state.experiment, data)
        if found is not None:
            check_fit(found.state, data)
    except InputError as problem:
        raise InputError(f"{folder.path}: {problem}") from problem


def loaded_data(folder: RunFolder, found: NewestCheckpoint | None, notes: list[str]) -> Data:
    """The data of the run as its newest checkpoint has them, else as at its start. Raises InputError."""
    if found is None:
        return run_data(folder, initial_experiment(folder, None), notes)
    try:
        start = initial_experiment(folder, None)
    except InputError:
        return load_data(found.state.experiment)
    return run_data(folder, start, notes, found.state.experiment)


def initial_trainer(
    folder: RunFolder, found: NewestCheckpoint | None, source: str | None, notes: list[str]
) -> tuple[Trainer, list[CheckpointedState]]:
    """A trainer at the run's start, and its state there; with the checkpoint's experiment where that can't be read."""
    try:
        experiment = initial_experiment(folder, source)
        trainer = Trainer(experiment, run_data(folder, experiment, notes))
    except InputError as problem:
        if found is None:
            raise
        trainer = Trainer(found.state.experiment)
        notes.append(_("{}; the experiment in the checkpoint is used").format(problem))
        return trainer, []
    state = trainer.state()
    if found is not None and is_other_network(state, found):
        return Trainer(found.state.experiment), []  # the file was edited since: the checkpoint counts
    return trainer, [CheckpointedState((0, 0), 0, lambda: state)]


def is_other_network(start: TrainingState, found: NewestCheckpoint) -> bool:
    """Whether a checkpoint's network can't have developed from that of a start."""
    other_sizes = not found.edited and start.sizes != found.state.sizes
    return other_sizes or start.experiment.dtype != found.state.experiment.dtype


def newest_checkpoint(
    folder: RunFolder, entries: Sequence[Entry], source: str | None, notes: list[str]
) -> NewestCheckpoint | None:
    """The last readable checkpoint on the present branch; `notes` get messages on unreadable ones."""
    for saved in reversed(folder.numbered_checkpoints()):
        try:
            state, count = checkpoint.load(saved.path), checkpoint.read_head(saved.path).entries
            if state.place != saved.place:
                raise InputError(misplaced_message(saved.path, state.place))
        except NewerFormat:
            raise
        except InputError as problem:
            notes.append(_("{}. The checkpoint before it is used").format(problem))
            continue
        if (
            not was_rewound(entries, count, state.place)
            and (ahead := remaining_steps(entries, count, state.place)) is not None
        ):
            edited = any(isinstance(step, Action) for step in effective_steps(entries[:count]))
            return NewestCheckpoint(with_moved_data(state, source), count, ahead, edited)
    return None


def checkpointed_states(
    folder: RunFolder, entries: Sequence[Entry], before: Position, source: str | None
) -> list[CheckpointedState]:
    """The checkpoints before a position on the present branch; only their headers are read.

    An unreadable one isn't needed: what lies between two others is trained again.
    """
    return [
        CheckpointedState(one.place, one.steps, partial(load_moved, one.file.path, source))
        for one in readable_checkpoints(folder, entries, problems=[])
        if one.place < before
        and one.entries <= len(entries)
        and remaining_steps(entries, one.entries, one.place) is not None
    ]


def load_moved(path: Path, source: str | None) -> TrainingState:
    """The state in a checkpoint. Raises InputError."""
    return with_moved_data(checkpoint.load(path), source)


def check_data_fit(trainer: Trainer, state: TrainingState, folder: RunFolder) -> None:
    """Raises InputError where the data now have other inputs, outputs, classes or, within an epoch, rows."""
    same = same_examples(trainer.experiment, state.experiment)
    data = trainer.data if same else load_data(state.experiment)
    try:
        check_fit(state, data)
        resolve(state.experiment, data)
    except InputError as problem:
        raise InputError(f"{folder.path}: {problem}") from problem


def lock_run(folder: RunFolder) -> Lock:
    """The lock of a run that is to be resumed, taken before anything is written.

    Raises Locked, and InputError as `check_readable` does.
    """
    check_readable(folder)
    return folder.lock()


def check_readable(folder: RunFolder) -> None:
    """Raises InputError for a run that this version can't resume, as `check_formats` does, and without checkpoints."""
    check_formats(folder)
    later = folder.checkpoints.is_dir() or (folder.path / JOURNAL).exists()
    if not later and (folder.path / LAST).exists():
        message = _(
            "{0}: saved by an older version, without checkpoints: it can't be continued. `mlp-tui train {0}` "
            "trains its experiment again, to the same weights"
        )
        raise InputError(message.format(folder.path))


def check_formats(folder: RunFolder) -> None:
    """Raises NewerFormat where any file of a run is of a later version, Refused where one is not a regular file."""
    folder.check()
    with suppress(OSError):
        check_journal_format(folder.read(JOURNAL), folder.path / JOURNAL)
    summary.check_summary_format(folder)
    with suppress(OSError):
        for path in (folder.path / LAST, folder.path / BEST, *sorted(folder.checkpoint_paths())):
            checkpoint.check_checkpoint_format(path)


def fill_history(trainer: Trainer, folder: RunFolder, notes: list[str]) -> None:
    """Read the history up to the trainer's epoch from metrics.csv; `notes` get messages on wrong lines."""
    path, last = folder.path / METRICS, trainer.history.last
    try:
        rows, problems = metrics.read_metrics(path)
    except OSError as problem:
        if trainer.epoch:  # else there are no figures yet
            notes.append(_("{}: cannot be read: {}; the curves start here").format(path, problem.strerror))
        return
    notes += line_notes(path, problems)
    trainer.history.replace(rows[rows[:, 0] <= trainer.epoch])
    trainer.history.ensure_last(last)


def start_time(folder: RunFolder) -> str:
    """When the run began, as in its summary; empty where that can't be read."""
    try:
        return summary.read_summary(folder).started
    except (OSError, msgspec.DecodeError):
        return ""
