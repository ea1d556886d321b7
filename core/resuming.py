"""Going on with a saved run, on the same bits as if it had never stopped.

The journal says what was done, a checkpoint how it was somewhere on that way. From the newest checkpoint that can be
read, what people did after it is done again.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from . import checkpoint, journal, metrics, summary
from .build import resolved
from .conditions import conditions, differences
from .data.loading import load
from .deeds import arguments_of
from .divergence import Diverged
from .errors import InputError, NewerFormat
from .experiment import Experiment, check_entry
from .experiment_file import Entry as FileEntry
from .experiment_settings import MANY
from .finding import find, latest
from .journal import Change, Conditions, Deed, Entry, Place, Rewind, Start, Step, Unreadable, place, steps
from .journey import follow
from .kept import Stored
from .locks import Lock
from .runs import BEST, JOURNAL, LAST, RunFolder
from .state import State
from .texts import _, ngettext
from .trainer import Interrupted, Trainer, check_fit, made_of

__all__ = ["Resumed", "find", "latest", "reopen", "resume"]

TOLD = 3
"""Lines of a file that notes name, at most."""


class Resumed(NamedTuple):
    """A training where a checkpoint left it, its journal, and what a person should know.

    `ahead` is what was done after the checkpoint, to be done again, and `to` how far training had come at the least;
    `earlier` are states from before.
    """

    trainer: Trainer
    folder: RunFolder
    entries: list[Entry]
    started: str
    notes: list[str]
    earlier: list[Stored]
    ahead: list[Step]
    to: Place

    def catch_up(self, interrupted: Interrupted | None = None) -> bool:
        """Do again what was done; False if interrupted, then call it again. Raises InputError where that fails."""
        try:
            return follow(self.trainer, self.ahead, self.to, interrupted)
        except Diverged as problem:  # on another machine, or with other data
            message = _("{}: doing again what was done after its last checkpoint failed: {}")
            raise InputError(message.format(self.folder.path, problem)) from problem


class Found(NamedTuple):
    """A checkpoint to go on from, and the steps that were taken after it."""

    state: State
    entries: int
    ahead: list[Step]
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
    to = back[-1] if back else (trainer.epoch, trainer.batch)
    notes += changed_conditions(entries, trainer, program)
    return Resumed(trainer, folder, entries, started(folder), notes, earlier, ahead, to)


def begun(folder: RunFolder, found: Found | None, source: str | None, notes: list[str]) -> tuple[Trainer, list[Stored]]:
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
    return trainer, [Stored((0, 0), 0, lambda: state)]


def unlike(start: State, found: Found) -> bool:
    """Whether the network of a checkpoint can't have come from that of a start by what people did."""
    other_sizes = not found.deeds and start.sizes != found.state.sizes
    return other_sizes or start.experiment.dtype != found.state.experiment.dtype


def newest(folder: RunFolder, entries: Sequence[Entry], source: str | None, notes: list[str]) -> Found | None:
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
            deeds = any(isinstance(step, Deed) for step in steps(entries[:count]))
            return Found(moved(state, source), count, ahead, deeds)
    return None


def left_behind(entries: Sequence[Entry], count: int, at: Place) -> bool:
    """Whether training has gone back behind a place since the first `count` entries."""
    return any(isinstance(entry, Rewind) and entry.to < at for entry in entries[count:])


def rest(entries: Sequence[Entry], count: int, at: Place) -> list[Step] | None:
    """The steps that follow a state, which holds the first `count` entries; None where it isn't on the way any more.

    Where the journal can't be read, the state is believed.
    """
    if len(entries) < count or any(isinstance(entry, Unreadable) for entry in entries):
        return steps(entries[count:])
    way, taken = steps(entries), steps(entries[:count])
    ahead = way[len(taken) :]
    return ahead if way[: len(taken)] == taken and all(place(step) >= at for step in ahead) else None


def stored(folder: RunFolder, entries: Sequence[Entry], before: Place, source: str | None) -> list[Stored]:
    """The checkpoints before a place that lie on the way there, from their headers alone."""
    found = []
    for saved in folder.numbered():
        try:
            count, at = checkpoint.head_of(saved.path)
        except InputError:
            continue  # it isn't needed: what lies between two others is trained again
        if at == saved.place < before and count <= len(entries) and rest(entries, count, saved.place) is not None:
            read = partial(stored_state, saved.path, source)
            found.append(Stored(saved.place, len(steps(entries[:count])), read))
    return found


def stored_state(path: Path, source: str | None) -> State:
    """The state in a checkpoint. Raises InputError."""
    return moved(checkpoint.load(path), source)


def misplaced(path: Path, at: Place) -> str:
    """What is wrong with a checkpoint that was taken at another place than its name says."""
    return _("{}: found epoch {}, mini-batch {} in it, expected those of its name").format(path, *at)


# Data that were moved


def beginning(folder: RunFolder, source: str | None) -> Experiment:
    """The experiment as the run began. Raises InputError."""
    return Experiment.load(folder.path, [] if source is None else [f"data.source={source}"])


def relocated(experiment: Experiment, source: str | None) -> Experiment:
    """The experiment with its data elsewhere. Raises InputError."""
    if source is None:
        return experiment
    entry = FileEntry(source, f"--set data.source={source}")
    return experiment.replace("data.source", check_entry("data.source", entry))


