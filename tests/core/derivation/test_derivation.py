"""A value as the sum that made it: it adds up, names what it took, and can be followed from the loss to an input."""

import re
from math import exp, fsum, inf, log, sqrt, tanh
from typing import Any

import numpy as np
import pytest
import reference
from hypothesis import given, settings
from hypothesis import strategies as st
from narrowing import present
from stepping_cases import Walk, experiment, nets, trainer_of

from core.derivation.derivation import derive, last_writer
from core.derivation.terms import Derivation, Factor, Term, shorten
from core.experiment.experiment import Experiment
from core.expressions import Operand
from core.stepping.stepper import Execution, Stepper
from core.training.trainer import Trainer

FUNCTIONS = {
    "exp": exp, "inf": inf, "log": log, "max": max, "min": min, "sqrt": sqrt, "tanh": tanh,
    "sigmoid": reference.sigmoid, "relu": reference.G["relu"], "leaky_relu": reference.G["leaky_relu"],
    "sign": lambda w: (w > 0) - (w < 0),
}  # fmt: skip

PYTHON = (
    ("−", "-"), ("·", "*"), ("½", "0.5*"), ("²", "**2"), ("^", "**"), ("[", "float("), ("]", ")"),
    ("/ 0.0)", "* inf)"),  # where there is no gradient, c / ‖∇‖ is ∞
)  # fmt: skip


def computed(term: Term) -> float:
    """What the numbers of a term come to, read as a person would."""
    text = re.sub(r"√(?=\()", "sqrt", term.numbers(repr))
    text = re.sub(r"√([\d.e-]+)", r"sqrt(\1)", text)
    for sign, python in PYTHON:
        text = text.replace(sign, python)
    result: float = eval(text, FUNCTIONS)
    return result


def size(term: Term) -> float:
    """The largest number in it, of which the rounding errors are a share."""
    return max([abs(factor.value) for factor in term.factors] + [abs(term.value)])


def located(text: str, operands: tuple[Operand, ...]) -> float:
    """The value that a factor's symbol names, found in the matrices by what stands in the brackets."""
    matrix, i, k = present(re.fullmatch(r"(.+)\[(\d+)(?:,(\d+))?\](?: / \(1 − p\))?", text)).groups(default="1")
    for operand in operands:
        if re.split(r"\[| / ", operand.symbol)[0] == matrix:
            result: float = operand.value[int(i) - (not operand.rows.bias), int(k) - (not operand.columns.bias)]
            return result
    raise AssertionError(f"{text} is nowhere in {[operand.symbol for operand in operands]}")


def check_factor(executions: tuple[Execution, ...], execution: Execution, factor: Factor) -> None:
    """Its symbol names a value that was read, and its place holds it, or leads to the equation that made it."""
    if re.search(r"\[\d+(,\d+)?\]", factor.text) and not factor.text.startswith(("max", "Σ", "(Σ")):
        assert located(factor.text, (*execution.reads, *execution.intermediates)) == factor.value
        assert factor.cell
    if factor.cell is None:
        return
    symbol, row, column = factor.cell
    source = last_writer(executions, execution.index, factor.cell)
    if source is None:
        given = next(operand for operand in execution.reads + execution.intermediates if operand.symbol == symbol)
        assert given.value[row, column] == factor.value
        return
    assert source.index < execution.index
    assert source.equation.symbol == symbol
    if factor.text.startswith("Z"):
        Z = source.intermediates[0]
        assert Z.value[row, column - source.writes.columns.bias] == factor.value
    elif factor.text.startswith("g(Z"):
        assert derive(source, row, column).closing.value == source.writes.value[row, column]
    else:
        assert source.writes.value[row, column] == factor.value


