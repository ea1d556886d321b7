"""Run folders: what a training leaves on disk, and who writes it.

experiment.toml  the experiment as training began
journal.jsonl    the start conditions, and every change a person made, with epoch and batch
metrics.csv      a line an epoch, thinned as they become many
checkpoints/     states to go on from: the last three, older ones thinned; and the best weights
run.json         a summary, for lists of runs
label.json       what a person calls it
result.json      the last line of `train --json`, once training has stopped; and then, for other programs:
last.safetensors best.safetensors    the weights alone, Θ(1) as theta_1

A folder may come from someone else: only regular files and folders in it are opened, no links.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from core.experiment.parsing import FILE_NAME, LARGEST_FILE
from core.support import atomic_files as files
from core.support.errors import InputError
from core.support.file_locks import Lock as Lock
from core.support.file_locks import Locked as Locked
from core.support.file_locks import is_held
from core.support.i18n import _
from core.support.regular_files import NO_LINK, check_folder, check_regular, is_regular, read_regular

if TYPE_CHECKING:
    from core.experiment.experiment import Experiment

JOURNAL, SUMMARY, RESULT, LOCK, CHECKPOINTS = "journal.jsonl", "run.json", "result.json", "lock", "checkpoints"
METRICS, LABEL = "metrics.csv", "label.json"
LAST, BEST = "last.safetensors", "best.safetensors"
CHECKPOINT = re.compile(r"(\d{1,18})-epoch-(\d{1,18})-batch-(\d{1,18})\.safetensors", re.ASCII)

MIB = 1024**2
LARGEST = {
    FILE_NAME: LARGEST_FILE,
    JOURNAL: 64 * MIB,
    METRICS: 256 * MIB,
    SUMMARY: 4 * MIB,
    RESULT: 4 * MIB,
    LABEL: MIB,
    LOCK: 4096,
}
"""The most bytes that are read of each file: a billion epochs take 12 MiB of metrics, a change 100 bytes. How large a
file of weights may be is checked where it is read.
"""


def default_runs_dir() -> Path:
    """Where runs are saved unless `--runs-dir` says otherwise: the user's folder for application data."""
    from platformdirs import user_data_path

    return user_data_path("mlp-tui") / "runs"


class Numbered(NamedTuple):
    """A checkpoint's file by its name: its number, and its place (completed epochs, mini-batches of the next one)."""

    number: int
    place: tuple[int, int]
    path: Path


@dataclass(frozen=True)
class RunFolder:
    """The folder of one run."""

    path: Path

    @classmethod
    def create(cls, runs_dir: Path, experiment: "Experiment") -> "RunFolder":
        """Make a new folder, named after the experiment and the time. Raises InputError where that can't be done."""
        slug = re.sub(r"\W+", "-", experiment.name.lower())[:40].strip("-_") or "run"
        name = f"{slug}-{datetime.now():%Y-%m-%d-%H%M%S}"
        with writing(runs_dir):
            runs_dir.mkdir(parents=True, exist_ok=True)
            for number in count(1):
                path = runs_dir / (name if number == 1 else f"{name}-{number}")
                with suppress(FileExistsError):  # another run of the same second, perhaps another program's
                    path.mkdir()
                    break
        folder = cls(path)
        with writing(path):
            try:
                folder.checkpoints.mkdir()
                files.write(path / FILE_NAME, experiment.dumps().encode("utf-8", "replace"))
            except OSError:  # on a full disk it is tried again and again: leave no empty folders behind
                with suppress(OSError):
                    folder.checkpoints.rmdir()
                    path.rmdir()
                raise
        return folder

    @classmethod
    def open(cls, path: Path) -> "RunFolder":
        """A run that was saved before. Raises InputError where the folder holds no experiment."""
        if not is_regular(path / FILE_NAME):
            message = _("{}: found no {} there, expected a run folder; `mlp-tui runs` lists them")
            raise InputError(message.format(path, FILE_NAME))
        return cls(path)

    @property
    def name(self) -> str:
        """The name of the run, such as spiral-2026-11-24-101502."""
        return self.path.name

    @property
    def checkpoints(self) -> Path:
        """The folder of the checkpoints."""
        return self.path / CHECKPOINTS

    def saved(self) -> list[Path]:
        """The files that are checkpoints by their names, the best weights included. Raises OSError."""
        names = names_in(self.checkpoints)
        return [self.checkpoints / name for name in names if name == BEST or CHECKPOINT.fullmatch(name)]

    def numbered(self) -> list[Numbered]:
        """The checkpoints that training can go on from, in the order in which they were written."""
        found: list[Numbered] = []
        with suppress(OSError):
            for path in self.saved():
                if match := CHECKPOINT.fullmatch(path.name):
                    number, epoch, batch = map(int, match.groups())
                    found += [Numbered(number, (epoch, batch), path)]
        return sorted(found)

    def read(self, name: str) -> bytes:
        """The content of one of the files in LARGEST. Raises Refused and OSError as `regular_files.read` does."""
        return read_regular(self.path / name, LARGEST[name])

    def check(self) -> None:
        """Raises Refused for a link, a pipe, a device or a file too large in the place of one of the run's own."""
        for name in (*LARGEST, LAST, BEST):
            with suppress(OSError):  # what can't be looked at is told by who reads it
                check_regular(self.path / name, LARGEST.get(name))
        with suppress(OSError):
            for path in self.saved() if check_folder(self.checkpoints) else ():
                with suppress(OSError):
                    check_regular(path)

    def lock(self) -> Lock:
        """Take the run's lock, which is held till it is closed or the program ends.

        Raises Locked where another program holds it, and Refused as `check_regular` does: nothing is written where a
        link might lead elsewhere.
        """
        self.check()
        return Lock(self.path / LOCK)


def names_in(folder: Path) -> list[str]:
    """The names in a folder that belongs to a run. Raises OSError, also where it is a link."""
    descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | NO_LINK)
    try:
        return os.listdir(descriptor)
    finally:
        os.close(descriptor)


def is_locked(folder: RunFolder) -> bool:
    """Whether a program is writing the run now."""
    return is_held(folder.path / LOCK)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turns an OSError into an InputError that says where, why, and what to do."""
    try:
        yield
    except OSError as problem:
        message = _("{}: cannot be written: {}; choose another folder with --runs-dir DIR")
        raise InputError(message.format(folder, problem.strerror)) from problem
