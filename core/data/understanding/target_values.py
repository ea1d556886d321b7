"""The targets of each row: numbers of classes, or measured values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from core.calls import Array
from core.data.columns import Column, ColumnTable
from core.data.note import Note
from core.data.row_places import place_of
from core.data.setting_hints import kinds_setting, task_setting
from core.data.table import InputColumn, Table
from core.data.unusable_file import list_columns, refuse
from core.support.i18n import _, ngettext
from core.support.shown_values import value_text

from .class_labels import (
    MOST_NAMED_CLASSES,
    are_shares,
    identity_of,
    levels_of,
    number_name,
    numbering,
    texts_and_codes,
)
from .column_facts import ColumnFacts
from .column_kinds import Kind, boolean_words
from .inputs import fill_matrix, values_of
from .target import refuse_one_value
from .task import looks_like_classes, task_note


@dataclass(frozen=True, eq=False)
class Targets:
    """What is learnt, of m rows. One of `labels` and `values` is not None.

    `labels` are class numbers, −1 where the row has none; `values` m × k, NaN where one is missing. `task` is
    "classification" also for several labels a row: values of 0 and 1, or shares of 1.
    """

    task: str
    labels: Array | None = field(default=None, repr=False)
    class_names: tuple[str, ...] = ()
    values: Array | None = field(default=None, repr=False)
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_present(self) -> Array:
        """Which rows have a target, m booleans."""
        if self.labels is not None:
            return np.asarray(self.labels >= 0)
        assert self.values is not None, "a target is a class or a value"
        return np.asarray(~np.isnan(self.values).any(1))


def targets_of(
    path: Path,
    table: ColumnTable,
    names: Sequence[str],
    facts: Mapping[str, ColumnFacts],
    kinds: Mapping[str, Kind],
    task: str | None,
) -> Targets:
    """The targets in the named columns; `task` is data.task, None to decide by the cells. Raises InputError."""
    for name in names:
        if not facts[name].present:
            refuse(path, _("column {}: no row has a target").format(value_text(name)))
    if len(names) > 1:
        return _several(path, table, names, facts, kinds, task)
    one, kind = facts[names[0]], kinds[names[0]]
    if kind.name == "date" and task != "classification":
        message = _("column {} holds dates, expected classes or numbers as the target; or {}")
        refuse(path, message.format(value_text(one.name), kinds_setting(one.name, "category")))
    if task is None:
        classes = kind.name != "number" if kind.stated else looks_like_classes(one)
        note = None if kind.stated else task_note(one, classes)
    else:
        classes, note = task == "classification", None
    notes = () if note is None else (note,)
    if classes:
        labels, class_names = _classes(path, one, kind)
        if len(class_names) < 2:
            refuse_one_value(path, one, class_names[0], [*facts.values()], kinds)
        return Targets("classification", labels, class_names, notes=notes)
    values = values_of(path, table, one.column, InputColumn(one.name))
    if one.distinct < 2:
        refuse_one_value(path, one, number_name(float(np.nanmax(values))), [*facts.values()], kinds)
    return Targets("regression", values=values[:, None], names=(one.name,), notes=notes)


def _classes(path: Path, facts: ColumnFacts, kind: Kind) -> tuple[Array, tuple[str, ...]]:
    """The class number of each row, and the classes' names in their order; equal numbers are one class."""
    texts, codes = texts_and_codes(facts.column)
    if len(texts) > MOST_NAMED_CLASSES:
        message = ngettext(
            "the target has {} value; for measurements set {}",
            "the target has {} different values; for measurements set {}",
            len(texts),
        )
        refuse(path, message.format(len(texts), task_setting("regression")))
    found = set(map(identity_of, texts))
    names = tuple(name for name in kind.order if identity_of(name) in found) or levels_of(texts)
    known = numbering(names)
    lookup = np.array([*(known[identity_of(text)] for text in texts), -1])
    labels: Array = lookup[codes]
    return labels, names


def _several(
    path: Path,
    table: ColumnTable,
    names: Sequence[str],
    facts: Mapping[str, ColumnFacts],
    kinds: Mapping[str, Kind],
    task: str | None,
) -> Targets:
    """Targets in several columns: one-hot classes, labels that hold together, shares of 1, or measurements."""
    values = _matrix(path, table, [facts[name].column for name in names])
    present = values[~np.isnan(values).any(1)]
    if not len(present):
        refuse(path, _("no row has all targets {}").format(list_columns(names)))
    binary = bool(((present == 0) | (present == 1)).all())
    shares = are_shares(present)
    if task != "regression" and binary and shares:
        labels = np.where(np.isnan(values).any(1), -1, np.nan_to_num(values).argmax(1))
        return Targets("classification", labels, tuple(names))
    for name in names:
        if facts[name].distinct < 2:
            shown = number_name(float(np.nanmax(values[:, names.index(name)])))
            refuse_one_value(path, facts[name], shown, [*facts.values()], kinds)
    if task == "regression" or not (binary or shares):
        if task == "classification":
            refuse(path, _("expected one target column of classes, or columns of 0 and 1, or shares that sum to 1"))
        return Targets("regression", values=values, names=tuple(names))
    if binary:
        text = _("{} are labels that can hold together, as they are 0 or 1; {} takes them for measurements")
    else:
        text = _("{} are shares of classes, as they sum to 1 in each row; {} takes them for measurements")
    note = Note(text.format(list_columns(names), task_setting("regression")), names, "data.task")
    notes = () if task else (note,)
    return Targets("classification", values=values, names=tuple(names), notes=notes)


def known_targets_of(path: Path, table: ColumnTable, columns: Sequence[Column], first: Table) -> Targets:
    """The targets in another file, as classes or values of the first table.

    Raises InputError at the first class that it doesn't have, and at the first cell that is no number.
    """
    if first.labels is not None and len(columns) == 1:
        known = InputColumn(columns[0].name, "ordered", first.class_names)
        labels = values_of(path, table, columns[0], known)
        return Targets("classification", np.nan_to_num(labels, nan=-1).astype(int), first.class_names)
    values = _matrix(path, table, columns)
    if first.labels is None:
        return Targets("regression", values=values, names=first.target_names)
    missing = np.isnan(values).any(1)
    wrong = ~missing & ~(((values == 0) | (values == 1)).all(1) & (values.sum(1) == 1))
    if wrong.any():
        text = _("{}: expected a single 1 and zeros in the columns {}")
        refuse(path, text.format(place_of(table, int(np.argmax(wrong))), list_columns(first.class_names)))
    return Targets("classification", np.where(missing, -1, np.nan_to_num(values).argmax(1)), first.class_names)


def _matrix(path: Path, table: ColumnTable, columns: Sequence[Column]) -> Array:
    """Columns of numbers or of words such as yes and no, side by side, m × k."""
    words = [None if column.numbers is not None else boolean_words(column.texts or ()) for column in columns]
    wanted = [
        InputColumn(column.name, "boolean", pair) if pair else InputColumn(column.name)
        for column, pair in zip(columns, words, strict=True)
    ]
    values = [values_of(path, table, column, kind) for column, kind in zip(columns, wanted, strict=True)]
    return fill_matrix(values, table.rows, len(columns), None)
