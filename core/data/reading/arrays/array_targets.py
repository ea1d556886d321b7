"""The targets of arrays, understood as those of tables of text."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from core.calls import Array
from core.data.columns import Column, ColumnTable
from core.data.table import Table
from core.data.understanding.class_labels import MOST_NAMED_CLASSES, distinct_and_codes, number_name
from core.data.understanding.column_facts import facts_of
from core.data.understanding.column_kinds import Kind
from core.data.understanding.notes import class_notes
from core.data.understanding.target_values import targets_of
from core.data.unusable_file import refuse
from core.support.i18n import _


def with_targets(path: Path, table: Table, name: str, values: Array, task: str | None) -> tuple[Table, str, list[str]]:
    """The table with labels or values from targets m × k; the task; and notes on what was guessed. Raises InputError.

    `name` is what the target is called; of several columns they are the name and a number.
    """
    names = tuple(f"{name}{number}" for number in range(1, values.shape[1] + 1)) if values.shape[1] > 1 else (name,)
    columns = [_target_column(path, one, values[:, place]) for place, one in enumerate(names)]
    facts = {column.name: facts_of(column, len(values)) for column in columns}
    kinds = {column.name: Kind("category" if values.dtype.kind in "bU" else "number") for column in columns}
    targets = targets_of(path, ColumnTable(columns, len(values)), names, facts, kinds, task)
    made = replace(
        table,
        labels=targets.labels,
        class_names=targets.class_names,
        values=targets.values,
        target_names=targets.names,
    )
    notes = [] if made.labels is None else class_notes(name, made.class_counts(targets.task))
    return made, targets.task, [*targets.notes, *notes]


def _target_column(path: Path, name: str, values: Array) -> Column:
    """A column of targets, with its distinct values as texts unless there are too many for classes."""
    numbers = None if values.dtype.kind == "U" else values.astype(float)
    distinct, codes = distinct_and_codes(values)
    if numbers is not None and len(distinct) > MOST_NAMED_CLASSES:
        return Column(name, numbers)
    spelt = number_name if values.dtype.kind == "f" else str
    texts = tuple(map(spelt, distinct.tolist()))
    if "" in texts:
        row = int(np.argmax(codes == texts.index("")))
        refuse(path, _("{}, row {}: the target has an empty cell, expected a class").format(name, row + 1))
    return Column(name, numbers, codes, texts)
