"""Students made by a script: they answer an exercise, rightly or not, and somebody tampers with what they hand in."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from core.exercises.loading import load_exercise
from core.exercises.saved.digest_chain import START, chained
from core.exercises.saved.saved_session import SavedSession
from core.exercises.session import ExerciseSession

Answers = Mapping[str, str | None]

ASK = ('exercise.ask=["shape Δ(2)", "A(2)", "J", "Δ(3)", "Δ(2)", "loss"]',)
"""What is asked of by-hand where a test counts lines: a shipped file may ask otherwise one day."""


def right_answer(session: ExerciseSession, question: int, asked: int) -> str:
    """Of a value what the program has computed, to the decimals asked for."""
    one = session.questions[question]
    cell = one.asked[asked].cell
    if cell is None:
        return one.right[asked]
    operands = session.steps[one.equation].operands
    value = next(operand.value for operand in operands if operand.symbol == one.symbol)
    return f"{float(value[cell]):.{one.decimals}f}"


def answer_all(saved: SavedSession, own: Answers = {}) -> None:  # noqa: B006
    """Answer all questions, rightly but for `own` answers by the name of what is asked; None: not at all."""
    while not saved.session.finished:
        place = saved.session.present
        for asked, one in enumerate(saved.session.question.asked):
            given = own.get(one.name, right_answer(saved.session, place, asked))
            if given is not None:
                saved.answer(asked, given, 2.5)
        saved.go_on()


def hand_in(
    runs: Path,
    exercise: str,
    student: str,
    seed: int | None = None,
    own: Answers = {},  # noqa: B006
    overrides: Sequence[str] = (),
) -> Path:
    """The folder of a session that a student has done."""
    with SavedSession.begin(load_exercise(exercise, seed, overrides), student, runs, "test") as saved:
        answer_all(saved, own)
        return saved.folder.path


def change_lines(folder: Path, change: Callable[[list[bytes]], object]) -> None:
    """Edit the lines of the journal in place."""
    path = folder / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    change(lines)
    path.write_bytes(b"".join(lines))


def forge(folder: Path, change: Callable[[list[dict[str, object]]], object]) -> None:
    """Edit the entries of the journal, and make a new chain, as somebody can who knows the program."""
    path = folder / "journal.jsonl"
    entries = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    change(entries)
    before, lines = START, []
    for entry in entries:
        entry.pop("digest", None)
        line, before = chained(json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode(), before)
        lines.append(line)
    path.write_bytes(b"".join(lines))
