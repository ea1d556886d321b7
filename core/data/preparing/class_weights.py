"""Weights of examples by their class, so that each class counts as much as any other."""

from collections.abc import Sequence

import numpy as np

from core.calls import Array
from core.data.note import Note
from core.data.table import Table
from core.support.errors import InputError
from core.support.i18n import _
from core.support.shown_values import value_text

SETTING = 'data.class_weight = "balanced"'

IMBALANCED = 0.9
"""Classes are told to be imbalanced where the commonest has so large a share of the rows."""


def imbalance_note(table: Table) -> Note | None:
    """That nearly all rows are of one class, so that accuracy tells little; None where they aren't."""
    if table.labels is None or not len(table.labels):
        return None
    counts = np.bincount(table.labels, minlength=len(table.class_names))
    commonest = int(counts.argmax())
    if counts[commonest] < IMBALANCED * len(table.labels):
        return None
    text = _(
        "{} of {} rows are of class {}, so always saying it is nearly always right; {} lets each class count the same"
    )
    said = text.format(counts[commonest], len(table.labels), value_text(table.class_names[commonest]), SETTING)
    return Note(said, setting="data.class_weight")


def class_numbers(Y: Array) -> Array | None:
    """The class of each row of coded targets, m × s_L, as m numbers from 0; None if a row isn't of exactly one class.

    Classes are coded as 0 and 1, or −1 and 1: two of them in one column, or one in each column.
    """
    if not (np.isin(Y, (0, 1)).all() or np.isin(Y, (-1, 1)).all()):
        return None
    members = Y > 0
    if Y.shape[1] == 1:
        return members[:, 0].astype(int)
    return members.argmax(1) if (np.count_nonzero(members, 1) == 1).all() else None


def balanced_weights(train: Array, classes: int) -> Array:
    """The weight n / (k · n_c) of each class c; `train` are the n class numbers of the training rows, from 0.

    n_c of them are of class c, and k of the `classes` occur. So each class weighs n / k, and all rows together n. A
    class without training rows gets 1, the mean weight: its rows count in validation and test alone.
    """
    counts = np.bincount(train, minlength=classes)
    occurring = np.count_nonzero(counts)
    weights: Array = np.divide(len(train), occurring * counts, out=np.ones(classes), where=counts > 0)
    return weights


def weights_of_examples(task: str, targets: Sequence[Array]) -> list[Array]:
    """The weights of all examples; `targets` are the Y, m × s_L, of the training split and then of other splits.

    They are in Y's dtype, m numbers a split, and balanced over the training split. Raises InputError where the examples
    aren't each of one class.
    """
    if task != "classification":
        text = _('{}: found numbers as targets, expected classes; set data.class_weight = "none"')
        hint = _('or data.task = "classification" if the numbers stand for classes')
        raise InputError(f"{text.format(SETTING)}, {hint}")
    numbers = [class_numbers(Y) for Y in targets]
    known = [one for one in numbers if one is not None]
    if len(known) < len(numbers):
        text = _(
            "{}: found rows that are of several classes, of none or of a part of one, expected one class a row; set "
            'data.class_weight = "none", or name a single column of classes by data.target'
        )
        raise InputError(text.format(SETTING))
    weights = balanced_weights(known[0], max(2, targets[0].shape[1])).astype(targets[0].dtype)
    return [weights[one] for one in known]
