"""Division of the rows into training, validation and test splits."""

from typing import NamedTuple

import numpy as np

from core.calls import Array

RARE = (3, 5)
"""A class of so few rows has one for the test before it has any for validation."""

LEAST_SHARE = 0.25
"""The part of a row that the test's fraction gives such a class at least; else tiny test splits would grow."""


class SplitRows(NamedTuple):
    """Row numbers of each split, ascending."""

    train: Array
    validation: Array
    test: Array


def split_rows(
    labels: Array | None, count: int, validation: float, test: float, random: np.random.Generator
) -> SplitRows:  # fmt: skip
    """Divide `count` rows at random by two fractions of the whole; stratified by class where there are labels.

    Each class has at least one row in the training split, and a rare one rather has a test row than one for validation.
    """
    groups = [np.arange(count)] if labels is None else rows_of_classes(labels)
    parts: tuple[list[Array], list[Array], list[Array]] = ([], [], [])
    for group in groups:
        shuffled = random.permutation(group)
        rest = min(round(len(group) * (validation + test)), len(group) - 1)
        first = min(round(len(group) * validation), rest)
        if RARE[0] <= len(group) <= RARE[1] and len(group) * test >= LEAST_SHARE:
            rest = max(1, rest)
            first = min(first, rest - 1)
        for part, rows in zip(parts, (shuffled[rest:], shuffled[:first], shuffled[first:rest]), strict=True):
            part.append(rows)
    return SplitRows(*(np.sort(np.concatenate(part)) for part in parts))


def rows_of_classes(labels: Array) -> list[Array]:
    """The rows of each class that occurs, ascending."""
    order, counts = np.argsort(labels, kind="stable"), np.bincount(labels)
    return [rows for rows in np.split(order, np.cumsum(counts)[:-1]) if len(rows)]


def ordered_rows(count: int, validation: float, test: float) -> SplitRows:
    """The last rows are test, those before them validation; at least one row is left for training."""
    held_out = min(round(count * (validation + test)), count - 1)
    last = min(round(count * test), held_out)
    return SplitRows(*np.split(np.arange(count), [count - held_out, count - last]))


def fill_empty_splits(
    rows: SplitRows, labels: Array | None, validation: float, test: float, random: np.random.Generator
) -> SplitRows:  # fmt: skip
    """The splits with rows for one that stayed empty, since no class has enough rows for a share of its own.

    They come from what the other split has beyond its fraction, then from training rows of classes with several.
    """
    count = sum(map(len, rows))
    wanted = {"validation": round(count * validation), "test": round(count * test)}
    for name, other in (("validation", "test"), ("test", "validation")):
        if not wanted[name] or len(getattr(rows, name)):
            continue
        beyond = max(0, len(getattr(rows, other)) - wanted[other])
        moved = random.permutation(getattr(rows, other))[: min(beyond, wanted[name])]
        spared = spare_rows(rows.train, labels, random)[: wanted[name] - len(moved)]
        rows = rows._replace(
            **{
                "train": without(rows.train, spared),
                other: without(getattr(rows, other), moved),
                name: np.sort(np.concatenate([moved, spared])),
            }
        )
    return rows


def spare_rows(train: Array, labels: Array | None, random: np.random.Generator) -> Array:
    """Training rows in random order that can be held out, so that one of each class stays."""
    shuffled = random.permutation(train)
    if labels is None:
        return shuffled[1:]
    firsts = [np.flatnonzero(labels[shuffled] == label)[0] for label in sorted(set(labels[shuffled].tolist()))]
    return np.delete(shuffled, firsts)


def without(rows: Array, others: Array) -> Array:
    """Ascending rows without some of them."""
    return rows[np.isin(rows, others, invert=True)]
