"""The derivation line by line: each line comes to the next, the last to the cell."""

import re
from math import exp, inf, isfinite, log, nan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from narrowing import present
from stepping_cases import experiment, nets, trainer_of

from core.derivation.line_by_line.derivation_line import DerivationLine, LineByLine
from core.derivation.line_by_line.derive_lines import DERIVED, derive_line_by_line
from core.experiment.experiment import Experiment
from core.stepping.stepper import Execution, Stepper
from core.training.trainer import Trainer

BY_HAND = Path(__file__).parents[3] / "datasets" / "exercises" / "by-hand.toml"
FUNCTIONS = {
    "log": log, "exp": exp, "max": max, "min": min, "inf": inf, "nan": nan, "sign": lambda w: (w > 0) - (w < 0),
}  # fmt: skip


def evaluated(line: DerivationLine) -> float:
    """What the numbers of a line come to, read as a person would."""
    text = re.sub(r"\[\d+ more\]", "", line.numbers(repr))
    text = re.sub(r"\[(\S+) > 0\]", r"float(\1 > 0)", text).replace("[", "(").replace("]", ")")
    for sign, python in (("−", "-"), ("·", "*"), ("½", "0.5*"), ("²", "**2")):
        text = text.replace(sign, python)
    result: float = eval(text, FUNCTIONS)
    return result


def stepped(experiment: Experiment) -> tuple[Execution, ...]:
    """The equations of the second mini-batch."""
    stepper = Stepper(trainer_of(experiment))
    stepper.finish_batch()
    stepper.finish_batch()
    return stepper.executions


def derived(executions: tuple[Execution, ...], symbol: str, row: int, column: int, example: int = 0) -> LineByLine:
    (index, *_clipped) = [one.index for one in executions if one.equation.symbol == symbol]
    return present(derive_line_by_line(executions, index, row, column, example))


def numbers(walk: LineByLine) -> list[str]:
    return [line.number for line in walk.lines if line.number]


def scale(line: DerivationLine) -> float:
    """The largest number in a line, of which the rounding errors are a share."""
    figures = re.findall(r"\d[\d.]*(?:e[+-]?\d+)?", line.numbers(repr))
    return max([1.0, *map(float, figures)])


@pytest.mark.parametrize("pair", [("sigmoid", "cross_entropy"), ("softmax", "squared_error")], ids="-".join)
def test_the_examples_parts_sum_to_the_gradient(pair: Any) -> None:
    executions = stepped(experiment((3, 4, 3, 2), "sigmoid", pair, batch_size=5))
    for symbol, row, column in (("∇(3)", 2, 1), ("∇(2)", 0, 2), ("∇(1)", 3, 0)):
        parts = []
        for example in range(5):
            walk = derived(executions, symbol, row, column, example)
            (of_example, *_others) = [line.value for line in walk.lines if line.left.startswith("∂J/∂θ")]
            parts.append(of_example / 5)
            assert walk.row == example
        cell = next(one for one in executions if one.equation.symbol == symbol).writes.value[row, column]
        assert sum(parts) == pytest.approx(cell, rel=1e-12)
        assert len(set(parts)) == 5


@pytest.fixture(scope="module")
def by_hand() -> tuple[Execution, ...]:
    stepper = Stepper(Trainer(Experiment.load(BY_HAND)))
    stepper.finish_batch()
    return stepper.executions


def test_a_weight_of_the_last_layer_goes_by_3_to_6(by_hand: tuple[Execution, ...]) -> None:
    walk = derived(by_hand, "∇(2)", 1, 0)
    assert numbers(walk) == ["3", "4", "5", "6", "2", "19"]
    lines = {line.number: line for line in walk.lines if line.number}
    four = "{:.4f}".format
    assert lines["4"].symbols == "∂J/∂a_k · ∂a_k/∂z_k · ∂z_k/∂θ_jk"
    assert lines["4"].numbers(four) == "-2.6337 · 0.2355 · 0.4256"
    assert lines["6"].symbols == "−a_j · (y_k − a_k)"
    assert lines["6"].numbers(four) == "−0.4256 · (1.0000 − 0.3797)"
    assert [four(lines[number].value) for number in numbers(walk)] == ["0.9684", *["-0.2640"] * 3, "0.9684", "-0.2640"]
    assert [(str(one.letter), one.cell, four(one.value)) for one in walk.given][:2] == [
        ("θ_jk", "Θ(2)[1,1]", "0.6000"), ("a_j", "A(2)[1,1]", "0.4256"),
    ]  # fmt: skip


