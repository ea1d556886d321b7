"""Going on with a saved run, on the same bits as if it had never stopped.

Training goes on from the newest checkpoint that can be read; what people did after it, by the journal, is done again.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from core.experiment.equivalence import same_examples
from core.experiment.preparation import load
from core.runs import checkpoint, summary
from core.runs import metrics_file as metrics
from core.runs.environment import conditions, since_last
from core.runs.run_folder import BEST, JOURNAL, LAST, RunFolder
from core.runs.run_list import find, latest
from core.support.errors import InputError, NewerFormat
from core.support.file_locks import Lock
from core.support.i18n import _
from core.timeline import journal
from core.timeline.advance import follow, here
from core.timeline.journal import Action, Conditions, Entry, JournalStep, Position, Rewind, place
from core.timeline.journal_steps import steps
from core.timeline.kept_states import CheckpointedState
from core.training.build_network import resolve
from core.training.divergence import Diverged
from core.training.trainer import Interrupted, Trainer
from core.training.training_state import TrainingState, check_fit

from .moved_data import beginning, moved
from .run_checkpoints import left_behind, misplaced, readable, rest
from .run_journal import journal_of, told

__all__ = ["Resumed", "find", "latest", "reopen", "resume"]


class Resumed(NamedTuple):
    """A training where a checkpoint left it, its journal, and notes that a person should read.

    `ahead` are the steps after the checkpoint, to be taken again, and `to` is how far training had come at the least;
    `earlier` are states from before the checkpoint.
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
        """Take the steps ahead; False if interrupted, then call it again. Raises InputError where that fails."""
        try:
            return follow(self.trainer, self.ahead, self.to, interrupted)
        except Diverged as problem:  # on another machine, or with other data
            message = _("{}: doing again what was done after its last checkpoint failed: {}")
            raise InputError(message.format(self.folder.path, problem)) from problem


class NewestCheckpoint(NamedTuple):
    """A checkpoint to go on from, and the steps that were taken after it."""

    state: TrainingState
    entries: int
    ahead: list[JournalStep]
    deeds: bool
    """Whether its layers or its data may be others than at the start."""


def resume(folder: RunFolder, program: str = "") -> Resumed:
    """The run as it was saved last, caught up; where no checkpoint can be read, trained again from its start.

    The folder should be locked by who calls. Raises InputError where its experiment or its data can't be read, or
    what was done can't be done again.
    """
    resumed = reopen(folder, program=program)
    resumed.catch_up()
    return resumed


def reopen(folder: RunFolder, source: str | None = None, program: str = "") -> Resumed:
    """The run at its newest checkpoint that can be read. `source` is where its data are now, if they were moved;
    `program` is today's version, as the journal has it.

    Raises InputError as `resume` does.
    """
    check_readable(folder)
    notes: list[str] = []
    entries = journal_of(folder, notes)
    found = newest(folder, entries, source, notes)
    trainer, earlier = begun(folder, found, source, notes)
    done, ahead = 0, steps(entries)
    if found is not None:
        fit(trainer, found.state, folder)
        trainer.restore(found.state)
        done, ahead = found.entries, found.ahead
        earlier += stored(folder, entries, found.state.place, source)
        fill_history(trainer, folder, notes)
    elif folder.numbered():
        notes.append(_("no checkpoint can be read: the run is trained again from its start"))
    trainer.history.marked.update(place(step)[0] for step in steps(entries))
    back = [entry.to for entry in entries[done:] if isinstance(entry, Rewind)]
    to = back[-1] if back else here(trainer)
    today = Conditions(**conditions(trainer.X, trainer.Y, program))
    notes += [_("{}; from here on the last bits may be others").format(one) for one in since_last(entries, today)]
    return Resumed(trainer, folder, entries, started(folder), notes, earlier, ahead, to)


def begun(
    folder: RunFolder, found: NewestCheckpoint | None, source: str | None, notes: list[str]
) -> tuple[Trainer, list[CheckpointedState]]:
    """A trainer as the run began, and its state there; where that can't be known, as it was at the checkpoint."""
    try:
        experiment = beginning(folder, source)
        trainer = Trainer(experiment)
    except InputError as problem:
        if found is None:
            raise
        trainer = Trainer(found.state.experiment)
        notes.append(_("{}; the experiment of the checkpoint is taken").format(problem))
        return trainer, []
    state = trainer.state()
    if found is not None and unlike(state, found):
        return Trainer(found.state.experiment), []  # the file was edited since: what was trained is what counts
    return trainer, [CheckpointedState((0, 0), 0, lambda: state)]


