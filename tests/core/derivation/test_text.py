"""A spelled value as text and as LaTeX: the equation, the formula, every number, and nothing that TeX would refuse."""

import re
from collections.abc import Sequence
from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stepping_cases import experiment, nets, trainer_of

from core.derivation.derivation import derive
from core.derivation.terms import Derivation, Factor, Term, shorten
from core.derivation.text import MAX_TERMS, derivation_latex, derivation_text, figure
from core.experiment.experiment import Experiment
from core.notation import SQUARED, number
from core.notation import latex as tex
from core.stepping.stepper import Execution, Stepper
from core.training.trainer import Trainer


def executions(
    sizes: tuple[int, ...] = (2, 3, 2), activation: str | Sequence[str] = "tanh", batches: int = 1, **keys: Any
) -> dict[str, Execution]:
    stepper = Stepper(Trainer(experiment(sizes, activation, **keys)))
    for _ in range(batches):
        stepper.finish_batch()
    return {execution.equation.symbol: execution for execution in stepper.executions}


def numbers(derivation: Derivation) -> list[str]:
    """All figures of a value: those of its terms, as far as they are shown, of the sum, of the closing."""
    terms = shorten(derivation.terms, MAX_TERMS)
    values = [factor.value for term in terms for factor in term.factors]
    values += [term.value for term in terms if not term.parts] + [derivation.value]
    return [figure(value) for value in values + [factor.value for factor in derivation.closing.factors]]


def as_tex(figures: str) -> str:
    """A figure of the text as it stands in LaTeX, without its sign, which may be the sum's."""
    return tex(number(figures)).removeprefix("-")


@given(experiment=nets(), frozen=st.booleans(), data=st.data())
@settings(max_examples=30)
def test_any_value_as_text_and_as_latex(experiment: Experiment, frozen: bool, data: st.DataObject) -> None:
    stepper = Stepper(trainer_of(experiment, frozen))
    for _ in range(3):
        stepper.finish_batch()
    for execution in stepper.executions:
        rows, columns = execution.writes.value.shape
        derivation = derive(execution, data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1)))
        text, formula = derivation_text(execution, derivation, 0), derivation_latex(execution, derivation, 0)
        for figures in numbers(derivation):
            assert figures in text
            assert as_tex(figures) in formula
        assert derivation.formula in text
        assert max(map(len, text.splitlines())) < 160
        accepted(formula)
        for found in (execution.equation.number, derivation.reference):
            if found:
                assert f"({found})" in text
                assert rf"\tag{{{found}}}" in formula


COMMANDS = {
    "begin", "end", "tag", "quad", "text", "operatorname", "underbrace", "frac", "tfrac", "sqrt", "sum", "cdot", "circ",
    "top", "leftarrow", "lVert", "rVert", "times", "infty", "mathit", "log", "exp", "max", "min", "tanh",
    "Delta", "Theta", "nabla", "alpha", "beta", "varepsilon", "lambda", "mu", "rho",
}  # fmt: skip
"""Of TeX and amsmath."""


def accepted(formula: str) -> None:
    """What TeX asks of an align*: balanced, one & a row, one tag at the most, ASCII, commands that exist."""
    comment, *lines = formula.splitlines()
    assert comment.startswith("% ")
    assert (lines[0], lines[-1]) == (r"\begin{align*}", r"\end{align*}")
    body = "\n".join(lines[1:-1])
    assert formula.isascii()
    assert set(re.findall(r"\\([A-Za-z]+)", body)) <= COMMANDS
    for row in body.split("\\\\\n"):
        assert row.count("&") == 1
        assert row.count(r"\tag") <= 1
        assert row.strip()
        depth = 0
        for brace in re.findall(r"[{}]", row):
            depth += 1 if brace == "{" else -1
            assert depth >= 0
        assert depth == 0
        scripts = re.sub(r"\\text\{[^}]*\}", "", row)
        while (inner := re.sub(r"(?<![_^])\{[^{}]*\}", "x", scripts)) != scripts:
            scripts = inner  # only subscripts and superscripts are left
        assert not re.search(r"\^\{[^{}]*\}(_\{[^{}]*\})?\^", scripts), "a double superscript"
        assert not re.search(r"_\{[^{}]*\}(\^\{[^{}]*\})?_", scripts), "a double subscript"
    assert not re.search(r"\d(\.\d+)?e[+-]", body)