def test_a_hidden_weight_goes_by_7_to_13(by_hand: tuple[Execution, ...]) -> None:
    walk = derived(by_hand, "∇(1)", 2, 0)
    assert numbers(walk) == ["3", "7", "8", "9", "10", "11", "12", "18", "13", "15", "2", "19"]
    lines = {line.number: line for line in walk.lines if line.number}
    four = "{:.4f}".format
    assert {four(lines[number].value) for number in ("7", "8", "9", "10", "11", "19")} == {"-0.1820"}
    assert lines["11"].numbers(four) == "−0.6203 · 0.6000 · 0.2445 · 2.0000"
    assert lines["11"].symbols.latex == r"-(\sum_{k} \delta_{k} \cdot \theta_{jk}) \cdot g'(z_{j}) \cdot a_{i}"
    assert four(lines["13"].value) == "0.0910"
    assert "θ_jk^(L-2)" in lines["8"].errata[0]
    assert "g(a_j)" in lines["11"].errata[0]
    assert "1 + e^(+XΘ)" in lines["18"].errata[0]
    assert "s_L" in lines["15"].errata[0]
    assert ["(1/m) Σ" in lines["19"].errata[0], "Line 4" in lines["19"].errata[1]] == [True, True]


def test_errors_end_at_12_and_13_and_their_matrices(by_hand: tuple[Execution, ...]) -> None:
    assert numbers(derived(by_hand, "Δ(3)", 0, 0)) == ["3", "12", "16"]
    hidden = derived(by_hand, "Δ(2)", 0, 1)
    assert numbers(hidden) == ["13", "12", "18", "17"]
    assert f"{hidden.lines[-1].value:.4f}" == "-0.0244"
    assert "Δ(1), which doesn't exist" in hidden.lines[-1].errata[0]
    assert numbers(derived(by_hand, "J", 0, 0)) == ["3", "2", "14"]


@pytest.mark.parametrize(
    ("changes", "last", "hidden"),
    [
        ({"pair": ("softmax", "cross_entropy")}, ["6", "19"], ["9", "10", "11", "12", "13", "19"]),
        ({"pair": ("identity", "squared_error")}, ["4", "6", "19"], ["7", "9", "10", "11", "12", "13", "19"]),
        ({"pair": ("sigmoid", "squared_error")}, ["4", "19"], ["7", "10", "11", "13", "19"]),
        ({"pair": ("softmax", "squared_error")}, ["19"], ["10", "11", "13", "19"]),
        (
            {"dropout": 0.5},
            ["3", "4", "5", "6", "2", "19"],
            ["3", "7", "8", "9", "10", "12", "2", "19"],
        ),
        ({"pair": ("softmax", "cross_entropy"), "class_weight": "balanced"}, ["19"], ["10", "11", "13", "19"]),
    ],
    ids=str,
)
def test_what_the_lecture_lacks_has_no_number(changes: Any, last: list[str], hidden: list[str]) -> None:
    """Only its own equations have one; the slopes of tanh have none."""
    executions = stepped(experiment((3, 4, 2), "tanh", **changes))
    assert numbers(derived(executions, "∇(2)", 1, 0)) == last
    assert numbers(derived(executions, "∇(1)", 0, 0)) == hidden


def test_a_deeper_layer_takes_the_error_of_the_layer_behind() -> None:
    executions = stepped(experiment((3, 4, 3, 2), "sigmoid"))
    walk = derived(executions, "∇(1)", 1, 2)
    assert numbers(walk) == ["3", "10", "11", "18", "13", "15", "2", "19"]
    assert "That isn't the output layer" in walk.lines[1].sentence
    assert "of layer 4 by (13)" in next(line.sentence for line in walk.lines if line.left.startswith("δ_"))


