"""What an exercise's file may ask, and what is refused, where it stands."""

import re
from pathlib import Path

import pytest

from core.exercises.loading import load_exercise
from core.exercises.marking.precision import precision_of
from core.exercises.questions.slip_questions import visible_slips
from core.exercises.session import ExerciseSession
from core.experiment.experiment import Experiment
from core.support.errors import InputError

INLINE = '[data]\nsource = "inline"\ninputs = [[1.0, 2.0]]\ntargets = [[1.0]]\n\n'


@pytest.mark.parametrize(("rate", "right"), [(0.5, "falls"), (1e-5, "stays"), (3000.0, "rises")])
def test_what_the_loss_does_follows_from_the_step(rate: float, right: str) -> None:
    exercise = load_exercise("xor-by-hand", None, ['exercise.ask=["loss"]', f"training.learning_rate={rate}"])
    (question,) = ExerciseSession(exercise).questions
    assert question.right == (right,)
    assert f"α = {rate:g}," in question.prompt


def asking(*ask: str, source: str = "by-hand", **settings: object) -> ExerciseSession:
    overrides = [f"exercise.{key}={value}" for key, value in settings.items()]
    return ExerciseSession(load_exercise(source, 3, [f"exercise.ask={list(ask)}", *overrides]))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[exercise]\ntitel = "x"\n', r"line 7, column 1: unknown key 'titel' in \[exercise\]; did you mean 'title'"),
        ("[exercise]\nlevel = 9\n", r"line 7, column 1: exercise.level: found 9, expected "),
        ('[exercise]\nask = "J"\n', r"line 7, column 1: exercise.ask: found "),
        ("[exercises]\nlevel = 1\n", r"unknown section \[exercises\]; did you mean \[exercise\]"),
    ],
)
def test_the_table_is_checked_key_by_key_also_when_it_is_trained(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(INLINE + text, encoding="utf-8")
    for load in (Experiment.load, load_exercise):
        with pytest.raises(InputError, match=said):
            load(path)


def test_an_experiment_with_an_exercise_is_the_same_experiment(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(INLINE, encoding="utf-8")
    before = Experiment.load(path)
    path.write_text(INLINE + '[exercise]\ntitle = "Mine"\nlevel = 2\nask = ["J"]\n', encoding="utf-8")
    assert Experiment.load(path) == before
    exercise = load_exercise(path)
    assert (exercise.title, exercise.level, exercise.ask, exercise.name) == ("Mine", 2, ("J",), "mine")


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (["Δ(4)"], r"exercise.ask: found Δ\(4\), expected next, loss or one of A\(2\), .*; did you mean 'Δ\("),
        (["nxt", "J"], "did you mean 'next'"),
        (["A(1)"], r"found A\(1\), expected"),
        (["2: J"], "found 2: J, expected a mini-batch from 1 to 1, as exercise.batches says"),
        (["Δ(3)", "A(2)"], r"found A\(2\) behind Δ\(3\), expected them in the order of the mini-batch"),
        (["J", "next"], "found next at the end"),
        (["Δ(2)[1,3]"], r"found Δ\(2\)\[1,3\], expected an index from 1,1 to 1,2"),
        (["A(2)[1,0]"], r"found A\(2\)\[1,0\], expected an index from 1,1 to 1,2"),
    ],
)
def test_what_cannot_be_asked_is_refused(ask: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        asking(*ask)


def test_a_slip_that_cannot_be_seen_is_not_asked_for() -> None:
    with pytest.raises(InputError, match=r"no slip changes a value of it that can be seen"):
        ExerciseSession(load_exercise("momentum-by-hand", None, ['exercise.ask=["slip mu(1)"]']))


def test_what_is_asked_of_a_matrix() -> None:
    session = asking("A(2)", "J", "∇(1)", "Θ(2)[0,1]", "2: Θ(1)[2,2]", batches=2)
    names = [[one.name for one in question.asked] for question in session.questions]
    assert names[0] == ["A(2)[1,1]", "A(2)[1,2]"], "not the ones"
    assert names[1] == ["J"]
    assert len(names[2]) == 6
    assert names[3:] == [["Θ(2)[0,1]"], ["Θ(1)[2,2]"]]
    assert [session.steps[q.equation].context.epoch for q in session.questions] == [1, 1, 1, 1, 2]


def test_of_a_large_matrix_some_cells_are_drawn() -> None:
    session = ExerciseSession(load_exercise("digits", 3))
    asked = [one for question in session.questions if question.kind == "value" for one in question.asked]
    assert 0 < len(asked) <= 3 * 6
    drawn = {tuple(one.cell for one in question.asked) for question in session.questions if question.kind == "value"}
    assert len(drawn) > 3
    assert session.questions != ExerciseSession(load_exercise("digits", 4)).questions


def test_shapes_stand_before_the_first_value_that_is_still_hidden() -> None:
    session = asking("shape ∇(1)", "A(2)", "shape A(3)", "next", "Δ(3)", "loss")
    symbols = [session.steps[question.step].writes.symbol for question in session.questions]
    assert symbols == ["A(2)", "A(2)", "A(3)", "Δ(3)", "Δ(3)", "Θ(2)"]
    assert session.steps[session.questions[0].equation].writes.symbol == "∇(1)"


def test_only_one_equation_can_come_next() -> None:
    """The others have run already, or take what isn't known yet."""
    session = asking(*(item for symbol in ("J", "Δ(3)", "∇(2)", "g'(Z(2))", "Δ(2)", "∇(1)", "Θ(1)", "Θ(2)")
                       for item in ("next", symbol)))  # fmt: skip
    for question in session.questions:
        if question.kind != "next":
            continue
        known = {step.writes.symbol for step in session.steps[: question.step]} | {"Y", "Θ(1)", "Θ(2)"}
        (right,) = question.right
        for choice in question.asked[0].choices:
            index = next(k for k, step in enumerate(session.steps) if step.writes.symbol == choice)
            takes = {re.sub(r"\[:,1:\]|^Z", lambda found: "A" if found[0] == "Z" else "", one.symbol)
                     for one in session.steps[index].reads}  # fmt: skip
            can = takes <= known and index >= question.step
            assert can == (choice == right)
            assert question.choice_text(choice).startswith(f"{choice} = ")


def test_a_wrong_value_is_made_by_the_slip_that_is_right_and_by_no_other_choice() -> None:
    for seed in range(12):
        session = ExerciseSession(load_exercise("mini-batch", seed, ['exercise.ask=["slip Δ(2)","slip ∇(1)"]']))
        for question in session.questions:
            cell, slip = question.right
            matrix = session.steps[question.equation].writes
            assert question.shown is not None
            (wrong,) = [(i, k) for i in range(len(matrix.value)) for k in range(matrix.value.shape[1])
                        if question.shown.value[i, k] != matrix.value[i, k]]  # fmt: skip
            assert matrix.cell(*wrong) == cell
            made: dict[str, float] = {found.name: found.value for place, found in visible_slips(
                session.steps, question.equation, precision_of(session.exercise)) if place == wrong}  # fmt: skip
            value = question.shown.value[wrong]
            assert [name for name in question.asked[1].choices if made.get(name) == value] == [slip]
            assert [session.answer(k, text).word for k, text in enumerate(question.right)] == ["right", "right"]
            session.go_on()


def test_a_gradient_is_asked_for_before_it_is_clipped() -> None:
    session = ExerciseSession(
        load_exercise("by-hand", None, ["training.clip_norm=0.1", "exercise.ask=['∇(2)','Δ(2)']"])
    )
    assert session.steps[session.questions[0].equation].equation.kind == "gradient"


def test_default_questions_of_each_network_have_all_kinds() -> None:
    session = ExerciseSession(load_exercise("xor-by-hand", 2, ["exercise.ask=[]"]))
    assert {question.kind for question in session.questions} == {"value", "slip", "shape", "next", "loss"}
    assert len(session.questions) > 8
