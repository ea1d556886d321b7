"""A plain exercise, its lines handed in by a list."""

import re
from collections.abc import Iterable, Iterator
from errno import ENOSPC
from itertools import count
from pathlib import Path
from unittest.mock import Mock

import pytest
from exercise_students import right_answer

from core.exercises.loading import load_exercise
from core.exercises.saved.data_cache import DataCache
from core.exercises.saved.marked_session import mark_session
from core.exercises.saved.saved_session import SavedSession
from core.exercises.session import ExerciseSession
from core.support.errors import InputError
from core.support.i18n import use_language
from tui_mlp.cli.exercises.plain_exercise import PlainExercise

ASK = ('exercise.ask=["A(2)", "J", "next", "Δ(3)", "Δ(2)[1,1]", "shape ∇(1)", "loss"]',)


def asked(runs: Path, lines: Iterable[str], source: str = "by-hand", overrides: tuple[str, ...] = ASK) -> list[str]:
    """What is said when these lines are typed."""
    with SavedSession.begin(load_exercise(source, None, overrides), "Ana", runs) as saved:
        return said(saved, lines)


def said(saved: SavedSession, lines: Iterable[str]) -> list[str]:
    given, found, seconds = iter(lines), list[str](), count(100.0, 2.0)
    PlainExercise(saved, lambda: next(given, None), found.append, lambda: next(seconds)).run()
    return found


def all_right(overrides: tuple[str, ...] = ASK) -> Iterator[str]:
    session = ExerciseSession(load_exercise("by-hand", None, overrides))
    for question in session.questions:
        for index in range(len(question.asked)):
            yield right_answer(session, question.number - 1, index)


def words(lines: Iterable[str]) -> list[str]:
    """The verdicts among the lines."""
    known = ("right", "follow-through", "slip", "wrong", "skipped")
    return [line.partition(":")[0] for line in lines if line.partition(":")[0] in known]


def test_all_right(tmp_path: Path) -> None:
    lines = asked(tmp_path, all_right())
    assert words(lines) == ["right"] * 8
    assert "score 7 of 7" in lines
    place = lines.index("Δ(2)[1,1] = ?")
    assert lines[place + 1] == "right: Δ(2)[1,1] = 0.0910"
    assert lines[place - 9 : place] == [
        "question 5 of 7: Compute Delta 2 at row 1, column 1, to 4 decimals.",
        "Delta 3, 1 row, 1 column", "row 1: 0.6203",
        "Theta 2, 3 rows, 1 column", "row 0, the bias: -0.6", "row 1: 0.6", "row 2: -0.2",
        "the slope g prime of Z 2, 1 row, 2 columns", "row 1: 0.2445, 0.1966",
    ]  # fmt: skip


def test_a_question_for_each_answer_whatever_the_verdict(tmp_path: Path) -> None:
    """A wrong Δ(3) is used from then on, and what is right by it counts."""
    own = ["0.4256", "0.7311", "0.9684", "1", "-0.6203", "-0.0910", "3 2", "falls"]
    lines = asked(tmp_path, own)
    verdicts = words(lines)
    assert verdicts[:3] == ["right"] * 3
    assert verdicts[4:] == ["slip", "follow-through", "right", "right"]
    assert "row 1: -0.6203" in lines, "the matrix is read out as the student has it"
    assert next(line for line in lines if line.startswith("slip: ")).startswith("slip: This is what one gets")


def test_words_in_both_languages(tmp_path: Path) -> None:
    lines = asked(tmp_path, ["help", "pista", "HINT", "again", "0.4256", "saltar", "otra  vez", "0,7311", "quit", "9"])
    assert sum(line.startswith("hint ") for line in lines) == 2
    assert any("There is no question before this one" in line for line in lines)
    assert words(lines) == ["right", "skipped", "right"]
    assert lines.count("A(2)[1,2] = ?") == 2
    assert any("goes on" in line for line in lines)
    assert lines[-1].endswith(tuple("0123456789abcdef"))


def test_a_question_is_read_again(tmp_path: Path) -> None:
    """By the word in both languages; keys are those of the screen."""
    lines = asked(tmp_path, ["repeat", "repetir", "h", "?", "k", "q"])
    (first, *others) = (place for place, line in enumerate(lines) if line.startswith("question 1 of 7: "))
    prompt = lines.index("A(2)[1,1] = ?")
    assert lines[prompt - 1] == "A 2 at row 1, column 1", "symbols are left out by voices"
    for other in others:
        assert lines[other : other + prompt - first + 1] == lines[first : prompt + 1]
    assert len(others) == 2
    assert sum(line.startswith("hint ") for line in lines) == 1
    assert words(lines) == ["skipped"]


def test_hints_choices_and_slips_are_in_words(tmp_path: Path) -> None:
    """Of the right-hand side of a formula, read word by word, the parentheses were lost."""
    asks = ('exercise.ask=["next", "∇(2)", "shape A(1)"]',)
    lines = asked(tmp_path, ["foo", "hint", "1", "hint", "hint", *["skip"] * 3, *["hint"] * 3], overrides=asks)
    choices = [line for line in lines if line[:3] in ("1: ", "2: ", "3: ", "4: ")]
    assert len(choices) % 4 == 0
    assert len(choices) == 8, "at first, and after what is none of them"
    assert not re.search("[ΔΘ∇∘ᵀ←·×−]", "".join((*choices, *(line for line in lines if line.startswith("hint ")))))
    assert any(line.endswith("equals minus one over m times the transpose of A 2 times Delta 3") for line in lines)
    assert any("A row for each example, 1; a column for each input, 2, and one for the bias." in line for line in lines)