def check(executions: tuple[Execution, ...], execution: Execution, row: int, column: int, precision: float) -> None:
    derivation = derive(execution, row, column)
    closing, value = derivation.closing, float(execution.writes.value[row, column])
    assert derivation.value == value
    assert derivation.cell == execution.writes.cell(row, column)
    for term in derivation.terms:
        assert computed(term) == pytest.approx(term.value, rel=precision, abs=precision * size(term))
        for factor in term.factors:
            check_factor(executions, execution, factor)
    total = fsum(term.value for term in derivation.terms)
    assert derivation.total == total
    assert bool(derivation.terms) == bool(derivation.letter)
    if derivation.letter:
        (summed,) = (factor for factor in closing.factors if f"Σ{derivation.letter} " in factor.text)
        assert summed.value == total
    if derivation.note:
        return
    scale = max([size(closing), *(abs(term.value) for term in derivation.terms)])
    assert computed(closing) == pytest.approx(value, rel=precision, abs=precision * scale)
    for factor in closing.factors:
        check_factor(executions, execution, factor)


@given(experiment=nets(), frozen=st.booleans(), data=st.data())
@settings(max_examples=40)
def test_every_value_adds_up_and_names_what_it_took(experiment: Experiment, frozen: bool, data: st.DataObject) -> None:
    """Some values of every equation of three mini-batches, the last of them smaller."""
    stepper = Stepper(trainer_of(experiment, frozen))
    for _ in range(3):
        stepper.finish_batch()
        for execution in stepper.executions:
            rows, columns = execution.writes.value.shape
            row, column = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
            check(stepper.executions, execution, row, column, 1e-9 if experiment.dtype == "float64" else 1e-5)


@pytest.mark.parametrize("pair", reference.PAIRS[:3], ids="-".join)
def test_saturated_outputs_add_up_too(pair: tuple[str, str]) -> None:
    """Where a is 0 or 1 to the last digit, its logarithm is none, and each example's loss is that of its z."""
    stepper = Stepper(Trainer(experiment((3, 2), [], pair, scale=300.0)))
    stepper.finish_batch()
    J = stepper.executions[2]
    terms = derive(J, 0, 0).terms
    assert J.writes.value.item() == pytest.approx(fsum(term.value for term in terms) / 4, rel=1e-12)
    assert max(term.value for term in terms) > 40
    assert all(np.isfinite(factor.value) for term in terms for factor in term.factors)


@given(experiment=nets(), data=st.data())
@settings(max_examples=30)
def test_the_terms_are_those_of_the_examples(experiment: Experiment, data: st.DataObject) -> None:
    """(3): of J, each example's own loss. (6), (11): of ∇, minus each example's own gradient. Of A, z_k."""
    course = Walk(experiment)
    for _ in range(3):
        executions, _wanted, known = course.batch()
        net, thetas, m = course.net, course.old_thetas, len(course.X)
        masks = [reference.factors_of(course.factors, i) for i in range(m)]
        outputs = [reference.forward(net, thetas, course.X[i], masks[i])[1][-1] for i in range(m)]
        own = [reference.example_gradients(net, thetas, course.X[i], course.Y[i], masks[i]) for i in range(m)]
        for execution in executions:
            rows, columns = execution.writes.value.shape
            row, column = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
            terms = np.array([term.value for term in derive(execution, row, column).terms])
            if execution.equation.kind == "loss":
                losses = [reference.example_loss(net, course.Y[i], outputs[i]) for i in range(m)]
                course.close(terms, [reference.weight_of(course.weights, i) * losses[i] for i in range(m)])
            if execution.equation.kind == "gradient":
                l = execution.writes.rows.layer
                shares = [gradients[l - 1][row][column] for gradients in own]
                course.close(-terms, [reference.weight_of(course.weights, i) * shares[i] for i in range(m)])
            if execution.equation.kind == "activation" and len(terms):
                k = column - execution.writes.columns.bias
                Z = known[f"Z({execution.writes.columns.layer})"]
                course.close(np.array(terms.sum()), Z[row][k])


# What a person reads


def stepped(
    sizes: tuple[int, ...] = (2, 3, 2), activation: str | list[str] = "tanh", batches: int = 1, **keys: Any
) -> dict[str, Execution]:
    """The executions of a mini-batch, by symbol; of an equation that comes twice, the second."""
    stepper = Stepper(Trainer(experiment(sizes, activation, **keys)))
    for _ in range(batches):
        stepper.finish_batch()
    return {execution.equation.symbol: execution for execution in stepper.executions}


