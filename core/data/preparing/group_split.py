"""A split by groups: rows of one group, as of one patient, stand in one split."""

import numpy as np

from core.calls import Array

from .split import SplitRows


def group_rows(
    groups: Array, labels: Array | None, validation: float, test: float, random: np.random.Generator
) -> SplitRows:  # fmt: skip
    """Whole groups at random: to the test split until its fraction of the rows is reached, then to validation.

    A group stays in training where its split would become larger than its fraction by more than half of the group, and
    where a class would have no training row without it. At least one group stays.
    """
    names, numbers = np.unique(groups, return_inverse=True)
    sizes = np.bincount(numbers)
    classes = np.zeros(len(groups), int) if labels is None else labels
    inside = np.zeros((len(names), int(classes.max()) + 1), int)
    np.add.at(inside, (numbers, classes), 1)
    left, place = inside.sum(0), np.zeros(len(names), int)
    wanted = {2: test * len(groups), 1: validation * len(groups)}
    for group in random.permutation(len(names)).tolist():
        open_splits = [part for part in wanted if wanted[part] >= max(1, sizes[group] / 2)]
        if open_splits and (left[inside[group] > 0] > inside[group][inside[group] > 0]).all():
            place[group] = open_splits[0]
            wanted[open_splits[0]] -= sizes[group]
            left -= inside[group]
    return SplitRows(*(np.flatnonzero(place[numbers] == part) for part in (0, 1, 2)))
