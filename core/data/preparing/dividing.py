"""The rows divided into splits, by any kind of data.split."""

import numpy as np

from core.calls import Array
from core.data.table import Table
from core.support.errors import InputError
from core.support.i18n import _
from core.support.shown_values import value_text

from .fold_split import fold_rows
from .group_split import group_rows
from .split import SplitRows, fill_empty_splits, ordered_rows, split_rows
from .split_settings import SplitSettings

WHOLE = 1 - 1e-9
"""A fraction of the rows that is at least this many rows gives a split; else that split stays empty."""


def divide_rows(settings: SplitSettings, table: Table, random: np.random.Generator) -> SplitRows:
    """The rows of each split of a table.

    A fraction of less than one row leaves its split empty. Each class has a row in the training split. Raises
    InputError where that can't be, as rows are taken in their order, for more folds than rows, and without groups.
    """
    count, labels = len(table.inputs), table.labels
    if settings.kind == "folds":
        return fold_rows(labels, count, settings, random)
    validation, test = (
        fraction if fraction * count >= WHOLE else 0.0 for fraction in (settings.validation, settings.test)
    )
    if settings.kind == "ordered":
        rows = ordered_rows(count, validation, test)
        _check_classes(table, rows.train)
        return rows
    if settings.kind == "group":
        if table.groups is None:
            message = _('data.split: found {}, but these data have no columns with names; set data.split = "random"')
            raise InputError(message.format(value_text(f"group:{settings.column}")))
        return group_rows(table.groups, labels, validation, test, random)
    return fill_empty_splits(split_rows(labels, count, validation, test, random), labels, validation, test, random)


def _check_classes(table: Table, train: Array) -> None:
    """Raises InputError for a class without a training row."""
    if table.labels is None:
        return
    classes = len(table.class_names)
    found, trained = (np.bincount(labels, minlength=classes) for labels in (table.labels, table.labels[train]))
    if (lacking := (found > 0) & (trained == 0)).any():
        message = _(
            'data.split = "ordered": the first {} rows are for training, and none of them is of class {}; '
            'set data.split = "random", or bring the rows into another order'
        )
        raise InputError(message.format(len(train), value_text(table.class_names[int(lacking.argmax())])))
