"""A session from the first question to the last: verdicts, hints, points, the way back."""

import numpy as np
import pytest

from core.exercises.loading import load_exercise
from core.exercises.session import ExerciseSession
from core.exercises.worksheets.facts import taken_operands
from core.support.errors import InputError


def by_hand(*ask: str, **settings: object) -> ExerciseSession:
    overrides = [f"exercise.{key}={value}" for key, value in settings.items()]
    return ExerciseSession(load_exercise("by-hand", None, [f"exercise.ask={list(ask)}", *overrides]))


def test_by_hand_from_start_to_end() -> None:
    session = ExerciseSession(load_exercise("by-hand"))
    given = [("0.4256", "0,7311"), ("0.3797",), ("0.9684",), ("0.5203",), ("−0.5203", "-0.2214", "-0.3804"), ("Δ(2)",),
             ("0.3122", "-0.0205"), ("-0.46185",), ("falls",)]  # fmt: skip
    words = [("right", "right"), ("right",), ("right",), ("wrong",), ("follow-through",) * 3, ("right",),
             ("slip", "follow-through"), ("wrong",), ("right",)]  # fmt: skip
    for place, (texts, expected) in enumerate(zip(given, words, strict=True)):
        assert session.present == place
        assert tuple(session.answer(k, text).word for k, text in enumerate(texts)) == expected
        session.go_on()
    assert session.finished
    assert [session.points(k) for k in range(9)] == [1, 1, 1, 0, 1, 1, 0.5, 0, 1]
    assert (session.score, session.of) == (6.5, 9)
    with pytest.raises(InputError, match="All questions are done"):
        session.answer(0, "1")


def test_a_slip_is_told_by_what_one_gets_with_it() -> None:
    session = by_hand("Δ(2)[1,1]")
    verdict = session.answer(0, "0.3722")
    assert (verdict.word, verdict.slip) == ("slip", "no_slope")
    assert verdict.right == pytest.approx(0.0909844, abs=1e-7)
    assert session.slip_text(0, 0) == "This is what one gets without g'(Z(2)) in Δ(2)."
    assert session.slip_working(0, 0) == (
        ("0.6203 · 0.6", "0.3722", "your value"),
        ("0.6203 · 0.6 · ?", "?", "with the slope"),
    )
    assert session.points(0) == 0
    assert session.answer(0, "0.0910").word == "right"
    assert (session.points(0), session.slip_text(0, 0), session.slip_working(0, 0)) == (1, "", ())
    assert session.tries(0) == (2,)


def test_a_slip_before_the_equation_is_told_by_its_own_equation() -> None:
    session = by_hand("Θ(1)[1,1]")
    assert session.answer(0, f"{0.4 + 0.5 * 0.6 * 0.6203131:.5f}").slip == "no_slope"
    numbers, formula = session.slip_working(0, 0)
    assert numbers.numbers == "0.4 − 0.5 · (-0.3722)"
    assert formula.numbers == "Δ(2) = Δ(3) (Θ(2)[1:,:])ᵀ ∘ g'(Z(2))"


def test_what_is_missing_without_a_factor_is_told_by_the_equation() -> None:
    session = by_hand("Δ(3)")
    assert session.answer(0, "-0.6203").slip == "sign"
    assert session.slip_working(0, 0) == (
        ("0.3797 − 1", "-0.6203", "your value"),
        ("Δ(3) = Y − A(3)", "?", "with the right sign"),
    )


def test_hints_tell_the_equation_then_its_numbers_then_the_value() -> None:
    session = by_hand("Δ(2)", "Θ(2)[1,1]", "shape ∇(1)", "next", "Θ(2)[2,1]")
    hints = [session.hint() for _ in range(3)]
    assert [(hint.number, hint.cost) for hint in hints] == [(1, 0.25), (2, 0.25), (3, 0.5)]
    assert by_hand("A(3)").hint().text == "line 7, the activations of a layer: A(3) = g(A(2) Θ(2)), g is sigmoid"
    assert hints[0].text == "(17), line 9, the error of a hidden layer: Δ(2) = Δ(3) (Θ(2)[1:,:])ᵀ ∘ g'(Z(2))"
    assert hints[1].text.splitlines() == [
        "Δ(2)[1,1] = (0.6203 · 0.6) · 0.2445 = ?",
        "Δ(2)[1,2] = (0.6203 · (-0.2)) · 0.1966 = ?",
    ]
    assert hints[2].text.splitlines() == ["Δ(2)[1,1] = 0.0910", "Δ(2)[1,2] = -0.0244"]
    assert session.hints(0) == tuple(hints)
    assert session.next_hint_cost is None
    with pytest.raises(InputError, match="no hints left"):
        session.hint()
    assert session.answer(0, "0.0910").word == "right"
    assert session.points(0) == 0
    session.go_on()
    session.hint()
    assert session.hint().text == "Θ(2)[1,1] = 0.6 − 0.5 · (-0.2640) = ?", "the weight before the update"
    assert session.answer(0, "0.7320").word == "right"
    assert session.points(1) == 0.5


