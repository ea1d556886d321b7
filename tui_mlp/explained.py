"""What each equation does, in a word and in a sentence."""

from core.program import Axis, Operand
from core.stepping import Frame, Scene
from core.texts import _

WORDS = {
    "J": "loss", "Δ": "error", "g'": "slope", "∇": "gradient", "mu": "moment", "nu": "moment", "Θ": "weights",
    "α'": "rate", "ε'": "epsilon",
}  # fmt: skip


def word(symbol: str, layers: int) -> str:
    """What an equation computes, by its symbol; `layers` is L."""
    kind, _bracket, rest = symbol.partition("(")
    if kind == "A":
        layer = int(rest.removesuffix(")"))
        return _("input") if layer == 1 else _("output") if layer == layers else _("hidden")
    return _(WORDS[kind])


def sentence(frame: Frame) -> str:
    """What the equation does here."""
    scene, kind = frame.scene, frame.equation.kind
    L, l = len(scene.sizes), frame.writes.columns.layer
    if kind in ("input", "activation"):
        return _forward(scene, l, L)
    if kind == "loss":
        losses = {"cross_entropy": _("cross-entropy"), "squared_error": _("squared error")}
        return _("How far the outputs are from the wanted ones: the {}, the mean over the {} examples.").format(
            losses[scene.loss], scene.m
        )
    if kind in ("error", "output error"):
        return _error(frame, l, L)
    if kind == "slope":
        return _("How steep {} is at each z of layer {}: where it is flat, little error gets through.").format(
            scene.activations[l - 2], l
        )
    if kind in ("gradient", "clipping"):
        return _gradient(frame)
    return _update(frame.writes, scene)


def _forward(scene: Scene, l: int, L: int) -> str:
    if l == 1:
        return _("The examples of this mini-batch, one a row, behind a column of ones for the bias.")
    g = scene.output if l == L else scene.activations[l - 2]
    if l == L:
        return _("The outputs: what layer {} sends, weighted and summed up, through {}.").format(l - 1, g)
    return _("What layer {} sends, weighted and summed up, through {}; then the ones column in front.").format(l - 1, g)


def _error(frame: Frame, l: int, L: int) -> str:
    if l < L:
        text = _("The error of layer {}, sent back through the weights to layer {}, times the slope of {} there.")
        return text.format(l + 1, l, frame.scene.activations[l - 2])
    if frame.equation.number:
        return _("The error of the output layer: the wanted outputs minus those that came out.")
    return _("The error of the output layer: wanted minus output, times the slope of {} there.").format(
        frame.scene.output
    )


def _gradient(frame: Frame) -> str:
    if frame.equation.kind == "clipping":
        return _("The whole gradient shortened to the clip norm where it is longer; its direction stays.")
    layer = frame.writes.rows.layer
    text = _("What each weight did to J: what layer {} sent times the error of layer {}, the mean over the examples.")
    return text.format(layer, layer + 1)


def _update(writes: Operand, scene: Scene) -> str:
    kind = writes.symbol.partition("(")[0]
    texts = {
        "mu": _("The running mean of the gradient: steps that keep their direction add up."),
        "nu": _("The running mean of the squared gradient: how large each weight's gradient usually is."),
        "α'": _(
            "The step size with both bias corrections in it: at first the means are too small, for they began at 0."
        ),
        "ε'": _("The number that keeps from dividing by 0, corrected in the same way."),
        "Θ": _("Each weight takes a step against its gradient; the next mini-batch starts from here."),
    }
    if kind == "mu" and scene.optimizer != "adam":
        return _("The velocity: the gradient on top of what is left of the last one.")
    return texts[kind]


def heading(frame: Frame) -> str:
    """The equation's number and what it is: (17) error of a hidden layer."""
    symbol, number = frame.equation.symbol, frame.equation.number
    kind, l, L = symbol.partition("(")[0], frame.writes.columns.layer, len(frame.scene.sizes)
    names = {
        "A": _("the examples") if l == 1 else _("output layer") if l == L else _("layer {} of {}").format(l, L),
        "J": _("loss of the mini-batch"),
        "Δ": _("error of the output layer") if l == L else _("error of a hidden layer"),
        "g'": _("derivative of {}").format(frame.scene.activations[l - 2] if 2 <= l < L else ""),
        "∇": _("gradient, shortened") if frame.equation.aside else _("gradient"),
        "mu": _("{}'s first moment").format(frame.scene.optimizer)
        if frame.scene.optimizer == "adam"
        else _("velocity"),
        "nu": _("{}'s second moment").format(frame.scene.optimizer),
        "α'": _("adam's bias correction"),
        "ε'": _("adam's bias correction"),
        "Θ": _("update by {}").format(frame.scene.optimizer.replace("_", " ")),
    }
    return f"({number})  {names[kind]}" if number else names[kind]


def whereabouts(operand: Operand, row: int, column: int) -> str:
    """Which example and which neurons a value belongs to."""
    parts = [_unit(operand.rows, row), _unit(operand.columns, column)]
    if operand.rows.of == operand.columns.of == "neuron":
        return _("{} → {}").format(*parts)
    return ", ".join(part for part in parts if part)


def _unit(axis: Axis, place: int) -> str:
    if axis.of == "none":
        return ""
    if axis.of == "example":
        return _("example {}").format(place + 1)
    if axis.bias and place == 0:
        return _("bias of layer {}").format(axis.layer)
    return _("neuron {} of layer {}").format(place if axis.bias else place + 1, axis.layer)