def test_a_sum_as_text() -> None:
    execution = executions((2, 3, 2), "sigmoid")["Δ(2)"]
    derivation = derive(execution, 3, 1)
    lines = derivation_text(execution, derivation, 0).splitlines()
    assert lines[:5] == [
        "line 9, epoch 0, batch 1",
        "",
        "(17)  Δ(2) = Δ(3) (Θ(2)[1:,:])ᵀ ∘ g'(Z(2))",
        "(13)  Δ(2)[4,2] = (Σk Δ(3)[4,k] · Θ(2)[2,k]) · g'(Z(2))[4,2]",
        "",
    ]
    first, second, last = lines[5:8]
    shown = ["k = 1   ", "k = 2   ", "   Σk   "]
    assert [line[6:14] for line in (first, second, last)] == shown
    for line, term in zip((first, second), derivation.terms, strict=True):
        assert f" {term.numbers(figure)} " in line
        assert line.endswith(f" {figure(term.value)}")
    assert first.index(" = ", 14) == second.index(" = ", 14) == last.index(" = ")
    total, slope = figure(derivation.total), figure(derivation.closing.factors[1].value)
    assert last.endswith(f"= {total}")
    assert lines[-1] == f"      Δ(2)[4,2] = {total} · {slope} = {figure(derivation.value)}"


def test_a_sum_as_latex() -> None:
    execution = executions((2, 3, 1), "sigmoid")["Δ(2)"]
    derivation = derive(execution, 3, 1)
    product, total = tex(derivation.terms[0].numbers(figure)), figure(derivation.total)
    slope, value = figure(derivation.closing.factors[1].value), figure(derivation.value)
    assert derivation_latex(execution, derivation, 0).splitlines() == [
        "% line 9, epoch 0, batch 1",
        r"\begin{align*}",
        r"  \Delta^{(2)} &= \Delta^{(3)} (\Theta^{(2)}_{1:,:})^{\top} \circ g'(Z^{(2)}) \tag{17} \\",
        r"  \Delta^{(2)}_{4,2} &= (\sum_{k} \Delta^{(3)}_{4,k} \cdot \Theta^{(2)}_{2,k}) \cdot g'(Z^{(2)})_{4,2}"
        r" \tag{13} \\",
        rf"  \sum_{{k}} &= {product} \\",
        rf"  &= {total} \\",
        rf"  \Delta^{{(2)}}_{{4,2}} &= {total} \cdot {slope} = {value}",
        r"\end{align*}",
    ]


def test_long_sums_show_the_largest_terms_and_the_rest_as_one() -> None:
    execution = executions((30, 2), (), pair=("identity", "squared_error"))["A(2)"]
    derivation = derive(execution, 0, 0)
    text, formula = derivation_text(execution, derivation, 0), derivation_latex(execution, derivation, 0)
    rest = shorten(derivation.terms, MAX_TERMS)[-1]
    assert rest.label == "20 more"
    (line,) = (line for line in text.splitlines() if "20 more" in line)
    assert line.split() == ["20", "more", "=", figure(rest.value)]
    assert rf"\underbrace{{{tex(number(figure(rest.value)))}}}_{{\text{{20 more}}}}" in formula
    assert text.count(" · ") - derivation.formula.count(" · ") == MAX_TERMS - 1
    assert max(map(len, formula.splitlines())) < 180


def test_what_an_equation_renews_gets_an_arrow() -> None:
    stepped = executions(optimizer="momentum", batches=2, clip_norm=0.01)
    for symbol, arrow in {"Δ(2)": "=", "∇(1)": "←", "mu(1)": "←", "Θ(1)": "←", "J": "="}.items():
        derivation = derive(stepped[symbol], 0, 0)
        assert f"{symbol} {arrow} " in derivation_text(stepped[symbol], derivation, 0)
        assert f"{derivation.cell} {arrow} {derivation.formula}" in derivation_text(stepped[symbol], derivation, 0)
        sign = {"←": r"\leftarrow"}.get(arrow, arrow)
        assert rf"{tex(stepped[symbol].equation.symbol)} &{sign} " in derivation_latex(stepped[symbol], derivation, 0)


def test_an_input_has_words_for_a_formula() -> None:
    execution = executions()["A(1)"]
    derivation = derive(execution, 1, 2)
    value = figure(derivation.value)
    assert derivation_text(execution, derivation, 0).splitlines()[2:] == [
        "(15)  A(1) = X",
        f"(15)  A(1)[2,2] = {value} ({derivation.note})",
    ]
    assert (
        rf"A^{{(1)}}_{{2,2}} &= {tex(number(value))} \quad\text{{({derivation.note})}} \tag{{15}}"
        in derivation_latex(execution, derivation, 0)
    )


def test_a_number_is_not_said_twice() -> None:
    execution = executions(activation="identity")["g'(Z(2))"]
    assert derivation_text(execution, derive(execution, 0, 0), 0).splitlines()[-1] == "      g'(Z(2))[1,1] = 1"


