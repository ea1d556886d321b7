"""The rows divided into splits, by any kind of data.split."""

import numpy as np

from core.calls import Array

from .fold_split import fold_rows
from .group_split import group_rows
from .split import SplitRows, fill_empty_splits, ordered_rows, split_rows
from .split_settings import SplitSettings

WHOLE = 1 - 1e-9
"""A fraction of the rows that is at least this many rows gives a split; else that split stays empty."""


def divide_rows(
    settings: SplitSettings, count: int, labels: Array | None, groups: Array | None, random: np.random.Generator
) -> SplitRows:  # fmt: skip
    """The rows of each split, of `count` rows with their class numbers and numbers of groups, where there are any.

    A fraction of less than one row leaves its split empty. Each class has a row in the training split, but in a split
    of kind "ordered", which leaves the rows as they are. Raises InputError for more folds than rows.
    """
    if settings.kind == "folds":
        return fold_rows(labels, count, settings, random)
    validation, test = (
        fraction if fraction * count >= WHOLE else 0.0 for fraction in (settings.validation, settings.test)
    )
    if settings.kind == "ordered":
        return ordered_rows(count, validation, test)
    if settings.kind == "group":
        assert groups is not None, "read with the table"
        return group_rows(groups, labels, validation, test, random)
    return fill_empty_splits(split_rows(labels, count, validation, test, random), labels, validation, test, random)
