"""The letters in equations that stand for numbers, such as α and m, with their values."""

from collections.abc import Iterator

from core.expressions import Expression, Letter
from core.scalars import LETTERS
from core.stepping.stepper import Execution


def letters_of(execution: Execution) -> dict[str, float]:
    """All letters that may stand in an equation, with their values; but for ‖∇‖, which is computed from matrices."""
    context = execution.context
    numbers = {letter: context.rates[key] for letter, key in LETTERS.items()}
    return numbers | {"m": context.m, "N": context.examples, "t": execution.count}


def given_letters(execution: Execution) -> dict[str, float]:
    """The letters of the right-hand side of an equation, in the order in which they stand there, with their values."""
    values = letters_of(execution)
    names = dict.fromkeys(letter.name for letter in letters_in(execution.equation.formula))
    return {name: float(values[name]) for name in names if name in values}


def letters_in(expression: Expression) -> Iterator[Letter]:
    """The letters in an expression, from left to right; some may come more than once."""
    if isinstance(expression, Letter):
        yield expression
    for part in vars(expression).values():
        if isinstance(part, Expression):
            yield from letters_in(part)