def moved(state: State, source: str | None) -> State:
    """The state with its data elsewhere. Raises InputError."""
    return replace(state, experiment=relocated(state.experiment, source))


def fit(trainer: Trainer, state: State, folder: RunFolder) -> None:
    """Raises InputError where the data have other inputs, outputs, classes or, within an epoch, rows now."""
    same = made_of(trainer.experiment) == made_of(state.experiment)
    data = trainer.data if same else load(state.experiment)
    try:
        check_fit(state, data)
        resolved(state.experiment, data)
    except InputError as problem:
        raise InputError(f"{folder.path}: {problem}") from problem


# What else is in the folder


def lock(folder: RunFolder) -> Lock:
    """The run, to be gone on with by us alone. Raises Locked, and InputError as `check_readable` does, before anything
    is written.
    """
    check_readable(folder)
    return folder.lock()


def check_readable(folder: RunFolder) -> None:
    """Raises InputError for a run that this version can't go on with: NewerFormat where any file is of a later one,
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


def journal_of(folder: RunFolder, notes: list[str]) -> list[Entry]:
    """What people did so far; what can't be read is noted, and so is what lies beyond where training can have been."""
    path = folder.path / JOURNAL
    try:
        entries = journal.read(folder.read(JOURNAL))
    except OSError as problem:
        text = _("{}: cannot be read: {}; what was changed while it trained is not known")
        notes.append(text.format(path, problem.strerror))
        return []
    last = last_epoch(folder, entries)
    entries = [impossible(entry, line, last) or entry for line, entry in enumerate(entries, 1)]
    wrong = [entry for entry in entries if isinstance(entry, Unreadable)]
    notes += told(path, [_("line {}: {}").format(entry.line, entry.problem) for entry in wrong])
    return entries


def impossible(entry: Entry, line: int, last: int) -> Unreadable | None:
    """What is wrong with an entry that can't have been: nobody does such a thing by hand, or it lies behind the last
    epoch there can have been, to which we would train for ever.
    """
    if isinstance(entry, Start | Unreadable):
        return None
    if isinstance(entry, Deed):
        try:
            arguments_of(entry)
        except InputError as problem:
            return Unreadable(line, str(problem))
    if entry.epoch > last:
        return Unreadable(line, _("found epoch {}, but the run came to epoch {} at most").format(entry.epoch, last))
    return None


def last_epoch(folder: RunFolder, entries: Sequence[Entry]) -> int:
    """The last epoch that the run can have come to: one that a stop rule led to, or that other files tell of."""
    found = [metrics.last_epoch(folder.path / metrics.FILE_NAME), *(one.place[0] for one in folder.numbered())]
    key = "training.epochs"
    values = [value for entry in entries if isinstance(entry, Change) and entry.key == key
              for value in (entry.before, entry.after)]  # fmt: skip
    found += [value for value in values if isinstance(value, int) and value <= MANY]
    try:
        about = summary.read(folder)
        found += [about.epochs, int(str(about.settings[key]))]
    except (OSError, ValueError, KeyError):  # there is none that can be read
        try:
            found.append(beginning(folder, None).training.epochs)
        except InputError:  # its data may have been moved, or the file is gone
            found.append(MANY)
    return max(found) + 1  # an epoch that has just ended may not be in the other files yet


def fill_history(trainer: Trainer, folder: RunFolder, notes: list[str]) -> None:
    """The epochs' figures up to here, as far as they were kept."""
    path, last = folder.path / metrics.FILE_NAME, trainer.history.last
    try:
        rows, _branches, problems = metrics.read(path)
    except OSError as problem:
        notes.append(_("{}: cannot be read: {}; the curves start here").format(path, problem.strerror))
        return
    notes += told(path, problems)
    trainer.history.replace(rows[rows[:, 0] <= trainer.epoch])
    trainer.history.end_with(last)


def told(path: Path, problems: Sequence[str]) -> list[str]:
    """What is wrong with lines of a file, the first of them named."""
    notes = [f"{path}: {problem}" for problem in problems[:TOLD]]
    if len(problems) > TOLD:
        more = len(problems) - TOLD
        text = ngettext("{}: and {} more line like these", "{}: and {} more lines like these", more)
        notes.append(text.format(path, f"{more:,}"))
    return notes


def changed_conditions(entries: Sequence[Entry], trainer: Trainer, program: str) -> list[str]:
    """What isn't as when the run was last written, so that its bits may be others from here on."""
    known = [entry for entry in entries if isinstance(entry, Conditions)]
    if not known:
        return []
    today = Conditions(**conditions(trainer.X, trainer.Y, program))
    if has_other_data(entries):
        today = msgspec.structs.replace(today, data_sha256=known[-1].data_sha256)
    found = differences(known[-1], today)
    return [_("{}; from here on the last bits may be others").format(difference) for difference in found]


def has_other_data(entries: Sequence[Entry]) -> bool:
    """Whether a person gave the run other data, or another coding of its targets, than it began with."""
    return any(isinstance(step, Deed) and step.act == "set_key" for step in steps(entries))


def started(folder: RunFolder) -> str:
    """When the run began; empty where that can't be read."""
    try:
        return summary.read(folder).started
    except (OSError, msgspec.DecodeError):
        return ""