def formula(execution: Execution, row: int = 3, column: int = 1) -> str:
    derivation = derive(execution, row, column)
    number = f"({derivation.reference}) " if derivation.reference else ""
    return f"{number}{derivation.cell} = {derivation.formula}"


CROSS_ENTROPY = {
    "A(2)": "A(2)[4,1] = tanh(Σj A(1)[4,j] · Θ(1)[j,1])",
    "A(3)": "A(3)[4,2] = sigmoid(Σj A(2)[4,j] · Θ(2)[j,2])",
    "Δ(3)": "(12) Δ(3)[4,2] = Y[4,2] − A(3)[4,2]",
    "g'(Z(2))": "g'(Z(2))[4,2] = 1 − A(2)[4,2] · A(2)[4,2]",
    "Δ(2)": "(13) Δ(2)[4,2] = (Σk Δ(3)[4,k] · Θ(2)[2,k]) · g'(Z(2))[4,2]",
}


@pytest.mark.parametrize(("symbol", "wanted"), CROSS_ENTROPY.items())
def test_the_formula_of_each_equation(symbol: str, wanted: str) -> None:
    assert formula(stepped()[symbol]) == wanted


def test_the_formulas_with_weights_of_examples() -> None:
    """w has a value for each example, so only one index, and stands before what it multiplies."""
    executions = stepped((2, 3, 3), pair=("softmax", "cross_entropy"), class_weight="balanced")
    assert formula(executions["Δ(3)"]) == "(12) Δ(3)[4,2] = w[4] · (Y[4,2] − A(3)[4,2])"
    error = derive(executions["Δ(3)"], 3, 1)
    assert error.formula.latex == r"w_{4} \cdot (Y_{4,2} - A^{(3)}_{4,2})"
    assert error.closing.factors[0].cell == ("w", 3, 0)
    assert formula(executions["J"], 0, 0) == "J = (1/m) · Σi Σk −w[i] · Y[i,k] · log(A(3)[i,k])"
    J = derive(executions["J"], 0, 0)
    assert J.terms[1].factors[0] == Factor("w[2]", float(executions["J"].known["w"].value[1, 0]), ("w", 1, 0))
    executions = stepped((2, 3, 3), pair=("softmax", "squared_error"), class_weight="balanced")
    assert formula(executions["J"], 0, 0) == "J = (1/m) · Σi Σk ½ w[i] · (Y[i,k] − A(3)[i,k])²"
    assert formula(executions["Δ(3)"]).startswith("Δ(3)[4,2] = w[4] · A(3)[4,2] · (")


def test_the_formula_of_a_gradient() -> None:
    """Row 0 is the bias, whose input is the bias unit, and which no penalty touches."""
    executions = stepped(l1=0.1, l2=0.2)
    assert formula(executions["∇(2)"], 2, 1) == (
        "(6) ∇(2)[2,2] = −(1/m) · Σi A(2)[i,2] · Δ(3)[i,2] + (λ2/N) · Θ(2)[2,2] + (λ1/N) · sign(Θ(2)[2,2])"
    )
    assert formula(executions["∇(1)"], 0, 1) == "(11) ∇(1)[0,2] = −(1/m) · Σi A(1)[i,0] · Δ(2)[i,2]"
    terms = derive(executions["∇(1)"], 0, 1).terms
    assert [term.label for term in terms] == ["1", "2", "3", "4"]
    assert terms[2].symbols == "A(1)[3,0] · Δ(2)[3,2]"
    assert terms[2].factors[0] == Factor("A(1)[3,0]", 1.0, ("A(1)", 2, 0))


LOSSES = {
    ("sigmoid", "cross_entropy"): "(1/m) · Σi Σk −(Y[i,k] · log({a}) + (1 − Y[i,k]) · log(1 − {a}))",
    ("softmax", "cross_entropy"): "(1/m) · Σi Σk −Y[i,k] · log({a})",
    ("identity", "squared_error"): "(1/m) · Σi Σk ½ (Y[i,k] − {a})²",
}