def test_what_is_no_answer_is_asked_again(tmp_path: Path) -> None:
    lines = asked(tmp_path, ["", "zero", "0.4256"])
    assert lines.count("A(2)[1,1] = ?") == 3
    assert words(lines) == ["right"]


def test_again_and_again_is_no_way_into_the_ground(tmp_path: Path) -> None:
    lines = asked(tmp_path, ["0.9", *["again"] * 3000])
    assert words(lines) == ["wrong"]


def test_without_tries_left_nobody_is_sent_back(tmp_path: Path) -> None:
    lines = asked(tmp_path, ["0.9", "0.7311", "again"], overrides=(*ASK, "exercise.tries=1"))
    assert words(lines) == ["wrong", "right"]
    assert not any("again" in line for line in lines if line.startswith("wrong"))


def test_without_tries_left_nothing_is_asked_once_more_when_all_is_done(tmp_path: Path) -> None:
    with SavedSession.begin(load_exercise("by-hand", None, (*ASK, "exercise.tries=1")), "Ana", tmp_path) as saved:
        lines = said(saved, ["0.9", *list(all_right())[1:]])
    assert not any("isn't right yet" in line for line in lines)
    with SavedSession.reopen(saved.folder) as saved:
        assert not any(line.endswith(" = ?") for line in said(saved, ["0.7"]))


def test_an_answer_that_cannot_be_saved_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with SavedSession.begin(load_exercise("by-hand", None, ('exercise.ask=["loss"]',)), "Ana", tmp_path) as saved:
        monkeypatch.setattr("core.support.atomic_files.append", Mock(side_effect=OSError(ENOSPC, "No space left")))
        found = list[str]()
        with pytest.raises(InputError, match="No space left"):  # on the way to the next question
            PlainExercise(saved, lambda: "rises", found.append, lambda: 0.0).run()
    assert "No space left" in found[-1]


def test_a_question_left_half_answered_goes_on_with_the_rest(tmp_path: Path) -> None:
    with SavedSession.begin(load_exercise("by-hand", None, ASK), "Ana", tmp_path) as saved:
        said(saved, ["0.4256"])
    with SavedSession.reopen(saved.folder) as saved:
        assert [line for line in said(saved, []) if line.endswith(" = ?")] == ["A(2)[1,2] = ?"]


def test_what_is_left_goes_on_and_what_is_wrong_is_asked_once_more(tmp_path: Path) -> None:
    right = list(all_right())
    with SavedSession.begin(load_exercise("by-hand", None, ASK), "Ana", tmp_path) as saved:
        said(saved, ["0.9", *right[1:4]])
    with SavedSession.reopen(saved.folder) as saved:
        assert "next = ?" not in said(saved, right[4:])
        assert saved.session.finished
    with SavedSession.reopen(saved.folder) as saved:
        lines = said(saved, right)
    assert [line for line in lines if line.endswith(" = ?")] == ["A(2)[1,1] = ?"]
    assert "score 7 of 7" in lines
    one = mark_session(saved.folder, DataCache())
    assert one.intact
    assert one.score == 7
    assert one.answers[0].seconds == 4.0, "of both tries"


def test_what_only_the_program_takes_is_left_out(tmp_path: Path) -> None:
    """J is computed from Z, the better to keep its digits; its formula takes A(3)."""
    lines = asked(tmp_path, [], overrides=('exercise.ask=["J"]',))
    assert any(line.startswith("A 3, ") for line in lines)
    assert not any(line.startswith("Z 3, ") for line in lines)


def test_each_mini_batch_by_its_number(tmp_path: Path) -> None:
    ask = ('exercise.ask=["J", "2: J"]', "exercise.batches=2")
    lines = asked(tmp_path, ["skip", "skip"], overrides=ask)
    assert [line.partition(":")[0] for line in lines if line.startswith("question")] == [
        "question 1 of 2, mini-batch 1", "question 2 of 2, mini-batch 2",
    ]  # fmt: skip


def test_of_large_matrices_only_what_the_value_takes(tmp_path: Path) -> None:
    lines = asked(tmp_path, ["repeat"], "digits", ('exercise.ask=["Δ(2)"]',))
    place, again = (index for index, line in enumerate(lines) if line.endswith(" = ?"))
    first = lines.index("Delta 3, 32 rows, 10 columns")
    assert lines[again - 8 : again] == lines[first:place], "when the question is read again too"
    assert place - first == 8, "a shape and a row of each matrix, the column of one, and the value in words"


@pytest.fixture
def _spanish() -> Iterator[None]:
    use_language("es")
    yield
    use_language("en")


@pytest.mark.usefixtures("_spanish")
def test_values_are_asked_alike_in_each_language(tmp_path: Path) -> None:
    lines = asked(tmp_path, ["0.4256", "salir"])
    assert lines.count("A(2)[1,1] = ?") == 1
    assert lines.count("A(2)[1,2] = ?") == 1


@pytest.mark.usefixtures("_spanish")
def test_words_to_type_are_those_of_the_language(tmp_path: Path) -> None:
    lines = asked(tmp_path, ["ayuda", "foo"])
    assert any(line.startswith("`repetir` ") for line in lines)
    assert not re.search("`(hint|skip|again|help|quit|repeat)`", "\n".join(lines))
