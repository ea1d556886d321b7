"""The sheets of a class, each with the command that asks it in the terminal."""

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from core.exercises.loading import load_exercise
from core.exercises.saved.data_cache import DataCache
from core.exercises.session import ExerciseSession

from .sheet import Sheet, make_sheet
from .students import Student

PLAIN = re.compile(r"[^\"$`\\!%\x00-\x1f]*")
"""A text that both shells of Unix and Windows take whole between double quotes."""


def class_sheets(
    source: str, students: Sequence[Student], seed: int | None, overrides: Sequence[str] = ()
) -> Iterator[Sheet]:
    """A sheet for each student; without students one, with the weights of this seed or of the file.

    `source` and `overrides` are as in `load_exercise`. Raises InputError.
    """
    known = DataCache()
    seeds: list[tuple[str, int | None]] = [(one.name, one.seed) for one in students]
    for name, own_seed in seeds or [("", seed)]:
        exercise = load_exercise(source, own_seed, overrides)
        session = ExerciseSession(exercise, known.data_of(exercise.experiment))
        yield make_sheet(session, name, command(source, own_seed, name, overrides))


def command(source: str, seed: int | None, student: str, overrides: Sequence[str] = ()) -> str:
    """The command that asks the sheet in the terminal; a file goes by its name alone, as it lies elsewhere there."""
    words = ["mlp-tui", "exercise", quoted(Path(source).name)]
    words += ["--seed", str(seed)] if seed is not None else []
    for override in overrides:
        words += ["--set", quoted(override)]
    words += ["--student", f'"{student}"' if PLAIN.fullmatch(student) else shlex.quote(student)] if student else []
    return " ".join(words)


def quoted(text: str) -> str:
    """A text as one word of a command line."""
    if re.fullmatch(r"[\w./=:-]+", text):
        return text
    return f'"{text}"' if PLAIN.fullmatch(text) else shlex.quote(text)
