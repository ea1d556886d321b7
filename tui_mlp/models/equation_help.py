"""What each equation computes, in a word, in a heading and in a sentence."""

from core.derivation.terms import Factor
from core.derivation.text import relation_sign
from core.expressions import Axis, Operand
from core.optimizers import OPTIMIZERS
from core.stepping.stepper import BatchContext, Execution
from core.support.i18n import N_, _, ngettext, translated
from core.timeline.setting_names import value_name
from tui_mlp.session.equation_plan import PlannedEquation

WORDS = {
    "J": N_("loss"), "Δ": N_("error"), "g'": N_("slope"), "∇": N_("gradient"), "mu": N_("moment"),
    "nu": N_("moment"), "Θ": N_("weights"), "t": N_("steps"), "α'": N_("rate"), "ε'": N_("epsilon"),
}  # fmt: skip


def equation_word(planned: PlannedEquation, layers: int) -> str:
    """One word for what an equation computes; `layers` is L."""
    kind, _bracket, rest = planned.symbol.partition("(")
    if kind == "A":
        layer = int(rest.removesuffix(")"))
        return _("input") if layer == 1 else _("output") if layer == layers else _("hidden")
    return _("clipped") if kind == "∇" and planned.line is None else translated(WORDS[kind])


def equation_sides(execution: Execution) -> tuple[str, str]:
    """The equation's left side, and its arrow with the right side.

    The arrow is ←, as in the lecture, for lines 5, 7 and 12.
    """
    equation = execution.equation
    return equation.symbol, f"{'←' if equation.line in (5, 7, 12) else relation_sign(execution)} {equation.text}"


def has_run_text(execution: Execution) -> str:
    """Which equation has run, and the key that shows it."""
    text, line = " ".join(equation_sides(execution)), execution.equation.line
    if line is None:
        return _("{} has run; 2 shows it").format(text)
    return _("line {}, {} has run; 2 shows it").format(line, text)


def planned_equation_text(planned: PlannedEquation) -> str:
    """An equation that may not have run yet, such as A(2) ← g(A(1) Θ(1)), with the sign of `equation_sides`."""
    renews = planned.line in (5, 7, 12) or planned.symbol in planned.text
    return f"{planned.symbol} {'←' if renews else '='} {planned.text}"


def explanation(execution: Execution) -> str:
    """One or two sentences on what the equation computes in this network."""
    context, kind = execution.context, execution.equation.kind
    L, l = len(context.sizes), execution.writes.columns.layer
    if kind in ("input", "activation"):
        if l == 1 and context.alone is not None:
            return _("The inputs of this one example, behind a one for the bias.")
        return _forward(context, l, L)
    if kind == "loss":
        losses = {"cross_entropy": _("cross-entropy"), "squared_error": _("squared error")}
        text = ngettext(
            "How far the outputs are from the wanted ones: the {}, the mean over the {} example.",
            "How far the outputs are from the wanted ones: the {}, the mean over the {} examples.",
            context.m,
        ).format(losses[context.loss], context.m)
        return _with_weights(text, execution)
    if kind in ("error", "output error"):
        return _with_weights(_error(execution, l, L), execution)
    if kind == "slope":
        return _("The slope of {} at each z of layer {}: where it is near 0, little of the error passes.").format(
            context.activations[l - 2], l
        )
    if kind in ("gradient", "clipping"):
        return _gradient(execution)
    return _update(execution.writes, context)


def _forward(context: BatchContext, l: int, L: int) -> str:
    if l == 1:
        return _("The examples of this mini-batch, one in each row, behind a column of ones for the bias.")
    g = context.output if l == L else context.activations[l - 2]
    if l == L:
        return _("The outputs: the weighted sums of the values of layer {}, passed through {}.").format(l - 1, g)
    text = _(
        "The weighted sums of the values of layer {}, passed through {}; a column of ones is added in front."
    ).format(l - 1, g)
    return f"{text} {_dropped()}" if context.rates["dropout"] else text


def _dropped() -> str:
    return _("Dropout sets some neurons to 0 and scales the others up.")


def _error(execution: Execution, l: int, L: int) -> str:
    if l < L:
        text = _("The error of layer {}, sent back through the weights to layer {}, times the slope of {} there.")
        text = text.format(l + 1, l, execution.context.activations[l - 2])
        return f"{text} {_dropped()}" if execution.context.rates["dropout"] else text
    if execution.equation.number:
        return _("The error of the output layer: the wanted outputs minus the computed ones.")
    return _("The error of the output layer: wanted minus computed outputs, times the slope of {}.").format(
        execution.context.output
    )


def _with_weights(text: str, execution: Execution) -> str:
    """The explanation, and why there is a w if the equation reads the weights of examples."""
    if all(operand.symbol != "w" for operand in execution.reads):
        return text
    weights = _(
        "Each example counts w times: those of rare classes more, so that in training each class counts as much as any "
        "other (data.class_weight)."
    )
    return f"{text} {weights}"


