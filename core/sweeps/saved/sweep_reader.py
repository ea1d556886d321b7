"""Saved sweeps, read again and again while they may be going on: all in a folder, or one by its name."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from core.experiment.parsing import LARGEST_FILE
from core.runs.run_folder import explain_write_errors, name_for_files
from core.support import atomic_files as files
from core.support.errors import InputError
from core.support.file_locks import holder
from core.support.i18n import _
from core.support.regular_files import Refused, check_regular, is_regular
from core.support.suggestions import nearest_name
from core.sweeps.sweep_experiment import SweepExperiment

from .records import SweepStatus, TrialRecord
from .status_file import read_status
from .sweep_folder import SWEEP_FILE, SWEEPS, SweepFolder
from .trials_file import TrialsReader


@dataclass(frozen=True)
class SavedSweep:
    """A sweep as it is saved at one moment.

    `ended` are the trials that have ended, in this order. `status` is what went on when it was last written, None if it
    wasn't yet. `process` is the id of the process that works on the sweep now, 0 if it is unknown, None if none does.
    """

    folder: SweepFolder
    sweep: SweepExperiment
    ended: tuple[TrialRecord, ...]
    status: SweepStatus | None
    process: int | None
    problems: tuple[str, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether a process works on the sweep now."""
        return self.process is not None


class SweepReader:
    """Reads a sweep's folder: its file once, of the trials only what was added."""

    def __init__(self, folder: SweepFolder) -> None:
        self.folder = folder
        self._sweep: SweepExperiment | None = None
        self._trials = TrialsReader(folder.trials_file)
        self._stamp: tuple[int, int, int] | None = None
        self._status: SweepStatus | None = None

    def refresh(self) -> SavedSweep:
        """The sweep as it is now. Raises InputError where there is no sweep, or its file isn't one."""
        process = holder(self.folder.lock)  # first: what a process has written before it ends is read below
        if self._sweep is None:
            self._sweep = read_sweep(self.folder)
        self._trials.refresh()
        stamp = _stamp(self.folder.status_file)
        if stamp != self._stamp:
            self._stamp, self._status = stamp, read_status(self.folder)
        return SavedSweep(
            self.folder, self._sweep, self._trials.records, self._status, process, tuple(self._trials.problems)
        )


def create_sweep_folder(runs_dir: Path, sweep: SweepExperiment) -> SweepFolder:
    """Make a new folder in runs_dir/sweeps, named after the experiment and the time, with sweep.toml in it.

    Raises InputError where that fails.
    """
    name = f"{name_for_files(sweep.experiment.name) or 'sweep'}-{datetime.now():%Y-%m-%d-%H%M%S}"
    sweeps = runs_dir / SWEEPS
    with explain_write_errors(sweeps):
        sweeps.mkdir(parents=True, exist_ok=True)
        for number in count(1):
            path = sweeps / (name if number == 1 else f"{name}-{number}")
            with suppress(FileExistsError):  # another sweep of the same second
                path.mkdir()
                break
    folder = SweepFolder(path)
    with explain_write_errors(path):
        try:
            folder.trials.mkdir()
            folder.requests.mkdir()
            files.write(folder.sweep_file, sweep.dumps().encode("utf-8", "replace"))
        except OSError:  # on a full disk this is repeated: leave no empty folders
            for made in (folder.trials, folder.requests, path):
                with suppress(OSError):
                    made.rmdir()
            raise
    return folder


def read_sweep(folder: SweepFolder, resolve: bool = False) -> SweepExperiment:
    """What is searched in a saved sweep. `resolve`: to go on with it, its files of data must be there.

    Raises InputError where the folder holds no sweep, or its file isn't one.
    """
    if not is_regular(folder.sweep_file):
        raise InputError(_no_sweep(folder.path))
    return SweepExperiment.load(folder.sweep_file, resolve=resolve)


def sweeps_in(runs_dir: Path) -> list[SweepFolder]:
    """The saved sweeps in a folder of runs, the latest begun first. Raises InputError if it can't be read."""
    sweeps = runs_dir / SWEEPS
    try:
        names: Sequence[str] = os.listdir(sweeps)
    except FileNotFoundError:
        return []
    except OSError as problem:
        message = _("{}: cannot be read: {}; choose another folder with --runs-dir DIR")
        raise InputError(message.format(sweeps, problem.strerror)) from problem
    begun = []
    for name in names:
        folder = SweepFolder(sweeps / name)
        with suppress(OSError, Refused):
            if found := check_regular(folder.sweep_file, LARGEST_FILE):
                begun.append((found.st_mtime_ns, name, folder))
    return [folder for _begun, _name, folder in sorted(begun, key=lambda each: each[:2], reverse=True)]


def find_sweep(text: str, runs_dir: Path) -> SweepFolder:
    """A saved sweep by its folder, or by its name among those in a folder of runs. Raises InputError."""
    for path in (runs_dir / SWEEPS / text, Path(text)):
        if text and os.path.lexists(path / SWEEP_FILE):
            return SweepFolder(path)
    if text and os.path.isdir(text):
        raise InputError(_no_sweep(Path(text)))
    names = [folder.name for folder in sweeps_in(runs_dir)]
    message = _("{}: found no sweep of this name, neither a folder nor in {}").format(text, runs_dir / SWEEPS)
    if near := nearest_name(text, names):
        raise InputError(message + _("; did you mean '{}'?").format(near))
    if names:
        raise InputError(message + _("; the latest is '{}'").format(names[0]))
    raise InputError(message + _("; `mlp-tui sweep FILE.toml` begins one"))


def _no_sweep(path: Path) -> str:
    message = _("{}: found no {} there, expected the folder of a sweep, which `mlp-tui sweep FILE.toml` makes")
    return message.format(path, SWEEP_FILE)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What changes with every change of a file; None where there is none that can be looked at."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
