"""The table of rows and targets that a program hands over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from core.calls import Array
from core.data.columns import ColumnTable
from core.data.description import ColumnDescription, ColumnKind, Description
from core.data.table import InputColumn, InputKind, Table
from core.data.understanding.class_labels import distinct_and_codes
from core.data.understanding.column_facts import ColumnFacts, facts_of
from core.data.understanding.column_kinds import Kind, guess_kind
from core.data.understanding.inputs import input_columns, input_matrix
from core.data.understanding.number_table import CountedLater
from core.data.understanding.stated_kinds import stated_kind
from core.support.errors import InputError
from core.support.i18n import _, ngettext
from core.support.memory import require_memory
from core.support.shown_values import value_text

from .given_rows import GivenRows, given_rows
from .given_targets import given_targets, with_given_targets

X_NAME = Path("X")
"""What stands in messages where a file has its path."""

DESCRIBED: dict[InputKind, ColumnKind] = {
    "number": "number", "boolean": "boolean", "category": "category", "ordered": "category", "date": "date",
}  # fmt: skip
"""What a description calls the kinds of inputs."""


def given_table(
    X: Any,
    y: Any,
    task: str | None = None,
    missing: str = "mean",
    kinds: Mapping[str, str | Sequence[str]] | None = None,
) -> Table:
    """The table of inputs X and targets y; no file has it.

    X as `given_rows` takes it. All its columns are inputs: numbers as they are, texts as categories, booleans or dates,
    as `kinds` says, else as they look. `missing` is data.missing. Raises InputError: where, what was found, expected.
    """
    rows, targets = given_rows(X), given_targets(y)
    if rows.rows != len(targets.values):
        message = ngettext("found {} row in X and {} in y", "found {} rows in X and {} in y", rows.rows)
        raise InputError(message.format(rows.rows, len(targets.values)))
    require_memory(8 * rows.rows * rows.width, "X")
    columns, inputs = _inputs(rows, kinds or {})
    if missing.startswith("drop"):
        numbers = [place for place, column in enumerate(columns) if column.kind != "category"]
        kept = ~np.isnan(inputs[:, numbers]).any(1)
        if not kept.any():
            raise InputError(_('X: no row is left: each lacks a number; missing="mean" fills them'))
        inputs, targets = inputs[kept], targets._replace(values=targets.values[kept])
    table = Table(
        inputs=inputs,
        input_names=tuple(column.name for column in columns),
        input_columns=tuple(columns),
        named_columns=rows.names is not None,
    )
    table, found_task, notes = with_given_targets(table, targets, task)
    return replace(table, description=_described(table, rows.rows, targets.names, found_task, notes))


def digest_of(table: Table) -> str:
    """A short digest of all inputs and targets, the same for equal ones."""
    digest = blake2b(digest_size=6)
    for array in (table.inputs, table.labels, table.values):
        if array is not None:
            digest.update(np.ascontiguousarray(array).data)
    digest.update(repr((table.input_columns, table.class_names, table.target_names)).encode("utf-8", "replace"))
    return digest.hexdigest()


def _inputs(rows: GivenRows, kinds: Mapping[str, str | Sequence[str]]) -> tuple[Sequence[InputColumn], Array]:
    """The columns of inputs and their cells, m × s."""
    names = rows.names or tuple(f"x{number}" for number in range(1, rows.width + 1))
    for name in kinds:
        if name not in names:
            raise InputError(_("kinds: there is no column {} in X").format(value_text(name)))
    if rows.matrix is not None and not kinds:
        _check_finite(rows.matrix, names)
        return [InputColumn(name, source=name) for name in names], rows.matrix.copy()
    columns = {name: rows.column(place, name) for place, name in enumerate(names)}
    table = ColumnTable([*columns.values()], rows.rows)
    facts = {name: facts_of(column, rows.rows) for name, column in columns.items()}
    found = {
        name: stated_kind(X_NAME, table, one, kinds[name]) if name in kinds else _kind(one)
        for name, one in facts.items()
    }
    inputs = input_columns(X_NAME, facts, found, names)
    values = input_matrix(X_NAME, table, columns, inputs)
    _check_finite(values, [one.name for one in inputs])
    return inputs, values


def _kind(facts: ColumnFacts) -> Kind:
    """The kind of a column: no column of numbers is left out, as a person has chosen it; texts are categories."""
    if facts.numbers is not None or not facts.present:
        return Kind("number")
    guessed = guess_kind(facts, first=False)
    return guessed if guessed.is_usable else Kind("category")


def _check_finite(inputs: Array, names: Sequence[str]) -> None:
    infinite = np.isinf(inputs)
    if infinite.any():
        row, column = map(int, np.argwhere(infinite)[0])
        text = _("X, row {}, column {}: found {}, expected a number, or NaN where one is missing")
        raise InputError(text.format(row + 1, value_text(names[column]), inputs[row, column]))


def _described(table: Table, rows: int, target: Sequence[str], task: str, notes: Sequence[str]) -> Description:
    """What there is to say of the table; the different cells are counted when somebody asks."""
    missing = np.isnan(table.inputs).sum(0).tolist()
    inputs = [
        ColumnDescription(column.name, DESCRIBED[column.kind], "input", count)
        for column, count in zip(table.input_columns, missing, strict=True)
    ]
    kind: ColumnKind = "number" if table.labels is None else "category"
    return Description(
        rows=rows,
        target=tuple(target),
        task=task,
        columns=CountedLater([*inputs, *(ColumnDescription(one, kind, "target") for one in target)], partial(
            _distinct, table
        )),
        classes=table.class_counts(task),
        inputs=table.inputs.shape[1],
        notes=tuple(notes),
    )  # fmt: skip


def _distinct(table: Table) -> list[int]:
    """The number of different cells of each input and target, without missing ones."""
    targets = table.labels[:, None] if table.labels is not None else table.values
    assert targets is not None, "a table has labels or values"
    columns = [*table.inputs.T, *targets.T]
    return [len(distinct_and_codes(column[~np.isnan(column)])[0]) for column in columns]
