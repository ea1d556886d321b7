"""A saved sweep, read again and again while it may be going on."""

import os
from dataclasses import dataclass

from core.support.errors import InputError
from core.support.file_locks import holder
from core.support.i18n import _
from core.support.regular_files import is_regular
from core.sweeps.sweep_experiment import SweepExperiment

from .records import SweepStatus, TrialRecord
from .status_file import read_status
from .sweep_folder import SWEEP_FILE, SweepFolder
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


def read_sweep(folder: SweepFolder, resolve: bool = False) -> SweepExperiment:
    """What is searched in a saved sweep. `resolve`: to go on with it, its files of data must be there.

    Raises InputError where the folder holds no sweep, or its file isn't one.
    """
    if not is_regular(folder.sweep_file):
        raise InputError(no_sweep_text(folder))
    return SweepExperiment.load(folder.sweep_file, resolve=resolve)


def no_sweep_text(folder: SweepFolder) -> str:
    """The message for a folder that is none of a sweep."""
    message = _("{}: found no {} there, expected the folder of a sweep, which `mlp-tui sweep FILE.toml` makes")
    return message.format(folder.path, SWEEP_FILE)


def _stamp(path: "os.PathLike[str]") -> tuple[int, int, int] | None:
    """What changes with every change of a file; None where there is none that can be looked at."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
