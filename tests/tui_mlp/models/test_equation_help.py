"""Words for every equation, value and number of the Step view."""

from typing import Any

import pytest
from executions import EACH_ONCE, NETWORKS, at, walked

from tui_mlp.models.equation_help import (
    cell_description,
    equation_sides,
    equation_word,
    explanation,
    heading,
    number_note,
)
from tui_mlp.session.session import PlannedEquation


@pytest.mark.parametrize(("network", "optimizer"), EACH_ONCE)
def test_every_equation_has_words(network: str, optimizer: str) -> None:
    executions = walked(**NETWORKS[network], optimizer=optimizer)
    for execution in executions:
        one = execution.equation
        planned = PlannedEquation(one.line, one.number, one.symbol, one.text)
        assert len(equation_word(planned, len(execution.context.sizes))) <= 8, "there is room for so many letters"
        said = explanation(execution)
        assert said.endswith(".")
        assert "{" not in said + heading(execution)
        assert heading(execution).startswith(f"({one.number})  ") == bool(one.number)
    sentences = {(execution.equation.kind, explanation(execution)) for execution in executions}
    assert len({kind for kind, _said in sentences}) == len({execution.equation.kind for execution in executions})


def said(symbol: str, **network: Any) -> str:
    return explanation(at(walked(**network), symbol).execution)


def test_sentences_name_the_layers_and_what_is_on() -> None:
    assert said("A(3)", activation="relu").startswith(
        "The weighted sums of the values of layer 2, passed through relu;"
    )
    assert "Dropout" not in said("A(3)")
    assert "Dropout" in said("A(3)", dropout=0.5)
    assert "Dropout" in said("Δ(3)", dropout=0.5)
    assert "the cross-entropy, the mean over the 5 examples" in said("J")
    assert "wanted outputs minus the computed ones" in said("Δ(4)")
    assert "times the slope of softmax" in said("Δ(4)", output="softmax", outputs=3, loss="squared_error")
    assert "penalty" not in said("∇(2)")
    assert "penalty" in said("∇(2)", l2=0.1)
    assert "velocity" in said("mu(1)", optimizer="momentum")
    assert "running mean" in said("mu(1)", optimizer="adam")


def test_arrows_are_the_lectures() -> None:
    executions = walked(optimizer="momentum", clip_norm=0.01)
    arrows = {
        symbol: equation_sides(at(executions, symbol).execution)[1][0]
        for symbol in ("A(1)", "A(2)", "J", "Δ(4)", "mu(1)", "Θ(1)")
    }
    assert arrows == {"A(1)": "←", "A(2)": "←", "J": "=", "Δ(4)": "=", "mu(1)": "←", "Θ(1)": "←"}
    assert equation_sides(at(executions, "∇(1)", kind="gradient").execution)[1].startswith("= ")
    assert equation_sides(at(executions, "∇(1)", kind="clipping").execution) == ("∇(1)", "← ∇(1) min(1, c / ‖∇‖)")


@pytest.mark.parametrize(("symbol", "cell", "words"), [
    ("A(1)", (2, 0), "example 3, bias unit of layer 1"),
    ("A(1)", (2, 1), "example 3, input 1"),
    ("A(2)", (0, 4), "example 1, neuron 4 of layer 2"),
    ("Δ(4)", (0, 1), "example 1, neuron 2 of layer 4"),
    ("∇(1)", (0, 1), "bias → neuron 2 of layer 2"),
    ("∇(1)", (3, 1), "input 3 → neuron 2 of layer 2"),
    ("Θ(2)", (0, 2), "bias → neuron 3 of layer 3"),
    ("Θ(2)", (4, 2), "neuron 4 of layer 2 → 3 of layer 3"),
    ("J", (0, 0), ""),
])  # fmt: skip
def test_whose_value_it_is(symbol: str, cell: tuple[int, int], words: str) -> None:
    assert cell_description(at(walked(), symbol).operand, *cell) == words


def test_where_a_number_comes_from() -> None:
    executions = walked(optimizer="adam", loss="squared_error", output="softmax", outputs=3, clip_norm=0.1)
    told: dict[str, Any] = {}
    for execution in executions:
        focus = at(executions, execution.equation.symbol, 1, 1, kind=execution.equation.kind)
        for term in focus.expressions:
            told |= {factor.text: number_note(factor) for factor in term.factors if factor.cell is None}
    assert told["m"] == "m: the examples of this mini-batch"
    assert told["t"].startswith("t: the steps")
    assert "root" in told["‖∇‖"]
    assert told["β1"] == "β1: a hyperparameter; the Train view shows it"
    assert told["the other outputs"].startswith("what the other outputs add")
    assert all(text == "this is the sum of the terms above it" for name, text in told.items() if "Σ" in name)
    assert sum("Σ" in name for name in told) > 3
