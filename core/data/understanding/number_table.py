"""The description of a table of numbers: arrays, pictures, generators, where nothing has to be guessed from cells."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.calls import Array
from core.data.description import ColumnDescription, Description, Role
from core.data.table import Table
from core.support.i18n import _

MOST_COLUMNS = 100
"""Tables of more inputs, and pictures, are described in one line for all inputs."""


def described(
    table: Table, target: Sequence[str] = (), notes: Sequence[str] = (), distinct: int | None = None
) -> Table:
    """The table with its description; no cell is missing, and no row is left out.

    `target` names the target of a classification, which a table doesn't. `distinct` is the number of different values
    in all inputs together, where it is known.
    """
    alike = table.shape or len(table.input_names) > MOST_COLUMNS
    inputs = (
        [_all_inputs(table, distinct)]
        if alike
        else [_column(name, values, "input") for name, values in zip(table.input_names, table.inputs.T, strict=True)]
    )
    description = Description(
        rows=len(table.inputs),
        target=table.target_names or tuple(target),
        task="regression" if table.labels is None else "classification",
        columns=(*inputs, *_targets(table, target)),
        classes=_class_counts(table),
        inputs=table.inputs.shape[1],
        notes=tuple(notes),
    )
    return replace(table, description=description)


def _all_inputs(table: Table, distinct: int | None) -> ColumnDescription:
    """One line for all inputs: 784 lines of the same would tell nobody anything."""
    why = ""
    if table.shape:
        grey = _("{} × {} pixels, row by row")
        colour = _("{} × {} pixels, row by row, each as red, green and blue")
        why = (grey if table.channels == 1 else colour).format(*table.shape)
    names = table.input_names
    name = names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"
    return ColumnDescription(name, "number", "input", distinct=distinct or _distinct(table.inputs), why=why)


def _targets(table: Table, target: Sequence[str]) -> list[ColumnDescription]:
    if table.values is not None:
        return [_column(name, one, "target") for name, one in zip(table.target_names, table.values.T, strict=True)]
    present = sum(map(bool, _class_counts(table).values()))
    return [ColumnDescription(name, "category", "target", distinct=present) for name in target]


def _column(name: str, values: Array, role: Role) -> ColumnDescription:
    distinct = _distinct(values)
    return ColumnDescription(name, "number" if distinct > 1 else "constant", role, distinct=distinct)


def _distinct(values: Array) -> int:
    """How many values there are; by sorting, as NumPy's `unique` imports all of numpy.ma."""
    values = np.sort(values, axis=None)
    return int(np.count_nonzero(values[1:] != values[:-1])) + bool(len(values))


def _class_counts(table: Table) -> dict[str, int]:
    """The rows of each class; none for a regression."""
    if table.labels is None:
        return {}
    counts = np.bincount(table.labels, minlength=len(table.class_names)).tolist()
    return dict(zip(table.class_names, counts, strict=True))
