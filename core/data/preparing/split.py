"""Division of the rows into training, validation and test splits."""

from typing import NamedTuple

import numpy as np

from core.calls import Array


class SplitRows(NamedTuple):
    """Row numbers of each split, ascending."""

    train: Array
    validation: Array
    test: Array


def split_rows(
    labels: Array | None, count: int, validation: float, test: float, random: np.random.Generator
) -> SplitRows:  # fmt: skip
    """Divide `count` rows at random by two fractions of the whole; stratified by class where there are labels.

    Each class has at least one row in the training split.
    """
    classes = sorted(set(labels.tolist())) if labels is not None else []  # np.unique would import all of numpy.ma
    groups = [np.arange(count)] if labels is None else [np.flatnonzero(labels == name) for name in classes]
    parts: tuple[list[Array], list[Array], list[Array]] = ([], [], [])
    for group in groups:
        shuffled = random.permutation(group)
        rest = min(round(len(group) * (validation + test)), len(group) - 1)
        first = min(round(len(group) * validation), rest)
        for part, rows in zip(parts, (shuffled[rest:], shuffled[:first], shuffled[first:rest]), strict=True):
            part.append(rows)
    return SplitRows(*(np.sort(np.concatenate(part)) for part in parts))
