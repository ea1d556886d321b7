"""A model as one Python program that needs only NumPy, in the lecture's equations."""

import runpy
from collections.abc import Callable
from pathlib import Path

import numpy as np

from core.calls import Array
from core.model.model import Model
from core.support.errors import InputError
from core.support.i18n import _

from .python_facts import conditions_of, facts_of
from .python_source import one_file

PARTS = f"{__package__}.python_model"
EQUATIONS = f"{PARTS}.equations"
WEIGHTS = f"{PARTS}.weights"
SECTIONS = {
    "core.calls": "",
    f"{PARTS}.facts": "What was learnt, and from what",
    WEIGHTS: "The weights",
    EQUATIONS: "The network, as the lecture writes it: one example a row, layers counted from 1",
    f"{PARTS}.preparing": "How the columns of a table become the inputs of the network",
    f"{PARTS}.cells": "What stands in the cells of a row",
    f"{PARTS}.tables": "Files, read a block of rows at a time",
    f"{PARTS}.command": "The command line",
}
"""The parts in their order, with their headings."""
REST = "What mlp-tui itself reads tables and predicts with"
FUNCTIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "identity", "softmax")
"""The activation and output functions that stand in the part with the equations."""
FEW_WEIGHTS = 500
"""Weights that stand above the equations; of more, so that one can read on, all stand at the end."""

TEXT = '''\
"""A multilayer perceptron of {sizes} neurons, trained by mlp-tui. It needs nothing but NumPy.

    python model.py FILE.csv      predictions for the rows of a table, as CSV; - reads standard input, --help says more
    from model import predict     the same from Python

`predict` is written in the equations of the lecture, with their numbers. Below it stands how tables are read.
"""

from __future__ import annotations

{imports}

{body}

if __name__ == "__main__":
    raise SystemExit(main())
'''


def write(model: Model, path: Path) -> None:
    """Write the model. Raises InputError for a function that has no text here, OSError where it can't be written."""
    path.write_text(source_of(model), "utf-8", newline="\n")


def source_of(model: Model) -> str:
    """The text of the file."""
    for name in (*model.network.parameters.activations, model.network.output):
        if name not in FUNCTIONS:
            raise InputError(_("{} can't be written as Python: only {} can").format(name, ", ".join(FUNCTIONS)))
    conditions = conditions_of(model)
    sections = dict(SECTIONS)
    if model.network.parameters.theta.size > FEW_WEIGHTS:
        sections[WEIGHTS] = sections.pop(WEIGHTS)
    imports, body = one_file(sections, _roots(conditions), conditions, facts_of(model), REST)
    sizes = "-".join(map(str, model.network.parameters.sizes))
    return TEXT.format(sizes=sizes, imports="\n".join(imports), body=body)


def _roots(conditions: set[str]) -> list[tuple[str, str]]:
    """What the file is to hold, with all that it needs: each name with its module."""
    wanted = {"classes": "exclusive", "labels": "labels"}
    functions = ["predict", *(name for name, condition in wanted.items() if condition in conditions)]
    return [
        *((f"{PARTS}.facts", name) for name in ("NAME", "EPOCHS", "TARGET")),
        *((EQUATIONS, name) for name in functions),
        (f"{PARTS}.command", "main"),
    ]


def read_back(path: Path) -> Callable[[Array], Array]:
    """What the file says of raw inputs, in blocks as its command takes them. Raises InputError if it doesn't run."""
    try:
        found = runpy.run_path(str(path))
    except Exception as problem:
        raise InputError(_("{}: can't be run: {}").format(path, problem)) from problem
    predict, rows = found["predict"], found["ROWS"]

    def outputs(inputs: Array) -> Array:
        return np.concatenate([predict(inputs[start : start + rows]) for start in range(0, max(1, len(inputs)), rows)])

    return outputs
