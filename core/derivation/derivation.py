"""The derivation of one value: its per-example formula, in symbols and in numbers.

For example, Δ(2)[4,3] = (Σk Δ(3)[4,k] · Θ(2)[3,k]) · g'(Z(2))[4,3]. Each factor refers to the cell where it was
computed.
"""

from collections.abc import Iterable
from itertools import zip_longest

from core.expressions import Letter, Operand
from core.formulas import Parts, parts
from core.losses import PAIRS
from core.notation import DOT
from core.regularizers import Penalised
from core.scalars import LETTERS
from core.stepping.stepper import Execution
from core.support.i18n import _

from .sums import Sum, sum_behind
from .terms import CellRef, Derivation, Factor, derivation_of, factor


def derive(execution: Execution, row: int, column: int) -> Derivation:
    """The derivation of the value in this row and column, from 0, of what the equation wrote."""
    equation, context, writes = execution.equation, execution.context, execution.writes
    if writes.columns.bias and column == 0:
        return derivation_of(execution, row, column, note=_("the bias unit"))
    if equation.kind == "input":
        note = _("input {} of {}").format(column, context.example_text(row))
        return derivation_of(execution, row, column, reference="15", note=note)
    of_weights = equation.kind in ("moment", "weights", "correction") and writes.rows.kind == "neuron"
    if of_weights and context.frozen[writes.rows.layer - 1][row, column]:
        before = [factor(one, row, column) for one in execution.reads if one.symbol == writes.symbol]
        return derivation_of(execution, row, column, *before, note=_("frozen"))
    formula = equation.formula
    if isinstance(formula, Penalised) and row == 0:
        formula = formula.plain
    closing, total = with_values(parts(formula, elementwise=True), execution, row, column - writes.columns.bias)
    terms, letter = (total.terms, total.letter) if total else ([], "")
    return derivation_of(
        execution, row, column, *closing, terms=terms, letter=letter, reference=per_example_number(execution)
    )


def with_values(formula: Parts, execution: Execution, row: int, column: int) -> tuple[list[str | Factor], Sum | None]:
    """The parts of a formula with numbers for its symbols, and the sum among them, None if it has none."""
    numbers = {letter: execution.context.rates[key] for letter, key in LETTERS.items()}
    numbers |= {
        "m": execution.context.m,
        "N": execution.context.examples,
        "t": execution.count,
        "‖∇‖": execution.gradient_norm,
    }
    found: list[str | Factor] = []
    total: Sum | None = None
    for part, following in zip_longest(formula, formula[1:]):
        match part:
            case str():
                found.append(part)
            case Letter():
                found.append(Factor(part.symbol, numbers[part.name]))
            case Operand():
                found.append(factor(part.find_in(execution.known), row, column))
            case _:
                total = sum_behind(part, execution, row, column, enclosed=following == DOT)
                found += total.parts
    return found, total


def per_example_number(execution: Execution) -> str:
    """The lecture's number of the equation's per-example form; empty if it has none."""
    context, kind = execution.context, execution.equation.kind
    direct = bool(PAIRS[context.output, context.loss].error_number)
    if kind == "gradient":
        of_output = execution.writes.columns.layer == len(context.sizes)
        return "11" if not of_output else "6" if direct else ""
    if kind == "output error":
        return "12" if direct else ""
    return {"loss": "3" if execution.equation.number else "", "error": "13"}.get(kind, "")


def last_writer(executions: Iterable[Execution], before: int, cell: CellRef) -> Execution | None:
    """The last of these equations, before the one at index `before`, that wrote the cell's matrix; None if none did."""
    found = None
    for execution in executions:
        if execution.index < before and execution.equation.symbol == cell[0]:
            found = execution
    return found