def test_hints_are_in_the_students_own_numbers() -> None:
    session = by_hand("Δ(3)", "Δ(2)[1,1]")
    session.answer(0, "0.5")
    session.go_on()
    assert session.known(7)["Δ(3)"].value.item() == 0.5
    session.hint()
    assert session.hint().text == "Δ(2)[1,1] = (0.5 · 0.6) · 0.2445 = ?"
    assert session.hint().text == "Δ(2)[1,1] = 0.0733"
    assert session.answer(0, "0.0733").word == "follow-through"
    assert session.question_matrix(1).value[0, 0] == pytest.approx(0.5 * 0.6 * 0.2444584, rel=1e-6)


def test_every_kind_of_question_has_three_hints_and_the_last_tells_the_answer() -> None:
    session = by_hand("shape ∇(1)", "next", "slip Δ(3)", "slip Θ(1)", "loss")
    while not session.finished:
        question = session.question
        texts = [session.hint().text for _ in range(3)]
        assert len(set(texts)) == 3
        assert question.choice_text(question.right[-1]) in texts[2]
        session.go_on()
    assert session.score == 0


def test_a_hint_on_a_shape_tells_what_the_matrix_is_made_from_but_not_its_own_shape() -> None:
    session = ExerciseSession(
        load_exercise("shapes", None, ['exercise.ask=["shape A(1)", "shape Θ(2)", "shape Δ(2)"]'])
    )
    hints = list[str]()
    while not session.finished:
        session.hint()
        hints.append(session.hint().text)
        session.go_on()
    assert hints[0].startswith("A row for each example, 5; a column for each input, 3")
    assert hints[1:] == ["∇(2): 5 × 2", "Δ(3): 5 × 2, Θ(2): 5 × 2, g'(Z(2)): 5 × 4"]


def test_a_wrong_choice_costs_half_a_point_and_points_do_not_fall_below_zero() -> None:
    session = by_hand("shape Δ(2)", "loss")
    assert session.answer(0, "2 × 1").word == "wrong"
    assert session.answer(0, "1 × 2").word == "right"
    assert session.points(0) == 0.5
    session.go_on()
    assert [session.answer(0, text).word for text in ("rises", "the loss stays, to the decimals shown", "1")] == [
        "wrong", "wrong", "right",
    ]  # fmt: skip
    assert (session.points(1), session.score) == (0, 0.5)


def test_what_was_skipped_and_then_shown_gives_no_points() -> None:
    session = by_hand("A(2)", "A(3)", tries=1, hints="false")
    session.answer(0, "0.4256")
    session.go_on()
    right = session.known(session.question.equation)["A(2)"].value[0, 2]
    session.go_to(0)
    assert session.answer(1, f"{right:.4f}").word == "right", "as shown by the next question"
    assert (session.points(0), session.counts(0, 0), session.counts(0, 1)) == (0.5, True, False)


def test_what_is_no_answer_is_refused_and_costs_nothing() -> None:
    session = by_hand("Δ(3)", "loss", tries=1)
    with pytest.raises(InputError, match="not a number: hello"):
        session.answer(0, "hello")
    assert (session.tries_left(0), session.verdicts(0)) == (1, (None,))
    assert session.answer(0, "0.1").word == "wrong"
    with pytest.raises(InputError, match="no tries left"):
        session.answer(0, "0.6203")
    session.go_on()
    with pytest.raises(InputError, match="expected one of these, or its number: 1 the loss falls; 2 "):
        session.answer(0, "4")
    session.answer(0, "falls")
    with pytest.raises(InputError, match="answered already"):
        session.answer(0, "falls")


