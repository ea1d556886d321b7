"""The sum behind a value in numbers, without its result, as one types it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from core.derivation.derivation import with_values as formula_with_values
from core.derivation.sums import Sum
from core.derivation.terms import Factor, Term, merge_signs, shorten
from core.exercises.shown_numbers import shown_number
from core.expressions import Expression, Operand
from core.formulas import parts
from core.notation import MINUS, NEGATIVE, PLUS
from core.regularizers import Penalised
from core.stepping.stepper import Execution

Figure = Callable[[float], str]

NEGATIVE_NUMBER = re.compile(r"^(-[\d.]+(?:e[-+]?\d+)?)", re.ASCII)

MOST_TERMS = 8
"""Terms of a sum that are written out; the others are given as one number."""


def with_operands(step: Execution, known: Mapping[str, Operand]) -> Execution:
    """An equation that has run, as if it had read these matrices, by symbol."""
    read = {one.symbol for one in step.reads}
    beside = (one for symbol, one in known.items() if symbol.startswith("Z(") and symbol not in read)
    made = {one.symbol for one in step.intermediates}
    return replace(
        step,
        reads=(*(known.get(one.symbol, one) for one in step.reads), *(one for one in beside if one.symbol not in made)),
        intermediates=tuple(known.get(one.symbol, one) for one in step.intermediates),
    )


def in_numbers(expression: Expression, step: Execution, row: int, column: int, decimals: int) -> str:
    """A formula of an equation in numbers, for the value in this row and column, from 0, of what it writes."""
    if isinstance(expression, Penalised) and row == 0:
        expression = expression.plain
    found, total = formula_with_values(
        parts(expression, elementwise=True), step, row, column - int(step.writes.columns.bias)
    )

    figure = partial(shown_number, decimals=decimals)
    if total is None:
        return str(Term("", merge_signs(found), 0.0).numbers(figure))
    return sum_written_out(found, total, figure)


def sum_written_out(found: Sequence[str | Factor], total: Sum, figure: Figure) -> str:
    """The parts of a formula in numbers, with the terms of its sum in place of the sum."""
    terms = added_up(
        [
            str(one.numbers(figure)) if one.parts else f"({one.label} = {figure(one.value)})"
            for one in shorten(total.terms, MOST_TERMS)
        ]
    )
    summed = next(part for part in total.parts if isinstance(part, Factor))
    where = next(k for k, part in enumerate(found) if part is summed)
    left, right = (
        str(Term("", merge_signs(part), 0.0).numbers(figure)) for part in (found[:where], found[where + 1 :])
    )
    if (left.endswith("(") and right.startswith(")")) or not (left or right):
        return f"{left}{terms}{right}"
    return f"{left}({terms}){right}"


def added_up(terms: Sequence[str]) -> str:
    """Terms with + between them, − where one begins with a minus sign; a negative first factor gets parentheses."""
    found = terms[0]
    for term in terms[1:]:
        if term.startswith(NEGATIVE):
            found += MINUS + term.removeprefix(NEGATIVE)
        else:
            found += PLUS + NEGATIVE_NUMBER.sub(r"(\1)", term)
    return found
