"""∂J/∂a, ∂a/∂z and δ of the output layer, for each pair of output and loss.

All come with the opposite sign, −∂J/∂a and δ = −∂J/∂z, as the lecture's error is target minus output.
"""

from math import inf, isfinite, nan
from typing import NamedTuple

import numpy as np

from core.activations import evaluate, slopes
from core.derivation.terms import Factor, Term
from core.notation import DOT, MINUS, SLASH, Notation, joined
from core.support.i18n import _

from .activation_slope import slope_pieces
from .derivation_line import Piece, Summation, summation
from .example_values import ExampleValues
from .letters import J, derivative, indexed

TELLING = 1e-4
"""Differences from here on are written as differences; smaller ones as one number, as their digits would cancel."""


class Written(NamedTuple):
    """A part of a formula with its value."""

    pieces: tuple[str | Factor, ...]
    value: float


class Output:
    """Neuron k of the output layer for one example; `letter` is its index letter."""

    def __init__(self, values: ExampleValues, k: int, letter: str = "k") -> None:
        self.values, self.k, self.letter = values, k, letter
        self.output, self.loss = values.context.output, values.context.loss
        self.z = values.z(values.L, k)
        self.y = Factor(indexed("y", letter), values.y(k))
        exact = self.output in ("sigmoid", "tanh", "identity")
        a = float(evaluate(self.output, np.array([[self.z]]))[0, 0]) if exact else values.a(values.L, k)
        self.a = Factor(indexed("a", letter), a)
        self.beside = float(evaluate("sigmoid", np.array([[-self.z]]))[0, 0]) if self.output == "sigmoid" else 1 - a
        """1 − a, which has all its digits for the sigmoid."""

    @property
    def weight(self) -> tuple[str | Factor, ...]:
        """The example's weight as a factor in front, nothing where all count the same."""
        return (Factor(Notation("w_i", "w_{i}"), self.values.w), DOT) if self.values.weighted else ()

    @property
    def one_minus_a(self) -> tuple[str | Factor, ...]:
        """1 − a in parentheses."""
        if self.beside < TELLING:
            return "(", Factor(joined(["1", MINUS, self.a.text]), self.beside), ")"
        return "(", "1", MINUS, self.a, ")"

    @property
    def difference(self) -> Written:
        """y − a in parentheses."""
        y, a = self.y.value, self.a.value
        value = y * self.beside - (1 - y) * a if self.output == "sigmoid" else y - a
        if abs(value) < TELLING * max(abs(y), abs(a)):
            return Written(("(", Factor(joined([self.y.text, MINUS, self.a.text]), value), ")"), value)
        return Written(("(", self.y, MINUS, self.a, ")"), value)

    @property
    def loss_slope(self) -> Written:
        """−∂J/∂a, with the example's weight."""
        if self.loss == "squared_error":
            pieces, value = self.difference
        elif self.output == "softmax":
            pieces, value = (self.y, SLASH, self.a), quotient(self.y.value, self.a.value)
        else:
            one_minus_y: tuple[str | Factor, ...] = ("(1", MINUS, self.y, ")")
            pieces = ("(", self.y, SLASH, self.a, MINUS, *one_minus_y, SLASH, *self.one_minus_a, ")")
            y = self.y.value
            value = quotient(y, self.a.value) - quotient(1 - y, self.beside)
        return Written((*self.weight, *pieces), self.values.w * value)

    @property
    def slope(self) -> Written:
        """∂a/∂z, of all outputs but softmax."""
        if self.output == "sigmoid":
            return Written((self.a, DOT, *self.one_minus_a), self.a.value * self.beside)
        value = float(slopes(self.output, np.array([[self.z]]))[0, 0])
        return Written(slope_pieces(self.output, self.letter, self.z, self.a.value, value), value)

    def softmax_slope(self, k: int) -> Written:
        """∂a_c/∂z_k of softmax: a_c ([c = k] − a_k), where this neuron is c."""
        same, a_k = float(self.k == k), self.values.a(self.values.L, k)
        parts = self.a, DOT, "(", Factor(Notation("[c = k]"), same), MINUS, Factor(indexed("a", "k"), a_k), ")"
        return Written(parts, self.a.value * (same - a_k))


def softmax_outputs(values: ExampleValues) -> list[Output]:
    """All outputs, with the index letter c."""
    return [Output(values, c, "c") for c in range(1, values.size(values.L) + 1)]


def softmax_chain(values: ExampleValues, k: int, *, written: bool, enclosed: bool = True) -> Summation:
    """Σ_c ∂J/∂a_c · ∂a_c/∂z_k, the sum of softmax's chain rule; with both factors `written` out, −1 times it."""
    terms: list[Term] = []
    for one in softmax_outputs(values):
        loss, slope = one.loss_slope, one.softmax_slope(k)
        value = loss.value * slope.value if loss.value else 0.0
        by_a, by_z = derivative(J, one.a.text), derivative(one.a.text, indexed("z", "k"))
        chain = Factor(by_a, -loss.value), DOT, Factor(by_z, slope.value)
        pieces: tuple[str | Factor, ...] = (*loss.pieces, DOT, *slope.pieces) if written else chain
        terms.append(Term(str(one.k), pieces, value if written else -value))
    return summation("c", terms[0].parts, terms, enclosed=enclosed)


def error_pieces(values: ExampleValues, k: int, letter: str = "k") -> tuple[tuple[Piece, ...], float]:
    """δ_k of the output layer, with everything cancelled that cancels; `letter` is the index letter, or its number."""
    own = Output(values, k, letter)
    pieces, value = own.difference
    if values.pair.error_number:  # y − a
        return ((*own.weight, *pieces) if own.weight else pieces[1:-1]), values.w * value
    if values.context.output != "softmax":
        slope = own.slope
        return (*own.weight, *pieces, DOT, *slope.pieces), values.w * value * slope.value
    outputs = softmax_outputs(values)
    terms = [
        Term(str(one.k), (*one.difference.pieces, DOT, one.a), one.difference.value * one.a.value) for one in outputs
    ]
    total = summation("c", terms[0].parts, terms)
    inner: tuple[Piece, ...] = ("(", *pieces, MINUS, total, ")")
    return (*own.weight, own.a, DOT, *inner), values.w * own.a.value * (value - total.value)


def quotient(above: float, below: float) -> float:
    """above / below; infinite where `below` is 0, and 0 where both are, as that output's part of the loss is 0."""
    if not below:
        return inf if above > 0 else 0.0 if not above else nan
    return above / below


def with_reason(values: ExampleValues, sentence: str, value: float) -> str:
    """The sentence; where the line has no value because an output has rounded to 0 or 1, followed by that."""
    if isfinite(value) or not np.isfinite(values.matrix(f"Z({values.L})")[values.row]).all():
        return sentence
    text = _("It can't be computed here, as an output has rounded to 0 or 1; once that has cancelled, it can.")
    return f"{sentence} {text}"
