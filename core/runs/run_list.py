"""The saved runs in a folder: all of them, one by its name, the newest.

Each is read again only where it has changed, so that a thousand are looked through in a moment.
"""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from core.experiment.parsing import FILE_NAME
from core.support.errors import InputError, os_error_text
from core.support.file_locks import holder
from core.support.i18n import _
from core.support.regular_files import Refused
from core.support.suggestions import nearest_name

from .run_folder import LABEL, LOCK, SUMMARY, RunFolder
from .summary import RUNNING, Label, Summary, described, read_label, read_summary

Stamps = tuple[tuple[int, int, int] | None, ...]


@dataclass(frozen=True)
class ListedRun:
    """A run as lists show it. `writer` is the process that writes it now, 0 where that can't be told; else None."""

    folder: RunFolder
    summary: Summary
    label: Label
    writer: int | None = None

    @property
    def name(self) -> str:
        """What a person called it, else its experiment's name."""
        return self.label.name or self.summary.name

    @cached_property
    def words(self) -> str:
        """What it can be found by, in lower case: its names, data, state, note, settings such as optimizer=adam."""
        about = self.summary
        settings = (f"{key.rpartition('.')[2]}={value}" for key, value in about.settings.items())
        texts = (self.name, self.folder.name, about.data, about.architecture, described(about.state))
        return " ".join([*texts, self.label.note, *settings]).casefold()

    @property
    def here(self) -> bool:
        """Whether this program is the one that writes it."""
        return self.writer == os.getpid()


class RunList:
    """All runs in a folder that can be read, as they were when `look` was last called."""

    def __init__(self, runs_dir: Path) -> None:
        self.runs_dir = runs_dir
        self.runs: tuple[ListedRun, ...] = ()
        """The one saved last first."""
        self.refused: tuple[str, ...] = ()
        """Why others can't be read, a message each."""
        self._known: dict[str, tuple[Stamps, ListedRun | str]] = {}

    def look(self) -> bool:
        """Read what has changed since the last time; whether anything has. Raises InputError where nothing can be."""
        found: dict[str, tuple[Stamps, ListedRun | str]] = {}
        refusals: list[str] = []
        for name in _names(self.runs_dir):
            path = os.path.join(self.runs_dir, name)
            try:
                stamps = tuple(_stamp(os.path.join(path, file)) for file in (SUMMARY, LABEL, LOCK))
            except OSError as problem:
                refusals.append(os_error_text(problem))
                continue
            if stamps[0] is None:
                continue
            known = self._known.get(name)
            # A lock leaves no trace when it is let go, so what is being written is looked at each time.
            kept = known is not None and known[0] == stamps and (isinstance(known[1], str) or known[1].writer is None)
            if known is not None and kept:
                found[name] = known
                continue
            try:
                found[name] = stamps, _read(RunFolder(Path(path)), stamps)
            except (FileNotFoundError, NotADirectoryError):  # gone meanwhile
                continue
            except OSError as problem:  # asked again: that it may be read now leaves no trace in the stamps
                refusals.append(os_error_text(problem))
        self._known = found
        listed = (run for _stamps, run in found.values() if isinstance(run, ListedRun))
        self.refused = (*refusals, *(problem for _stamps, problem in found.values() if isinstance(problem, str)))
        runs = tuple(sorted(listed, key=lambda run: (run.summary.saved, run.folder.name), reverse=True))
        if runs == self.runs:
            return False
        self.runs = runs
        return True


def saved_runs(runs_dir: Path) -> tuple[ListedRun, ...]:
    """All runs in a folder that can be read, the one saved last first; in the same second, the one begun last.

    Raises InputError where the folder itself can't be read.
    """
    listing = RunList(runs_dir)
    listing.look()
    return listing.runs


def find(name: str, runs_dir: Path) -> RunFolder:
    """A run by its folder, or by its name among the saved ones. Raises InputError."""
    unreadable = ""
    for path in (runs_dir / name, Path(name)):
        try:
            os.lstat(path / FILE_NAME)
        except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a path that no file can have
            continue
        except OSError as problem:  # a closed folder, a name that is too long
            unreadable = _("{}: cannot be read: {}; expected a run").format(path, problem.strerror)
            continue
        return RunFolder.open(path)
    if unreadable:
        raise InputError(unreadable)
    if os.path.isdir(name):
        return RunFolder.open(Path(name))  # tells what is missing there
    message = _("{}: found no run of this name, neither a folder nor in {}")
    near = nearest_name(name, [run.folder.name for run in saved_runs(runs_dir)])
    hint = _("; did you mean '{}'?").format(near) if near else _("; `mlp-tui runs` lists them")
    raise InputError(message.format(name, runs_dir) + hint)


def latest(runs_dir: Path) -> RunFolder:
    """The run that was saved last, of those that no program writes now, if there are any. Raises InputError."""
    found = saved_runs(runs_dir)
    if not found:
        raise InputError(_("{}: found no run there; `mlp-tui train EXPERIMENT` makes one").format(runs_dir))
    return next((run.folder for run in found if run.summary.state != RUNNING), found[0].folder)


def _names(runs_dir: Path) -> list[str]:
    """What is in the folder of all runs; nothing where there is none yet. Raises InputError where it can't be read."""
    try:
        return os.listdir(runs_dir)
    except FileNotFoundError:
        return []
    except OSError as problem:
        message = _("{}: cannot be read: {}; choose another folder with --runs-dir DIR")
        raise InputError(message.format(runs_dir, problem.strerror)) from problem


def _stamp(path: str) -> tuple[int, int, int] | None:
    """What is another one after every change of a file; None where there is none. Raises OSError."""
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _read(folder: RunFolder, stamps: Stamps) -> ListedRun | str:
    """The run, or what is wrong with it; files without a stamp aren't there. Raises OSError."""
    _summary, label, lock = stamps
    try:
        return ListedRun(
            folder,
            read_summary(folder),
            read_label(folder) if label else Label(),
            holder(folder.path / LOCK) if lock else None,
        )
    except Refused as problem:
        return str(problem)
    except msgspec.DecodeError as problem:
        return _("{}: cannot be read: {}; the run is left out").format(folder.path / SUMMARY, problem)
