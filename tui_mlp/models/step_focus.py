"""The focus of the Step view: an equation that has run, one of its values, a term."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from core.derivation.derivation import derive, last_writer
from core.derivation.terms import CellRef, Derivation, Factor, Term, shorten
from core.expressions import Axis, Operand
from core.stepping.stepper import Execution
from core.training.stopping.breakpoints import Hit
from tui_mlp.session.equation_plan import Stepping
from tui_mlp.text.numbers import plain_number

from .pointed import Pointed

Cell = tuple[int, int]
"""Row and column of a matrix, from 0."""


@dataclass(frozen=True, eq=False)
class StepFocus:
    """A value in one of the equations that have run, and the values from which `enter` led to it.

    `index` is the equation's place in `executions`. `symbol` names the matrix: the one that the equation wrote or, if
    `given`, one that it read and that no equation of this mini-batch wrote before it (Y, a Θ, a moment of Adam).
    `term` and `factor` count from 0; None stands for the largest term that isn't of a bias unit, and for the first of
    its factors that an equation of this mini-batch wrote and that is no bias unit: a bias unit is always 1, so nothing
    could be followed from there. Of one example alone, where the question is which weight made the output wrong, they
    stand for the term that pushes furthest the wrong way, and for its weight. `trail` holds the earlier places, the
    oldest first. A sum of more than `max_terms` terms shows its largest ones and the rest as one.
    """

    executions: tuple[Execution, ...]
    index: int
    symbol: str
    cell: Cell
    given: bool = False
    term: int | None = None
    factor: int | None = None
    trail: tuple["StepFocus", ...] = ()
    max_terms: int = 12

    @property
    def execution(self) -> Execution:
        """The equation in focus."""
        return self.executions[self.index]

    @property
    def operand(self) -> Operand:
        """The matrix in focus."""
        known = (*self.execution.reads, *self.execution.intermediates) if self.given else (self.execution.writes,)
        return next(operand for operand in known if operand.symbol == self.symbol)

    @cached_property
    def derivation(self) -> Derivation | None:
        """The value in focus as the sum that made it; None for a given value."""
        return None if self.given else derivation_of(self.execution, *self.cell)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The terms of the sum, at most `max_terms`."""
        return () if self.derivation is None else shorten(self.derivation.terms, self.max_terms)

    @property
    def expressions(self) -> tuple[Term, ...]:
        """The terms of the sum, then the closing expression."""
        return (*self.terms, self.derivation.closing) if self.derivation else ()

    @property
    def term_index(self) -> int:
        """The place in `expressions` of the term in focus; that of the closing expression where there is no sum."""
        if self.term is not None:
            return min(self.term, len(self.expressions) - 1)
        wrong_way = self.wrong_way
        ranks = [
            (
                bool(term.factors),
                not any(map(self.is_bias_unit, term.factors)),
                wrong_way * term.value if wrong_way else abs(term.value),
            )
            for term in self.terms
        ]
        return ranks.index(max(ranks)) if ranks else 0

    @property
    def wrong_way(self) -> float:
        """The sign of the terms that push an activation of one example alone away from what would lower its loss.

        It is that of −δ, as δ = −∂J/∂z. 0 where there is no such direction.
        """
        if self.given or not self.execution.context.alone or self.execution.equation.kind != "activation":
            return 0.0
        symbol, column = f"Δ{self.symbol[1:]}", self.cell[1] - self.operand.columns.bias
        deltas = [one.writes.value[0, column] for one in self.executions if one.equation.symbol == symbol]
        return -float(np.sign(deltas[0])) if deltas and deltas[0] == deltas[0] else 0.0

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The distinct factors of the term in focus."""
        return tuple(dict.fromkeys(self.expressions[self.term_index].factors)) if self.expressions else ()

    @property
    def name(self) -> str:
        """The value with the lecture's indices, such as Δ(2)[1,3]."""
        return self.operand.cell(*self.cell)

    @property
    def value(self) -> float:
        """The value in focus."""
        return float(self.operand.value[self.cell])

    @property
    def factor_index(self) -> int:
        """The place in `factors` of the factor in focus."""
        if self.factor is not None:
            return min(self.factor, len(self.factors) - 1)
        ranks = [
            (
                self.is_sought_weight(factor),
                bool(factor.cell and last_writer(self.executions, self.execution.index, factor.cell)),
                not self.is_bias_unit(factor),
            )
            for factor in self.factors
        ]
        return ranks.index(max(ranks)) if ranks else 0

    def is_sought_weight(self, factor: Factor) -> bool:
        """Whether a factor is the weight that an activation of one example alone was multiplied by."""
        forward = self.execution.context.alone is not None and self.execution.equation.kind == "activation"
        return forward and factor.cell is not None and factor.cell[0].startswith("Θ(")

    def is_bias_unit(self, factor: Factor) -> bool:
        """Whether a factor is the 1 of a bias unit."""
        if factor.cell is None:
            return False
        symbol, _row, column = factor.cell
        return column == 0 and any(
            operand.symbol == symbol and operand.rows.kind == "example" and operand.columns.bias
            for operand in self.execution.reads
        )

    @property
    def chosen_factor(self) -> Factor | None:
        """The factor in focus, which `enter` follows; None where the term has no factors."""
        return self.factors[self.factor_index] if self.factors else None

    def at_cell(self, row: int, column: int) -> "StepFocus":
        """The focus on another cell of the same matrix, or on the nearest that exists."""
        rows, columns = self.operand.value.shape
        cell = max(0, min(row, rows - 1)), max(0, min(column, columns - 1))
        return self if cell == self.cell else replace(self, cell=cell, term=None, factor=None)

    def at_term(self, term: int, factor: int) -> "StepFocus":
        """The focus on another term and factor of the same value, or on the nearest that exist."""
        moved = replace(self, term=max(0, min(term, len(self.expressions) - 1)))
        return replace(moved, factor=max(0, min(factor, len(moved.factors) - 1)))

    @property
    def multiplied(self) -> CellRef | None:
        """The activation that a weight in focus multiplied, of one example alone; None for all others and for a bias.

        So `enter` goes on from the weight of the largest term to the neuron before it.
        """
        symbol, (row, _column) = self.symbol, self.cell
        if not (self.given and self.execution.context.alone and symbol.startswith("Θ(") and row):
            return None
        return f"A{symbol[1:]}", 0, row

    @property
    def can_follow(self) -> bool:
        """Whether there is something to follow from here."""
        return self.chosen_factor is not None or self.multiplied is not None

    def followed(self) -> "StepFocus | None":
        """The focus on the chosen factor: where it was written, else where it is given. None for a plain number."""
        if self.multiplied is not None:
            return self.at_value(self.multiplied)
        if self.chosen_factor is None or self.chosen_factor.cell is None:
            return None
        return self.at_value(self.chosen_factor.cell)

    def at_value(self, place: CellRef) -> "StepFocus | None":
        """The focus on a value by its matrix, row and column, as the present equation sees it; None if it doesn't."""
        symbol, row, column = place
        trail, execution = (*self.trail, self), last_writer(self.executions, self.execution.index, place)
        if execution is not None:
            index = self.executions.index(execution)
            return StepFocus(self.executions, index, symbol, (row, column), trail=trail, max_terms=self.max_terms)
        if any(operand.symbol == symbol for operand in (*self.execution.reads, *self.execution.intermediates)):
            return StepFocus(
                self.executions, self.index, symbol, (row, column), True, trail=trail, max_terms=self.max_terms
            )
        return None

    def back(self) -> "StepFocus":
        """The focus before the last factor was followed."""
        return self.trail[-1] if self.trail else self

    def in_other_layer(self, direction: int) -> "StepFocus | None":
        """The focus on the same equation of the layer before (-1) or after (1); None where that hasn't run."""
        here = self.execution.equation
        kind = here.symbol.rpartition("(")[0]
        alike = [
            index
            for index, execution in enumerate(self.executions)
            if kind
            and execution.equation.symbol.startswith(f"{kind}(")
            and execution.equation.omitted_from_trace == here.omitted_from_trace
        ]
        if self.index not in alike:
            return None
        layers = sorted(alike, key=lambda index: layer_of(self.executions[index]))
        target = layers.index(self.index) + direction
        return self.at_equation(layers[target]) if 0 <= target < len(layers) else None

    def at_equation(self, index: int) -> "StepFocus":
        """The focus on another equation that has run, at the same example and the same neurons."""
        index = max(0, min(index, len(self.executions) - 1))
        return focus_on(self.executions, index, same_cell(self, self.executions[index].writes), self.max_terms)