@pytest.mark.parametrize(("pair", "wanted"), LOSSES.items(), ids=map("-".join, LOSSES))
def test_the_formula_of_each_loss(pair: tuple[str, str], wanted: str) -> None:
    execution = stepped(pair=pair)["J"]
    reference = "(3) " if pair == ("sigmoid", "cross_entropy") else ""
    assert formula(execution, 0, 0) == f"{reference}J = {wanted.format(a='A(3)[i,k]')}"


def test_an_example_s_loss_shows_its_largest_share() -> None:
    term = derive(stepped()["J"], 0, 0).terms[1]
    y, a = (factor.text for factor in term.factors[:2])
    assert re.fullmatch(r"Y\[2,([12])\] A\(3\)\[2,\1\]", f"{y} {a}")
    assert term.symbols == f"−({y} · log({a}) + (1 − {y}) · log(1 − {a})) + the other outputs"
    assert 0 < term.factors[-1].value <= term.value / 2
    assert derive(stepped((2, 3, 1))["J"], 0, 0).terms[0].symbols == (
        "−(Y[1,1] · log(A(3)[1,1]) + (1 − Y[1,1]) · log(1 − A(3)[1,1]))"
    )
    softmax = stepped(pair=("softmax", "cross_entropy"))["J"]
    assert re.fullmatch(r"−Y\[1,(.)\] · log\(A\(3\)\[1,\1\]\)", derive(softmax, 0, 0).terms[0].symbols)


ERRORS = {
    ("sigmoid", "squared_error"): "(Y[4,2] − A(3)[4,2]) · (A(3)[4,2] · (1 − A(3)[4,2]))",
    ("tanh", "squared_error"): "(Y[4,2] − A(3)[4,2]) · (1 − A(3)[4,2] · A(3)[4,2])",
    ("softmax", "squared_error"): "A(3)[4,2] · (Y[4,2] − A(3)[4,2] − Σc (Y[4,c] − A(3)[4,c]) · A(3)[4,c])",
}


@pytest.mark.parametrize(("pair", "wanted"), ERRORS.items(), ids=map("-".join, ERRORS))
def test_the_error_of_an_output_that_needs_its_slope(pair: tuple[str, str], wanted: str) -> None:
    assert formula(stepped(pair=pair)["Δ(3)"]) == f"Δ(3)[4,2] = {wanted}"


def test_softmax_is_shifted_by_the_largest_z() -> None:
    execution = stepped(pair=("softmax", "cross_entropy"))["A(3)"]
    shift = "max(Z(3)[4,:])"
    assert formula(execution) == (
        f"A(3)[4,2] = exp(Σj A(2)[4,j] · Θ(2)[j,2] − {shift}) / Σc exp(Z(3)[4,c] − {shift})"
    )  # fmt: skip


SLOPES = {
    "sigmoid": "A(2)[4,2] · (1 − A(2)[4,2])",
    "relu": "[Z(2)[4,2] > 0]",
    "leaky_relu": "max([Z(2)[4,2] > 0], 0.01)",
    "identity": "1",
}


@pytest.mark.parametrize(("activation", "wanted"), SLOPES.items())
def test_the_slope_of_each_activation_leads_to_its_layer(activation: str, wanted: str) -> None:
    executions = stepped(activation=activation)
    assert formula(executions["g'(Z(2))"]) == f"g'(Z(2))[4,2] = {wanted}"
    places = {factor.cell for factor in derive(executions["g'(Z(2))"], 3, 1).closing.factors}
    assert places == (set() if activation == "identity" else {("A(2)", 3, 2)})


def test_dropout_s_mask_is_a_factor_forward_and_back() -> None:
    executions = stepped(dropout=0.4)
    mask = "M(2)[4,2] / (1 − p)"
    assert formula(executions["A(2)"], 3, 2) == f"A(2)[4,2] = tanh(Σj A(1)[4,j] · Θ(1)[j,2]) · {mask}"
    assert formula(executions["Δ(2)"]).endswith(f" · g'(Z(2))[4,2] · {mask}")
    assert formula(executions["g'(Z(2))"]) == "g'(Z(2))[4,2] = 1 − g(Z(2))[4,2] · g(Z(2))[4,2]"
    assert formula(stepped(activation="identity", dropout=0.4)["A(2)"], 3, 2) == (
        f"A(2)[4,2] = (Σj A(1)[4,j] · Θ(1)[j,2]) · {mask}"
    )


