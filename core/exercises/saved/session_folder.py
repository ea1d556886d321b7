"""The folder of a session: the exercise with its weights, and the journal.

exercise.toml  the exercise as it was asked, with its weights and seed
journal.jsonl  who began it, then each answer, hint and move, in a chain of digests

A folder may come from someone else: only regular files of it are opened, no links, and none that is too large.
"""

import os
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from core.exercises.exercise import Exercise
from core.exercises.loading import load_exercise
from core.experiment.exercises.exercise_sessions import EXERCISE_FILE, JOURNAL_FILE, is_exercise_session
from core.experiment.parsing import read_toml
from core.runs.run_folder import LOCK, Lock, explain_write_errors, name_for_files
from core.support import atomic_files as files
from core.support.errors import InputError, os_error_text
from core.support.i18n import _
from core.support.regular_files import check_regular, read_regular

from .session_journal import LARGEST_JOURNAL, Journal, read_session_journal

PREFIX = "exercise-"
"""What the names of all folders of sessions begin with."""
LARGEST_EXERCISE = 16 * 1024**2
"""Bytes: 100,000 weights take 2 MB."""


class SessionFolder:
    """The folder of one session. Raises InputError where the path is none."""

    def __init__(self, path: Path) -> None:
        if not is_exercise_session(path):
            message = _("{}: found no session of an exercise there, expected a folder with {} and {}")
            raise InputError(message.format(path, EXERCISE_FILE, JOURNAL_FILE))
        self.path = path

    @classmethod
    def create(cls, runs_dir: Path, exercise: Exercise, first_line: bytes, content: bytes) -> "SessionFolder":
        """Make a new folder, named after the exercise and the time, with its two files. Raises InputError."""
        name = f"{PREFIX}{name_for_files(exercise.name) or 'own'}-{datetime.now():%Y-%m-%d-%H%M%S}"
        with explain_write_errors(runs_dir):
            runs_dir.mkdir(parents=True, exist_ok=True)
            for number in count(1):
                path = runs_dir / (name if number == 1 else f"{name}-{number}")
                with suppress(FileExistsError):  # another session of the same second
                    path.mkdir()
                    break
            try:
                files.write(path / EXERCISE_FILE, content)
                files.append(path / JOURNAL_FILE, first_line)  # last: without it the folder is no session
            except OSError:  # on a full disk: leave no empty folders
                with suppress(OSError):
                    (path / EXERCISE_FILE).unlink(missing_ok=True)
                    (path / JOURNAL_FILE).unlink(missing_ok=True)
                    path.rmdir()
                raise
        return cls(path)

    @property
    def name(self) -> str:
        """The folder's name, such as exercise-by-hand-2026-11-24-101502."""
        return self.path.name

    @property
    def journal(self) -> Path:
        """The journal's path."""
        return self.path / JOURNAL_FILE

    def read_journal(self) -> Journal:
        """The journal. Raises InputError for a file that can't be read or is of a later version."""
        return read_session_journal(self._read(JOURNAL_FILE, LARGEST_JOURNAL), self.journal)

    def exercise_content(self) -> bytes:
        """The exercise's file, of which the journal holds a digest. Raises InputError."""
        return self._read(EXERCISE_FILE, LARGEST_EXERCISE)

    def exercise(self) -> Exercise:
        """The exercise as it was asked. Raises InputError for a file that isn't one, or that has no weights."""
        path = self.path / EXERCISE_FILE
        if "network.weights" not in read_toml(path, follow=False):  # drawn ones could be of any size
            raise InputError(_("{}: found no network.weights, which the file of a session has").format(path))
        return load_exercise(path)

    def lock(self) -> Lock:
        """Take the session's lock. Raises Locked where another program holds it, and Refused for a link."""
        with suppress(OSError):
            check_regular(self.path / LOCK)
        return Lock(self.path / LOCK)

    def _read(self, name: str, largest: int) -> bytes:
        try:
            return read_regular(self.path / name, largest)
        except OSError as problem:
            raise InputError(os_error_text(problem)) from problem


def find_session(name: str, runs_dir: Path) -> SessionFolder | None:
    """The session of this folder, or of this name among the runs; None where there is none."""
    for path in (Path(name), runs_dir / name):
        with suppress(OSError, ValueError):
            if is_exercise_session(path):
                return SessionFolder(path)
    return None


def sessions_in(folder: Path) -> list[SessionFolder]:
    """The sessions in a folder: itself, else those in it and in its folders, by name. Raises InputError for none.

    Links to folders aren't followed, and a folder of hidden name isn't looked into.
    """
    if is_exercise_session(folder):
        return [SessionFolder(folder)]
    found = list[SessionFolder]()
    try:
        for path in _folders(folder):
            if is_exercise_session(path):
                found.append(SessionFolder(path))
            else:
                found += [SessionFolder(inside) for inside in _folders(path) if is_exercise_session(inside)]
    except OSError as problem:
        raise InputError(os_error_text(problem)) from problem
    if not found:
        message = _("{}: found no session of an exercise in it, nor in its folders; expected {} and {} there")
        raise InputError(message.format(folder, EXERCISE_FILE, JOURNAL_FILE))
    return found


def _folders(folder: Path) -> list[Path]:
    """The folders in a folder, by name, without links and hidden ones. Raises OSError."""
    with os.scandir(folder) as entries:
        found = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    return [folder / name for name in sorted(found) if not name.startswith(".")]
