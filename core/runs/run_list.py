"""The saved runs in a folder: all of them, one by its name, the latest.

A run is read again only if it has changed, so that a list of a thousand is refreshed in a moment.
"""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from core.experiment.exercises.exercise_sessions import is_exercise_session, no_run_but_session
from core.experiment.parsing import EXPERIMENT_FILE
from core.support.errors import InputError, os_error_text
from core.support.file_locks import holder
from core.support.i18n import _
from core.support.regular_files import Refused
from core.support.suggestions import nearest_name

from .run_folder import LABEL, LOCK, SUMMARY, RunFolder
from .summary import RUNNING, Label, Summary, read_label, read_summary, state_text

Stamps = tuple[tuple[int, int, int] | None, ...]


@dataclass(frozen=True)
class ListedRun:
    """A run as lists show it. `writer` is the process id of the program that writes it now, 0 if unknown, else None."""

    folder: RunFolder
    summary: Summary
    label: Label
    writer: int | None = None

    @property
    def name(self) -> str:
        """The name that a person gave the run, else its experiment's name."""
        return self.label.name or self.summary.name

    @cached_property
    def search_text(self) -> str:
        """The text to search in, in lower case: names, data, state, note, and settings such as optimizer=adam."""
        about = self.summary
        settings = (f"{key.rpartition('.')[2]}={value}" for key, value in about.settings.items())
        texts = (self.name, self.folder.name, about.data, about.architecture, state_text(about.state))
        return " ".join([*texts, self.label.note, *settings]).casefold()

    @property
    def is_own(self) -> bool:
        """Whether this process writes the run."""
        return self.writer == os.getpid()


class RunList:
    """All readable runs in a folder, as of the last `refresh`."""

    def __init__(self, runs_dir: Path) -> None:
        self.runs_dir = runs_dir
        self.runs: tuple[ListedRun, ...] = ()
        """The latest saved run comes first."""
        self.refused: tuple[str, ...] = ()
        """Messages on runs that can't be read."""
        self._known: dict[str, tuple[Stamps, ListedRun | str]] = {}

    def refresh(self) -> bool:
        """Read the runs that have changed; True if any has. Raises InputError where the folder can't be read."""
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
            # Releasing a lock changes no stamp, so a run that is being written is read each time.
            unchanged = (
                known is not None and known[0] == stamps and (isinstance(known[1], str) or known[1].writer is None)
            )
            if known is not None and unchanged:
                found[name] = known
                continue
            try:
                found[name] = stamps, _read(RunFolder(Path(path)), stamps)
            except (FileNotFoundError, NotADirectoryError):  # deleted meanwhile
                continue
            except OSError as problem:  # not stored: new permissions change no stamp
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
    """All readable runs in a folder, the latest saved first; of the same second, the latest started first.

    Raises InputError where the folder itself can't be read.
    """
    listing = RunList(runs_dir)
    listing.refresh()
    return listing.runs


def find_run(name: str, runs_dir: Path) -> RunFolder:
    """A run by its folder, or by its name among the saved ones. Raises InputError."""
    unreadable = ""
    for path in (runs_dir / name, Path(name)):
        try:
            os.lstat(path / EXPERIMENT_FILE)
        except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a path with a null character
            if "\0" not in name and is_exercise_session(path):
                raise InputError(no_run_but_session(path)) from None
            continue
        except OSError as problem:  # a closed folder, a name that is too long
            unreadable = _("{}: cannot be read: {}; expected a run").format(path, problem.strerror)
            continue
        return RunFolder.open(path)
    if unreadable:
        raise InputError(unreadable)
    if os.path.isdir(name):
        return RunFolder.open(Path(name))  # raises InputError with what is missing
    message = _("{}: found no run of this name, neither a folder nor in {}")
    near = nearest_name(name, [run.folder.name for run in saved_runs(runs_dir)])
    hint = _("; did you mean '{}'?").format(near) if near else _("; `mlp-tui runs` lists them")
    raise InputError(message.format(name, runs_dir) + hint)


def latest_run(runs_dir: Path) -> RunFolder:
    """The latest saved run, if possible one that no program writes now. Raises InputError where there is no run."""
    found = saved_runs(runs_dir)
    if not found:
        raise InputError(_("{}: found no run there; `mlp-tui train EXPERIMENT` makes one").format(runs_dir))
    return next((run.folder for run in found if run.summary.state != RUNNING), found[0].folder)


def _names(runs_dir: Path) -> list[str]:
    """The names in the folder of all runs; none if it doesn't exist. Raises InputError where it can't be read."""
    try:
        return os.listdir(runs_dir)
    except FileNotFoundError:
        return []
    except OSError as problem:
        message = _("{}: cannot be read: {}; choose another folder with --runs-dir DIR")
        raise InputError(message.format(runs_dir, problem.strerror)) from problem


def _stamp(path: str) -> tuple[int, int, int] | None:
    """A value that changes with every change of a file; None where there is no file. Raises OSError."""
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _read(folder: RunFolder, stamps: Stamps) -> ListedRun | str:
    """The run, or a message why it can't be read; files without a stamp don't exist. Raises OSError."""
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
