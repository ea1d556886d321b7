"""An equation: what it writes, its formula and calls, its place in the lecture."""

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
"""What an equation computes: lines 5 to 10 in order, then the parts of an update."""

UPDATES: dict[str, EquationKind] = {"mu": "moment", "nu": "moment", "Θ": "weights"}
"""The kind of an optimiser's formula by its name; all others are bias corrections."""


@dataclass(frozen=True, eq=False)
class Equation:
    """`writes` ← `formula`, computed by `calls`; `line` and `number` are the lecture's, None if it has none.

    The calls of an update change all layers at once and belong to the first layer's equation. The operands belong to
    one mini-batch; the formula is shared by all mini-batches, and only the symbols of its operands count.
    """

    kind: EquationKind
    line: int | None
    number: str | None
    writes: Operand
    formula: Expression = field(repr=False)
    reads: tuple[Operand, ...] = field(repr=False)
    calls: tuple[Call, ...] = field(repr=False)
    intermediates: tuple[Operand, ...] = field(default=(), repr=False)
    """What the calls write besides `writes`, such as Z before g."""

    @property
    def symbol(self) -> str:
        """The left-hand side, such as Δ(2)."""
        return self.writes.symbol

    @cached_property
    def text(self) -> Notation:
        """The right-hand side as text."""
        return formula_text(self.formula)

    @property
    def omitted_from_trace(self) -> bool:
        """Whether `trace` leaves it out."""
        return self.kind in ("clipping", "correction")

    @property
    def value(self) -> Array:
        """The present values of the left-hand side."""
        return self.writes.value

    def rebind(self, counterpart: Counterpart) -> "Equation":
        """The equation for another mini-batch; itself if both share all its arrays."""
        calls, writes = tuple(rebind_call(call, counterpart) for call in self.calls), self.writes.rebind(counterpart)
        reads, intermediates = (
            tuple(one.rebind(counterpart) for one in group) for group in (self.reads, self.intermediates)
        )
        own = (*self.calls, self.writes, *self.reads, *self.intermediates)
        if all(map(is_, own, (*calls, writes, *reads, *intermediates))):
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
    """Make an equation; `reads` and `calls` are by default the matrices and the calls of the formula."""
    made = formula.intermediates()
    if reads is None:
        found = {one.symbol: one for one in formula.matrices()}
        reads = [one for symbol, one in found.items() if symbol not in {other.symbol for other in made}]
    calls = formula.calls(writes.value) if calls is None else calls
    return Equation(kind, line, number, writes, formula, tuple(reads), tuple(calls), made)