def test_an_examination_has_no_hints() -> None:
    session = by_hand("Δ(3)", hints="false")
    assert session.next_hint_cost is None
    with pytest.raises(InputError, match="no hints in this exercise"):
        session.hint()


def test_the_way_back_and_on_again() -> None:
    session = by_hand("A(3)", "Δ(3)", "∇(2)[0,1]")
    session.answer(0, "0.5")
    session.go_on()
    assert session.answer(0, "0.5").word == "follow-through"
    with pytest.raises(InputError, match="hasn't been asked yet"):
        session.go_to(2)
    session.go_on()
    session.go_to(0)
    assert session.answer(0, "0.3797").word == "right"
    session.go_on()
    assert session.present == 2, "on with the one that comes next, not with those that were left"
    with pytest.raises(InputError, match="answered already"):
        session.go_to(1)
    session.go_on()
    assert session.verdicts(2)[0] is not None
    assert session.verdicts(2)[0].word == "skipped"  # type: ignore[union-attr]
    assert (session.finished, session.score) == (True, 2)
    session.go_to(2)
    assert session.answer(0, "-0.6203").word == "right"
    assert session.score == 3


def test_a_right_value_that_does_not_follow_from_ones_own_is_ones_own_from_there_on() -> None:
    session = by_hand("A(3)", "Δ(3)", "Δ(2)[1,1]")
    session.answer(0, "0.5")
    session.go_on()
    assert session.answer(0, "0.6203").word == "right"
    session.go_on()
    assert session.answer(0, "0.0733").word != "follow-through", "that would be from 1 − 0.5"
    assert session.answer(0, "0.0910").word == "right"


def test_an_own_Z_gives_an_own_A() -> None:
    session = by_hand("Z(3)", "A(3)", "Δ(3)")
    assert session.answer(0, "1.2").word == "wrong"
    session.go_on()
    assert session.answer(0, "0.7685").word == "follow-through"
    session.go_on()
    assert session.answer(0, "0.2315").word == "follow-through"


def test_numbers_as_they_stand_on_paper_are_exact_enough() -> None:
    adam = ExerciseSession(load_exercise("adam-first-step", None, [
        "network.weights=[[[-0.1], [0.5], [0.3]]]", 'exercise.ask=["Θ(1)[0,1]"]',
    ]))  # fmt: skip
    verdict = adam.answer(0, "-0.0003")  # Θ less a step as long as itself: of the operands shown, not 0
    assert verdict.word == "right"
    assert verdict.right == pytest.approx(0, abs=1e-7)
    session = ExerciseSession(load_exercise("xor-by-hand", None, ['exercise.ask=["A(3)", "∇(2)"]']))
    A2, A3 = np.round(session.steps[1].writes.value, 4), np.round(session.steps[2].writes.value, 3)
    assert all(session.answer(asked, f"{value:.3f}").word == "right" for asked, value in enumerate(A3[:, 0]))
    session.go_on()
    nabla = -A2.T @ (np.array([[0], [1], [1], [0]]) - A3) / 4
    verdicts = [session.answer(asked, f"{value:.4f}") for asked, value in enumerate(nabla[:, 0])]
    assert [one.word for one in verdicts] == ["follow-through"] * 3, "by one's own numbers of three figures"
    assert abs(float(verdicts[0].right) / nabla[0, 0] - 1) > 0.01


def test_the_mask_of_dropout_is_given_where_a_value_takes_it() -> None:
    exercise = load_exercise("mini-batch", 1, ["training.dropout=0.5", 'exercise.ask=["A(2)[1,1]"]'])
    session = ExerciseSession(exercise)
    mask, equation = "M(2) / (1 − p)", session.question.equation
    assert mask in {one.symbol for one in taken_operands(session.steps[equation])}
    known = session.known(equation)
    Z = known["A(1)"].value @ known["Θ(1)"].value
    assert set(np.unique(known[mask].value)) <= {0, 2}
    assert session.answer(0, f"{known[mask].value[0, 0] / (1 + np.exp(-Z[0, 0])):.4f}").word == "right"


@pytest.mark.parametrize(("text", "slip"), [("0.6", "rounding"), ("0.62", "rounding"), ("1", None)])
def test_rounded_too_far_is_said_of_numbers_that_keep_a_figure(text: str, slip: str | None) -> None:
    assert by_hand("Δ(3)").answer(0, text).slip == slip
