"""A session of an exercise whose every step is written into its folder at once."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from core.exercises.exercise import Exercise
from core.exercises.hints import Hint as GivenHint
from core.exercises.session import ExerciseSession
from core.exercises.verdict import Verdict
from core.runs.environment import current_time
from core.runs.run_folder import Lock, explain_write_errors
from core.support import atomic_files as files
from core.support.errors import InputError
from core.support.i18n import _
from core.support.strict_json import valid_text

from .replaying import apply_entry
from .session_folder import SessionFolder
from .session_journal import Answer, End, Entry, GoOn, GoTo, Hint, Resume, Start, journal_line, start_of
from .start_digests import start_digests

LONGEST_STUDENT = 200
"""Characters of a student's name."""


class SavedSession:
    """An exercise in progress, and its folder. Close it at the end: until then no other program can go on with it.

    Each method does what its namesake of `ExerciseSession` does, and writes it down. `digest` is that of the journal's
    last line: who has noted it can tell later whether anything was changed.
    """

    def __init__(self, session: ExerciseSession, folder: SessionFolder, student: str, digest: str, lines: int) -> None:
        self.session, self.folder, self.student, self.digest = session, folder, student, digest
        self._lines = lines
        self._lock: Lock | None = None

    @classmethod
    def begin(cls, exercise: Exercise, student: str, runs_dir: Path, program: str = "") -> "SavedSession":
        """Begin a session in a new folder. Raises InputError where the exercise or the disk doesn't allow it."""
        session, content = ExerciseSession(exercise), exercise.dumps().encode("utf-8", "replace")
        student = " ".join(valid_text(student).split())[:LONGEST_STUDENT]
        start = Start(
            line=1,
            time=current_time(),
            exercise=valid_text(exercise.name),
            student=student,
            seed=exercise.seed,
            program=program,
            **start_digests(session, content),
        )
        line, digest = journal_line(start, "")
        folder = SessionFolder.create(runs_dir, exercise, line, content)
        saved = cls(session, folder, student, digest, 1)
        saved._lock = folder.lock()
        return saved

    @classmethod
    def reopen(cls, folder: SessionFolder, program: str = "") -> "SavedSession":
        """Go on with a session where it was left. Raises InputError where its files aren't as they were written."""
        lock = folder.lock()
        try:
            with explain_write_errors(folder.path):
                files.remove_unfinished_line(folder.journal)
            journal = folder.read_journal()
            for line, text in journal.problems:
                message = _("{}, line {}: {}; a session goes on only as the program has written it")
                raise InputError(message.format(folder.journal, line, text))
            start = start_of(journal)
            if start is None:
                message = _("{}: found no start of a session in its first line; begin a new one")
                raise InputError(message.format(folder.journal))
            session = ExerciseSession(folder.exercise())
            found = start_digests(session, folder.exercise_content())
            if any(getattr(start, key) != value for key, value in found.items()):
                message = _("{}: the exercise, its weights or its data aren't those that the session began with")
                raise InputError(message.format(folder.path))
            for _line, entry in journal.entries[1:]:
                apply_entry(session, entry)
        except BaseException:
            lock.close()
            raise
        saved = cls(session, folder, start.student, journal.digest, journal.lines)
        saved._lock = lock
        saved._write(lambda line, time: Resume(line=line, time=time, program=program))
        return saved

    def answer(self, asked: int, text: str, seconds: float) -> Verdict:
        """Answer a part of the present question, `seconds` after it was put or last tried. Raises InputError."""
        question = self.session.question
        verdict = self.session.answer(asked, text)
        self._write(
            lambda line, time: Answer(
                line=line,
                time=time,
                question=question.number,
                asked=str(question.asked[asked].name),
                given=valid_text(text.strip()),
                verdict=verdict.word,
                slip=verdict.slip,
                seconds=round(max(0.0, seconds), 1),
            )
        )
        return verdict

    def hint(self) -> GivenHint:
        """The next hint on the present question. Raises InputError where there is none."""
        question, hint = self.session.present + 1, self.session.hint()
        self._write(lambda line, time: Hint(line=line, time=time, question=question, number=hint.number))
        return hint

    def go_on(self) -> None:
        """Go to the next question; after the last one, the session is finished."""
        question = self.session.present + 1
        self.session.go_on()
        self._write(lambda line, time: GoOn(line=line, time=time, question=question))
        if self.session.finished:
            score, of = round(self.session.score, 4), self.session.of
            self._write(lambda line, time: End(line=line, time=time, score=score, of=of))

    def go_to(self, question: int) -> None:
        """Go back to a question, by its index from 0. Raises InputError where that isn't possible."""
        self.session.go_to(question)
        self._write(lambda line, time: GoTo(line=line, time=time, question=question + 1))

    def close(self) -> None:
        """Let other programs go on with the session."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write(self, entry: Callable[[int, str], Entry]) -> None:
        """Append an entry, made from its line number and the time. Raises InputError, for example on a full disk."""
        line, digest = journal_line(entry(self._lines + 1, current_time()), self.digest)
        with explain_write_errors(self.folder.path):
            files.append(self.folder.journal, line)
        self.digest, self._lines = digest, self._lines + 1
