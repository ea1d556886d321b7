"""The letters of an equation that stand for numbers, with their values: α = 0.5."""

from collections.abc import Iterator

from core.expressions import Expression, Letter
from core.scalars import LETTERS
from core.stepping.stepper import Execution


def given_letters(execution: Execution) -> dict[str, float]:
    """The numbers that the right-hand side of an equation takes by letters, in the order in which they stand there."""
    context = execution.context
    values = {letter: context.rates[key] for letter, key in LETTERS.items()}
    values |= {"m": context.m, "N": context.examples, "t": execution.count}
    names = dict.fromkeys(letter.name for letter in letters_in(execution.equation.formula))
    return {name: float(values[name]) for name in names if name in values}


def letters_in(expression: Expression) -> Iterator[Letter]:
    """The letters in an expression, from left to right; some may come more than once."""
    if isinstance(expression, Letter):
        yield expression
    for part in vars(expression).values():
        if isinstance(part, Expression):
            yield from letters_in(part)
