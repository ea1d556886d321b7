"""Targets as a program hands them over: classes of any kind, labels, or numbers."""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from core.calls import Array
from core.data.columns import Column
from core.data.table import ClassKind, Table
from core.data.understanding.class_labels import MOST_NAMED_CLASSES, are_shares, distinct_and_codes, number_name
from core.data.understanding.column_facts import facts_of
from core.data.understanding.task import looks_like_classes, task_note
from core.support.checked_numbers import as_array
from core.support.errors import InputError
from core.support.i18n import _, ngettext
from core.support.shown_values import value_text

CLASS_KINDS: dict[type, ClassKind] = {bool: "boolean", int: "whole number", float: "number", str: "text"}
KINDS_OF_ARRAYS: dict[str, ClassKind] = {
    "b": "boolean", "i": "whole number", "u": "whole number", "f": "number", "U": "text",
}  # fmt: skip


class GivenTargets(NamedTuple):
    """m targets as an array of one kind, m or m × k; what they are; and their names, one for each column."""

    values: Array
    kind: ClassKind
    names: tuple[str, ...]


def given_targets(y: Any) -> GivenTargets:
    """The targets y. Raises InputError for another shape, a missing one, and classes of several kinds."""
    values = as_array("y", y)
    if values.dtype.kind == "U" and not isinstance(y, np.ndarray):  # all became texts: [1, "a"] is ["1", "a"]
        values = as_array("y", np.array(y, object))
    names = tuple(map(str, getattr(y, "columns", ()))) or (str(getattr(y, "name", None) or "y"),)
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.ndim not in (1, 2) or not values.size:
        raise InputError(_("y has shape {}, expected m targets, or m × k of them").format(values.shape))
    if values.ndim == 2 and len(names) != values.shape[1]:
        names = tuple(f"{names[0]}{number}" for number in range(1, values.shape[1] + 1))
    values = _of_one_kind(values)
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        row = int(np.argmax(~np.isfinite(values.reshape(len(values), -1)).all(1)))
        raise InputError(_("y, row {}: found {}, expected a class or a number").format(row + 1, values[row]))
    return GivenTargets(values, KINDS_OF_ARRAYS[values.dtype.kind], names)


def with_given_targets(table: Table, targets: GivenTargets, task: str | None) -> tuple[Table, str, list[str]]:
    """The table with these targets; the task, `task` or by the rules for tables; notes on what was guessed.

    Raises InputError for targets that don't suit the task, and for a single class or value.
    """
    if targets.values.ndim == 2:
        return _several(table, targets, task)
    column = Column(targets.names[0], None if targets.kind == "text" else targets.values.astype(float))
    facts = facts_of(column, len(targets.values))
    notes: list[str] = []
    classes = targets.kind in ("text", "boolean") or looks_like_classes(facts) if task is None else None
    if classes is None:
        classes = task == "classification"
    elif column.numbers is not None and targets.kind != "boolean" and (note := task_note(facts, classes)):
        notes.append(note)
    if classes:
        return _with_classes(table, targets), "classification", notes
    if column.numbers is None:
        text = _("y: found the text {}, expected numbers, as the task is a regression")
        raise InputError(text.format(value_text(str(targets.values[0]))))
    if facts.distinct < 2:
        _refuse_one(number_name(float(column.numbers[0])))
    return replace(table, values=column.numbers[:, None], target_names=targets.names), "regression", notes


def _of_one_kind(values: Array) -> Array:
    """The values as an array of booleans, numbers, or texts. Raises InputError for several kinds, and for others."""
    if values.dtype.kind in KINDS_OF_ARRAYS:
        return values
    cells = [cell.item() if isinstance(cell, np.generic) else cell for cell in values.ravel().tolist()]
    for place, cell in enumerate(cells):
        if type(cell) not in CLASS_KINDS and not isinstance(cell, str):
            row = place // (values.size // len(values)) + 1
            text = _("y, row {}: found {}, expected a text, a whole number, true or false, or a number")
            raise InputError(text.format(row, value_text(str(cell))))
    kinds = {str if isinstance(cell, str) else type(cell) for cell in cells}
    if len(kinds) > 1 and not kinds <= {int, float}:
        found = ", ".join(sorted(kind.__name__ for kind in kinds))
        raise InputError(_("y: found classes of several kinds, {}; expected one kind").format(found))
    return np.array(cells).reshape(values.shape)


def _with_classes(table: Table, targets: GivenTargets) -> Table:
    distinct, codes = distinct_and_codes(targets.values)
    if len(distinct) > MOST_NAMED_CLASSES:
        message = ngettext(
            'y has {} value; for measurements pass task="regression"',
            'y has {} different values; for measurements pass task="regression"',
            len(distinct),
        )
        raise InputError(message.format(len(distinct)))
    spelt = number_name if targets.kind == "number" else str
    names = tuple(map(spelt, distinct.tolist()))
    if len(names) < 2:
        _refuse_one(names[0])
    return replace(table, labels=codes, class_names=names, class_kind=targets.kind)


def _several(table: Table, targets: GivenTargets, task: str | None) -> tuple[Table, str, list[str]]:
    """Targets m × k: a class in one-hot coding, labels that hold together, shares of 1, or measurements."""
    if targets.kind == "text":
        raise InputError(_("y has shape {} and holds texts; expected m classes, or m × k numbers").format(
            targets.values.shape
        ))  # fmt: skip
    values = targets.values.astype(float)
    binary, shares = bool(np.isin(values, (0, 1)).all()), are_shares(values)
    with_values = replace(table, values=values, target_names=targets.names)
    if task == "regression" or not (binary or shares):
        if task == "classification":
            raise InputError(_("y: expected m classes, or m × k of 0 and 1, or shares that sum to 1"))
        return with_values, "regression", []
    return replace(with_values, class_kind="one-hot" if shares else ""), "classification", []


def _refuse_one(shown: str) -> None:
    raise InputError(_("y: all targets are of one class or value, {}; expected two or more").format(value_text(shown)))
