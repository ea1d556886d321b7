"""Formulas as data: how they are written, in text and LaTeX, and that their calls compute what is written."""

from typing import Literal

import numpy as np
import pytest

from core.calls import Array
from core.expressions import Axis, Constant, Function, Infix, Letter, Operand, log, sqrt
from core.formulas import formula_text, parts, symbol_text
from core.losses import PAIRS
from core.notation import latex, layered, typeset

EXAMPLES, NEURONS = Axis("example", letter="i"), Axis("neuron", 2, letter="j")
RANDOM = np.random.default_rng(1)


def of_examples(name: str, m: int = 5, s: int = 3) -> Operand:
    return Operand(layered(name, 2), RANDOM.normal(size=(m, s)), EXAMPLES, NEURONS)


def of_weights(name: str, rows: int = 4, columns: int = 3) -> Operand:
    values = RANDOM.normal(size=(rows, columns))
    return Operand(layered(name, 2), values, Axis("neuron", 2, True, "j"), Axis("neuron", 3, letter="k"))


A, D, G, T, V = of_examples("A"), of_examples("Δ"), of_examples("G"), of_weights("Θ"), of_weights("nu")
a, b, m = Letter("α"), Letter("β1"), Letter("m", 5)

WRITTEN = [
    (A * (1 - A), "A(2) ∘ (1 − A(2))", "A(2) · (1 − A(2))"),
    (1 - A * A, "1 − A(2) ∘ A(2)", "1 − A(2) · A(2)"),
    ((A - D) * (1 - A * A), "(A(2) − Δ(2)) ∘ (1 − A(2) ∘ A(2))", "(A(2) − Δ(2)) · (1 − A(2) · A(2))"),
    (A - (D - A), "A(2) − (Δ(2) − A(2))", "A(2) − (Δ(2) − A(2))"),
    (T - a * (V + b * T), "Θ(2) − α (nu(2) + β1 Θ(2))", "Θ(2) − α · (nu(2) + β1 · Θ(2))"),
    (T - a * V / (sqrt(V) + b), "Θ(2) − α nu(2) / (√nu(2) + β1)", "Θ(2) − α · nu(2) / (√nu(2) + β1)"),
    (a * sqrt(1 - b ** Letter("t")), "α √(1 − β1^t)", "α · √(1 − β1^t)"),
    ((1 - b) * V**2, "(1 − β1) nu(2)²", "(1 − β1) · nu(2)²"),
    ((A - D) ** 2, "(A(2) − Δ(2))²", "(A(2) − Δ(2))²"),
    (A * log(D) + log(1 - A), "A(2) log Δ(2) + log(1 − A(2))", "A(2) · log(Δ(2)) + log(1 − A(2))"),
    (a / m * T, "(α/m) Θ(2)", "(α/m) · Θ(2)"),
    (Function("max", Function("[]", A), Constant("0.01")), "max([A(2) > 0], 0.01)", "max([A(2) > 0], 0.01)"),
]


@pytest.mark.parametrize(("expression", "matrices", "values"), WRITTEN)
def test_signs_and_parentheses(expression: Infix | Function, matrices: str, values: str) -> None:
    assert formula_text(expression) == matrices
    assert typeset(parts(expression, elementwise=True), symbol_text) == values


def test_latex_is_written_beside_the_text() -> None:
    assert latex(formula_text((1 - b) * V**2)) == r"(1 - \beta_{1}) {\mathit{nu}^{(2)}}^{2}"
    assert (
        latex(formula_text(T - a * V / sqrt(1 - b)))
        == r"\Theta^{(2)} - \alpha \mathit{nu}^{(2)} / \sqrt{1 - \beta_{1}}"
    )
    assert latex(formula_text(D @ T[1:].T * G)) == r"\Delta^{(2)} (\Theta^{(2)}_{1:,:})^{\top} \circ G^{(2)}"


def computed(expression: Infix, shape: tuple[int, int], order: Literal["F", "C"]) -> Array:
    out: Array = np.full(shape, np.nan, order=order)
    for function, arguments in expression.calls(out):
        function(*arguments)
    return out


@pytest.mark.parametrize("order", "CF")
@pytest.mark.parametrize("shape", [(5, 2), (50, 2), (2, 50)])
def test_calls_compute_what_is_written(order: Literal["F", "C"], shape: tuple[int, int]) -> None:
    rows, columns = shape
    left, right, theta = of_examples("A", rows, 3), of_examples("Δ", rows, columns), of_weights("Θ", 4, columns)
    multiple = -1 / Letter("m", rows) * (left.T @ right)
    assert formula_text(multiple) == "−(1/m) (A(2))ᵀ Δ(2)"
    wanted: Array = -left.value.T @ right.value / rows
    np.testing.assert_allclose(computed(multiple, (3, columns), order), wanted, rtol=1e-12, atol=1e-12)
    slope = of_examples("G", rows, 3)
    error = right @ theta[1:].T * slope
    assert formula_text(error) == "Δ(2) (Θ(2)[1:,:])ᵀ ∘ G(2)"
    wanted = right.value @ theta.value[1:].T * slope.value
    np.testing.assert_allclose(computed(error, (rows, 3), order), wanted, rtol=1e-12, atol=1e-12)
    assert (computed(left - slope, (rows, 3), order) == left.value - slope.value).all()


def test_entries_of_a_part_are_those_of_the_whole() -> None:
    part = T[1:].T
    assert part.value.shape == (3, 3)
    assert part.entry(0, 1) == "Θ(2)[2,1]"
    assert part.entry("k", 1) == "Θ(2)[2,k]"
    assert (part.rows.kind, part.columns.bias, part.rows.layer, part.columns.layer) == ("neuron", False, 3, 2)
    assert A.T.T.entry(0, 1) == A.entry(0, 1) == "A(2)[1,2]"


def test_a_formula_knows_its_matrices() -> None:
    assert [one.symbol for one in (D @ T[1:].T * G).matrices()] == ["Δ(2)", "Θ(2)", "G(2)"]
    Y, Z, out = (Operand(layered(name, 3), A.value, EXAMPLES, NEURONS) for name in "YZA")
    found = PAIRS["softmax", "squared_error"].error(Y, Z, out).matrices()
    assert {one.symbol for one in found} == {"Y(3)", "A(3)"}
