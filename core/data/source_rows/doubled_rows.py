"""Rows of a source that are equal to another one in their inputs and their target."""

from typing import NamedTuple

import numpy as np

from core.calls import Array
from core.data.row_digests import digests_of

from .source_rows import LEFT_OUT, SourceRows


class DoubledRows(NamedTuple):
    """The rows that are equal to another one, by their numbers in `SourceRows`, ascending.

    `in_several_splits` are those of them of which another split has one too: a network is judged there by rows that it
    has learnt from.
    """

    rows: Array
    in_several_splits: Array


def doubled_rows(source: SourceRows) -> DoubledRows:
    """The rows that are equal to another one in raw inputs and target; rows that are left out are equal to none.

    Missing cells are equal to each other. Of a million different rows two count as equal with a chance of 10⁻⁷.
    """
    rows = np.flatnonzero(source.split != LEFT_OUT).astype(np.int32)
    digests = _digests(source)[rows if source.kept is None else source.kept[rows]]
    order = np.argsort(digests, kind="stable")
    ordered, split = digests[order], source.split[rows][order]
    starts = np.append(True, ordered[1:] != ordered[:-1])[: len(rows)]
    if not len(rows) or starts.all():
        return DoubledRows(rows[:0], rows[:0])
    first = np.flatnonzero(starts)
    sizes = np.diff(first, append=len(rows))
    several = np.minimum.reduceat(split, first) != np.maximum.reduceat(split, first)
    is_doubled, is_in_several = np.repeat(sizes > 1, sizes), np.repeat(several, sizes)
    return DoubledRows(np.sort(rows[order[is_doubled]]), np.sort(rows[order[is_in_several]]))


def _digests(source: SourceRows) -> Array:
    """64 bits for each row of `SourceRows.inputs` and `targets`, one file below the other."""
    files = zip(source.inputs, source.targets, strict=True)
    return np.concatenate([digests_of([inputs, np.atleast_2d(targets.T).T]) for inputs, targets in files])
