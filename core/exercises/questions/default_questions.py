"""What is asked of an experiment whose file doesn't say it: what can be done by hand."""

from collections.abc import Iterator, Sequence

from core.exercises.exercise import Exercise
from core.exercises.marking.precision import Precision, precision_of
from core.exercises.mini_batches import batches_of
from core.stepping.stepper import Execution

from .question_cells import MOST_CELLS, cells_of, has_figures
from .slip_questions import visible_slips

MOST_TERMS = 12
"""Terms of a sum that are added up by hand."""


def default_ask(exercise: Exercise, steps: Sequence[Execution]) -> list[str]:
    """What is asked: of small matrices all, of large ones drawn cells, and no sum of many terms."""
    found: list[str] = []
    layers = len(steps[0].context.sizes)
    for batch, own in enumerate(batches_of(steps), 1):
        place = f"{batch}: " if batch > 1 else ""
        if batch == 1:
            found.append(f"shape ∇({layers - 1})" if layers < 3 else "shape Δ(2)")
        found += [place + text for text in of_batch(steps, own, batch, precision_of(exercise))]
    return found


def of_batch(steps: Sequence[Execution], own: range, batch: int, precision: Precision) -> Iterator[str]:
    """What is asked in the mini-batch whose equations have the indices `own`.

    Each equation that can be done by hand, of a large network once of each kind.
    """
    executions = steps[own.start : own.stop]
    large = any(len(cells_of(one.writes)) > 4 * MOST_CELLS for one in executions)
    wrong = "∇(1)"  # where a slip is to be found
    if any(terms(one) > MOST_TERMS or large for one in executions if one.equation.symbol == wrong):
        wrong = next(one.equation.symbol for one in executions if one.equation.kind == "output error")
    asked: set[str] = set()
    for index, one in zip(own, executions, strict=True):
        kind, symbol = one.equation.kind, one.equation.symbol
        if kind in ("input", "clipping", "correction") or (large and kind in asked) or terms(one) > MOST_TERMS:
            continue
        if not any(has_figures(float(one.writes.value[cell]), precision) for cell in cells_of(one.writes)):
            continue
        if kind == "error" and "next" not in asked and batch == 1:
            asked.add("next")
            yield "next"
        asked.add(kind)
        find_it = symbol == wrong and batch == 1 and visible_slips(steps, index, precision)
        yield f"slip {symbol}" if find_it else symbol
    yield "loss"


def terms(step: Execution) -> int:
    """How many numbers are added up for one value of what an equation writes."""
    sizes, context, writes = step.context.sizes, step.context, step.writes
    match step.equation.kind:
        case "activation":
            layer = writes.columns.layer
            each = sizes[layer - 2] + 1
            return each * sizes[-1] if layer == len(sizes) and context.output == "softmax" else each
        case "loss":
            return context.m * sizes[-1]
        case "error":
            return sizes[writes.columns.layer]
        case "gradient":
            return context.m
    return 1
