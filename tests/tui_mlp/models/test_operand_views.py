"""The operands as an equation uses them: they compute its result, and what is lit is what a value took."""

import numpy as np
import pytest
from executions import NETWORKS, at, walked

from core.calls import Array
from tui_mlp.models.operand_views import axis_letters, index_label, operand_views, result_view, views_in_focus
from tui_mlp.models.step_focus import focus_on


def near(a: Array, b: Array) -> bool:
    return np.allclose(a, b, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("network", NETWORKS)
def test_the_pieces_compute_the_result(network: str) -> None:
    executions, seen = walked(**NETWORKS[network], batches=2), set()
    for execution in executions:
        kind, wanted, read = execution.equation.kind, execution.writes.value, operand_views(execution)
        values = [view.values for view in read]
        rates, N = execution.context.rates, execution.context.examples
        if kind == "activation":
            A, theta, Z, *_mask = values
            assert near(A @ theta, Z), execution.equation.symbol
        elif kind == "output error" and execution.equation.number:
            *weights, Y, A = values
            assert near(np.prod(weights, axis=0) * (Y - A), wanted)
        elif kind == "error":
            delta, theta, *factors = values
            assert near(delta @ theta * np.prod(factors, axis=0), wanted), execution.equation.symbol
        elif kind == "gradient":
            A, delta, *thetas = values
            computed = -(A @ delta) / execution.context.m
            for theta in thetas:
                computed[1:] += rates["l2"] / N * theta[1:] + rates["l1"] / N * np.sign(theta[1:])
            assert near(computed, wanted), execution.equation.symbol
        elif kind == "weights":
            theta, gradient = values
            assert near(theta - rates["learning_rate"] * gradient, wanted)
        else:
            continue
        seen.add(kind)
    assert {"activation", "gradient", "weights"} <= seen


@pytest.mark.parametrize("network", NETWORKS)
def test_lit_is_exactly_what_the_value_took(network: str) -> None:
    executions = walked(**NETWORKS[network], optimizer="adam", batches=2)
    for place, execution in enumerate(executions):
        rows, columns = execution.writes.value.shape
        for cell in np.ndindex(rows, columns):
            focus = focus_on(executions, place, (0, 0), 3).at_cell(*cell)
            spelling = focus.derivation
            assert spelling is not None
            factors = [one for term in (*spelling.terms, spelling.closing) for one in term.factors]
            taken = {factor.cell for factor in factors if factor.cell}
            for view in views_in_focus(focus):
                cells = {view.cell_of(row, column) for symbol, row, column in taken if symbol == view.symbol}
                if view.cell is None:
                    assert not cells, (focus.name, view.title)
                    continue
                if view.name.startswith("Z") and execution.equation.kind == "activation":
                    cells |= {view.cell_of(*focus.cell)}  # the sum itself
                shape = view.values.shape
                lit = {
                    one for one in np.ndindex(*shape) if all(a in (None, b) for a, b in zip(view.lit, one, strict=True))
                }
                if focus.name == "J":  # what the smaller outputs add is not told apart
                    assert lit == set(np.ndindex(*shape)) >= cells
                    continue
                assert lit == cells, (focus.name, view.title)
                assert view.cell in lit


def test_the_term_in_focus_is_marked_in_each_operand() -> None:
    executions = walked()
    focus = at(executions, "∇(2)", 2, 1).at_term(3, 0)
    A, delta = views_in_focus(focus)
    assert focus.chosen_factor is not None
    assert focus.chosen_factor.text == "A(2)[4,2]"
    assert A.cell == (2, 3)
    assert delta.cell == (3, 1), "the other factor of the same term"
    A, delta = views_in_focus(focus.at_term(3, 1))
    assert (A.cell, delta.cell) == ((2, 3), (3, 1))


def test_they_read_as_the_equation() -> None:
    executions = walked(dropout=0.5, l1=0.1, l2=0.1)

    def titles(symbol: str) -> list[str]:
        return [view.title for view in operand_views(at(executions, symbol).execution)]

    assert titles("A(1)") == []
    assert titles("A(2)") == ["A(1)", "· Θ(1)", "→ Z(2)", "∘ M(2) / (1 − p)"]
    assert titles("J") == ["Y", "A(4)"]
    assert titles("Δ(4)") == ["Y", "− A(4)"]
    assert titles("∇(3)") == ["−(1/m) (A(3))ᵀ", "· Δ(4)", "+ λ2, λ1: Θ(3)"]
    assert titles("g'(Z(3))") == ["g(Z(3))"]
    assert titles("Δ(3)") == ["Δ(4)", "· (Θ(3)[1:,:])ᵀ", "∘ g'(Z(3))", "∘ M(3) / (1 − p)"]
    assert titles("Θ(3)") == ["Θ(3)", "∇(3)"]
    only = (
        operand_views(at(walked(l2=0.1), "∇(1)").execution)[-1],
        operand_views(at(walked(l1=0.1), "∇(1)").execution)[-1],
    )
    assert [view.title for view in only] == ["+ (λ2/N) Θ(1)", "+ (λ1/N) sign Θ(1)"]
    adam = walked(optimizer="adam")
    assert [view.title for view in operand_views(at(adam, "Θ(1)").execution)] == ["Θ(1)", "mu(1)", "nu(1)"]
    assert operand_views(at(adam, "α'").execution) == [], "only numbers"


def test_the_result_says_whether_it_is_new() -> None:
    executions = walked(clip_norm=0.01)
    assert result_view(at(executions, "Δ(3)")).title == "= Δ(3)"
    assert result_view(at(executions, "Θ(1)")).title == "= new Θ(1)"
    assert result_view(at(executions, "∇(1)")).title == "= new ∇(1)", "shortened"
    given = at(executions, "A(2)", 0, 1).at_term(0, 1).followed()
    assert given is not None
    assert result_view(given).title == "Θ(1)"
    assert given is not None
    assert result_view(given).cell == (0, 0)


def test_indices_and_letters_are_the_lectures() -> None:
    executions = walked()
    A = result_view(at(executions, "A(2)", 0, 2))
    assert (axis_letters(A), A.shape) == ("i\\j", "5×5")
    assert [index_label(place, A.columns) for place in range(3)] == ["bias", "1", "2"]
    assert [index_label(place, A.rows) for place in range(3)] == ["1", "2", "3"]
    _delta, theta, _slope = operand_views(at(executions, "Δ(2)").execution)
    assert axis_letters(theta) == "k\\j"
    assert (index_label(0, theta.rows), index_label(0, theta.columns)) == ("1", "1"), "without its bias row"
    J = result_view(at(executions, "J"))
    assert (axis_letters(J), index_label(0, J.rows)) == ("", "")
