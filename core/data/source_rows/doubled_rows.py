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
    digests = _digests(source)[rows]
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
    """64 bits for each of m rows, 0 for those that are left out."""
    digests = np.zeros(source.rows, np.uint64)
    for name, split in source.data.splits.items():
        digests[source.rows_of(name)] = digests_of([split.Y] if source.inputs else [split.inputs, split.Y])
    if source.inputs:
        used = source.split != LEFT_OUT
        kept = (source.place if source.kept is None else source.kept)[used]
        of_targets = np.zeros(sum(map(len, source.inputs)), np.uint64)
        of_targets[kept] = digests[used]
        ends = np.cumsum([len(matrix) for matrix in source.inputs])[:-1]
        parts = zip(source.inputs, np.split(of_targets, ends), strict=True)
        digests[used] = np.concatenate([digests_of([matrix], part) for matrix, part in parts])[kept]
    return digests
