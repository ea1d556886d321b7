"""The confusion matrix: how many rows of each class were given each class."""

import numpy as np

from core.analysis.outputs.split_outputs import SplitOutputs
from core.calls import Array

Cell = tuple[int, int]
"""The wanted and the given class, from 0; of one label: whether a row has it, and whether it was given it, 0 or 1."""


def wanted_classes(outputs: SplitOutputs) -> Array:
    """The class of each row, m numbers from 0; for exclusive classes alone."""
    return outputs.meaning.class_numbers(outputs.Y)


def given_classes(outputs: SplitOutputs) -> Array:
    """The class that the network gives each row, m numbers from 0; for exclusive classes alone."""
    return outputs.meaning.class_numbers(outputs.A)


def confusion(outputs: SplitOutputs) -> Array:
    """The confusion matrix of exclusive classes, k × k counts of rows, not weighted: wanted × given."""
    return counted_pairs(
        outputs.figure(wanted_classes), outputs.figure(given_classes), len(outputs.meaning.names)
    )  # fmt: skip


def label_confusions(outputs: SplitOutputs) -> Array:
    """Of several labels a row, the confusion matrix of each, k × 2 × 2 counts: wanted × given, no before yes."""
    has, given = outputs.meaning.label_marks(outputs.Y), outputs.meaning.label_marks(outputs.A)
    both, wanted, claimed = ((marks.sum(0)) for marks in (has & given, has, given))
    neither = outputs.m - wanted - claimed + both
    return np.stack([neither, claimed - both, wanted - both, both], axis=1).reshape(-1, 2, 2)


def confusions(outputs: SplitOutputs) -> Array:
    """All confusion matrices there are: 1 × k × k of exclusive classes, k × 2 × 2 of several labels a row."""
    return label_confusions(outputs) if outputs.meaning.several_labels else confusion(outputs)[None]


def rows_in_cell(outputs: SplitOutputs, cell: Cell, label: int | None = None) -> Array:
    """Which rows are in a cell of the confusion matrix, m booleans; of several labels a row, that of `label`, or of 0.

    A cell that the matrix doesn't have holds none.
    """
    wanted, given = cell
    meaning = outputs.meaning
    if meaning.several_labels:
        column = min(label or 0, outputs.A.shape[1] - 1)
        has, claimed = (meaning.label_marks(values[:, column]) for values in (outputs.Y, outputs.A))
    else:
        has, claimed = outputs.figure(wanted_classes), outputs.figure(given_classes)
    rows: Array = (has == wanted) & (claimed == given)
    return rows


def counted_pairs(wanted: Array, given: Array, classes: int) -> Array:
    """How often each pair occurs, classes × classes: `wanted` and `given` are m numbers from 0."""
    return np.bincount(wanted * classes + given, minlength=classes * classes).reshape(classes, classes)
