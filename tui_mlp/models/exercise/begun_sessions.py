"""The exercises that can be chosen, each with its newest session."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from core.exercises.loading import shipped_exercises
from core.exercises.saved.session_folder import PREFIX, SessionFolder
from core.exercises.saved.session_journal import End, GoOn, Journal, Start, start_of
from core.support.errors import InputError

MOST_FOLDERS = 500
"""Folders that are looked into, the newest first."""


class BegunSession(NamedTuple):
    """A session on disk: how many questions were left, and the score once it is finished."""

    folder: SessionFolder
    left: int
    score: float | None
    of: int | None


class ListedExercise(NamedTuple):
    """An exercise in the list: its name, title and level, and its newest session, if there is one."""

    name: str
    title: str
    level: int
    begun: BegunSession | None


def listed_exercises(runs_dir: Path) -> list[ListedExercise]:
    """The exercises that come with the program, the easiest first, with the newest session of each. Reads files."""
    newest = dict[str, BegunSession]()
    for name, begun in begun_sessions(runs_dir):
        newest.setdefault(name, begun)
    return [ListedExercise(*one, newest.get(one.name)) for one in shipped_exercises()]


def begun_sessions(runs_dir: Path) -> Iterator[tuple[str, BegunSession]]:
    """The sessions in a folder with the names of their exercises, the newest first; what can't be read is left out."""
    try:
        names = [name for name in os.listdir(runs_dir) if name.startswith(PREFIX)]
    except OSError:  # no folder yet
        return
    found = list[tuple[Start, SessionFolder, Journal]]()
    for name in sorted(names, key=lambda name: name[-len("YYYY-MM-DD-HHMMSS") :], reverse=True)[:MOST_FOLDERS]:
        with suppress(InputError, OSError):
            folder = SessionFolder(runs_dir / name)
            journal = folder.read_journal()
            if (start := start_of(journal)) is not None:
                found.append((start, folder, journal))
    for start, folder, journal in sorted(found, key=lambda one: one[0].time, reverse=True):
        yield start.exercise, begun_of(folder, journal)


def begun_of(folder: SessionFolder, journal: Journal) -> BegunSession:
    """How far a session is, by its journal."""
    entries = [entry for _line, entry in journal.entries]
    left = len({one.question for one in entries if isinstance(one, GoOn)})
    end = next((one for one in reversed(entries) if isinstance(one, End)), None)
    return BegunSession(folder, left, end.score if end else None, end.of if end else None)
