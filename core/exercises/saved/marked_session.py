"""Marking: a saved session done again, its score, and what was changed in it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from core.exercises.session import ExerciseSession
from core.exercises.verdict import SlipName, Verdict, VerdictWord
from core.support.errors import InputError
from core.support.i18n import _

from .data_cache import DataCache
from .reference_exercise import ReferenceExercise
from .replaying import apply_entry
from .session_folder import SessionFolder
from .session_journal import MOST_PROBLEMS, Answer, End, Hint, NumberedEntry, Problem, Start, start_of
from .start_digests import start_digests

SCORE_SLACK = 1e-3
"""How far a score in a journal may be from the true one: it is rounded there."""


class MarkedAnswer(NamedTuple):
    """The last answer to one thing that was asked; `given` is None where there is none.

    `hints` are those to its question; `seconds` those of all its tries.
    """

    asked: str
    given: str | None
    right: float | str
    verdict: VerdictWord
    slip: SlipName | None
    hints: int
    seconds: float


class MarkedSession(NamedTuple):
    """A session marked. `problems` says what was changed by hand; `digest` is that of the journal's last line."""

    path: Path
    exercise: str
    student: str
    seed: int | None
    score: float
    of: int
    finished: bool
    problems: tuple[Problem, ...]
    answers: tuple[MarkedAnswer, ...]
    digest: str

    @property
    def intact(self) -> bool:
        """Whether all is as the program wrote it, as far as that can be told."""
        return not self.problems

    @property
    def slips(self) -> Counter[SlipName]:
        """How often each slip was made in the last answers."""
        return Counter(one.slip for one in self.answers if one.slip is not None)

    def record(self) -> dict[str, object]:
        """The object of `mark --json`."""
        answers = [{**one._asdict(), "seconds": round(one.seconds, 1)} for one in self.answers]
        return {
            "run": str(self.path), "exercise": self.exercise, "student": self.student, "score": round(self.score, 4),
            "of": self.of, "intact": self.intact, "answers": answers,
        }  # fmt: skip


def mark_session(folder: SessionFolder, known: DataCache, true: ReferenceExercise | None = None) -> MarkedSession:
    """Mark a session, by the exercise in its folder or by the true one, where a teacher has it.

    `known` has the data of the sessions before. Raises InputError where the folder can't be marked at all.
    """
    journal = folder.read_journal()
    start = start_of(journal)
    if start is None:
        message = _("{}, line 1: found no start of a session, so it can't be marked")
        raise InputError(message.format(folder.journal))
    content = folder.exercise_content()
    problems = list(journal.problems)
    if true is None:
        exercise = folder.exercise()
    else:
        exercise = true.exercise(start.seed)
        problems += true.differences(exercise, start, content)
    session = ExerciseSession(exercise, known.data_of(exercise.experiment))
    problems += wrong_start(session, start, content)
    tries = replay(session, journal.entries[1:], problems)
    score, finished = session.score, any(isinstance(one.entry, End) for one in journal.entries)
    hints = Counter(one.entry.question for one in journal.entries if isinstance(one.entry, Hint))
    answers = marked_answers(session, tries, hints)
    order = sorted(problems[: MOST_PROBLEMS + 1], key=lambda problem: problem.line)
    return MarkedSession(
        folder.path, start.exercise, start.student, start.seed, score, session.of, finished, tuple(order), answers,
        journal.digest,
    )  # fmt: skip


def wrong_start(session: ExerciseSession, start: Start, content: bytes) -> list[Problem]:
    """What isn't as the journal's first line says: the exercise's file, its weights, its seed, its data."""
    found, seed = start_digests(session, content), session.exercise.seed
    texts = {
        "exercise_sha256": _("exercise.toml was changed since the session began"),
        "weights_sha256": _("the weights aren't those that the session began with"),
        "data_sha256": _("the examples aren't those that the session began with"),
    }
    problems = [Problem(1, text) for key, text in texts.items() if getattr(start, key) != found[key]]
    if seed != start.seed:
        text = _("found the seed {}, but exercise.toml has {}")
        problems.append(Problem(1, text.format(seed_text(start.seed), seed_text(seed))))
    return problems


def replay(
    session: ExerciseSession, entries: Sequence[NumberedEntry], problems: list[Problem]
) -> dict[tuple[int, str], list[Answer]]:
    """Do the entries again, adding to the problems; the answers to each thing asked, by question and name."""
    tries = dict[tuple[int, str], list[Answer]]()
    for line, entry in entries:
        try:
            verdict = apply_entry(session, entry)
        except InputError as problem:
            problems.append(Problem(line, str(problem)))
            continue
        if isinstance(entry, Answer) and verdict is not None:
            tries.setdefault((entry.question, entry.asked), []).append(entry)
            if (verdict.word, verdict.slip) != (entry.verdict, entry.slip):
                text = _("found the verdict {} on {} = {}, but it is {}")
                was, now = verdict_text(entry.verdict, entry.slip), verdict_text(verdict.word, verdict.slip)
                problems.append(Problem(line, text.format(was, entry.asked, entry.given, now)))
        if isinstance(entry, End):
            score = session.score
            if abs(score - entry.score) > SCORE_SLACK or entry.of != session.of:
                text = _("found a score of {:g} of {}, but it is {:g} of {}")
                problems.append(Problem(line, text.format(entry.score, entry.of, score, session.of)))
    return tries


def marked_answers(
    session: ExerciseSession, tries: dict[tuple[int, str], list[Answer]], hints: Counter[int]
) -> tuple[MarkedAnswer, ...]:
    """All that the exercise asks, each with the last answer to it. What wasn't reached becomes skipped."""
    while not session.finished:
        session.go_on()
    found = list[MarkedAnswer]()
    for question in session.questions:
        for asked, verdict in zip(question.asked, session.verdicts(question.number - 1), strict=True):
            given = tries.get((question.number, asked.name), [])
            verdict = verdict or Verdict("skipped", "", "")
            found.append(
                MarkedAnswer(
                    str(asked.name), given[-1].given if given else None, verdict.right, verdict.word, verdict.slip,
                    hints[question.number], sum(one.seconds for one in given),
                )
            )  # fmt: skip
    return tuple(found)


def verdict_text(word: VerdictWord, slip: SlipName | None) -> str:
    """A verdict by its name in the journal, with the slip's."""
    return f"{word} ({slip})" if slip else word


def seed_text(seed: int | None) -> str:
    """A seed in a message."""
    return _("none") if seed is None else str(seed)
