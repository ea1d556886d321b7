"""One value of an equation spelled out: the sum that made it, in symbols and in numbers.

These are the lecture's per-example forms: (3), (6), (11), (12), (13). A value is a sum of terms, each a product of
factors, and then a few more operations: Δ(2)[4,3] = (Σ_k Δ(3)[4,k] · Θ(2)[3,k]) · g'(Z(2))[4,3].
"""

from collections.abc import Callable, Iterable, Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np

from .activations import LEAK
from .losses import PAIRS
from .program import Axis, Operand
from .stepping import Frame
from .texts import _

Place = tuple[str, int, int]
"""A matrix by its symbol, row and column from 0."""


class Factor(NamedTuple):
    """A number in a product, and which value of which matrix it is, if it is one."""

    text: str
    value: float
    place: Place | None = None


class Term(NamedTuple):
    """A product: the index it stands for, its factors, its value with its sign."""

    label: str
    factors: tuple[Factor, ...]
    value: float


class Spelling(NamedTuple):
    """How a value came about. `closing` is what is done with the sum: words and numbers, the value last."""

    cell: str
    formula: str
    reference: str
    """The lecture's number of the per-example form, empty where it has none."""
    letter: str
    """The letter that the sum runs over, empty where the terms are just added."""
    terms: tuple[Term, ...]
    closing: tuple[str | float, ...]
    value: float

    @property
    def total(self) -> float:
        """The sum of all terms."""
        return float(sum(term.value for term in self.terms))


def shorten(terms: Sequence[Term], most: int) -> tuple[Term, ...]:
    """The largest terms, in their order, and all others as one, so that they still add up; `most` in all."""
    if len(terms) <= most:
        return tuple(terms)
    by_size = sorted(range(len(terms)), key=lambda place: -abs(terms[place].value))
    kept = sorted(by_size[: max(0, most - 1)])
    rest = sum(terms[place].value for place in by_size[max(0, most - 1) :])
    return *(terms[place] for place in kept), Term(_("{} more").format(len(terms) - len(kept)), (), float(rest))


def spell(frame: Frame, row: int, column: int) -> Spelling:
    """The value in this row and column, from 0, of what the frame's equation wrote."""
    kind = frame.equation.symbol.partition("(")[0]
    return SPELLERS[kind](frame, row, column)


def name(operand: Operand, row: int, column: int) -> str:
    """A value as the lecture indexes it: from 1, the bias unit 0."""
    return f"{operand.symbol}[{_label(operand.rows, row)},{_label(operand.columns, column)}]"


def _label(axis: Axis, place: int) -> str:
    return str(place if axis.bias else place + 1)


def _factor(operand: Operand, row: int, column: int, shift: int = 0) -> Factor:
    """A value as a factor. `shift` leads from a matrix without its ones column to the one it is part of."""
    symbol = operand.symbol.partition("[")[0]
    place = (symbol, row, column + shift)
    text = f"{symbol}[{_label(operand.rows, row)},{_label(operand.columns, column)}]"
    return Factor(text, float(operand.value[row, column]), place)


def _product(index: str, *factors: Factor, sign: float = 1.0) -> Term:
    value = sign
    for factor in factors:
        value *= factor.value
    return Term(index, factors, value)


def _input(frame: Frame, row: int, column: int) -> Spelling:
    value, cell = float(frame.writes.value[row, column]), name(frame.writes, row, column)
    if column == 0:
        return Spelling(cell, _("1, the bias unit"), "15", "", (), (value,), value)
    example = int(frame.scene.rows[row]) + 1
    text = _("input {} of training example {}").format(column, f"{example:,}")
    return Spelling(cell, text, "15", "", (), (value,), value)