UPDATES = {
    "gradient_descent": {"Θ(1)": "Θ(1)[0,2] − α · ∇(1)[0,2]"},
    "momentum": {"mu(1)": "μ · mu(1)[0,2] + ∇(1)[0,2]", "Θ(1)": "Θ(1)[0,2] − α · mu(1)[0,2]"},
    "nesterov": {
        "mu(1)": "μ · mu(1)[0,2] + ∇(1)[0,2]",
        "Θ(1)": "Θ(1)[0,2] − α · (∇(1)[0,2] + μ · mu(1)[0,2])",
    },
    "rmsprop": {
        "nu(1)": "ρ · nu(1)[0,2] + (1 − ρ) · ∇(1)[0,2]²",
        "Θ(1)": "Θ(1)[0,2] − α · ∇(1)[0,2] / (√nu(1)[0,2] + ε)",
    },
    "adam": {
        "mu(1)": "β1 · mu(1)[0,2] + (1 − β1) · ∇(1)[0,2]",
        "nu(1)": "β2 · nu(1)[0,2] + (1 − β2) · ∇(1)[0,2]²",
        "Θ(1)": "Θ(1)[0,2] − α' · mu(1)[0,2] / (√nu(1)[0,2] + ε')",
    },
}


@pytest.mark.parametrize("optimizer", reference.OPTIMIZERS)
def test_the_formulas_of_each_optimiser(optimizer: str) -> None:
    executions = stepped(optimizer=optimizer, batches=2)
    for symbol, wanted in UPDATES[optimizer].items():
        assert formula(executions[symbol], 0, 1) == f"{symbol}[0,2] = {wanted}"


def test_adam_s_bias_corrections_and_what_follows_them() -> None:
    executions = stepped(optimizer="adam", batches=3, learning_rate=0.5, beta1=0.5, beta2=0.75, epsilon=0.25)
    alpha, epsilon = derive(executions["α'"], 0, 0), derive(executions["ε'"], 0, 0)
    assert alpha.closing.numbers("{:g}".format) == "0.5 · √(1 − 0.75^3) / (1 − 0.5^3)"
    assert epsilon.closing.numbers("{:g}".format) == "0.25 · √(1 − 0.75^3)"
    assert (alpha.cell, epsilon.cell) == ("α'", "ε'")
    factors = {factor.text: factor for factor in derive(executions["Θ(2)"], 0, 1).closing.factors}
    assert factors["α'"] == Factor("α'", alpha.value, ("α'", 0, 0))
    assert factors["ε'"] == Factor("ε'", epsilon.value, ("ε'", 0, 0))


def test_clipping_takes_the_gradient_before_it() -> None:
    stepper = Stepper(Trainer(experiment((2, 3, 2), clip_norm=0.125)))
    stepper.finish_batch()
    clipped = next(execution for execution in stepper.executions if execution.equation.kind == "clipping")
    derivation = derive(clipped, 1, 1)
    assert derivation.formula == "∇(1)[1,2] · min(1, c / ‖∇‖)"
    (gradient, limit, norm) = derivation.closing.factors
    assert (limit.value, norm.value) == (0.125, stepper.trainer.gradient_norm)
    assert gradient.cell is not None
    assert present(last_writer(stepper.executions, clipped.index, gradient.cell)).equation.kind == "gradient"
    update = stepper.executions[-1]
    assert last_writer(stepper.executions, update.index, ("∇(1)", 1, 1)) is clipped


def test_frozen_weights_and_their_moments_stay() -> None:
    trainer = trainer_of(experiment((2, 3, 2), optimizer="momentum"), frozen=True)
    stepper = Stepper(trainer)
    stepper.finish_batch()
    executions = {execution.equation.symbol: execution for execution in stepper.executions}
    for symbol in ("mu(1)", "Θ(1)"):
        resting, moving = derive(executions[symbol], 0, 0), derive(executions[symbol], 0, 1)
        assert (resting.formula, resting.note) == (f"{symbol}[0,1]", "frozen")
        assert resting.closing.factors[0].value == resting.value
        assert not moving.note


