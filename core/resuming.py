"""Going on with a saved run, on the same bits as if it had never stopped."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from . import checkpoint, metrics
from .errors import InputError
from .experiment import Experiment
from .journal import Entry, Place, Start, Step, fork, place, read, steps
from .journey import here, run_to, take
from .recorder import start_conditions
from .runs import JOURNAL, RunFolder
from .state import State
from .summary import read as read_summary
from .texts import _
from .trainer import Trainer


class Resumed(NamedTuple):
    """A training where its last good checkpoint left it, or where a person did something after that; its journal; and
    what the person should know. `start` is its state before the first epoch, `stored` are earlier checkpoints of the
    way it is on.
    """

    trainer: Trainer
    folder: RunFolder
    entries: list[Entry]
    start: State
    stored: dict[Place, Path]
    started: str
    notes: list[str]


def resume(folder: RunFolder) -> Resumed:
    """The run as it was when it stopped, or as its newest checkpoint that can be read has it, or at its start.

    The folder should be locked by who calls. Raises InputError where even the experiment or its data can't be read.
    """
    notes: list[str] = []
    entries = journal_of(folder, notes)
    stored = on_the_way(folder, entries)
    trainer = Trainer(Experiment.load(folder.path))
    start, state = trainer.state(), newest(stored, notes)
    if state is not None:
        fit(trainer, state, folder)
        trainer.restore(state)
        fill_history(trainer, folder, notes)
    elif folder.numbered():
        notes.append(_("no checkpoint can be read: training starts over"))
    redo(trainer, steps(entries))
    notes += differences(entries, trainer)
    try:
        started = read_summary(folder).started
    except (OSError, msgspec.DecodeError):
        started = ""
    return Resumed(trainer, folder, entries, start, stored, started, notes)


def on_the_way(folder: RunFolder, entries: Sequence[Entry]) -> dict[Place, Path]:
    """The checkpoints that the present way goes through, the last written last: after a rewind, not all do."""
    now, found = steps(entries), dict[Place, Path]()
    for _number, epoch, batch, path in folder.numbered():
        at = epoch, batch
        try:
            then = steps(entries[: checkpoint.entries_of(path)])
        except InputError:
            then = now  # who wants to load it is told what is wrong with it
        parted = fork(then, now)
        begun = then == now[: len(then)]
        if parted is None or parted > at or (begun and parted == at):
            found.pop(at, None)
            found[at] = path
    return found


def newest(stored: Mapping[Place, Path], notes: list[str]) -> State | None:
    """The last checkpoint that can be read; each that can't is noted."""
    for path in reversed(list(stored.values())):
        try:
            return checkpoint.load(path)
        except InputError as problem:
            notes.append(_("{}; the checkpoint before it is taken").format(problem))
    return None


def redo(trainer: Trainer, way: Sequence[Step]) -> None:
    """What a person did after the checkpoint was written, and the training up to there."""
    for step in way:
        if place(step) >= here(trainer):
            run_to(trainer, place(step))
            take(trainer, step)


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