def _activation(frame: Frame, row: int, column: int) -> Spelling:
    if frame.equation.symbol == "A(1)":
        return _input(frame, row, column)
    A, theta = frame.reads
    Z, *mask = frame.also
    value, cell = float(frame.writes.value[row, column]), name(frame.writes, row, column)
    hidden = frame.writes.columns.bias
    if hidden and column == 0:
        return Spelling(cell, _("1, the bias unit"), "", "", (), (value,), value)
    k = column - hidden
    terms = tuple(
        _product(str(j), _factor(A, row, j), _factor(theta, j, k)) for j in range(theta.value.shape[0])
    )  # fmt: skip
    i, neuron = _label(A.rows, row), k + 1
    inner = f"Σj {A.symbol}[{i},j] · {theta.symbol}[j,{neuron}]"
    z = float(sum(term.value for term in terms))
    if not hidden and frame.scene.output == "softmax":
        row_Z = Z.value[row].astype(float)
        powers = np.exp(row_Z - row_Z.max())
        formula = f"e^z{neuron} / Σc e^zc,  z{neuron} = {inner}"
        closing = ("z =", z, "  e^(z − max z) / Σ = ", float(powers[k]), "/", float(powers.sum()), "=", value)
        return Spelling(cell, formula, "", "j", terms, closing, value)
    g = frame.scene.output if not hidden else frame.scene.activations[int(A.symbol[2:-1]) - 1]
    parts: tuple[str | float, ...] = ("z =", z, f"  {g}(z) =")
    if mask:
        kept = float(mask[0].value[row, k])
        undropped = value / kept if kept else float(_G[g](z))
        parts = (*parts, undropped, "· M/(1−p)", kept, "=")
        return Spelling(cell, f"{g}({inner}) · M/(1−p)", "", "j", terms, (*parts, value), value)
    return Spelling(cell, f"{g}({inner})", "", "j", terms, (*parts, value), value)


def _loss(frame: Frame, row: int, column: int) -> Spelling:
    A, Y, Z = frame.reads
    scene, pair = frame.scene, PAIRS[frame.scene.output, frame.scene.loss]
    m, value = scene.m, float(frame.writes.value.item())
    terms = []
    for i in range(m):
        wrong = np.abs(Y.value[i] - A.value[i]) if scene.loss == "squared_error" else Y.value[i]
        k = int(np.argmax(wrong))  # the output that says most of this example
        own = pair.loss(Z.value[i : i + 1], Y.value[i : i + 1])
        terms.append(Term(str(i + 1), (_factor(Y, i, k), _factor(A, i, k)), own))
    form = {
        "squared_error": "½ Σk (Y[i,k] − {A}[i,k])²",
        "softmax": "−Σk Y[i,k] log {A}[i,k]",
    }.get(scene.loss if scene.loss == "squared_error" else scene.output)
    formula = (form or "−Σk [Y[i,k] log {A}[i,k] + (1 − Y[i,k]) log(1 − {A}[i,k])]").format(A=A.symbol)
    closing = ("Σ", float(sum(term.value for term in terms)), "/ m", float(m), "=", value)
    reference = "3" if frame.equation.number else ""
    return Spelling("J", f"(1/m) Σi {formula}", reference, "i", tuple(terms), closing, value)


def _output_error(frame: Frame, row: int, column: int) -> Spelling:
    Y, A = frame.reads[:2]
    scene, cell = frame.scene, name(frame.writes, row, column)
    value, k = float(frame.writes.value[row, column]), column
    y, a = _factor(Y, row, k), _factor(A, row, k)
    i = _label(Y.rows, row)
    difference = (_product("y", y), _product("−a", a, sign=-1.0))
    e = y.value - a.value
    if scene.loss == "squared_error" and scene.output == "softmax":
        terms = tuple(
            Term(str(c + 1), (Factor(f"E[{i},{c + 1}]", float(Y.value[row, c] - A.value[row, c])), _factor(A, row, c)),
                 float((Y.value[row, c] - A.value[row, c]) * A.value[row, c]))
            for c in range(A.value.shape[1])
        )  # fmt: skip
        total = float(sum(term.value for term in terms))
        formula = f"{a.text} · (E[{i},{k + 1}] − Σc E[{i},c] · {A.symbol}[{i},c]),  E = Y − {A.symbol}"
        return Spelling(cell, formula, "", "c", terms, (a.value, "· (", e, "−", total, ") =", value), value)
    formula = f"{y.text} − {a.text}"
    if scene.loss == "squared_error" and scene.output != "identity":
        slope, text = _slope(scene.output, a.value)
        whole = f"({formula}) · g'(z),  g'(z) = {text}"
        return Spelling(cell, whole, "", "", difference, ("y − a =", e, "· g'", slope, "=", value), value)
    return Spelling(cell, formula, "12", "", difference, (value,), value)


