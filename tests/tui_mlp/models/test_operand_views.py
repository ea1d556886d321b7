"""The operands as an equation uses them: they compute its result, and what is lit is what a value took."""

import numpy as np
import pytest
from frames import NETWORKS, at, walked

from core.calls import Array
from tui_mlp.models.operand_views import corner, label, operands, pieces, result
from tui_mlp.models.step_focus import look


def near(a: Array, b: Array) -> bool:
    return np.allclose(a, b, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("network", NETWORKS)
def test_the_pieces_compute_the_result(network: str) -> None:
    frames, seen = walked(**NETWORKS[network], batches=2), set()
    for frame in frames:
        kind, wanted, read = frame.equation.kind, frame.writes.value, operands(frame)
        values = [piece.values for piece in read]
        rates, N = frame.scene.rates, frame.scene.examples
        if kind == "activation":
            A, theta, Z, *_mask = values
            assert near(A @ theta, Z), frame.equation.symbol
        elif kind == "output error" and frame.equation.number:
            assert near(values[0] - values[1], wanted)
        elif kind == "error":
            delta, theta, *factors = values
            assert near(delta @ theta * np.prod(factors, axis=0), wanted), frame.equation.symbol
        elif kind == "gradient":
            A, delta, *thetas = values
            computed = -(A @ delta) / frame.scene.m
            for theta in thetas:
                computed[1:] += rates["l2"] / N * theta[1:] + rates["l1"] / N * np.sign(theta[1:])
            assert near(computed, wanted), frame.equation.symbol
        elif kind == "weights":
            theta, gradient = values
            assert near(theta - rates["learning_rate"] * gradient, wanted)
        else:
            continue
        seen.add(kind)
    assert {"activation", "gradient", "weights"} <= seen


@pytest.mark.parametrize("network", NETWORKS)
def test_lit_is_exactly_what_the_value_took(network: str) -> None:
    frames = walked(**NETWORKS[network], optimizer="adam", batches=2)
    for place, frame in enumerate(frames):
        rows, columns = frame.writes.value.shape
        for cell in np.ndindex(rows, columns):
            gaze = look(frames, place, (0, 0), 3).at(*cell)
            spelling = gaze.spelling
            assert spelling is not None
            factors = [one for term in (*spelling.terms, spelling.closing) for one in term.factors]
            taken = {factor.place for factor in factors if factor.place}
            for piece in pieces(gaze):
                cells = {piece.shown(row, column) for symbol, row, column in taken if symbol == piece.symbol}
                if piece.at is None:
                    assert not cells, (gaze.name, piece.title)
                    continue
                if piece.name.startswith("Z") and frame.equation.kind == "activation":
                    cells |= {piece.shown(*gaze.cell)}  # the sum itself
                shape = piece.values.shape
                lit = {
                    one
                    for one in np.ndindex(*shape)
                    if all(a in (None, b) for a, b in zip(piece.lit, one, strict=True))
                }
                if gaze.name == "J":  # what the smaller outputs add is not told apart
                    assert lit == set(np.ndindex(*shape)) >= cells
                    continue
                assert lit == cells, (gaze.name, piece.title)
                assert piece.at in lit


def test_the_term_in_focus_is_marked_in_each_operand() -> None:
    frames = walked()
    gaze = at(frames, "∇(2)", 2, 1).on(3, 0)
    A, delta = pieces(gaze)
    assert gaze.chosen is not None
    assert gaze.chosen.text == "A(2)[4,2]"
    assert A.at == (2, 3)
    assert delta.at == (3, 1), "the other factor of the same term"
    A, delta = pieces(gaze.on(3, 1))
    assert (A.at, delta.at) == ((2, 3), (3, 1))


def test_they_read_as_the_equation() -> None:
    frames = walked(dropout=0.5, l1=0.1, l2=0.1)

    def titles(symbol: str) -> list[str]:
        return [piece.title for piece in operands(at(frames, symbol).frame)]

    assert titles("A(1)") == []
    assert titles("A(2)") == ["A(1)", "· Θ(1)", "→ Z(2)", "∘ M(2) / (1 − p)"]
    assert titles("J") == ["Y", "A(4)"]
    assert titles("Δ(4)") == ["Y", "− A(4)"]
    assert titles("∇(3)") == ["−(1/m) (A(3))ᵀ", "· Δ(4)", "+ λ2, λ1: Θ(3)"]
    assert titles("g'(Z(3))") == ["g(Z(3))"]
    assert titles("Δ(3)") == ["Δ(4)", "· (Θ(3)[1:,:])ᵀ", "∘ g'(Z(3))", "∘ M(3) / (1 − p)"]
    assert titles("Θ(3)") == ["Θ(3)", "∇(3)"]
    only = operands(at(walked(l2=0.1), "∇(1)").frame)[-1], operands(at(walked(l1=0.1), "∇(1)").frame)[-1]
    assert [piece.title for piece in only] == ["+ (λ2/N) Θ(1)", "+ (λ1/N) sign Θ(1)"]
    adam = walked(optimizer="adam")
    assert [piece.title for piece in operands(at(adam, "Θ(1)").frame)] == ["Θ(1)", "mu(1)", "nu(1)"]
    assert operands(at(adam, "α'").frame) == [], "only numbers"


def test_the_result_says_whether_it_is_new() -> None:
    frames = walked(clip_norm=0.01)
    assert result(at(frames, "Δ(3)")).title == "= Δ(3)"
    assert result(at(frames, "Θ(1)")).title == "= new Θ(1)"
    assert result(at(frames, "∇(1)")).title == "= new ∇(1)", "shortened"
    given = at(frames, "A(2)", 0, 1).on(0, 1).followed()
    assert given is not None
    assert result(given).title == "Θ(1)"
    assert given is not None
    assert result(given).at == (0, 0)


def test_indices_and_letters_are_the_lectures() -> None:
    frames = walked()
    A = result(at(frames, "A(2)", 0, 2))
    assert (corner(A), A.shape) == ("i\\j", "5×5")
    assert [label(place, A.columns) for place in range(3)] == ["bias", "1", "2"]
    assert [label(place, A.rows) for place in range(3)] == ["1", "2", "3"]
    _delta, theta, _slope = operands(at(frames, "Δ(2)").frame)
    assert corner(theta) == "k\\j"
    assert (label(0, theta.rows), label(0, theta.columns)) == ("1", "1"), "without its bias row"
    J = result(at(frames, "J"))
    assert (corner(J), label(0, J.rows)) == ("", "")