def test_what_has_rounded_to_1_is_said_where_it_cannot_be_divided_by() -> None:
    """z of −800: a is 0 in float64, and y / a isn't a number; what has cancelled is."""
    weights = [[[-0.5, 0.3], [0.4, -0.9], [-0.1, 0.8]], [[-800.0], [0.6], [-0.2]]]
    stepper = Stepper(Trainer(Experiment.load(BY_HAND).replace("network.weights", weights)))
    stepper.finish_batch()
    for symbol in ("Δ(3)", "∇(1)"):
        broken = [line for line in derived(stepper.executions, symbol, 0, 0).lines if not isfinite(line.value)]
        assert len(broken) == 2
        assert all("can't be computed here" in line.sentence for line in broken)
    lines = {line.number: line for line in derived(stepper.executions, "∇(2)", 0, 0).lines}
    assert not isfinite(lines["5"].value)
    assert "can't be computed here" in lines["5"].sentence
    assert lines["6"].value == -1.0


def test_a_neuron_at_its_corner_has_the_slope_to_the_left_and_it_is_said() -> None:
    """Θ(1) of zeros: z is 0, where relu has no slope."""
    zeros = [[[0.0, 0.0]] * 3, [[-0.8], [0.6], [-0.2]]]
    settings = ["network.activation=relu", f"network.weights={zeros}"]
    stepper = Stepper(Trainer(Experiment.load(BY_HAND, settings)))
    stepper.finish_batch()
    (slope,) = [line for line in derived(stepper.executions, "Δ(2)", 0, 0).lines if line.left.startswith("g'")]
    assert (slope.value, slope.sentence.split(";")[0]) == (0, "At z_j = 0 relu has a corner and no slope")


@pytest.mark.parametrize("pair", [("sigmoid", "cross_entropy"), ("softmax", "squared_error")], ids="-".join)
def test_the_error_of_one_output_has_its_number_on_both_sides(pair: Any) -> None:
    walk = derived(stepped(experiment((3, 4, 3), "sigmoid", pair, batch_size=5)), "∇(1)", 0, 2)
    (line,) = [line for line in walk.lines if line.left.startswith("δ_") and line.left != "δ_j"]
    output = line.left.removeprefix("δ_")
    assert f"(y_{output} − a_{output})" in f"({line.symbols})"
    assert "_k" not in line.symbols


def test_a_part_of_nothing_has_no_minus_sign() -> None:
    executions = stepped(experiment((3, 2, 2), "relu", batch_size=4, scale=3.0))
    A = next(one.writes.value for one in executions if one.writes.symbol == "A(2)")
    (row, column) = next((i, j) for i, j in np.argwhere(A == 0) if A[:, j].any())
    sentence = derived(executions, "∇(2)", column, 0, row).lines[-1].sentence
    assert "this one gives 0: 0.0 % of it" in sentence


def test_sums_of_many_terms_are_shortened() -> None:
    executions = stepped(experiment((3, 9, 2), "tanh", batch_size=10))
    line = derived(executions, "∇(1)", 1, 2).lines[-1]
    assert line.numbers("{:.2f}".format).count(" + ") == 3
    assert line.numbers("{:.2f}".format).endswith("[7 more])")
    assert np.isclose(evaluated(line), line.value)


@given(experiment=nets(), data=st.data())
@settings(max_examples=30)
def test_each_line_comes_to_the_next_and_the_last_to_the_cell(experiment: Experiment, data: st.DataObject) -> None:
    """For any network, penalty, dropout, clipping and weights of examples."""
    executions = stepped(experiment)
    precision = 1e-8 if experiment.dtype == "float64" else 1e-3
    for execution in executions:
        rows, columns = execution.writes.value.shape
        row, column = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
        example = data.draw(st.integers(0, execution.context.m - 1))
        walk = derive_line_by_line(executions, execution.index, row, column, example)
        assert (walk is not None) == (execution.equation.kind in DERIVED)
        if walk is None:
            continue
        before = walk.lines[0]
        for line in walk.lines:
            assert line.sentence
            if line.pieces and isfinite(line.value):
                assert evaluated(line) == pytest.approx(line.value, rel=precision, abs=precision * scale(line))
            if not line.left and isfinite(before.value) and isfinite(line.value):
                assert line.value == pytest.approx(before.value, rel=precision, abs=precision * scale(before))
            before = line
        cell = float(execution.writes.value[row, column])
        assert before.value == pytest.approx(cell, rel=precision, abs=precision * scale(before))
        assert walk.cell == execution.writes.cell(row, column)
