"""The shipped exercises: what the comments of their files state, and that each can be done to the end."""

import re
from math import exp, log, sqrt, tanh
from pathlib import Path

import numpy as np
import pytest

from core.data.catalog import EXERCISES
from core.data.shipped_files import find_shipped_file
from core.exercises.exercise import Exercise
from core.exercises.loading import TITLES, load_exercise, shipped_exercises
from core.exercises.question import SLIPS
from core.exercises.questions.loss_change import losses
from core.exercises.session import ExerciseSession
from core.expressions import Operand

HALF_A_DIGIT = 0.50001e-4
"""Of the four decimals in the files."""
WORKED = ("mini-batch", "tanh-by-hand", "softmax-by-hand", "second-hidden-layer", "momentum-by-hand", "adam-first-step")
"""Those whose comments work the mini-batch out; by-hand's are compared in test_given_weights.py."""
HEADING = re.compile(r"# (?: \d|\d\d|  )  .{5} (\S+) [=←] ")
STATED = re.compile(r"# {13}(\S+):  (.+?) = (−?\d+\.\d{4})(?: {3,}.*)?$")


def values_of(session: ExerciseSession, batch: int) -> dict[str, float]:
    """All values of a mini-batch, from 1, by their names in the lecture."""
    own = [step for step in session.steps if step.context.epoch == batch]
    matrices: list[Operand] = [one for step in own for one in (step.writes, *step.intermediates)]
    return {
        one.cell(i, k): float(one.value[i, k])
        for one in matrices
        for i in range(one.value.shape[0])
        for k in range(one.value.shape[1])
    }


@pytest.mark.parametrize("name", WORKED)
def test_the_comments_work_the_mini_batch_out_to_four_decimals(name: str) -> None:
    session = ExerciseSession(load_exercise(name))
    values, symbol, found, differ = values_of(session, 1), "", 0, 0
    functions = {"log": log, "sqrt": sqrt, "tanh": tanh, "exp": exp}
    text = find_shipped_file(f"exercises/{name}.toml").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("# The second mini-batch"):
            values = values_of(session, 2)
        if heading := HEADING.match(line):
            symbol = heading[1]
        if stated := STATED.match(line):
            index, calculation, result = stated.groups()
            cell = index if index == symbol else f"{symbol}{index}"
            assert float(result.replace("−", "-")) == pytest.approx(values[cell], abs=HALF_A_DIGIT), cell
            keys = calculation.replace("−", "-").replace("·", "*").replace("²", "**2")
            keys = re.sub(r"√([\d.]+)", r"sqrt(\1)", keys).replace("√", "sqrt").replace("e^", "2.718282**")
            calculated = eval(keys.replace("^", "**"), functions)
            assert calculated == pytest.approx(values[cell], abs=HALF_A_DIGIT), cell
            differ += round(calculated, 4) != float(result.replace("−", "-"))
            found += 1
    assert found > 15
    assert not differ or "the last decimal may come out one higher or lower" in text


def test_the_file_of_shapes_states_them() -> None:
    shapes = {one.symbol: one.value.shape for step in ExerciseSession(load_exercise("shapes")).steps
              for one in (step.writes, *step.reads)}  # fmt: skip
    found = 0
    for line in find_shipped_file("exercises/shapes.toml").read_text(encoding="utf-8").splitlines():
        if stated := re.match(r"# {3}(\S+)(?:, (\S+))? +(\d) × (\d)(?: {4,}|$)", line):
            for symbol in filter(lambda one: one and one != "X", stated.groups()[:2]):
                assert shapes[symbol] == (int(stated[3]), int(stated[4]))
                found += 1
    assert found == 11


def test_each_exercise_is_in_the_list_from_the_easiest_on() -> None:
    assert tuple(TITLES) == tuple(EXERCISES)
    levels = [one.level for one in shipped_exercises()]
    assert levels == sorted(levels)
    assert len(levels) == 10


def right_answer(session: ExerciseSession, asked: int) -> str:
    """What is to be typed: the value with the decimals asked for, or the right choice."""
    question = session.question
    cell = question.asked[asked].cell
    if cell is None:
        return question.right[asked]
    step = session.steps[question.equation]
    matrix = next(one for one in (step.writes, *step.intermediates) if one.symbol == question.symbol)
    return f"{matrix.value[cell]:.{question.decimals}f}"


