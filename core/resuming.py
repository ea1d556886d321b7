"""Going on with a saved run, on the same bits as if it had never stopped."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from . import checkpoint, metrics
from .errors import InputError
from .experiment import Experiment
from .journal import Entry, Rewind, Start, place, read
from .recorder import start_conditions
from .runs import JOURNAL, RunFolder
from .state import State
from .summary import read as read_summary
from .texts import _
from .trainer import Trainer


class Resumed(NamedTuple):
    """A training where its last good checkpoint left it, its journal up to there, and what a person should know."""

    trainer: Trainer
    folder: RunFolder
    entries: list[Entry]
    started: str
    notes: list[str]


def resume(folder: RunFolder) -> Resumed:
    """The run as it was saved last, or as the newest checkpoint that can be read has it; without one, at its start.

    The folder should be locked by who calls. Raises InputError where even the experiment or its data can't be read.
    """
    notes: list[str] = []
    state = newest(folder, notes)
    trainer = Trainer(Experiment.load(folder.path) if state is None else state.experiment)
    entries = journal_of(folder, notes)
    if state is not None:
        fit(trainer, state, folder)
        trainer.restore(state)
        fill_history(trainer, folder, notes)
    elif folder.numbered():
        notes.append(_("no checkpoint can be read: training starts over"))
    here = trainer.epoch, trainer.batch
    entries = [entry for entry in entries if isinstance(entry, Start | Rewind) or place(entry) <= here]
    notes += differences(entries, trainer)
    try:
        started = read_summary(folder).started
    except (OSError, msgspec.DecodeError):
        started = ""
    return Resumed(trainer, folder, entries, started, notes)


def newest(folder: RunFolder, notes: list[str]) -> State | None:
    """The last checkpoint that can be read; each that can't is noted."""
    for _number, _epoch, _batch, path in reversed(folder.numbered()):
        try:
            return checkpoint.load(path)
        except InputError as problem:
            notes.append(_("{}; the checkpoint before it is taken").format(problem))
    return None


def fit(trainer: Trainer, state: State, folder: RunFolder) -> None:
    """Raises InputError where the data have other inputs or outputs now."""
    sizes = tuple(trainer.network.parameters.sizes)
    order = state.position.order
    if sizes != state.sizes or (order is not None and len(order) != trainer.n):
        message = _("{}: its data have changed: the network was {}, with these data it would be {}")
        raise InputError(message.format(folder.path, "-".join(map(str, state.sizes)), "-".join(map(str, sizes))))


def fill_history(trainer: Trainer, folder: RunFolder, notes: list[str]) -> None:
    """The epochs' figures, as far as they were kept."""
    try:
        metrics.read(folder.path / metrics.FILE_NAME, trainer.history, trainer.epoch)
    except OSError as problem:
        notes.append(_("{}: cannot be read: {}; the curves start here").format(problem.filename, problem.strerror))


def journal_of(folder: RunFolder, notes: list[str]) -> list[Entry]:
    """What people did so far; lines that can't be read are noted."""
    path = folder.path / JOURNAL
    try:
        entries, problems = read(path.read_text(encoding="utf-8", errors="replace"))
    except OSError as problem:
        notes.append(_("{}: cannot be read: {}").format(path, problem.strerror))
        return []
    notes += [f"{path}: {problem}" for problem in problems]
    return entries


def differences(entries: Iterable[Entry], trainer: Trainer) -> list[str]:
    """What is no longer as when the run began, so that its bits may differ."""
    began = next((entry for entry in entries if isinstance(entry, Start)), None)
    if began is None:
        return []
    today = start_conditions(trainer, began.program)
    notes = []
    if began.data_sha256 != today.data_sha256:
        notes.append(_("the data are no longer those that the run began with: it goes on with them as they are now"))
    pairs = ((began.numpy, today.numpy, "NumPy"), (began.processor, today.processor, _("the processor")))
    for before, now, name in pairs:
        if before != now:
            notes.append(_("{} was {}, is {} now: the last bits may differ").format(name, before, now))
    return notes


def latest(runs_dir: Path) -> RunFolder:
    """The run that was saved last. Raises InputError where there is none."""
    from .summary import runs

    for folder, _summary in runs(runs_dir):
        return folder
    raise InputError(_("{}: found no run to resume; `mlp-tui train EXPERIMENT` makes one").format(runs_dir))


def find(name: str, runs_dir: Path) -> RunFolder:
    """A run by its folder, or by its name among the saved ones. Raises InputError."""
    path = Path(name)
    return RunFolder.open(path if path.is_dir() else runs_dir / name)