def _error(frame: Frame, row: int, column: int) -> Spelling:
    if frame.reads[0].symbol == "Y":
        return _output_error(frame, row, column)
    delta, theta, slope, *mask = frame.reads
    value, cell, j = float(frame.writes.value[row, column]), name(frame.writes, row, column), column + 1
    terms = tuple(
        _product(str(k + 1), _factor(delta, row, k), _factor(theta, j, k)) for k in range(delta.value.shape[1])
    )  # fmt: skip
    i = _label(delta.rows, row)
    inner, g = f"Σk {delta.symbol}[{i},k] · {theta.symbol}[{j},k]", _factor(slope, row, column)
    closing: tuple[str | float, ...] = ("Σ", float(sum(term.value for term in terms)), "· g'", g.value)
    formula = f"({inner}) · {g.text}"
    for one in mask:
        closing, formula = (*closing, "· M/(1−p)", float(one.value[row, column])), f"{formula} · M/(1−p)"
    return Spelling(cell, formula, "13", "k", terms, (*closing, "=", value), value)


def _gradient(frame: Frame, row: int, column: int) -> Spelling:
    if frame.equation.aside:
        return _clipped(frame, row, column)
    A, delta, *theta = frame.reads
    scene, cell = frame.scene, name(frame.writes, row, column)
    value, m, k = float(frame.writes.value[row, column]), scene.m, column + 1
    terms = tuple(
        _product(str(i + 1), _factor(A, i, row), _factor(delta, i, column)) for i in range(m)
    )  # fmt: skip
    total = float(sum(term.value for term in terms))
    formula = f"−(1/m) Σi {A.symbol}[i,{_label(A.columns, row)}] · {delta.symbol}[i,{k}]"
    closing: tuple[str | float, ...] = ("−(1/m) Σ = −", total, f"/ {m} =", -total / m)
    if theta and row:
        weight, N = float(theta[0].value[row, column]), scene.examples
        for text, strength, direction in (
            ("(λ2/N) θ", scene.rates["l2"], weight),
            ("(λ1/N) sign θ", scene.rates["l1"], float(np.sign(weight))),
        ):
            if strength > 0:
                formula, closing = f"{formula} + {text}", (*closing, f"  + {text} =", strength / N * direction)
        closing = (*closing, "  =", value)
    last = int(delta.symbol[2:-1]) == len(scene.sizes)
    return Spelling(cell, formula, "6" if last else "11", "i", terms, closing, value)


def _clipped(frame: Frame, row: int, column: int) -> Spelling:
    value, cell, norm = float(frame.writes.value[row, column]), name(frame.writes, row, column), frame.gradient_norm
    limit = frame.scene.rates["clip_norm"]
    scale = Factor("min(1, c / ‖∇‖)", limit / norm if norm > limit else 1.0)
    term = _product("", _factor(frame.reads[0], row, column), scale)
    closing = ("‖∇‖", norm, "  c", limit, "  =", value)
    return Spelling(cell, f"{cell} · min(1, c / ‖∇‖)", "", "", (term,), closing, value)


def _slope_of(frame: Frame, row: int, column: int) -> Spelling:
    value, cell = float(frame.writes.value[row, column]), name(frame.writes, row, column)
    A, l = frame.reads[0], int(frame.equation.symbol[5:-2])
    activation = frame.scene.activations[l - 2]
    a = _factor(A, row, column, shift=1)
    factor = a._replace(text="a", place=(f"A({l})", row, column + 1))
    text = _slope(activation, a.value)[1]
    return Spelling(cell, text, "", "", (Term("a", (factor,), a.value),), (f"{text} =", value), value)


def _slope(activation: str, a: float) -> tuple[float, str]:
    """g'(z) from a = g(z), and how people write it."""
    return {
        "sigmoid": (a * (1 - a), "a · (1 − a)"),
        "tanh": (1 - a * a, "1 − a²"),
        "relu": (float(a > 0), _("1 where z > 0, else 0")),
        "leaky_relu": (1.0 if a > 0 else LEAK, _("1 where z > 0, else 0.01")),
        "identity": (1.0, "1"),
    }[activation]