@pytest.mark.parametrize("seed", [None, 1, 20])
@pytest.mark.parametrize("name", [*EXERCISES, "digits"])
def test_it_is_done_to_the_end_with_right_answers(name: str, seed: int | None) -> None:
    session = ExerciseSession(load_exercise(name, seed))
    assert session.of >= 8
    while not session.finished:
        assert session.question.prompt
        for asked in range(len(session.question.asked)):
            assert session.answer(asked, right_answer(session, asked)).word == "right"
        session.go_on()
    assert session.score == session.of


def answers(exercise: Exercise) -> list[tuple[str, ...]]:
    """What an exercise asks and what is right."""
    session = ExerciseSession(exercise)
    return [(question.kind, *(one.name for one in question.asked), *question.right) for question in session.questions]


@pytest.mark.parametrize("name", ["by-hand", "xor-by-hand", "iris"])
def test_a_seed_gives_one_sheet_and_another_seed_another(name: str) -> None:
    first, again, other = (load_exercise(name, seed) for seed in (7, 7, 8))
    assert (first, answers(first)) == (again, answers(again))
    assert first.experiment.network.weights != other.experiment.network.weights
    assert first.experiment.network.weights != load_exercise(name).experiment.network.weights
    shapes = [(len(one.ask), one.experiment.network.hidden, one.experiment.training) for one in (first, other)]
    assert shapes[0] == shapes[1], "the same work"


def test_drawn_weights_have_the_scale_and_decimals_of_the_file_and_none_is_its() -> None:
    file = [np.array(theta) for theta in load_exercise("saturated").experiment.network.weights or []]
    for seed in range(20):
        exercise = load_exercise("saturated", seed)
        for theta, given in zip(map(np.array, exercise.experiment.network.weights or []), file, strict=True):
            assert theta.all()
            assert (theta != given).all()
            np.testing.assert_array_equal(theta, theta.round(1))
            zero = given == 0
            assert (np.abs(theta[zero]) <= 0.15 * np.abs(given).max() + 0.05).all()
            np.testing.assert_allclose(theta[~zero], given[~zero], rtol=0.3)
        (low,), (high,) = next(s.writes.value for s in ExerciseSession(exercise).steps if s.writes.symbol == "A(3)")
        assert low < 0.05 < 0.95 < high, "wrong and saturated still"
    lively = [np.array((load_exercise("by-hand", seed).experiment.network.weights or [])[0]) for seed in range(20)]
    signs = np.sign(np.stack(lively))
    assert ((signs.min(0) < 0) & (signs.max(0) > 0)).all()


def test_an_exercise_is_written_with_its_weights_and_read_back(tmp_path: Path) -> None:
    first = load_exercise("momentum-by-hand", 5)
    path = tmp_path / "exercise.toml"
    path.write_text(first.dumps(), encoding="utf-8")
    again = load_exercise(path)
    assert again == first
    assert answers(again) == answers(first)


def test_what_the_loss_does_is_what_it_does_when_the_step_is_taken() -> None:
    found = set()
    for name in ("by-hand", "tanh-by-hand"):
        session = ExerciseSession(load_exercise(name))
        last = max(k for k, step in enumerate(session.steps) if step.equation.kind == "weights")
        before, after = losses(session.steps, last)
        twice = ExerciseSession(load_exercise(name, None, ["exercise.batches=2"]))
        assert [before, after] == pytest.approx([step.writes.value.item() for step in twice.steps
                                                 if step.equation.kind == "loss"], rel=1e-12)  # fmt: skip
        found.add(session.questions[-1].right)
    assert found == {("falls",), ("rises",)}


@pytest.mark.parametrize("name", EXERCISES)
def test_no_seed_asks_for_a_value_near_zero_or_for_a_loss_that_a_rounding_hides(name: str) -> None:
    for seed in (None, 2, 11, 18, 27):
        session = ExerciseSession(load_exercise(name, seed))
        for question in session.questions:
            assert question.right != ("stays",), (seed, "to the decimals shown")
            step, unit = session.steps[question.equation], 10.0**-question.decimals
            for matrix in (step.writes, *step.intermediates):
                if matrix.symbol == question.symbol:
                    cells = [asked.cell for asked in question.asked if asked.cell is not None]
                    assert all(abs(matrix.value[cell]) >= 20 * unit for cell in cells), (seed, question.symbol)


def test_every_slip_is_to_be_found_in_some_exercise() -> None:
    found = {
        question.right[-1]
        for name in ("mini-batch", "tanh-by-hand", "softmax-by-hand", "second-hidden-layer", "momentum-by-hand")
        for seed in range(8)
        for question in ExerciseSession(load_exercise(name, seed)).questions
        if question.kind == "slip"
    }
    assert found == set(SLIPS) - {"rounding"}
