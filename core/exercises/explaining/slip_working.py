"""What one gets with a slip, beside what is missing: a sentence, two lines of numbers."""

from typing import NamedTuple

from core.exercises.exercise import Exercise
from core.exercises.marking.slip_search import FoundSlip
from core.exercises.question import Question
from core.exercises.recomputation.recomputation import Recomputation
from core.exercises.verdict import SlipName
from core.notation import joined, layered
from core.stepping.stepper import Execution
from core.support.i18n import N_, _, ngettext, translated

from .in_numbers import in_numbers, with_operands


class WorkingLine(NamedTuple):
    """A line such as 0.6203 · 0.6 = 0.3722  "your value": the numbers, the value or ?, and what it is in words."""

    numbers: str
    value: str
    words: str


MISSING: dict[SlipName, str] = {
    "no_slope": N_("with the slope"),
    "sign": N_("with the right sign"),
    "no_transpose": N_("with the transpose"),
    "bias_row": N_("without the bias row"),
    "no_mean": N_("with the mean over m"),
    "no_rate": N_("with α"),
    "late_gradient": N_("with Θ before the update"),
    "no_activation": N_("with g"),
    "rounding": N_("with more figures"),
}
"""What the right value has that the wrong one hasn't."""


def slip_sentence(name: SlipName, step: Execution, exercise: Exercise) -> str:
    """What was done instead of the equation in which the slip was made, as a sentence."""
    symbol, layer = step.writes.symbol, step.writes.columns.layer
    theta = next((one.symbol for one in step.reads if one.symbol.startswith("Θ")), layered("Θ", max(layer, 1)))
    match name:
        case "no_slope":
            slope = joined(["g'(", layered("Z", layer), ")"])
            return _("This is what one gets without {} in {}.").format(slope, symbol)
        case "sign":
            return _("This is what one gets with the wrong sign in {}.").format(symbol)
        case "no_transpose":
            first = step.reads[0].symbol if step.equation.kind == "gradient" else theta
            return _("This is what one gets in {} when {} is not transposed.").format(symbol, first)
        case "bias_row":
            return _("This is what one gets in {} with the bias row of {}.").format(symbol, theta)
        case "no_mean":
            text = ngettext(
                "This is what one gets in {} without the mean over {} example.",
                "This is what one gets in {} without the mean over {} examples.",
                step.context.m,
            )
            return text.format(symbol, step.context.m)
        case "no_rate":
            return _("This is what one gets in {} without the learning rate α.").format(symbol)
        case "late_gradient":
            return _("This is what one gets when {} is updated before {} is computed.").format(theta, symbol)
        case "no_activation":
            return _("This is what one gets in {} without g, from {} alone.").format(symbol, layered("Z", layer))
    text = _("This is the right value, rounded too far: {} significant figures are needed, or {} decimals.")
    return text.format(exercise.figures, exercise.decimals)


def slip_lines(
    question: Question, asked: int, typed: str, found: FoundSlip, recomputed: Recomputation
) -> list[WorkingLine]:
    """The value with the slip in numbers, and the right one with ? in place of what is to be found."""
    step = recomputed.steps[question.equation]
    cell = question.asked[asked].cell
    assert cell is not None
    slipped = Recomputation(recomputed.steps, found.own, (found.equation, found.slipped), until=question.equation)
    known, formula = slipped.operands(question.equation), step.equation.formula
    here = found.equation == question.equation
    if here:
        known, formula = {**known, **found.slipped.known}, found.slipped.expression
    wrong = in_numbers(formula, with_operands(step, known), *cell, question.decimals)
    lines = [WorkingLine(wrong, typed, _("your value"))]
    words = translated(MISSING[found.name])
    if here and found.name == "no_slope":
        lines.append(WorkingLine(f"{parenthesized(wrong)} · ?", "?", words))
    else:
        made = recomputed.steps[found.equation].equation
        lines.append(WorkingLine(f"{made.symbol} = {made.text}", "?", words))
    return lines


def parenthesized(numbers: str) -> str:
    """A sum in parentheses, so that it can be multiplied; a single product as it is."""
    return f"({numbers})" if " + " in numbers or " − " in numbers else numbers
