"""Facts of an exercise: its network, its mini-batches, what its equations take."""

from collections.abc import Iterator

from core.exercises.mini_batches import batch_of, batches_of, masks_of
from core.exercises.question import Question
from core.exercises.session import ExerciseSession
from core.expressions import Operand
from core.stepping.stepper import BatchContext, Execution
from core.support.i18n import _
from core.timeline.setting_names import value_name


def facts_of(session: ExerciseSession) -> Iterator[str]:
    """Lines on the network, and on what the lecture's matrices mean."""
    exercise, context = session.exercise, session.steps[0].context
    yield network_text(context)
    optimizer = value_name(exercise.experiment.training.optimizer)
    yield _("Optimiser: {}. Examples in a mini-batch: m = {}.").format(optimizer, context.m)
    yield _("Row 0 of each Θ, and column 0 of A before the output layer, belong to the bias. Logarithms are natural.")


def network_text(context: BatchContext) -> str:
    """The layers of a network, their functions and its loss, in a line."""
    layers, loss = "-".join(map(str, context.sizes)), value_name(context.loss)
    hidden = ", ".join(dict.fromkeys(context.activations[: len(context.sizes) - 2]))
    if hidden:
        return _("Network {}; hidden layers: {}; output: {}; loss: {}.").format(layers, hidden, context.output, loss)
    return _("Network {}; output: {}; loss: {}.").format(layers, context.output, loss)


def batch_number(session: ExerciseSession, question: Question) -> int | None:
    """The number of the mini-batch that a question is about, from 1; None where there is one alone."""
    batches = batches_of(session.steps)
    return batches.index(batch_of(session.steps, question.equation)) + 1 if len(batches) > 1 else None


def taken_operands(step: Execution) -> list[Operand]:
    """The matrices that stand on the right-hand side of an equation; those that only its program takes are left out."""
    written = {one.symbol for one in step.equation.formula.matrices()}
    return ([one for one in step.reads if one.symbol in written] or list(step.reads)) + list(masks_of(step))
