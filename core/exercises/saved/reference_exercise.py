"""The exercise as a teacher has it, by which sessions are marked and compared."""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from core.exercises.exercise import Exercise
from core.exercises.loading import load_exercise
from core.support.i18n import _

from .session_journal import Problem, Start
from .student_seed import student_seed

PASSED_OVER = ("name", "exercise.title", "data.source", "data.test")
"""Keys that may differ: the title is in the student's language, and files lie elsewhere on another machine."""
MOST_KEYS = 3


class ReferenceExercise:
    """An exercise by its name or file, with the seed of each session; `class_seed` is the one of the worksheets.

    `source` and `overrides` are as in `load_exercise`.
    """

    def __init__(self, source: str, class_seed: int | None = None, overrides: Sequence[str] = ()) -> None:
        self.source, self.class_seed, self.overrides = source, class_seed, overrides
        self._loaded: dict[int | None, Exercise] = {}

    def exercise(self, seed: int | None) -> Exercise:
        """The exercise with this seed. Raises InputError as `load_exercise` does."""
        if seed not in self._loaded:
            self._loaded[seed] = load_exercise(self.source, seed, self.overrides)
        return self._loaded[seed]

    def differences(self, exercise: Exercise, start: Start, content: bytes) -> list[Problem]:
        """What the session's exercise, in `content`, has otherwise, and whether its seed is the student's."""
        problems = list[Problem]()
        expected = None if self.class_seed is None else student_seed(self.class_seed, start.student)
        if expected is not None and start.seed != expected:
            text = _("found the seed {}, expected {}, which {} has by the seed of the class")
            problems.append(Problem(1, text.format(start.seed, expected, start.student)))
        found = parsed(content)
        keys = differing_keys(flat(tomllib.loads(exercise.dumps())), found) if found else ["network.weights"]
        if keys:
            text = _("exercise.toml isn't that of {} with this seed; it differs in {}")
            more = "…" if len(keys) > MOST_KEYS else ""
            problems.append(Problem(0, text.format(self.source, ", ".join(keys[:MOST_KEYS]) + more)))
        return problems


def parsed(content: bytes) -> dict[str, Any]:
    """The keys and values of a file of TOML; none where it isn't TOML."""
    try:
        return flat(tomllib.loads(content.decode("utf-8")))
    except (ValueError, RecursionError):
        return {}


def flat(document: Mapping[str, Any]) -> dict[str, Any]:
    """Keys of sections as dotted keys."""
    found = dict[str, Any]()
    for key, value in document.items():
        found |= {f"{key}.{name}": inner for name, inner in value.items()} if isinstance(value, dict) else {key: value}
    return found


def differing_keys(true: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """The keys found with other values than the true ones, without those passed over.

    Keys that aren't there don't count: an earlier version of the program may not have had them.
    """
    return [key for key in sorted(found) if key not in PASSED_OVER and found[key] != true.get(key)]
