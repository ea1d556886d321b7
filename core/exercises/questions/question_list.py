"""The questions of an exercise, in their order, from what its file asks."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from core.exercises.exercise import Exercise
from core.exercises.marking.number_reading import shape_text
from core.exercises.marking.precision import precision_of
from core.exercises.mini_batches import batches_of
from core.exercises.question import LOSS_CHOICES, Asked, Question
from core.stepping.stepper import Execution
from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _
from core.support.random_streams import exercise_stream
from core.support.suggestions import nearest_name

from .default_questions import default_ask
from .loss_change import loss_choice
from .next_questions import next_question
from .question_cells import asked_cells, cell_named
from .slip_questions import slip_question

ITEM = re.compile(r"(?:(\d{1,3}):\s*)?(?:(shape|slip)\s+)?(.+)")


class Item(NamedTuple):
    """What one text in `ask` asks: the kind, the mini-batch from 1, the matrix, the cell in brackets."""

    text: str
    kind: str
    batch: int
    symbol: str
    cell: str


def questions_of(exercise: Exercise, steps: Sequence[Execution]) -> tuple[Question, ...]:
    """The questions of an exercise on its worked mini-batches. Raises InputError for what can't be asked."""
    items = [read_item(text, exercise) for text in exercise.ask or default_ask(exercise, steps)]
    equations = [equation_of(item, steps) for item in items]
    check_order(items, equations)
    found: list[Question] = []
    for place, (item, equation) in enumerate(zip(items, equations, strict=True)):
        later = [k for other, k in zip(items[place:], equations[place:], strict=True) if k is not None]
        if item.kind == "next" and not later:
            message = _("exercise.ask: found next at the end, expected a value behind it, whose equation comes next")
            raise InputError(message)
        equation = later[0] if equation is None else equation
        step = equation if item.kind not in ("shape", "next") else min(later)
        found.append(question_of(exercise, steps, item, place, equation, step))
    return tuple(found)


def read_item(text: str, exercise: Exercise) -> Item:
    """What a text asks. Raises InputError where it names a mini-batch that isn't gone through."""
    found = ITEM.fullmatch(text.strip())
    batch = int(found[1] or 1) if found else 1
    if not found or not 1 <= batch <= exercise.batches:
        message = _("exercise.ask: found {}, expected a mini-batch from 1 to {}, as exercise.batches says")
        raise InputError(message.format(shortened(text), exercise.batches))
    if found[2] is None and found[3] in ("next", "loss"):
        return Item(text, found[3], batch, "", "")
    symbol, bracket, cell = found[3].partition("[")
    if bracket and not re.fullmatch(r"\d+(,\d+)?\]", cell.replace(" ", "")):
        symbol, cell = found[3], ""
    return Item(text, found[2] or "value", batch, symbol.strip(), cell.replace(" ", "").removesuffix("]"))


def equation_of(item: Item, steps: Sequence[Execution]) -> int | None:
    """The index of the equation that is asked about; None for "next". Raises InputError for an unknown matrix."""
    own = batches_of(steps)[item.batch - 1]
    if item.kind == "next":
        return None
    if item.kind == "loss":
        return next(k for k in reversed(own) if steps[k].equation.kind == "weights")
    symbols: dict[str, int] = {}
    for k in own:
        symbols.setdefault(steps[k].equation.symbol, k)  # ∇ before it is clipped
    symbols |= {one.symbol: k for k in own for one in steps[k].intermediates if one.symbol.startswith("Z(")}
    if item.symbol in symbols and not (item.symbol == "A(1)" and item.kind != "shape"):
        return symbols[item.symbol]
    known = [symbol for symbol in symbols if symbol != "A(1)"]
    message = _("exercise.ask: found {}, expected next, loss or one of {}")
    message = message.format(shortened(item.text), ", ".join(known))
    if close := nearest_name(item.symbol, (*known, "next", "loss")):
        message += _("; did you mean '{}'?").format(close)
    raise InputError(message)


def check_order(items: Sequence[Item], equations: Sequence[int | None]) -> None:
    """Raises InputError where a value is asked for that stands before the one that was asked for before it."""
    last: tuple[int, str] | None = None
    for item, equation in zip(items, equations, strict=True):
        if equation is None or item.kind == "shape":
            continue
        if last is not None and equation < last[0]:
            message = _("exercise.ask: found {} behind {}, expected them in the order of the mini-batch")
            raise InputError(message.format(shortened(item.text), shortened(last[1])))
        last = equation, item.text


def question_of(
    exercise: Exercise, steps: Sequence[Execution], item: Item, place: int, equation: int, step: int
) -> Question:
    """The question that a text asks."""
    execution, random = steps[equation], exercise_stream(exercise.seed or 0, 1, place)
    base = Question("value", place + 1, step, equation, item.symbol, (), exercise.decimals)
    match item.kind:
        case "shape":
            right = shape_text(*execution.writes.value.shape)
            return replace(base, kind="shape", asked=(Asked(f"shape {item.symbol}"),), right=(right,))
        case "loss":
            right = loss_choice(steps, equation, exercise.decimals)
            asked = (Asked("loss", choices=tuple(LOSS_CHOICES)),)
            rate = execution.context.rates["learning_rate"]
            return replace(base, kind="loss", symbol="J", asked=asked, right=(right,), learning_rate=rate)
        case "next":
            return next_question(steps, base, random)
        case "slip":
            return slip_question(exercise, steps, base, random)
    operand = next(one for one in (execution.writes, *execution.intermediates) if one.symbol == item.symbol)
    if item.cell:
        cells = [cell_named(operand, item.cell, item.text)]
    else:
        cells = asked_cells(operand, precision_of(exercise), random)
    return replace(base, asked=tuple(Asked(str(operand.cell(*cell)), cell) for cell in cells))
