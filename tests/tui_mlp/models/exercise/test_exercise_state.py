"""Keys as answers: what is typed, checked, chosen and gone back to."""

from pathlib import Path

import pytest
from exercises_on_screen import EACH_KIND, FOLLOWED, answered, new_state, saved_session

from core.exercises.saved.session_journal import Answer
from tui_mlp.models.exercise.exercise_state import ExerciseState


def words(state: ExerciseState, question: int) -> list[str | None]:
    return [verdict and verdict.word for verdict in state.session.verdicts(question)]


def test_a_value_is_typed_checked_and_typed_again(tmp_path: Path) -> None:
    state = new_state(tmp_path, ["Δ(3)"])
    state.enter()
    assert "Type the value" in state.feedback.problem
    for character in "h0.x6k":
        state.type(character)
    assert state.form.texts == ("0.6",)
    state.erase()
    answered(state, "5")
    assert words(state, 0) == ["wrong"]
    state.enter()
    assert "checked already" in state.feedback.problem
    assert state.session.tries(0) == (1,), "not checked a second time"
    answered(state, "-0,6203")
    assert state.form.texts == ("-0,6203",), "the first character after a check begins again"
    assert words(state, 0) == ["slip"]
    answered(state, "0.6203")
    assert state.done
    state.type("1")
    assert "answered already" in state.feedback.problem
    state.enter()
    assert state.finished


def test_all_that_is_typed_is_checked_and_what_is_wrong_gets_the_focus(tmp_path: Path) -> None:
    state = new_state(tmp_path, ["∇(2)"])
    answered(state, "-0.6203", "0.1", "-0.4535")
    assert words(state, 0) == ["right", "wrong", "right"]
    assert state.form.here == 1
    state.move(1, 0)
    assert state.form.cell == (2, 0)
    state.move(-1, 0)
    state.move(-1, 0)
    assert state.form.cell == (0, 0)


def test_a_wrong_value_is_followed_and_can_be_put_right_later(tmp_path: Path) -> None:
    state = new_state(tmp_path, FOLLOWED)
    state.go_on()
    answered(state, "0.5")
    state.go_on()
    answered(state, "0.5")
    assert words(state, 2) == ["follow-through"]
    assert state.open_questions == [0, 1, 2]
    assert state.go_to(1)
    answered(state, "0.3797")
    assert words(state, 1) == ["right"]
    assert not state.go_to(1), "it is right now"


def test_a_wrong_choice_cannot_be_chosen_again(tmp_path: Path) -> None:
    state = new_state(tmp_path, ["next", "J"])
    choices, right = state.form.choices, state.question.right[0]
    wrong = next(place for place, choice in enumerate(choices) if choice != right)
    state.type(str(wrong + 1))
    state.enter()
    assert words(state, 0) == ["wrong"]
    assert state.session.paid(0) == 0.5
    for _press in choices:
        state.move(-1, 0)
        assert state.form.choice != wrong
    state.choose(wrong)
    assert state.form.choice != wrong
    state.choose(choices.index(right))
    state.enter()
    assert state.done


def test_the_wrong_cell_then_the_slip(tmp_path: Path) -> None:
    state = new_state(tmp_path, ["slip ∇(1)"])
    cell, slip = state.question.right
    assert state.form.picks_cell
    target = state.form.choices.index(cell)
    while state.form.cell != state.form.cells[target]:
        row = state.form.cells[target][0] - (state.form.cell or (0, 0))[0]
        state.move(row and (1 if row > 0 else -1), 0 if row else 1)
    state.enter()
    assert words(state, 0) == ["right", None]
    state.choose(state.form.choices.index(slip))
    state.enter()
    assert state.done
    assert state.session.score == 1


def test_tries_end(tmp_path: Path) -> None:
    state = new_state(tmp_path, ["J"], "by-hand", "exercise.tries=1", "exercise.hints=false")
    answered(state, "5")
    state.type("1")
    assert "no tries left" in state.feedback.problem
    assert state.form.texts == ("5",)
    state.hint()
    assert "no hints" in state.feedback.problem


@pytest.mark.parametrize("ask", [EACH_KIND])
def test_what_was_answered_stands_there_again_when_one_goes_on(tmp_path: Path, ask: list[str]) -> None:
    from core.exercises.saved.saved_session import SavedSession

    state = new_state(tmp_path, ask)
    answered(state, "1x2")
    state.enter()
    answered(state, "0.4256", "1.0")
    state.saved.close()
    again = ExerciseState(SavedSession.reopen(state.saved.folder))
    assert again.session.present == 1
    assert again.form.texts == ("0.4256", "1.0")
    assert again.form.here == 1, "the first that isn't right yet"
    assert state.slips_made == again.slips_made == [(1, "no_activation")]
    again.saved.close()


@pytest.mark.parametrize("typed", ["1e308", "-1e308"])
def test_numbers_at_the_limit_are_worked_with(tmp_path: Path, typed: str) -> None:
    """Whatever was typed before, hints and slips can be shown: sums that overflow end nothing."""
    state = new_state(tmp_path, ["∇(1)", "Θ(1)", "2: A(2)", "2: J"], "momentum-by-hand")
    while not state.finished:
        answered(state, *[typed] * len(state.form.texts))
        hints = [state.session.hint().number for _ in range(3)]
        assert hints == [1, 2, 3], state.question.symbol
        state.go_on()
    assert state.session.score == 0


@pytest.mark.parametrize(
    ("pasted", "typed"),
    [
        ("0.4256\n", ("0.4256", "")),
        ("0,4256\t0.7311\n0.5", ("0,4256", "0.7311")),
        ("A(2)[1,1] = 0.4256   not yet", ("0.4256", "")),
        ("ls -e", ("", "")),
    ],
)
def test_each_number_that_is_pasted_has_its_field(tmp_path: Path, pasted: str, typed: tuple[str, ...]) -> None:
    state = new_state(tmp_path, ["A(2)"])
    state.paste(pasted)
    assert state.form.texts == typed


def test_the_time_of_a_second_try_begins_with_the_first(tmp_path: Path) -> None:
    seconds = [0.0]
    state = ExerciseState(saved_session(tmp_path, ["Δ(3)"]), lambda: seconds[0])
    for now, text in ((5.0, "1"), (8.0, "0.6203")):
        seconds[0] = now
        answered(state, text)
    entries = (entry for _line, entry in state.saved.folder.read_journal().entries)
    assert [one.seconds for one in entries if isinstance(one, Answer)] == [5.0, 3.0]


def test_one_enter_too_many_chooses_nothing(tmp_path: Path) -> None:
    state = new_state(tmp_path, ["Δ(3)", "next"])
    answered(state, "0.6203")
    state.enter()
    state.enter()
    assert "Choose with the arrows" in state.feedback.problem
    assert state.session.tries(1) == (0,)
    state.move(1, 0)
    assert state.form.choice == 0, "the first key shows where the focus is"
    state.enter()
    assert state.session.tries(1) == (1,)
    state.enter()
    assert state.session.tries(1) == (1,), "after a wrong choice too"
