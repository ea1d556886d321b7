"""Run folders: the files that a training leaves on disk, and who may write them.

experiment.toml  the experiment at the start of training
preparation.json how columns became inputs: fill values, codings and scalings, fitted to the training rows at the start
journal.jsonl    the start conditions, and every change a person made, with epoch and batch
metrics.csv      a line an epoch, thinned as a training grows long
checkpoints/     states to resume from: the last three, older ones thinned; and the best weights
run.json         a summary, for lists of runs
label.json       the name and note that a person gave the run
objectives.json  of a run of a sweep, its figures by the sweep's objectives
result.json      the last line of `train --json`, once training has stopped; then, for other programs, also:
last.safetensors best.safetensors    only the weights, Θ(1) as theta_1, and what they are for, as metadata

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

from core.experiment.exercises.exercise_sessions import is_exercise_session, no_run_but_session
from core.experiment.parsing import EXPERIMENT_FILE, LARGEST_FILE
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
METRICS, LABEL, PREPARATION = "metrics.csv", "label.json", "preparation.json"
OBJECTIVES = "objectives.json"
LAST, BEST = "last.safetensors", "best.safetensors"
CHECKPOINT = re.compile(r"(\d{1,18})-epoch-(\d{1,18})-batch-(\d{1,18})\.safetensors", re.ASCII)

MIB = 1024**2
LARGEST = {
    EXPERIMENT_FILE: LARGEST_FILE,
    PREPARATION: LARGEST_FILE,
    JOURNAL: 64 * MIB,
    METRICS: 256 * MIB,
    SUMMARY: 4 * MIB,
    RESULT: 4 * MIB,
    LABEL: MIB,
    OBJECTIVES: MIB,
    LOCK: 4096,
}
"""The largest accepted size of each file in bytes: a billion epochs take 12 MiB of metrics, a change 100 bytes. Files
of weights are checked where they are read.
"""


def default_runs_dir() -> Path:
    """Where runs are saved unless `--runs-dir` says otherwise: the user's folder for application data."""
    from platformdirs import user_data_path

    return user_data_path("mlp-tui") / "runs"


class NumberedCheckpoint(NamedTuple):
    """A checkpoint's file, and its number and position (completed epochs, mini-batches of the next one) by its name."""

    number: int
    place: tuple[int, int]
    path: Path


def name_for_files(name: str) -> str:
    """A name in letters, digits, hyphens and underscores, at most 40; empty if it has none of the first two."""
    return re.sub(r"\W+", "-", name.lower())[:40].strip("-_")


@dataclass(frozen=True)
class RunFolder:
    """The folder of one run."""

    path: Path

    @classmethod
    def create(cls, runs_dir: Path, experiment: "Experiment") -> "RunFolder":
        """Make a new folder, named after the experiment and the time. Raises InputError where that fails."""
        name = f"{name_for_files(experiment.name) or 'run'}-{datetime.now():%Y-%m-%d-%H%M%S}"
        with explain_write_errors(runs_dir):
            runs_dir.mkdir(parents=True, exist_ok=True)
            for number in count(1):
                path = runs_dir / (name if number == 1 else f"{name}-{number}")
                with suppress(FileExistsError):  # another run of the same second, perhaps by another program
                    path.mkdir()
                    break
        folder = cls(path)
        with explain_write_errors(path):
            try:
                folder.checkpoints.mkdir()
                files.write(path / EXPERIMENT_FILE, experiment.dumps().encode("utf-8", "replace"))
            except OSError:  # on a full disk this is repeated: leave no empty folders
                with suppress(OSError):
                    folder.checkpoints.rmdir()
                    path.rmdir()
                raise
        return folder

    @classmethod
    def open(cls, path: Path) -> "RunFolder":
        """An existing run. Raises InputError where the folder holds no experiment."""
        if not is_regular(path / EXPERIMENT_FILE):
            if is_exercise_session(path):
                raise InputError(no_run_but_session(path))
            message = _("{}: found no {} there, expected a run folder; `mlp-tui runs` lists them")
            raise InputError(message.format(path, EXPERIMENT_FILE))
        return cls(path)

    @property
    def name(self) -> str:
        """The name of the run, such as spiral-2026-11-24-101502."""
        return self.path.name

    @property
    def checkpoints(self) -> Path:
        """The folder of the checkpoints."""
        return self.path / CHECKPOINTS

    def checkpoint_paths(self) -> list[Path]:
        """The files with the names of checkpoints, and the best weights. Raises OSError."""
        names = names_in(self.checkpoints)
        return [self.checkpoints / name for name in names if name == BEST or CHECKPOINT.fullmatch(name)]

    def numbered_checkpoints(self) -> list[NumberedCheckpoint]:
        """The checkpoints from which training can continue, in the order of writing."""
        found: list[NumberedCheckpoint] = []
        with suppress(OSError):
            for path in self.checkpoint_paths():
                if match := CHECKPOINT.fullmatch(path.name):
                    number, epoch, batch = map(int, match.groups())
                    found += [NumberedCheckpoint(number, (epoch, batch), path)]
        return sorted(found)

    def read(self, name: str) -> bytes:
        """The content of one of the files in LARGEST. Raises Refused and OSError as `regular_files.read` does."""
        return read_regular(self.path / name, LARGEST[name])

    def check(self) -> None:
        """Raises Refused where one of the run's files is a link, a pipe, a device or too large."""
        for name in (*LARGEST, LAST, BEST):
            with suppress(OSError):  # reading the file will report it
                check_regular(self.path / name, LARGEST.get(name))
        with suppress(OSError):
            for path in self.checkpoint_paths() if check_folder(self.checkpoints) else ():
                with suppress(OSError):
                    check_regular(path)

    def lock(self) -> Lock:
        """Take the run's lock, which is held until it is closed or the program ends.

        Raises Locked where another program holds it, and Refused as `check_regular` does, so that nothing is written
        where a link leads.
        """
        self.check()
        return Lock(self.path / LOCK)


def names_in(folder: Path) -> list[str]:
    """The names of the files in a folder. Raises OSError, also where the folder is a link."""
    descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | NO_LINK)
    try:
        return os.listdir(descriptor)
    finally:
        os.close(descriptor)


def is_locked(folder: RunFolder) -> bool:
    """Whether a program is writing the run now."""
    return is_held(folder.path / LOCK)


@contextmanager
def explain_write_errors(folder: Path) -> Iterator[None]:
    """Turn an OSError into an InputError that says where, why, and what to do."""
    try:
        yield
    except OSError as problem:
        message = _("{}: cannot be written: {}; choose another folder with --runs-dir DIR")
        raise InputError(message.format(folder, problem.strerror)) from problem
