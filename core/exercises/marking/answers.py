"""Answers marked: values also by the student's own numbers, choices, shapes."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.exercises.exercise import Exercise
from core.exercises.question import Question
from core.exercises.recomputation.recomputation import Cell, Recomputation, Slipped, with_values
from core.exercises.shown_numbers import shown_number
from core.exercises.verdict import Verdict, VerdictWord
from core.stepping.stepper import Execution
from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _

from .number_reading import TypedNumber, read_number, read_shape, shape_text
from .precision import Precision, precision_of
from .slip_search import ComputedCell, FoundSlip, find_slip, value_at

OwnValues = dict[tuple[int, str], dict[Cell, float]]
"""A student's own values: by index of the equation and symbol, then by cell."""


class Marked(NamedTuple):
    """A verdict on an answer, the student's own values after it, and the slip behind it if there is one."""

    verdict: Verdict
    own: OwnValues
    slip: FoundSlip | None = None


def mark_value(
    exercise: Exercise, steps: Sequence[Execution], questions: Sequence[Question], where: ComputedCell, text: str,
    own: OwnValues, counted: OwnValues,
) -> Marked:  # fmt: skip
    """The verdict on a number. `questions` are those asked so far. Raises InputError for text that is no number.

    `own` are the student's wrong values, `counted` those that counted, as they were typed.
    """
    typed, precision = read_number(text), precision_of(exercise)
    own = {key: dict(cells) for key, cells in own.items()}
    key = where.equation, where.symbol
    own.get(key, {}).pop(where.cell, None)
    right = value_at(Recomputation(steps, {}, until=where.equation), where)
    expected = value_at(Recomputation(steps, own, until=where.equation), where) if any(own.values()) else right
    if precision.is_right(typed, right):
        if right != expected:  # not by the student's own numbers before it: from here on it is the right one
            own.setdefault(key, {})[where.cell] = right
        return Marked(Verdict("right", right, expected), own)
    if precision.is_right(typed, expected):
        return Marked(Verdict("follow-through", right, expected), own)
    if by_hand := word_by_hand(steps, where, typed, precision, own, counted):
        return Marked(Verdict(by_hand, right, expected), own)
    owns = [own, {}] if any(own.values()) else [{}]
    asked = {one.equation for one in questions if one.kind == "value"}
    slip = find_slip(steps, where, typed, precision, owns, asked)
    own.setdefault(key, {})[where.cell] = typed.value
    if slip is None and any(precision.is_rounded(typed, value) for value in (right, expected)):
        formula = steps[where.equation].equation.formula
        slip = FoundSlip("rounding", where.equation, Slipped(formula), {}, typed.value)
    if slip is None:
        return Marked(Verdict("wrong", right, expected), own)
    return Marked(Verdict("slip", right, expected, slip.name), own, slip)


def word_by_hand(
    steps: Sequence[Execution], where: ComputedCell, typed: TypedNumber, precision: Precision, own: OwnValues,
    counted: OwnValues,
) -> VerdictWord | None:  # fmt: skip
    """What a number is that counts by the operands as they are on paper; None for one that doesn't.

    They are those shown, with their decimals, or those typed before, of which three figures may be enough: a difference
    of two that are nearly equal is then far from the exact one.
    """
    if precision.is_right(typed, value_on_paper(steps, where, precision, own)):
        return "follow-through" if any(own.values()) else "right"
    mixed = {key: {**counted.get(key, {}), **own.get(key, {})} for key in {**counted, **own}}
    mixed.get((where.equation, where.symbol), {}).pop(where.cell, None)
    return "follow-through" if precision.is_right(typed, value_on_paper(steps, where, precision, mixed)) else None


def value_on_paper(steps: Sequence[Execution], where: ComputedCell, precision: Precision, own: OwnValues) -> float:
    """A value computed from its operands rounded to the decimals shown."""
    step = steps[where.equation]
    before = Recomputation(steps, own, until=where.equation).before[where.equation]
    shown = np.vectorize(lambda value: float(shown_number(value, precision.decimals)), otypes=[float])
    with np.errstate(invalid="ignore"):  # what was typed before may have led to nan
        rounded = {one.symbol: with_values(before[one.symbol], shown(before[one.symbol].value)) for one in step.reads}
    slipped = where.equation, Slipped(step.equation.formula, rounded)
    return value_at(Recomputation(steps, own, slipped, until=where.equation), where)


def mark_choice(question: Question, asked: int, text: str) -> Verdict:
    """The verdict on a choice or on rows and columns. Raises InputError for text that is neither."""
    right = question.right[asked]
    shape = question.kind == "shape"
    found = shape_text(*read_shape(text)) if shape else read_choice(question, asked, text)
    return Verdict("right" if found == right else "wrong", right, right)


def read_choice(question: Question, asked: int, text: str) -> str:
    """The choice that a text names: its identifier, its words, its index in brackets, or its number from 1.

    Raises InputError for any other text.
    """
    choices, typed = question.asked[asked].choices, text.strip()
    for choice in choices:
        index = choice.partition("[")[2].removesuffix("]")
        if typed.casefold() in (choice.casefold(), question.choice_text(choice).casefold()):
            return choice
        if index and typed.strip("[]").replace(" ", "") == index:
            return choice
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:3]) <= len(choices):
        return choices[int(typed[:3]) - 1]
    message = _("found {}, expected one of these, or its number: {}")
    words = "; ".join(f"{number} {question.choice_text(choice)}" for number, choice in enumerate(choices, 1))
    raise InputError(message.format(shortened(typed, 40), words))
