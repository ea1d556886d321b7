"""Python files: a model as one program that needs only NumPy, written in the lecture's equations."""

import runpy
from collections.abc import Callable
from pathlib import Path

from core.calls import Array
from core.model.model import Model
from core.support.errors import InputError
from core.support.i18n import _

from .python_facts import conditions_of, facts_of
from .python_source import one_file

PARTS = f"{__package__}.python_model"
SECTIONS = tuple(f"{PARTS}.{name}" for name in ("facts", "equations", "preparing", "cells", "tables", "command"))

HEAD = '''\
"""A multilayer perceptron of {sizes} neurons, trained by mlp-tui for {epochs}. It needs nothing but NumPy.

    python {file} FILE.csv      predictions for the rows of a table, as CSV; - reads standard input, --help says more
    from {module} import predict

It is written in the equations of the lecture, with their numbers; see `predict`.
"""

# ruff: noqa: E741 (l is the lecture's letter for a layer)

from __future__ import annotations

'''


def write(model: Model, path: Path) -> None:
    """Write the model. Raises OSError where the file can't be written."""
    path.write_text(source_of(model), "utf-8", newline="\n")


def source_of(model: Model) -> str:
    """The text of the file."""
    conditions = conditions_of(model)
    imports, body = one_file(SECTIONS, ["main"], conditions, facts_of(model))
    sizes = "-".join(map(str, model.network.parameters.sizes))
    head = HEAD.format(sizes=sizes, epochs=f"{model.epoch} epochs", file="model.py", module="model")
    return (
        head
        + "\n".join(imports)
        + "\n"
        + "\n"
        + body
        + '\n\nif __name__ == "__main__":\n    raise SystemExit(main())\n'
    )


def read_back(path: Path) -> Callable[[Array], Array]:
    """What the file says of raw inputs. Raises InputError for a file that doesn't run."""
    try:
        found = runpy.run_path(str(path))
    except Exception as problem:
        raise InputError(_("{}: can't be run: {}").format(path, problem)) from problem
    predict: Callable[[Array], Array] = found["predict"]
    return predict