def test_inputs_and_bias_units_come_from_outside() -> None:
    executions = stepped(batches=2)
    rows = executions["A(1)"].context.rows
    pixel, bias, hidden = (
        derive(executions["A(1)"], 2, 1),
        derive(executions["A(1)"], 2, 0),
        derive(executions["A(2)"], 2, 0),
    )
    assert (pixel.cell, pixel.note) == ("A(1)[3,1]", f"input 1 of training example {rows[2] + 1}")
    assert (bias.cell, bias.note, bias.value) == ("A(1)[3,0]", "the bias unit", 1.0)
    assert (hidden.cell, hidden.note, hidden.value) == ("A(2)[3,0]", "the bias unit", 1.0)
    assert pixel.terms == pixel.closing.parts == ()  # type: ignore[comparison-overlap]


@pytest.mark.parametrize("pair", reference.PAIRS, ids="-".join)
def test_from_the_loss_to_an_input(pair: tuple[str, str]) -> None:
    """Following the last factor that leads on, a person comes from J through each layer to A(1)."""
    executions = tuple(stepped((2, 3, 4, 2), ["relu", "sigmoid"], pair=pair, dropout=0.2).values())
    execution, way = executions[4 - 1 + 1], []
    row = column = 0
    while not (derivation := derive(execution, row, column)).note:
        way.append(execution.equation.symbol)
        terms = [*derivation.terms[-1:], derivation.closing]
        places = [factor.cell for term in terms for factor in term.factors if factor.cell]
        place = next(one for one in places if one[0].startswith("A("))
        execution, (row, column) = present(last_writer(executions, execution.index, place)), place[1:]
    assert way == ["J", "A(4)", "A(3)", "A(2)"]
    assert derivation.cell.startswith("A(1)[")


# Long sums


def terms(*values: float) -> list[Term]:
    return [Term(str(place), ("x",), value) for place, value in enumerate(values, 1)]


def test_a_long_sum_keeps_its_largest_terms_in_their_order() -> None:
    short = shorten(terms(1.0, -5.0, 0.5, 4.0, -0.25), 3)
    assert [(term.label, term.value) for term in short] == [("2", -5.0), ("4", 4.0), ("3 more", 1.25)]
    assert short[-1].factors == ()


def test_a_short_sum_stays() -> None:
    assert shorten(terms(1.0, 2.0), 2) == tuple(terms(1.0, 2.0))
    assert shorten([], 1) == ()


@given(st.lists(st.floats(-1e6, 1e6)), st.integers(1, 10))
def test_shortened_sums_add_up(values: list[float], most: int) -> None:
    short = shorten(terms(*values), most)
    assert len(short) == min(most, len(values))
    assert fsum(term.value for term in short) == pytest.approx(fsum(values), rel=1e-12, abs=1e-6)


def test_negative_numbers_and_powers_of_ten_are_told_apart_from_operators() -> None:
    a, b = Factor("a", -2.0), Factor("b", -3.0)
    spelled: list[tuple[tuple[str | Factor, ...], str]] = [
        ((a, " · ", b), "-2 · (-3)"),
        (("tanh(", a, ")"), "tanh(-2)"),
        (("[", a, " > 0]"), "[-2 > 0]"),
        (("1 − ", a), "1 − (-2)"),
        (("x ", a, "²"), "x (-2)²"),
        ((a, "²"), "(-2)²"),
        ((Factor("c", 1e-20), "²"), "(1e-20)²"),
        ((Factor("c", 3.0), "²"), "3²"),
    ]
    assert [Term("", parts, 0.0).numbers("{:g}".format) for parts, _ in spelled] == [text for _, text in spelled]


def test_a_spelling_says_what_its_closing_says() -> None:
    closing = Term("", (Factor("a", 1.5), " + ", Factor("b", 2.0)), 3.5)
    derivation = Derivation("c", "", "", (), closing)
    assert (derivation.formula, derivation.value, derivation.total) == ("a + b", 3.5, 0.0)
