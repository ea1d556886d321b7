"""Hints in three steps, each telling more: the equation, its operands, the answer."""

from typing import NamedTuple

from core.equations import EquationKind
from core.stepping.stepper import Execution
from core.support.i18n import N_, _, translated

from .exercise import Exercise
from .explaining.in_numbers import in_numbers, with_operands
from .marking.number_reading import shape_text
from .question import Question
from .questions.loss_change import losses
from .recomputation.recomputation import Recomputation, activated_in
from .shown_numbers import shown_number

COSTS = (0.25, 0.25, 0.5)
"""What each hint costs, of the point of its question."""


class Hint(NamedTuple):
    """A hint: its text, of one line or more; its number, from 1 to 3; its cost, of the point of its question."""

    text: str
    number: int
    cost: float


EQUATIONS: dict[EquationKind, str] = {
    "input": N_("the inputs"),
    "activation": N_("the activations of a layer"),
    "loss": N_("the loss"),
    "output error": N_("the error of the output layer"),
    "gradient": N_("the gradient of the weights"),
    "slope": N_("the slope of the activation"),
    "error": N_("the error of a hidden layer"),
    "clipping": N_("the clipped gradient"),
    "moment": N_("the mean that the optimiser keeps"),
    "correction": N_("the bias correction of the optimiser"),
    "weights": N_("the update of the weights"),
}
"""What each kind of equation computes, in words."""


def hint_text(question: Question, number: int, recomputed: Recomputation, exercise: Exercise) -> str:
    """The hint of this number, from 1 to 3, for a question; `recomputed` are the equations as the student has them."""
    step = recomputed.steps[question.equation]
    match question.kind, number:
        case "value", 1:
            return equation_text(step)
        case "value", 2:
            return sums_text(question, recomputed)
        case "value", _:
            expected = recomputed.computed[question.equation][question.symbol].value
            found = ((one.name, shown_number(float(expected[one.cell]), question.decimals)) for one in question.asked)
            return "\n".join(f"{name} = {figure}" for name, figure in found)
        case "next", 1:
            return line_text(step)
        case "next", 2:
            return _("It computes {}.").format(translated(EQUATIONS[step.equation.kind]))
        case "loss", 1:
            return _("A small step against ∇ makes J fall; one that is too large jumps over the valley.")
        case "loss", 2:
            return _("α = {:g}, ‖∇‖ = {}, and before the update J = {}.").format(
                step.context.rates["learning_rate"],
                shown_number(step.gradient_norm, exercise.decimals),
                shown_number(losses(recomputed.steps, question.equation)[0], exercise.decimals),
            )
        case "loss", _:
            after = shown_number(losses(recomputed.steps, question.equation)[1], exercise.decimals)
            return _("After the update J = {}: {}.").format(after, question.choice_text(question.right[0]))
        case _, 1:
            return equation_text(step)
        case "shape", 2:
            return shapes_text(question, step)
        case "slip", 2 if len(question.asked) > 1:
            return _("The wrong value is {}.").format(question.right[0])
        case "slip", 2:
            return sums_text(question, recomputed)
    return ", ".join(map(question.choice_text, question.right))


def equation_text(step: Execution) -> str:
    """The name of an equation, its number and line in the lecture, and its formula."""
    equation = step.equation
    name, formula = translated(EQUATIONS[equation.kind]), f"{equation.symbol} = {equation.text}"
    if (activated := activated_in(equation.formula)) is not None:
        formula = _("{}, g is {}").format(formula, activated.name)
    if equation.number and equation.line:
        return _("({}), line {}, {}: {}").format(equation.number, equation.line, name, formula)
    if equation.line:
        return _("line {}, {}: {}").format(equation.line, name, formula)
    return f"({equation.number}) {name}: {formula}" if equation.number else f"{name}: {formula}"


def line_text(step: Execution) -> str:
    """Where an equation stands in the lecture's algorithm."""
    if step.equation.line is None:
        return _("It isn't a line of the lecture's algorithm.")
    return _("It is line {} of the lecture's algorithm.").format(step.equation.line)


def shapes_text(question: Question, step: Execution) -> str:
    """The rows and columns of what an equation takes, without the matrix that is asked for; how X becomes A(1)."""
    taken = (one for one in step.reads if one.rows.kind != "none" and one.symbol != question.symbol)
    shapes = ", ".join(f"{one.symbol}: {shape_text(*one.value.shape)}" for one in taken)
    return shapes or _("A row for each example, {}; a column for each input, {}, and one for the bias.").format(
        step.context.m, step.writes.value.shape[1] - 1
    )


def sums_text(question: Question, recomputed: Recomputation) -> str:
    """The sum behind each value that is asked, in the student's numbers, without its result; a line each."""
    step, writes = recomputed.steps[question.equation], recomputed.steps[question.equation].writes
    execution = with_operands(step, recomputed.operands(question.equation))
    formula, shift = step.equation.formula, 0
    if question.symbol != writes.symbol and (activated := activated_in(formula)) is not None:
        formula, shift = activated.product, int(writes.columns.bias)  # Z has no ones column
    cells = [(one.name, one.cell) for one in question.asked if one.cell is not None]
    cells = cells or [(writes.cell(0, 0), (0, 0))]
    lines = (
        f"{name} = {in_numbers(formula, execution, row, column + shift, question.decimals)} = ?"
        for name, (row, column) in cells
    )
    return "\n".join(lines)
