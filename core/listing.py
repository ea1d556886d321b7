"""The runs in a folder, each read again only where it has changed: a thousand are looked through in a moment."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from . import labels, summary
from .errors import refused
from .labels import Label
from .runs import LOCK, SUMMARY, RunFolder, is_locked
from .summary import Summary

Stamps = tuple[tuple[int, int, int] | None, ...]


@dataclass(frozen=True)
class Listed:
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
        texts = (self.name, self.folder.name, about.data, about.architecture, summary.described(about.state))
        return " ".join([*texts, self.label.note, *settings]).casefold()

    @property
    def here(self) -> bool:
        """Whether this program is the one that writes it."""
        return self.writer == os.getpid()


class Listing:
    """All runs in a folder that can be read, as they were when `look` was last called."""

    def __init__(self, runs_dir: Path) -> None:
        self.runs_dir = runs_dir
        self.runs: tuple[Listed, ...] = ()
        """The one saved last first."""
        self.refused: tuple[str, ...] = ()
        """Which others the system didn't let us read when we last tried, and why."""
        self._known: dict[str, tuple[Stamps, Listed | None]] = {}

    def look(self) -> bool:
        """Read what has changed since the last time; whether anything has. Raises InputError where nothing can be."""
        found: dict[str, tuple[Stamps, Listed | None]] = {}
        refusals: list[str] = []
        for name in summary.names(self.runs_dir):
            path = os.path.join(self.runs_dir, name)
            try:
                stamps = tuple(_stamp(os.path.join(path, file)) for file in (SUMMARY, labels.FILE_NAME, LOCK))
            except OSError as problem:
                refusals.append(refused(problem))
                continue
            if stamps[0] is None:
                continue
            known = self._known.get(name)
            # A lock leaves no trace when it is let go, so what is being written is looked at each time.
            kept = known is not None and known[0] == stamps and (known[1] is None or known[1].writer is None)
            if known is not None and kept:
                found[name] = known
                continue
            try:
                found[name] = stamps, _read(RunFolder(Path(path)))
            except OSError as problem:
                refusals.append(refused(problem))
        self._known, self.refused = found, tuple(refusals)
        listed = (run for _stamps, run in found.values() if run is not None)
        runs = tuple(sorted(listed, key=lambda run: (run.summary.saved, run.folder.name), reverse=True))
        if runs == self.runs:
            return False
        self.runs = runs
        return True


def _stamp(path: str) -> tuple[int, int, int] | None:
    """What is another one after every change of a file; None where there is none. Raises OSError."""
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _read(folder: RunFolder) -> Listed | None:
    """None where it is no run, or gone meanwhile. Raises OSError."""
    try:
        return Listed(folder, summary.read(folder), labels.read(folder), writer(folder))
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError):
        return None


def writer(folder: RunFolder) -> int | None:
    """The process that writes the run now, 0 where its number can't be read; None if there is none."""
    if not is_locked(folder):
        return None
    try:
        return int((folder.path / LOCK).read_text())
    except (OSError, ValueError):
        return 0