def _elementwise(frame: Frame, row: int, column: int) -> Spelling:
    """mu, nu and Θ by the optimiser's own formula."""
    scene, cell = frame.scene, name(frame.writes, row, column)
    value, rates = float(frame.writes.value[row, column]), scene.rates
    read = {operand.symbol.partition("(")[0]: _factor(operand, row, column) for operand in frame.reads}
    kind, alpha = frame.equation.symbol.partition("(")[0], Factor("α", rates["learning_rate"])
    terms: list[Term] = []
    closing: tuple[str | float, ...] = (value,)
    if kind in ("mu", "nu"):
        key = {"momentum": "momentum", "nesterov": "momentum", "rmsprop": "rho"}.get(scene.optimizer)
        key = key or ("beta1" if kind == "mu" else "beta2")
        symbol = {"momentum": "μ", "rho": "ρ", "beta1": "β1", "beta2": "β2"}[key]
        squared = (read["∇"],) * (2 if kind == "nu" else 1)
        share = () if key == "momentum" else (Factor(f"1 − {symbol}", 1 - rates[key]),)
        terms = [_product(kind, Factor(symbol, rates[key]), read[kind]), _product("∇", *share, *squared)]
    elif scene.optimizer in ("gradient_descent", "momentum", "nesterov"):
        terms = [_product("θ", read["Θ"])]
        if "∇" in read:
            terms.append(_product("∇", alpha, read["∇"], sign=-1.0))
        if "mu" in read:
            slow = (Factor("μ", rates["momentum"]),) if scene.optimizer == "nesterov" else ()
            terms.append(_product("mu", alpha, *slow, read["mu"], sign=-1.0))
    else:
        above = read.get("mu") or read["∇"]
        corrected = scene.optimizer == "adam"
        rate, epsilon = corrections(frame) if corrected else (alpha.value, rates["epsilon"])
        mark = "'" if corrected else ""
        root = Factor(f"1 / (√nu + ε{mark})", 1 / (sqrt(read["nu"].value) + epsilon), read["nu"].place)
        terms = [_product("θ", read["Θ"]), _product("step", Factor(f"α{mark}", rate), above, root, sign=-1.0)]
        closing = (f"α{mark}", rate, "  √nu", sqrt(read["nu"].value), f"  ε{mark}", epsilon, "  =", value)
    formula = " ".join(_signed(term, place) for place, term in enumerate(terms))
    return Spelling(cell, formula, "", "", tuple(terms), closing, value)


def _signed(term: Term, place: int) -> str:
    product = " · ".join(factor.text for factor in term.factors)
    negative = np.prod([factor.value for factor in term.factors]) * term.value < 0
    return f"− {product}" if negative else f"+ {product}" if place else product


def corrections(frame: Frame) -> tuple[float, float]:
    """α' and ε', which hold Adam's bias corrections. Kingma, Ba 2015, section 2."""
    rates, t = frame.scene.rates, frame.count
    root = sqrt(1 - rates["beta2"] ** t)
    return rates["learning_rate"] * root / (1 - rates["beta1"] ** t), rates["epsilon"] * root


def _number(frame: Frame, row: int, column: int) -> Spelling:
    value, rates, t = float(frame.writes.value.item()), frame.scene.rates, frame.count
    cell, text = frame.equation.symbol, frame.equation.text
    terms = [("t", t), ("β2", rates["beta2"])]
    terms = [("α", rates["learning_rate"]), ("β1", rates["beta1"]), *terms] if cell == "α'" else [
        ("ε", rates["epsilon"]), *terms,
    ]  # fmt: skip
    closing: list[str | float] = [part for symbol, number in terms for part in (f" {symbol}", float(number))]
    return Spelling(cell, text, "", "", (), (*closing, " =", value), value)


def walk(frames: Iterable[Frame], before: int, place: Place) -> Frame | None:
    """The last of these equations, before the one at index `before`, that wrote the matrix of a place."""
    found = None
    for frame in frames:
        if frame.index < before and frame.equation.symbol == place[0]:
            found = frame
    return found


_G: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda z: 0.5 + 0.5 * float(np.tanh(z / 2)),
    "tanh": lambda z: float(np.tanh(z)),
    "relu": lambda z: max(z, 0.0),
    "leaky_relu": lambda z: max(z, LEAK * z),
    "identity": lambda z: z,
}

SPELLERS: dict[str, Callable[[Frame, int, int], Spelling]] = {
    "A": _activation,
    "J": _loss,
    "Δ": _error,
    "∇": _gradient,
    "g'": _slope_of,
    "mu": _elementwise,
    "nu": _elementwise,
    "Θ": _elementwise,
    "α'": _number,
    "ε'": _number,
}