def pointed_value(focus: StepFocus) -> Pointed:
    """The value in focus as the pointer names it, with its example if its row is one."""
    row, context = focus.cell[0], focus.execution.context
    example = None
    if focus.operand.rows.kind == "example":
        split = "train" if context.alone is None else context.alone.split
        example = (split, int(context.rows[row])) if split else None
    return Pointed(f"{focus.name} = {plain_number(focus.value)}", (focus.symbol, *focus.cell), example)


@lru_cache(maxsize=4)
def derivation_of(execution: Execution, row: int, column: int) -> Derivation:
    """`derive`, cached: a sum over thousands of examples takes a while, and several panes ask for it."""
    return derive(execution, row, column)


def layer_of(execution: Execution) -> int:
    """The layer in an equation's symbol: 2 for Δ(2) and for g'(Z(2))."""
    return int(execution.equation.symbol.rpartition("(")[2].rstrip(")"))


def focus_on(executions: tuple[Execution, ...], index: int, cell: Cell, max_terms: int) -> StepFocus:
    """The focus on an equation's result: at the cell, or the nearest that exists and isn't a bias unit."""
    writes = executions[index].writes
    row, column = cell
    focus = StepFocus(executions, index, writes.symbol, (0, 0), max_terms=max_terms)
    return focus.at_cell(row, max(column, int(writes.columns.bias)))


