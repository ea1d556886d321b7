"""Which rows are drawn as points or pictures: those of a split that are chosen."""

import numpy as np

from core.calls import Array
from core.data.dataset import SPLITS, Data
from core.data.source_rows.source_rows import SourceRows

from .row_choice import ChosenRows

MOST_POINTS = 4000
"""The rows of a split that are drawn as points, at most: more wouldn't be told apart."""


def next_split(data: Data, split: str) -> str:
    """The split whose rows are shown after those of this one; after the last one those of all, whose name is empty."""
    names = ["", *data.splits]
    return names[(names.index(split) + 1) % len(names)] if split in names else names[1]


def shown_rows(source: SourceRows, chosen: ChosenRows | None, split: str) -> Array:
    """The chosen rows of a split, ascending; of all rows, also left-out ones, without a split."""
    if split in SPLITS:
        number = SPLITS.index(split)
        if chosen is None or chosen.rows is None:
            return np.flatnonzero(source.split == number)
        part: Array = chosen.rows[source.split[chosen.rows] == number]
        return part
    return np.arange(source.rows) if chosen is None or chosen.rows is None else chosen.rows


def evenly_spaced(source: SourceRows, rows: Array, most: int = MOST_POINTS) -> Array:
    """At most `most` of these rows of each split, evenly spaced, ascending; of left-out rows as many."""
    split = source.split[rows]
    parts = []
    for number in range(-1, len(SPLITS)):
        own = rows[split == number]
        parts.append(own[np.linspace(0, len(own) - 1, most).astype(int)] if len(own) > most else own)
    return np.sort(np.concatenate(parts))
