"""One step of the algorithm: what it writes, the formula for it, and its place in the lecture."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import is_
from typing import Literal

from .calls import Array, Call, rebind_call
from .expressions import Counterpart, Expression, Operand
from .formulas import formula_text
from .notation import Notation

EquationKind = Literal[
    "input", "activation", "loss", "output error", "gradient", "slope", "error",
    "clipping", "moment", "correction", "weights",
]  # fmt: skip
"""What an equation is for: those of lines 5 to 10 in order, then those of the update."""

UPDATES: dict[str, EquationKind] = {"mu": "moment", "nu": "moment", "Θ": "weights"}
"""What formulas of an optimiser are for; all others correct biases."""


@dataclass(frozen=True, eq=False)
class Equation:
    """`writes` ← `formula`, computed by `calls`; `number` is the lecture's, None where it has none.

    An update's calls renew all layers at once and stand in the first layer's equation. The operands are those of one
    mini-batch; the formula, which all mini-batches share, names them.
    """

    kind: EquationKind
    line: int | None
    number: str | None
    writes: Operand
    formula: Expression = field(repr=False)
    reads: tuple[Operand, ...] = field(repr=False)
    calls: tuple[Call, ...] = field(repr=False)
    intermediates: tuple[Operand, ...] = field(default=(), repr=False)
    """What the calls write on the way."""

    @property
    def symbol(self) -> str:
        """The left-hand side, such as Δ(2)."""
        return self.writes.symbol

    @cached_property
    def text(self) -> Notation:
        """The right-hand side as people write it."""
        return formula_text(self.formula)

    @property
    def omitted_from_trace(self) -> bool:
        """Whether a trace leaves it out."""
        return self.kind in ("clipping", "correction")

    @property
    def value(self) -> Array:
        """The left-hand side's values, as they stand now."""
        return self.writes.value

    def rebind(self, counterpart: Counterpart) -> "Equation":
        """The same for another mini-batch; itself where both share all of it."""
        calls, writes = tuple(rebind_call(call, counterpart) for call in self.calls), self.writes.rebind(counterpart)
        reads, intermediates = (
            tuple(one.rebind(counterpart) for one in group) for group in (self.reads, self.intermediates)
        )
        before, behind = (
            (*self.calls, self.writes, *self.reads, *self.intermediates),
            (*calls, writes, *reads, *intermediates),
        )
        if all(map(is_, before, behind)):
            return self
        other = replace(self, writes=writes, reads=reads, calls=calls, intermediates=intermediates)
        vars(other)["text"] = self.text  # written once for all mini-batches
        return other


def equation(
    kind: EquationKind,
    line: int | None,
    number: str | None,
    writes: Operand,
    formula: Expression,
    *,
    reads: Iterable[Operand] | None = None,
    calls: Iterable[Call] | None = None,
) -> Equation:
    """An equation that reads the matrices of its formula and is computed by the formula's calls, unless told others."""
    made = formula.intermediates()
    if reads is None:
        found = {one.symbol: one for one in formula.matrices()}
        reads = [one for symbol, one in found.items() if symbol not in {other.symbol for other in made}]
    calls = formula.calls(writes.value) if calls is None else calls
    return Equation(kind, line, number, writes, formula, tuple(reads), tuple(calls), made)