ALL = {"optimizer": "adam", "l1": 0.1, "l2": 0.1, "clip_norm": 1.0}
SOFTMAX = {"pair": ("softmax", "squared_error")}
EQUATIONS = [
    ({"activation": "sigmoid"}, "Δ(2)", r"\Delta^{(3)} (\Theta^{(2)}_{1:,:})^{\top} \circ g'(Z^{(2)})"),
    ({"dropout": 0.5}, "A(2)", r"g(A^{(1)} \Theta^{(1)}) \circ M^{(2)} / (1 - p)"),
    ({"activation": "sigmoid"}, "g'(Z(2))", r"A^{(2)}_{:,1:} \circ (1 - A^{(2)}_{:,1:})"),
    ({"activation": "leaky_relu"}, "g'(Z(2))", r"\max([Z^{(2)} > 0], 0.01)"),
    (
        {"l1": 0.1},
        "∇(1)",
        r"-(1/m) (A^{(1)})^{\top} \Delta^{(2)} + (\lambda_{1}/N) \operatorname{sign} \Theta^{(1)}",
    ),
    (ALL, "∇(1)", r"\nabla^{(1)} \min(1, c / \lVert\nabla\rVert)"),
    (ALL, "nu(1)", r"\beta_{2} \mathit{nu}^{(1)} + (1 - \beta_{2}) {\nabla^{(1)}}^{2}"),
    (ALL, "α'", r"\alpha \sqrt{1 - \beta_{2}^{t}} / (1 - \beta_{1}^{t})"),
    (ALL, "Θ(1)", r"\Theta^{(1)} - \alpha' \mathit{mu}^{(1)} / (\sqrt{\mathit{nu}^{(1)}} + \varepsilon')"),
    (
        ALL | {"frozen": True},
        "Θ(1)",
        r"\Theta^{(1)} - \alpha'^{(1)} \mathit{mu}^{(1)} / (\sqrt{\mathit{nu}^{(1)}} + \varepsilon'^{(1)})",
    ),
    (SOFTMAX, "Δ(3)", r"A^{(3)} \circ (E - \operatorname{rowsum}(E \circ A^{(3)})),\quad E = Y - A^{(3)}"),
]


@pytest.mark.parametrize(("keys", "symbol", "wanted"), EQUATIONS)
def test_equations_in_latex(keys: dict[str, Any], symbol: str, wanted: str) -> None:
    assert tex(stepped(**keys)[symbol].equation.text) == wanted


def stepped(frozen: bool = False, **keys: Any) -> dict[str, Execution]:
    stepper = Stepper(trainer_of(experiment((2, 3, 2), **keys), frozen))
    stepper.finish_batch()
    return {execution.equation.symbol: execution for execution in stepper.executions}


VALUES = [
    (
        ALL | {"frozen": True},
        "α'(1)",
        r"\alpha \cdot \sqrt{1 - \beta_{2}^{t^{(1)}_{2,2}}} / (1 - \beta_{1}^{t^{(1)}_{2,2}})",
    ),
    (ALL, "nu(1)", r"\beta_{2} \cdot \mathit{nu}^{(1)}_{2,2} + (1 - \beta_{2}) \cdot {\nabla^{(1)}_{2,2}}^{2}"),
    ({"activation": "leaky_relu"}, "g'(Z(2))", r"\max([Z^{(2)}_{3,2} > 0], 0.01)"),
    (
        {"activation": "leaky_relu", "dropout": 0.5},
        "A(2)",
        r"\operatorname{leaky\_relu}(\sum_{j} A^{(1)}_{3,j} \cdot \Theta^{(1)}_{j,1}) \cdot M^{(2)}_{3,1} / (1 - p)",
    ),
    (
        SOFTMAX,
        "J",
        r"(1/m) \cdot \sum_{i} \sum_{k} \tfrac{1}{2} (Y_{i,k} - A^{(3)}_{i,k})^{2}",
    ),
]


@pytest.mark.parametrize(("keys", "symbol", "wanted"), VALUES)
def test_values_in_latex(keys: dict[str, Any], symbol: str, wanted: str) -> None:
    execution = stepped(**keys)[symbol]
    row, column = (0, 0) if symbol == "J" else (2, 1)
    assert tex(derive(execution, row, column).formula) == wanted


def test_a_remark_in_latex() -> None:
    assert tex(derive(stepped()["J"], 0, 0).terms[0].symbols).endswith(r" + \text{the other outputs}")


NUMBERS = [
    (("leaky_relu(", Factor("z", -1.5e-7), ")"), r"leaky_relu(-1.5 \times 10^{-7})"),
    ((Factor("c", 0.1), " / ", Factor("ε", 2e-5)), r"0.1 / (2 \times 10^{-5})"),
    ((Factor("c", 0.1), " / ", Factor("‖∇‖", inf)), r"0.1 / \infty"),
    ((Factor("a", 2.0), " · ", Factor("b", -3e-9)), r"2 · (-3 \times 10^{-9})"),
    ((Factor("a", 0.5), SQUARED), "0.5^{2}"),
    ((Factor("a", -0.5), SQUARED), "(-0.5)^{2}"),
]


@pytest.mark.parametrize(("parts", "wanted"), NUMBERS)
def test_numbers_in_latex(parts: tuple[Any, ...], wanted: str) -> None:
    assert tex(Term("", parts, 0.0).numbers(figure)) == wanted
