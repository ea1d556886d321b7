"""A line of a derivation: an equation in symbols and in numbers, and a sentence on it."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from core.derivation.terms import Factor, Term, merge_signs, rounded_sum, shorten
from core.notation import PLUS, Notation, joined, sum_sign, typeset

SHOWN_TERMS = 4
"""Terms of a sum that are written out, at most: the largest ones, and one for all others."""


class Summation(NamedTuple):
    """A sum inside a line: as it is written in symbols, and its terms with their numbers."""

    symbols: Notation
    terms: tuple[Term, ...]
    enclosed: bool = True
    """Whether it stands in parentheses where it has several terms."""

    @property
    def value(self) -> float:
        """The sum of the terms."""
        return rounded_sum(term.value for term in self.terms)


Piece = str | Factor | Summation


class DerivationLine(NamedTuple):
    """`left` = `pieces` = `value`. An empty `left` stands for the one before: it is the same value, further worked out.

    `number` is that of the lecture's equation, empty if the lecture doesn't have it in this form. `renews` says that
    the left side's value is replaced, as by a penalty. `errata` are the places where the slides are wrong here.
    """

    number: str
    left: Notation
    pieces: tuple[Piece, ...]
    value: float
    sentence: str
    errata: tuple[str, ...] = ()
    renews: bool = False
    formula: Notation | None = None
    """The right-hand side in symbols where it isn't that of the pieces."""

    @property
    def symbols(self) -> Notation:
        """The right-hand side in symbols."""
        if self.formula is not None:
            return self.formula
        parts = [Factor(piece.symbols, piece.value) if isinstance(piece, Summation) else piece for piece in self.pieces]
        return typeset(parts, lambda factor: factor.text)

    def numbers(self, figure: Callable[[float], str]) -> Notation:
        """The right-hand side in numbers, each written by `figure`, of a long sum the largest; empty without pieces."""
        return Term("", merge_signs(self._flat(figure)), self.value).numbers(figure)

    def _flat(self, figure: Callable[[float], str]) -> Iterable[str | Factor]:
        for piece in self.pieces:
            if not isinstance(piece, Summation):
                yield piece
                continue
            shown = shorten(piece.terms, SHOWN_TERMS)
            several = piece.enclosed and len(shown) > 1
            yield "(" * several
            for place, term in enumerate(shown):
                yield PLUS if place else ""
                yield from term.parts or (Factor(term.label, term.value),)
                if not term.parts:
                    yield Notation(f" [{term.label}]", rf"\;[\text{{{term.label}}}]")
            yield ")" * several


def summation(letter: str, each: Iterable[str | Factor], terms: Iterable[Term], *, enclosed: bool = True) -> Summation:
    """The sum over this index letter; `each` is one of its terms, in symbols."""
    written = joined([sum_sign(letter), typeset(tuple(each), lambda factor: factor.text)])
    return Summation(joined(["(", written, ")"]) if enclosed else written, tuple(terms), enclosed)


class Given(NamedTuple):
    """A letter of a derivation, the cell that it stands for, and its value."""

    letter: Notation
    cell: str
    value: float


class LineByLine(NamedTuple):
    """The derivation of a value of ∇, Δ or J for one example, line by line as on the slides."""

    cell: str
    row: int
    """The example's row in the mini-batch, from 0."""
    given: tuple[Given, ...]
    lines: tuple[DerivationLine, ...]
