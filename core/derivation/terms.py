"""The parts of a derivation: factors, terms made of them, and the closing term.

A term is a sequence of operators and factors. It is shown twice: with symbols and with numbers. The closing term gives
the derived value; the sum of all other terms is one of its factors.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from math import fsum
from typing import NamedTuple, TypeVar

from core.expressions import Matrix, Part
from core.notation import Notation, joined, number, typeset
from core.stepping.stepper import Execution
from core.support.i18n import _

Symbol = TypeVar("Symbol")
CellRef = tuple[str, int, int]
"""A cell of a matrix: the matrix's symbol, row and column from 0."""


class Factor(NamedTuple):
    """A number with its symbol, and the cell from which it comes: where it was computed or, if given, where it is."""

    text: str
    value: float
    cell: CellRef | None = None
    other_outputs: bool = False
    """Whether it is the loss of all outputs but the one with the largest part."""


class Term(NamedTuple):
    """A value and its expression, as operators and factors. `label` is its index in the sum."""

    label: str
    parts: tuple[str | Factor, ...]
    value: float

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The factors, from left to right."""
        return tuple(part for part in self.parts if isinstance(part, Factor))

    @property
    def symbols(self) -> Notation:
        """The expression in symbols."""
        return typeset(self.parts, lambda factor: factor.text)

    def numbers(self, figure: Callable[[float], str]) -> Notation:
        """The expression in numbers, each formatted by `figure`, in parentheses if its sign or exponent needs them."""
        pieces: list[str] = []
        for part, following in zip_longest(self.parts, self.parts[1:], fillvalue=""):
            if isinstance(part, str):
                pieces.append(part)
                continue
            shown, before = figure(part.value), "".join(pieces[-2:])
            signed = shown.startswith("-") and before and not before.endswith(("(", "["))
            raised = isinstance(following, str) and following.startswith(("²", "^")) and not {*"-e"}.isdisjoint(shown)
            pieces.append(number(f"({shown})" if signed or raised else shown, divisor=before.endswith(("/", "/ "))))
        return joined(pieces)


class Derivation(NamedTuple):
    """How a value was computed. `closing` gives it; if there are terms, their sum is one of its factors.

    A value without a formula, such as an input, has no terms, no factors in `closing`, and a `note` in words.
    """

    cell: str
    reference: str
    """The lecture's number of the per-example form; empty if it has none."""
    letter: str
    """The index letter of the sum; empty if there is no sum."""
    terms: tuple[Term, ...]
    closing: Term
    note: str = ""

    @property
    def formula(self) -> Notation:
        """The right-hand side in symbols."""
        return self.closing.symbols

    @property
    def value(self) -> float:
        """The value as the equation computed it."""
        return self.closing.value

    @property
    def total(self) -> float:
        """The sum of the terms."""
        return sum_of(self.terms)


def sum_of(terms: Iterable[Term]) -> float:
    """The sum of the terms' values, rounded once; inf or nan where it is beyond the limits of a double."""
    return rounded_sum(term.value for term in terms)


def rounded_sum(values: Iterable[float]) -> float:
    """The sum of values, rounded once; inf or nan, as in NumPy, where it is beyond the limits of a double."""
    found = list(values)
    try:
        return fsum(found)
    except (OverflowError, ValueError):  # beyond the limits, or inf − inf
        return sum(found)


def shorten(terms: Sequence[Term], limit: int) -> tuple[Term, ...]:
    """At most `limit` (1 or more) terms: the largest in their order, then one term that is the sum of all others."""
    if len(terms) <= limit:
        return tuple(terms)
    by_size = sorted(range(len(terms)), key=lambda place: -abs(terms[place].value))
    largest, others = sorted(by_size[: limit - 1]), by_size[limit - 1 :]
    rest = Term(_("{} more").format(len(others)), (), sum_of(terms[place] for place in others))
    return *(terms[place] for place in largest), rest


def factor(matrix: Matrix, row: int, column: int) -> Factor:
    """A value of a matrix as a factor. Its cell is where it was computed: for Z(l), that is A(l).

    A matrix of one row or column, such as a number or the weights of examples, has that one in each row or column.
    """
    row, column = (
        0 if axis.kind == "none" else place for axis, place in ((matrix.rows, row), (matrix.columns, column))
    )
    value, operand = float(matrix.value[row, column]), matrix.operand if isinstance(matrix, Part) else matrix
    if isinstance(matrix, Part):
        row, column = (column, row) if matrix.transposed else (row, column)
        row += matrix.skipped
    symbol, before = operand.source or (operand.symbol, 0)
    return Factor(operand.cell(row, column), value, (symbol, row, before + column))


def merge_signs(parts: Iterable[str | Symbol]) -> tuple[str | Symbol, ...]:
    """The parts of a formula, with consecutive signs joined to one."""
    found: list[str | Symbol] = []
    for part in parts:
        if found and isinstance(part, str) and isinstance(found[-1], str):
            found[-1] = joined([found[-1], part])
        else:
            found.append(part)
    return tuple(found)


def derivation_of(
    execution: Execution,
    row: int,
    column: int,
    *parts: str | Factor,
    terms: Sequence[Term] = (),
    letter: str = "",
    reference: str = "",
    note: str = "",
) -> Derivation:
    """The derivation of a value that the equation wrote; `parts` are those of its closing term."""
    closing = Term("", merge_signs(parts), float(execution.writes.value[row, column]))
    return Derivation(execution.writes.cell(row, column), reference, letter, tuple(terms), closing, note)
