"""The description of a table of numbers, as arrays and generators give it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import overload

import numpy as np

from core.calls import Array
from core.data.description import ColumnDescription, Description
from core.data.table import Table
from core.support.i18n import _

AT_ONCE = 2**20
"""Numbers that are sorted at once to count them."""


def described(
    table: Table,
    target: Sequence[str] = (),
    notes: Sequence[str] = (),
    distinct: Callable[[], Sequence[int]] | None = None,
    task: str | None = None,
) -> Table:
    """The table with its description; no cell is missing, and no row is left out.

    `target` names the target of a classification, which a table doesn't. `distinct` counts the different values of each
    input when somebody asks for them; without it they are counted at once. `task` is "classification" for values that
    are several labels a row.
    """
    why = _pixels_text(table)
    inputs = [ColumnDescription(name, "number", "input", why=why) for name in table.input_names]
    count = distinct or partial(tuple, distinct_values(table.inputs))
    task = task or ("regression" if table.labels is None else "classification")
    description = Description(
        rows=len(table.inputs),
        target=table.target_names or tuple(target),
        task=task,
        columns=CountedLater((*inputs, *_targets(table, target)), count),
        classes=table.class_counts(task),
        inputs=table.inputs.shape[1],
        notes=tuple(notes),
    )
    return replace(table, description=description)


class CountedLater(Sequence[ColumnDescription]):
    """Columns, the inputs first, whose different values are counted when somebody looks at the columns.

    To count those of 784 pixels takes as long as to read the pictures.
    """

    def __init__(self, columns: Sequence[ColumnDescription], count: Callable[[], Sequence[int]]) -> None:
        self._uncounted, self._count = columns, count

    @cached_property
    def _counted(self) -> tuple[ColumnDescription, ...]:
        counts = self._count()
        counted = [replace(one, distinct=count) for one, count in zip(self._uncounted, counts, strict=False)]
        return (*counted, *self._uncounted[len(counted) :])

    def __len__(self) -> int:
        return len(self._uncounted)

    @overload
    def __getitem__(self, index: int) -> ColumnDescription: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[ColumnDescription, ...]: ...
    def __getitem__(self, index: int | slice) -> ColumnDescription | tuple[ColumnDescription, ...]:
        return self._counted[index]


def distinct_values(values: Array) -> list[int]:
    """How many different values each column has, of m × n; NumPy's `unique` would import all of numpy.ma."""
    counts, width = [], max(1, AT_ONCE // max(1, len(values)))
    for start in range(0, values.shape[1], width):
        part = np.sort(values[:, start : start + width], axis=0)
        counts += ((part[1:] != part[:-1]).sum(0) + bool(len(part))).tolist()
    return counts


def distinct_bytes(values: Array) -> list[int]:
    """The same for bytes, m × n, in a tenth of the time: how many of the 256 values each column has."""
    columns = np.arange(values.shape[1])
    seen = np.zeros((values.shape[1], 256), bool)
    rows = max(1, AT_ONCE // values.shape[1])
    for start in range(0, len(values), rows):
        seen[columns, values[start : start + rows]] = True
    counts: list[int] = seen.sum(1).tolist()
    return counts


def _pixels_text(table: Table) -> str:
    """What the inputs are, where they are pixels; the same words for each, as lists show alike columns in one line."""
    if table.shape is None:
        return ""
    grey = _("{} × {} pixels, row by row")
    colour = _("{} × {} pixels, row by row, each as red, green and blue")
    return (grey if table.channels == 1 else colour).format(*table.shape)


def _targets(table: Table, target: Sequence[str]) -> list[ColumnDescription]:
    if table.values is not None:
        counted = zip(table.target_names, distinct_values(table.values), strict=True)
        return [ColumnDescription(name, "number", "target", distinct=count) for name, count in counted]
    present = sum(map(bool, table.class_counts("classification").values()))
    return [ColumnDescription(name, "category", "target", distinct=present) for name in target]
