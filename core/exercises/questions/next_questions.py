"""Questions for the equation that comes next."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.exercises.mini_batches import batch_of
from core.exercises.question import Asked, Question
from core.stepping.stepper import Execution

MOST_CHOICES = 4


def next_question(steps: Sequence[Execution], base: Question, random: np.random.Generator) -> Question:
    """Which equation comes next, among others that can't: they take what isn't known yet, or have run already."""
    right = steps[base.step].equation
    own = batch_of(steps, base.step)
    to_come = {steps[k].equation.symbol for k in own if k >= base.step}
    later = [k for k in own if k > base.step and takes_any(steps[k], to_come)]
    earlier = [k for k in own if own.start < k < base.step]
    wrong: dict[str, str] = {}
    for k in (*later[:2], *reversed(earlier), *later[2:]):
        equation = steps[k].equation
        if equation.symbol != right.symbol and len(wrong) < MOST_CHOICES - 1:
            wrong.setdefault(equation.symbol, f"{equation.symbol} = {equation.text}")
    texts = {right.symbol: f"{right.symbol} = {right.text}"} | wrong
    symbols = list(texts)
    choices = tuple(str(symbols[k]) for k in random.permutation(len(symbols)))
    asked = (Asked("next", choices=choices),)
    return replace(base, kind="next", symbol="", asked=asked, right=(str(right.symbol),), texts=texts)


def takes_any(step: Execution, symbols: set[str]) -> bool:
    """Whether an equation takes a matrix of these, besides the one that it changes."""
    read = (one.source[0] if one.source else one.symbol for one in step.reads)
    return any(symbol in symbols and symbol != step.equation.symbol for symbol in read)