def same_cell(focus: StepFocus, writes: Operand) -> Cell:
    """The cell of another matrix with the same example and neuron numbers, where its axes count the same things."""

    def moved(before: Axis, index: int, axis: Axis) -> int:
        return index - before.bias + axis.bias if before.kind == axis.kind else index

    row, column = focus.cell
    operand = focus.operand
    return moved(operand.rows, row, writes.rows), moved(operand.columns, column, writes.columns)


def updated_focus(focus: StepFocus | None, stepping: Stepping, max_terms: int) -> StepFocus | None:
    """The focus after equations have run or were undone: on the last that has run.

    After a whole other mini-batch it stays on the same equation. Of one example alone it begins where its error does.
    None while none has run.
    """
    executions = stepping.shown
    if not executions:
        return None
    if focus is not None and focus.executions is executions:
        return focus
    if stepping.alone:
        return focus_on_error(executions, max_terms)
    if focus is None:
        return focus_on(executions, len(executions) - 1, (0, 0), max_terms)
    index = len(executions) - 1
    if not stepping.cursor and focus.execution.context is not executions[0].context:
        index = index_of_equation(focus.execution, executions)
    return focus_on(executions, index, same_cell(focus, executions[index].writes), max_terms)


def focus_on_error(executions: tuple[Execution, ...], max_terms: int) -> StepFocus:
    """The focus on where the error of one example begins: the largest |δ| of the output layer.

    Without a target there is none: the focus is on the largest output.
    """
    errors = [index for index, execution in enumerate(executions) if execution.equation.kind == "output error"]
    index = errors[0] if errors else len(executions) - 1
    sizes = np.abs(executions[index].writes.value[0])
    broken = ~np.isfinite(sizes)
    return focus_on(executions, index, (0, int((broken if broken.any() else sizes).argmax())), max_terms)


def focus_on_hit(executions: tuple[Execution, ...], hit: Hit, max_terms: int) -> StepFocus:
    """The focus on what a breakpoint stopped at: the value that shows it, else the last equation that has run.

    A value that isn't finite is looked for in what the last equation wrote.
    """
    last = len(executions) - 1
    if hit.value is not None:
        symbol, row, column = hit.value
        wrote = [place for place, execution in enumerate(executions) if execution.writes.symbol == symbol]
        index = wrote[-1] if wrote else last
        return focus_on(executions, index, (row, column), max_terms)
    broken = ~np.isfinite(executions[last].writes.value)
    row, column = map(int, np.unravel_index(broken.argmax(), broken.shape))
    return focus_on(executions, last, (row, column), max_terms)


def index_of_equation(execution: Execution, executions: tuple[Execution, ...]) -> int:
    """The place in `executions` of the same equation as `execution`; that of the last one if it isn't among them."""
    symbol, kind = execution.equation.symbol, execution.equation.kind
    alike = (
        index
        for index, other in enumerate(executions)
        if (other.equation.symbol, other.equation.kind) == (symbol, kind)
    )
    return next(alike, len(executions) - 1)
