"""The confusion matrix: how many rows of each class were given each class."""

import numpy as np

from core.analysis.outputs.given import NO_CLASS
from core.analysis.outputs.ranking import wanted_and_given
from core.analysis.outputs.split_outputs import SplitOutputs
from core.calls import Array

Cell = tuple[int, int]
"""The wanted and the given class, from 0; of one label: whether a row has it, and whether it was given it, 0 or 1."""


def confusion(outputs: SplitOutputs) -> Array:
    """The confusion matrix of exclusive classes, k × k counts of rows, not weighted: wanted × given.

    Rows that are given no class are in no cell.
    """
    wanted, given = outputs.figure(wanted_and_given)
    some = given != NO_CLASS
    if not some.all():
        wanted, given = wanted[some], given[some]
    return counted_pairs(wanted, given, len(outputs.meaning.names))


def label_confusions(outputs: SplitOutputs) -> Array:
    """Of several labels a row, the confusion matrix of each, k × 2 × 2 counts: wanted × given, no before yes."""
    has, given = outputs.meaning.label_marks(outputs.Y), outputs.given
    both, wanted, claimed = ((marks.sum(0)) for marks in (has & given, has, given))
    neither = outputs.m - wanted - claimed + both
    return np.stack([neither, claimed - both, wanted - both, both], axis=1).reshape(-1, 2, 2)


def confusions(outputs: SplitOutputs) -> Array:
    """All confusion matrices there are: 1 × k × k of exclusive classes, k × 2 × 2 of several labels a row."""
    return label_confusions(outputs) if outputs.meaning.several_labels else confusion(outputs)[None]


def counted_pairs(wanted: Array, given: Array, classes: int) -> Array:
    """How often each pair occurs, classes × classes: `wanted` and `given` are m numbers from 0."""
    return np.bincount(wanted * classes + given, minlength=classes * classes).reshape(classes, classes)