def _gradient(execution: Execution) -> str:
    if execution.equation.kind == "clipping":
        return _("The whole gradient, shortened to the clip norm if it is longer; its direction stays.")
    layer = execution.writes.rows.layer
    text = _("How J changes with each weight: the values of layer {} times the error of layer {}, their mean.")
    text = text.format(layer, layer + 1)
    if execution.context.alone is not None:
        text = _(
            "What this example alone asks of each weight: the values of layer {} times the error of layer {}. A "
            "penalty is left out, and nothing is trained by it."
        )
        return text.format(layer, layer + 1)
    penalised = execution.context.rates["l1"] > 0 or execution.context.rates["l2"] > 0
    return text + " " + _("The penalty pulls all weights but the biases towards 0.") if penalised else text


def _update(writes: Operand, context: BatchContext) -> str:
    kind = writes.symbol.partition("(")[0]
    texts = {
        "mu": _("The running mean of the gradient: steps that keep their direction add up."),
        "nu": _("The running mean of the squared gradient: how large each weight's gradient usually is."),
        "t": _("How many steps each weight has taken: new weights began later, frozen ones take none."),
        "α'": _("The step size with both bias corrections: the means start at 0, so at first they are too small."),
        "ε'": _("The small number that prevents a division by 0, corrected in the same way."),
        "Θ": _("Each weight takes a step against its gradient; the next mini-batch starts from the new weights."),
    }
    if OPTIMIZERS[context.optimizer].state.get(kind) == "velocity":
        return _("The velocity: the gradient plus a part of the last velocity.")
    return texts[kind]


def heading(execution: Execution) -> str:
    """The equation's number and name, such as (17) error of a hidden layer."""
    symbol, number = execution.equation.symbol, execution.equation.number
    kind, l, L = symbol.partition("(")[0], execution.writes.columns.layer, len(execution.context.sizes)
    alone = execution.context.alone is not None
    names = {
        "A": (_("the example") if alone else _("the examples"))
        if l == 1
        else _("output layer")
        if l == L
        else _("layer {} of {}").format(l, L),
        "J": _("loss of the example") if alone else _("loss of the mini-batch"),
        "Δ": _("error of the output layer") if l == L else _("error of a hidden layer"),
        "g'": _("derivative of {}").format(execution.context.activations[l - 2] if 2 <= l < L else ""),
        "∇": _("gradient, shortened") if execution.equation.omitted_from_trace else _("gradient"),
        "mu": _("velocity")
        if OPTIMIZERS[execution.context.optimizer].state.get("mu") == "velocity"
        else _("{}'s first moment").format(execution.context.optimizer),
        "nu": _("{}'s second moment").format(execution.context.optimizer),
        "t": _("{}'s count of steps").format(execution.context.optimizer),
        "α'": _("{}'s bias correction").format(execution.context.optimizer),
        "ε'": _("{}'s bias correction").format(execution.context.optimizer),
        "Θ": _("update by {}").format(value_name(execution.context.optimizer)),
    }
    return f"({number})  {names[kind]}" if number else names[kind]


def number_note(factor: Factor) -> str:
    """A sentence on a factor that is no value of a matrix: a count, a hyperparameter, a sum."""
    if factor.text.startswith(("Σ", "(Σ")):
        return _("this is the sum of the terms above it")
    known = {
        "m": _("m: the examples of this mini-batch"),
        "N": _("N: the examples of the training split"),
        "t": _("t: the steps of the optimiser so far"),
        "‖∇‖": _("‖∇‖: the root of the sum of all squared gradients"),
    }
    if factor.text in known:
        return known[factor.text]
    if factor.other_outputs:
        return _("what the other outputs add to the loss of this example")
    return _("{}: a hyperparameter; the Train view shows it").format(factor.text)


def cell_description(operand: Operand, row: int, column: int) -> str:
    """Which example and which neurons a value of the matrix belongs to."""
    rows, columns = operand.rows, operand.columns
    if rows.kind == columns.kind == "neuron":
        if rows.bias and row == 0:
            return _("bias → {}").format(_unit(columns, column))
        if rows.layer == 1:
            return _("{} → {}").format(_unit(rows, row), _unit(columns, column))
        return _("{} → {} of layer {}").format(_unit(rows, row), column + 1, columns.layer)
    return ", ".join(part for part in (_unit(rows, row), _unit(columns, column)) if part)


def _unit(axis: Axis, place: int) -> str:
    if axis.kind == "none":
        return ""
    if axis.kind == "example":
        return _("example {}").format(place + 1)
    if axis.bias and place == 0:
        return _("bias unit of layer {}").format(axis.layer)
    number = place if axis.bias else place + 1
    return _("input {}").format(number) if axis.layer == 1 else _("neuron {} of layer {}").format(number, axis.layer)
