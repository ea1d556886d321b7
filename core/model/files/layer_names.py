"""Names of the weights in files: which arrays are those of which layer."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from core.calls import Array
from core.data.unusable_file import list_names, refuse
from core.support.escaping import shortened
from core.support.i18n import _
from core.support.shown_values import value_text

THETA = re.compile(r"theta_(\d{1,9})", re.ASCII)
NUMBER = re.compile(r"\d{1,9}", re.ASCII)
WEIGHT, BIAS = "weight", "bias"

Shapes = Mapping[str, tuple[int, ...]]


class Layer(NamedTuple):
    """The names of the arrays of a layer: `own` is Θ(l) with the bias as its row 0; else PyTorch's weight and bias."""

    weight: str
    bias: str | None
    own: bool


def named_thetas(thetas: Iterable[Array]) -> dict[str, Array]:
    """Θ(1), Θ(2), … as theta_1, theta_2, …, the names under which they are written, row by row in memory."""
    return {f"theta_{l}": np.ascontiguousarray(theta) for l, theta in enumerate(thetas, 1)}


def find_layers(path: Path, shapes: Shapes) -> list[Layer]:
    """The layers among the arrays, in their order. Raises InputError where they aren't those of one network."""
    own = {int(found[1]): name for name in shapes if (found := THETA.fullmatch(name))}
    layers = [Layer(own[number], None, True) for number in sorted(own)] if own else _torch_layers(path, shapes)
    if own and sorted(own) != list(range(1, len(own) + 1)):
        refuse(path, _("found the arrays {}, expected theta_1, theta_2, … without a gap").format(_names(own.values())))
    for layer in layers:
        _check_shapes(path, layer, shapes)
    for before, after in pairwise(layers):
        if _ends(before, shapes)[1] != _ends(after, shapes)[0]:
            text = _("{} gives {} outputs, and {} takes {} inputs: expected the layers of one network")
            given, taken = _ends(before, shapes)[1], _ends(after, shapes)[0]
            refuse(path, text.format(value_text(before.weight), given, value_text(after.weight), taken))
    return layers


def _torch_layers(path: Path, shapes: Shapes) -> list[Layer]:
    """The layers of an nn.Sequential, or of another module whose layers differ by their numbers alone."""
    weights = [name for name in shapes if name.rpartition(".")[2] == WEIGHT]
    biases = {name for name in shapes if name.rpartition(".")[2] == BIAS}
    layers = {name.removesuffix(WEIGHT): name for name in weights}
    others = [name for name in shapes if name not in weights and name.removesuffix(BIAS) not in layers]
    kinds = {NUMBER.sub("#", prefix) for prefix in layers}
    if not weights or others or len(kinds) != 1:
        text = _(
            "found the arrays {}; expected theta_1, theta_2, …, or 0.weight, 0.bias, 2.weight, … of linear layers "
            "alone, as PyTorch's nn.Sequential names them"
        )
        refuse(path, text.format(_names(others or shapes)))
    ordered = sorted(layers, key=lambda prefix: tuple(map(int, NUMBER.findall(prefix))))
    return [
        Layer(layers[prefix], f"{prefix}{BIAS}" if f"{prefix}{BIAS}" in biases else None, False) for prefix in ordered
    ]


def _check_shapes(path: Path, layer: Layer, shapes: Shapes) -> None:
    shape = shapes[layer.weight]
    if len(shape) != 2 or min(shape) < 1 or (layer.own and shape[0] < 2):
        expected = _("(s_l + 1) × s_l+1, the bias row first") if layer.own else _("outputs × inputs of a linear layer")
        refuse(path, _("{} is {}, expected {}").format(value_text(layer.weight), shape_text(shape), expected))
    if layer.bias is not None and shapes[layer.bias] != shape[:1]:
        text = _("{} is {}, expected {}, a number for each output of {}")
        found = shape_text(shapes[layer.bias])
        refuse(path, text.format(value_text(layer.bias), found, shape[0], value_text(layer.weight)))


def _ends(layer: Layer, shapes: Shapes) -> tuple[int, int]:
    """The numbers of inputs and outputs of a layer."""
    first, second = shapes[layer.weight]
    return (first - 1, second) if layer.own else (second, first)


def shape_text(shape: Sequence[int]) -> str:
    """A shape in a message: 16 × 4; of a single number, "one number"."""
    return shortened(" × ".join(map(str, shape))) if shape else _("one number")


def _names(names: Iterable[str]) -> str:
    return list_names([value_text(name) for name in names])
