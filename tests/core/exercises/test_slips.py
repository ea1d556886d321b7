"""Each slip is named by the value that it gives, on any network, and never where the answer is right."""

import numpy as np
import pytest
from exercises_by_hand import Case, random_case
from hypothesis import given, settings
from hypothesis import strategies as st

from core.exercises.loading import load_exercise
from core.exercises.session import ExerciseSession
from core.optimizers import OPTIMIZERS

cases = st.builds(
    random_case,
    seed=st.integers(0, 2**31),
    sizes=st.lists(st.integers(1, 3), min_size=2, max_size=5).map(lambda sizes: [*sizes[:-1], max(2, sizes[-1])]),
    m=st.integers(1, 4),
    activation=st.sampled_from(["sigmoid", "tanh", "relu"]),
    softmax=st.booleans(),
)


def apart(first: float, second: float) -> bool:
    """Whether two values are so far apart that one can't be taken for the other."""
    return abs(first - second) > 0.02 * max(abs(first), abs(second)) + 0.002


@given(cases)
@settings(max_examples=25)
def test_each_slip_is_named_in_its_own_equation(case: Case) -> None:
    right, slips = case.worked(), case.slips()
    symbols = [symbol for symbol in right if any(place == symbol for _name, place in slips)]
    session = ExerciseSession(case.exercise(symbols))
    for symbol, question in zip(symbols, session.questions, strict=True):
        assert question.symbol == symbol
        for asked, one in enumerate(question.asked):
            cell = one.cell
            assert cell is not None
            values = {name: case.worked(name, symbol)[symbol][cell] for name, place in slips if place == symbol}
            for name, value in values.items():
                others = [other for which, other in values.items() if which != name]
                if all(apart(value, other) for other in (0, right[symbol][cell], *others)):
                    verdict = session.answer(asked, repr(float(value)))
                    assert (verdict.word, verdict.slip) == ("slip", name), (symbol, cell)
                    assert session.slip_text(session.present, asked)
                    assert session.slip_working(session.present, asked)
            verdict = session.answer(asked, f"{right[symbol][cell]:.5f}")
            assert (verdict.word, verdict.slip) == ("right", None)
        session.go_on()
    assert session.finished
    assert session.score == session.of


@pytest.mark.parametrize(("activation", "softmax"), [("sigmoid", False), ("tanh", True)])
def test_a_slip_in_an_equation_that_was_not_asked_is_named_by_what_follows(activation: str, softmax: bool) -> None:
    case = random_case(5, [2, 3, 3, 2], 3, activation, softmax)
    right = case.worked()
    for name, place in case.slips():
        wrong = case.worked(name, place)
        if place == "J" or not apart(wrong["Θ(1)"][1, 0], right["Θ(1)"][1, 0]):
            continue
        session = ExerciseSession(case.exercise(["Θ(1)[1,1]"]))
        verdict = session.answer(0, repr(float(wrong["Θ(1)"][1, 0])))
        assert (verdict.word, verdict.slip) == ("slip", name), place


def test_a_slip_made_on_ones_own_numbers_is_named_too() -> None:
    case = random_case(3, [2, 2, 2], 2)
    session = ExerciseSession(case.exercise(["Δ(3)", "Δ(2)[1,1]"]))
    right = case.worked()
    own = right["Δ(3)"] + np.array([[0.4, -0.7], [0.3, 0.2]])
    for asked, value in enumerate(own.ravel()):
        assert session.answer(asked, repr(float(value))).word == "wrong"
    session.go_on()
    mine = Case(case.thetas, case.X, case.Y, case.alpha, own={"Δ(3)": own})
    assert session.answer(0, repr(float(mine.worked("no_slope", "Δ(2)")["Δ(2)"][0, 0]))).slip == "no_slope"
    assert session.answer(0, repr(float(mine.worked()["Δ(2)"][0, 0]))).word == "follow-through"
    assert apart(right["Δ(2)"][0, 0], mine.worked()["Δ(2)"][0, 0])


def test_a_slip_made_on_the_right_numbers_is_named_though_ones_own_are_wrong() -> None:
    session = ExerciseSession(load_exercise("by-hand", None, ['exercise.ask=["Δ(3)", "Δ(2)[1,1]"]']))
    session.answer(0, "0.9")
    session.go_on()
    assert session.answer(0, "0.3722").slip == "no_slope", "0.6203 · 0.6, with the right Δ(3)"


def test_no_slip_is_named_for_zero_and_for_a_number_that_nothing_gives() -> None:
    session = ExerciseSession(random_case(3, [2, 2, 2], 2).exercise(["Δ(2)[1,1]"]))
    for text in ("0", "77.1"):
        verdict = session.answer(0, text)
        assert (verdict.word, verdict.slip) == ("wrong", None)
    session = ExerciseSession(load_exercise("by-hand", None, ['exercise.ask=["g\'(Z(2))[1,2]"]']))
    assert session.answer(0, "0").slip is None, "though 1 (1 − 1), made of Z(2) = 1, is 0: most zeros are no attempt"


def test_no_slip_is_named_where_its_value_could_be_taken_for_the_right_one() -> None:
    small_step = load_exercise("by-hand", None, ['exercise.ask=["Θ(1)[1,1]"]', "training.learning_rate=0.001"])
    session = ExerciseSession(small_step)  # right 0.40009, with the wrong sign 0.39991
    verdict = session.answer(0, "0.39791")
    assert (verdict.word, verdict.slip) == ("wrong", None)
    assert verdict.right == pytest.approx(0.400091, abs=1e-6)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_learning_rate_and_the_sign_of_a_step_of_each_optimizer(optimizer: str) -> None:
    settings = [f"training.optimizer={optimizer}", 'exercise.ask=["Θ(1)[1,1]"]']
    session = ExerciseSession(load_exercise("by-hand", None, settings))
    before, alpha = 0.4, 0.5
    after = next(step.writes.value[1, 0] for step in session.steps if step.writes.symbol == "Θ(1)")
    assert session.answer(0, repr(float(before + (after - before) / alpha))).slip == "no_rate"
    assert session.answer(0, repr(float(before - (after - before)))).slip == "sign"
    assert session.answer(0, repr(float(after))).word == "right"