def unlike(start: TrainingState, found: NewestCheckpoint) -> bool:
    """Whether the network of a checkpoint can't have come from that of a start by what people did."""
    other_sizes = not found.deeds and start.sizes != found.state.sizes
    return other_sizes or start.experiment.dtype != found.state.experiment.dtype


def newest(
    folder: RunFolder, entries: Sequence[Entry], source: str | None, notes: list[str]
) -> NewestCheckpoint | None:
    """The last checkpoint that can be read and lies on the way to where training was; what can't be read is noted."""
    for saved in reversed(folder.numbered()):
        try:
            state, count = checkpoint.load(saved.path), checkpoint.head_of(saved.path).entries
            if state.place != saved.place:
                raise InputError(misplaced(saved.path, state.place))
        except NewerFormat:
            raise
        except InputError as problem:
            notes.append(_("{}. The checkpoint before it is taken").format(problem))
            continue
        if not left_behind(entries, count, state.place) and (ahead := rest(entries, count, state.place)) is not None:
            deeds = any(isinstance(step, Action) for step in steps(entries[:count]))
            return NewestCheckpoint(moved(state, source), count, ahead, deeds)
    return None


def stored(
    folder: RunFolder, entries: Sequence[Entry], before: Position, source: str | None
) -> list[CheckpointedState]:
    """The checkpoints before a place that lie on the way there, from their headers alone.

    One that can't be read isn't needed: what lies between two others is trained again.
    """
    return [
        CheckpointedState(one.place, one.steps, partial(stored_state, one.saved.path, source))
        for one in readable(folder, entries, problems=[])
        if one.place < before and one.entries <= len(entries) and rest(entries, one.entries, one.place) is not None
    ]


def stored_state(path: Path, source: str | None) -> TrainingState:
    """The state in a checkpoint. Raises InputError."""
    return moved(checkpoint.load(path), source)


def fit(trainer: Trainer, state: TrainingState, folder: RunFolder) -> None:
    """Raises InputError where the data now have other inputs, outputs, classes or, within an epoch, rows."""
    same = same_examples(trainer.experiment, state.experiment)
    data = trainer.data if same else load(state.experiment)
    try:
        check_fit(state, data)
        resolve(state.experiment, data)
    except InputError as problem:
        raise InputError(f"{folder.path}: {problem}") from problem


def lock(folder: RunFolder) -> Lock:
    """The lock of a run that is to be resumed, taken before anything is written.

    Raises Locked, and InputError as `check_readable` does.
    """
    check_readable(folder)
    return folder.lock()


def check_readable(folder: RunFolder) -> None:
    """Raises InputError for a run that this version can't resume: NewerFormat where any file is of a later version,
    Refused where one is a link or no regular file.
    """
    folder.check()
    with suppress(OSError):
        journal.check_format(folder.read(JOURNAL), folder.path / JOURNAL)
    summary.check_format(folder)
    with suppress(OSError):
        for path in (folder.path / LAST, folder.path / BEST, *sorted(folder.saved())):
            checkpoint.check_format(path)
    later = folder.checkpoints.is_dir() or (folder.path / JOURNAL).exists()
    if not later and (folder.path / LAST).exists():
        message = _(
            "{0}: saved by an older version, without checkpoints: it can't be gone on with. `mlp-tui train {0}` "
            "trains its experiment again, to the same weights"
        )
        raise InputError(message.format(folder.path))


def fill_history(trainer: Trainer, folder: RunFolder, notes: list[str]) -> None:
    """Read the history up to the trainer's epoch, as far as its figures were kept."""
    path, last = folder.path / metrics.FILE_NAME, trainer.history.last
    try:
        rows, problems = metrics.read(path)
    except OSError as problem:
        notes.append(_("{}: cannot be read: {}; the curves start here").format(path, problem.strerror))
        return
    notes += told(path, problems)
    trainer.history.replace(rows[rows[:, 0] <= trainer.epoch])
    trainer.history.ensure_last(last)


def started(folder: RunFolder) -> str:
    """When the run began; empty where that can't be read."""
    try:
        return summary.read_summary(folder).started
    except (OSError, msgspec.DecodeError):
        return ""
