"""Run folders: what a training leaves on disk.

experiment.toml  the experiment as training began
journal.jsonl    the start conditions, and every change a person made, with epoch and batch
metrics.csv      a line an epoch
checkpoints/     states to go on from: the last three, older ones thinned, and the best
run.json         a summary, for lists of runs
result.json      the last line of `train --json`, once training has stopped
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, BinaryIO

from . import files
from .errors import InputError
from .experiment_file import FILE_NAME
from .texts import _

if TYPE_CHECKING:
    from .experiment import Experiment

JOURNAL, SUMMARY, RESULT, LOCK, CHECKPOINTS = "journal.jsonl", "run.json", "result.json", "lock", "checkpoints"
BEST = "best.safetensors"
CHECKPOINT = re.compile(r"(\d+)-epoch-(\d+)-batch-(\d+)\.safetensors")


def default_runs_dir() -> Path:
    """Where runs are kept unless `--runs-dir` says otherwise: the person's folder for application data."""
    from platformdirs import user_data_path

    return user_data_path("mlp-tui") / "runs"


@dataclass(frozen=True)
class RunFolder:
    """The folder of one run."""

    path: Path

    @classmethod
    def create(cls, runs_dir: Path, experiment: "Experiment") -> "RunFolder":
        """A new folder, named after the experiment and the time. Raises InputError where none can be made."""
        slug = re.sub(r"\W+", "-", experiment.name.lower())[:40].strip("-_") or "run"
        name = f"{slug}-{datetime.now():%Y-%m-%d-%H%M%S}"
        with writing(runs_dir):
            runs_dir.mkdir(parents=True, exist_ok=True)
            for number in count(1):
                path = runs_dir / (name if number == 1 else f"{name}-{number}")
                with suppress(FileExistsError):  # another run of the same second, perhaps another program's
                    path.mkdir()
                    break
        with writing(path):
            (path / CHECKPOINTS).mkdir()
            files.write(path / FILE_NAME, experiment.dumps().encode("utf-8", "replace"))
        return cls(path)

    @classmethod
    def open(cls, path: Path) -> "RunFolder":
        """A run that was saved before. Raises InputError for a folder that is none."""
        if not os.path.isfile(path / FILE_NAME):
            message = _("{}: found no {} there, expected a run folder; `mlp-tui runs` lists them")
            raise InputError(message.format(path, FILE_NAME))
        return cls(path)

    @property
    def name(self) -> str:
        """The name of the run, such as spiral-2026-11-24-101502."""
        return self.path.name

    @property
    def checkpoints(self) -> Path:
        """Their folder."""
        return self.path / CHECKPOINTS

    def numbered(self) -> list[tuple[int, int, int, Path]]:
        """Number, epoch, batch and file of each checkpoint, the last written last."""
        found: list[tuple[int, int, int, Path]] = []
        with suppress(OSError):
            for path in self.checkpoints.iterdir():
                if match := CHECKPOINT.fullmatch(path.name):
                    number, epoch, batch = map(int, match.groups())
                    found += [(number, epoch, batch, path)]
        return sorted(found)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else writes the run meanwhile. Raises InputError, Locked, where another program does."""
        with self.lock():
            yield

    def lock(self) -> "Lock":
        """Taken till it is closed, or the program ends, however it ends. Raises Locked where another program has it."""
        return Lock(self.path / LOCK)


LOOKS = (0.02, 0.05, 0.1)
"""Seconds between tries to take a lock."""


class Locked(InputError):
    """Another program writes this run."""


class Lock:
    """A file that one program at a time can hold; the system lets it go when that program ends."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO | None = None
        try:
            import fcntl
        except ImportError:  # without fcntl there is no such lock, and a run is one person's own
            return
        with writing(path.parent):
            self._file = path.open("a+b")
        for wait in (*LOOKS, None):
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as problem:
                if wait is not None:
                    sleep(wait)  # a list of runs may just be looking whether anyone holds it
                    continue
                raise self._refusal(path.parent) from problem
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n".encode())
        self._file.flush()

    def _refusal(self, folder: Path) -> Locked:
        assert self._file is not None
        self._file.seek(0)
        holder = self._file.read(20).decode("ascii", "replace").strip()
        self.close()
        message = _("{}: another program, process {}, is writing this run; wait till it ends, or end it")
        return Locked(message.format(folder, holder or "?"))

    def close(self) -> None:
        """Let it go."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> "Lock":
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()


def is_locked(folder: RunFolder) -> bool:
    """Whether a program is writing the run now."""
    try:
        import fcntl

        with (folder.path / LOCK).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except (ImportError, OSError):
        return False
    return False


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """What can't be written is an InputError: where, why, and what to do."""
    try:
        yield
    except OSError as problem:
        message = _("{}: cannot be written: {}; choose another folder with --runs-dir DIR")
        raise InputError(message.format(folder, problem.strerror)) from problem
