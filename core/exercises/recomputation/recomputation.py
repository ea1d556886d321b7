"""The equations worked out again, from a student's own values or with a slip in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

import numpy as np

from core.calls import Array
from core.exercises.letters import letters_of
from core.expressions import Activated, Expression, Operand
from core.regularizers import Dropped
from core.stepping.stepper import Execution

from .evaluation import Evaluator, g, with_ones

Cell = tuple[int, int]
Own = Mapping[tuple[int, str], Mapping[Cell, float]]
"""A student's own values: by index of the equation and symbol, then by cell."""


@dataclass(frozen=True)
class Slipped:
    """An equation computed by another formula; `known` are matrices in place of those that it should read."""

    expression: Expression
    known: Mapping[str, Operand] = field(default_factory=dict)


class Recomputation:
    """All equations of some mini-batches, from the first one on, with some values exchanged.

    `own` are values that take the place of those computed; everything after them is computed from them. `slipped` is
    the index of an equation that is computed by another formula; `weights` are Θ to start from. An equation whose
    operands are the program's keeps the program's values, to the last bit.

    `before[k]` are all matrices by symbol before equation k, `writes[k]` is what it gave. `computed[k]` is the same
    without own values in it, and Z beside A, by symbol.
    """

    def __init__(
        self,
        steps: Sequence[Execution],
        own: Own,
        slipped: tuple[int, Slipped] | None = None,
        until: int | None = None,
        weights: Mapping[str, Operand] | None = None,
    ) -> None:
        self.steps, self.own, self.slipped = steps, own, slipped
        self.before: list[dict[str, Operand]] = []
        self.writes: list[Operand] = []
        self.computed: list[dict[str, Operand]] = []
        self._known: dict[str, Operand] = dict(weights or {})
        self._changed: set[str] = set(self._known)
        self._norm: float | None = None
        with np.errstate(all="ignore"):
            for index, step in enumerate(steps[: len(steps) if until is None else until + 1]):
                self._run(index, step)

    def operands(self, index: int) -> dict[str, Operand]:
        """What an equation takes, by symbol, and what it computes besides its result, such as Z."""
        symbol = self.steps[index].writes.symbol
        beside = {one: operand for one, operand in self.computed[index].items() if one != symbol}
        return {**self.before[index], **beside}

    def _run(self, index: int, step: Execution) -> None:
        if step.equation.kind == "input":  # X, Y, the weights of examples and masks are given
            self._known = {symbol: one for symbol, one in self._known.items() if symbol[0] in "Θmnt"}
            self._changed &= self._known.keys()
            self._norm = None
        for operand in step.reads:
            self._known.setdefault(operand.symbol, operand)
        self.before.append(dict(self._known))
        slip = self.slipped[1] if self.slipped and self.slipped[0] == index else None
        same = slip is None and self._changed.isdisjoint(
            operand.symbol for operand in (*step.reads, *self._behind(step))
        )
        made = self._as_it_ran(step) if same else self._recomputed(step, slip)
        self.computed.append(dict(made))
        for symbol, operand in made.items():
            own_cells = self.own.get((index, symbol))
            if own_cells:
                made[symbol] = operand = with_cells(operand, own_cells)
            self._known[symbol] = operand
            if own_cells or not same:
                self._changed.add(symbol)
            else:
                self._changed.discard(symbol)
        if own_Z := next((one for one in step.intermediates if self.own.get((index, one.symbol))), None):
            self._activate_own(index, step, own_Z.symbol)
        self.writes.append(self._known[step.writes.symbol])
        self._share(step)

    def _behind(self, step: Execution) -> tuple[Operand, ...]:
        """What a clipped gradient depends on besides its operand: all gradients, by their norm."""
        if step.equation.kind != "clipping":
            return ()
        return tuple(one for symbol, one in self._known.items() if symbol.startswith("∇"))

    def _as_it_ran(self, step: Execution) -> dict[str, Operand]:
        return {operand.symbol: operand for operand in (step.writes, *step.intermediates)}

    def _recomputed(self, step: Execution, slip: Slipped | None) -> dict[str, Operand]:
        """What the equation gives, with the intermediates of an activation, by symbol."""
        letters = letters_of(step)
        if step.equation.kind == "clipping":
            letters["‖∇‖"] = self._gradient_norm()
        known = self._known if slip is None else {**self._known, **slip.known}
        formula = step.equation.formula if slip is None else slip.expression
        made = self._as_it_ran(step)
        if (activated := activated_in(step.equation.formula)) is not None:
            known = {**known, **{one.symbol: one for one in step.intermediates if one.symbol.startswith("M")}}
            Z = Evaluator(known, letters).value(activated.product)
            made[activated.Z.symbol] = with_values(step.known[activated.Z.symbol], Z)
        values = Evaluator(known, letters).value(formula)
        values = np.broadcast_to(values, step.writes.value.shape) if values.ndim < 2 else values
        made[step.writes.symbol] = with_values(step.writes, with_ones(values, step.writes))
        return made

    def _activate_own(self, index: int, step: Execution, Z: str) -> None:
        """A(l) from the student's own Z(l), but for cells of A(l) that are their own too."""
        activated = activated_in(step.equation.formula)
        assert activated is not None
        values = g(activated.name, np.asarray(self._known[Z].value, float))
        if isinstance(step.equation.formula, Dropped):
            values = values * step.known[step.equation.formula.M.symbol].value
        A = with_values(step.writes, with_ones(values, step.writes))
        self.computed[index][A.symbol] = A
        self._known[A.symbol] = with_cells(A, self.own.get((index, A.symbol), {}))
        self._changed.add(A.symbol)

    def _share(self, step: Execution) -> None:
        """Give A(l) without its ones, from which g' is computed, the values of A(l)."""
        activated = activated_in(step.equation.formula)
        if activated is None or activated.A.symbol == step.writes.symbol:
            return
        A, symbol = self._known[step.writes.symbol].value, activated.A.symbol
        if isinstance(step.equation.formula, Dropped):
            values = g(activated.name, np.asarray(self._known[activated.Z.symbol].value, float))
        else:
            values = A[:, 1:]
        self._known[symbol] = Operand(
            activated.A.symbol, values, activated.A.rows, activated.A.columns, activated.A.index_between,
            activated.A.source,
        )  # fmt: skip
        if step.writes.symbol in self._changed:
            self._changed.add(symbol)
        else:
            self._changed.discard(symbol)

    def _gradient_norm(self) -> float:
        """‖∇‖ of all gradients before any was clipped."""
        if self._norm is None:
            gradients = [one.value for symbol, one in self._known.items() if symbol.startswith("∇")]
            self._norm = sqrt(sum(float(np.square(values).sum()) for values in gradients))
        return self._norm


def activated_in(formula: Expression) -> Activated | None:
    """The g(A Θ) of a formula that computes a layer's activations; None for all others."""
    if isinstance(formula, Dropped):
        return activated_in(formula.activated)
    return formula if isinstance(formula, Activated) else None


def with_values(operand: Operand, values: Array) -> Operand:
    """The operand with other values."""
    return operand.rebind(lambda _before: values)


def with_cells(operand: Operand, cells: Mapping[Cell, float]) -> Operand:
    """The operand with other values in some cells."""
    values = np.array(operand.value, float)
    for cell, value in cells.items():
        values[cell] = value
    return with_values(operand, values)
