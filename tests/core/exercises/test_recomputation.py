"""Formulas evaluated from given matrices give the program's own values, for everything that the program trains."""

import numpy as np
import pytest
from exercises_by_hand import Case, random_case

from core.activations import ACTIVATIONS
from core.exercises.letters import letters_of
from core.exercises.loading import load_exercise
from core.exercises.mini_batches import run_mini_batches
from core.exercises.recomputation.evaluation import Evaluator
from core.exercises.recomputation.recomputation import Recomputation
from core.exercises.session import ExerciseSession
from core.losses import PAIRS
from core.optimizers import OPTIMIZERS

THREE_ROWS = ["data.inputs=[[1.0,2.0],[-0.5,0.3],[0.2,-1.4]]", "data.targets=[[1.0,0.0],[0.0,1.0],[1.0,0.0]]"]
DRAWN = ["network.hidden=[3,2]", "training.batch_size=2", "exercise.batches=3", "training.epochs=5"]


def recomputed_as_it_ran(*settings: str) -> None:
    """Compare three mini-batches, computed from Θ(1), Θ(2) … by the formulas, with what the program gave."""
    case = random_case(4, [2, 3, 2, 2], 3)
    weights = f"network.weights={[theta.tolist() for theta in case.thetas]}"
    steps = run_mini_batches(load_exercise("by-hand", None, [*THREE_ROWS, *DRAWN, weights, *settings]))
    first = {one.symbol: one for step in steps for one in step.reads if one.symbol.startswith("Θ")}
    start = {symbol: next(one for step in steps for one in step.reads if one.symbol == symbol) for symbol in first}
    again = Recomputation(steps, {}, weights=start)
    for k, step in enumerate(steps):
        for one in (step.writes, *step.intermediates):
            if step.equation.kind == "correction":  # it reads no matrix, so the program's value stays
                formula = Evaluator(again.before[k], letters_of(step)).value(step.equation.formula)
                assert formula == pytest.approx(step.writes.value.item(), rel=1e-12)
            elif step.equation.kind != "input":
                assert step.writes.value is not again.writes[k].value, "from the formula"
            np.testing.assert_allclose(again.computed[k][one.symbol].value, one.value, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_each_activation(activation: str) -> None:
    recomputed_as_it_ran(f"network.activation={activation}")


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_each_output_with_its_losses(output: str, loss: str) -> None:
    recomputed_as_it_ran(f"network.output={output}", f"network.loss={loss}")


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_each_optimizer_with_penalties_dropout_and_clipping(optimizer: str) -> None:
    extra = ["training.l1=0.1", "training.l2=0.3", "training.dropout=0.4", "training.clip_norm=0.2"]
    recomputed_as_it_ran(f"training.optimizer={optimizer}", *extra)


def test_weights_of_examples() -> None:
    classes = ["data.targets=[[1.0],[0.0],[1.0]]", 'data.classes=["a","b"]', "data.class_weight=balanced"]
    case = random_case(4, [2, 3, 1], 3)
    weights = f"network.weights={[theta.tolist() for theta in case.thetas]}"
    for loss in ("cross_entropy", "squared_error"):
        settings = [*THREE_ROWS[:1], *classes, weights, "network.hidden=[3]", f"network.loss={loss}"]
        steps = run_mini_batches(load_exercise("by-hand", None, settings))
        assert any(one.symbol == "w" for step in steps for one in step.reads)
        start = {one.symbol: one for step in steps for one in reversed(step.reads) if one.symbol in ("Θ(1)", "Θ(2)")}
        again = Recomputation(steps, {}, weights={symbol: start[symbol] for symbol in ("Θ(1)", "Θ(2)")})
        for k, step in enumerate(steps[:-2]):
            np.testing.assert_allclose(again.writes[k].value, step.writes.value, rtol=1e-9)


@pytest.mark.parametrize("softmax", [False, True])
@pytest.mark.parametrize("symbol", ["A(2)", "A(3)", "A(4)", "Δ(4)", "g'(Z(3))", "Δ(3)", "∇(3)", "∇(1)"])
def test_what_follows_ones_own_matrix_is_right_by_it(symbol: str, softmax: bool) -> None:
    case = random_case(8, [2, 2, 3, 2], 2, "tanh", softmax)
    right = case.worked()
    symbols = list(right)
    later = symbols[symbols.index(symbol) + 1 :]
    session = ExerciseSession(case.exercise([symbol, *later]))
    own = right[symbol].copy()
    for asked, one in enumerate(session.question.asked):
        assert one.cell is not None
        own[one.cell] = own[one.cell] * 0.6 + 0.17
        assert session.answer(asked, repr(float(own[one.cell]))).word == "wrong"
    session.go_on()
    mine = Case(case.thetas, case.X, case.Y, case.alpha, "tanh", softmax, {symbol: own}).worked()
    followed = 0
    for place in later:
        for asked, one in enumerate(session.question.asked):
            assert one.cell is not None
            value, plain = float(mine[place][one.cell]), float(right[place][one.cell])
            if abs(value - plain) > max(0.006 * abs(plain), 1.2e-4):
                verdict = session.answer(asked, f"{value:.6f}")
                assert (verdict.word, verdict.slip) == ("follow-through", None)
                assert (verdict.right, verdict.expected) == pytest.approx((plain, value), rel=1e-9)
                followed += 1
        session.go_on()
    assert followed


def test_of_a_certain_output_0_log_0_is_0() -> None:
    session = ExerciseSession(load_exercise("by-hand", None, ['exercise.ask=["A(3)", "J"]']))
    assert session.answer(0, "1").word == "wrong"
    session.go_on()
    verdict = session.answer(0, "0.0000")
    assert (verdict.word, verdict.expected) == ("follow-through", 0)


def test_a_gradient_of_ones_own_is_clipped_by_its_own_norm() -> None:
    ask = 'exercise.ask=["∇(2)", "Θ(1)[1,1]", "Θ(2)[2,1]"]'
    session = ExerciseSession(load_exercise("by-hand", None, [ask, "training.clip_norm=0.5"]))
    for asked, text in enumerate(("1.5", "-0.7", "2.4")):
        session.answer(asked, text)
    nabla1 = next(step.writes.value for step in session.steps if step.writes.symbol == "∇(1)")
    norm = np.sqrt(1.5**2 + 0.7**2 + 2.4**2 + np.square(nabla1).sum())
    for place, value in (("Θ(1)[1,1]", 0.4 - 0.5 * nabla1[1, 0] * 0.5 / norm), ("Θ(2)[2,1]", -0.2 - 1.2 * 0.5 / norm)):
        session.go_on()
        assert session.question.asked[0].name == place
        assert session.answer(0, "9").expected == pytest.approx(value, rel=1e-9)


def test_ones_own_weights_and_velocity_are_taken_along_into_the_next_mini_batch() -> None:
    ask = ["mu(1)", "Θ(1)", "2: A(2)", "2: ∇(1)", "2: mu(1)", "2: Θ(1)"]
    session = ExerciseSession(load_exercise("momentum-by-hand", None, [f"exercise.ask={ask}"]))
    x, theta, alpha, mu = np.array([1, 1, -2.0]), np.array([0.2, 0.7, 0.4]), 0.2, 0.9
    velocity = x / (1 + np.exp(-x @ theta))  # −(0 − a) x
    own_velocity = velocity + np.array([0.3, 0, 0])
    after = theta - alpha * own_velocity
    own_after = after + np.array([0, 0, 0.5])
    again = x / (1 + np.exp(-x @ own_after))
    wanted = {
        ("mu(1)", 1): own_velocity, ("Θ(1)", 1): own_after, ("A(2)", 2): [1 / (1 + np.exp(-x @ own_after))],
        ("∇(1)", 2): again, ("mu(1)", 2): mu * own_velocity + again,
        ("Θ(1)", 2): own_after - alpha * (mu * own_velocity + again),
    }  # fmt: skip
    words: dict[tuple[str, int], list[str]] = {}
    while not session.finished:
        question = session.question
        key = question.symbol, session.steps[question.equation].context.epoch
        if key in wanted:
            words[key] = [session.answer(k, f"{value:.6f}").word for k, value in enumerate(wanted[key])]
        session.go_on()
    assert words["mu(1)", 1] == ["wrong", "right", "right"]
    assert words["Θ(1)", 1] == ["follow-through", "right", "wrong"]
    for key in list(wanted)[2:]:
        assert set(words[key]) == {"follow-through"}, key
