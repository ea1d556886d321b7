"""A split into folds: each in turn is the test split, so that each row is tested once."""

import numpy as np

from core.calls import Array
from core.support.errors import InputError
from core.support.i18n import _

from .split import SplitRows, fill_empty_splits, rows_of_classes, split_rows
from .split_settings import SplitSettings


def fold_numbers(labels: Array | None, count: int, folds: int, random: np.random.Generator) -> Array:
    """The fold, from 1, of each of `count` rows; 0 for the only row of a class, which is for training in every fold.

    Folds differ by one row at most; so do the rows of one class in them.
    """
    groups = [np.arange(count)] if labels is None else rows_of_classes(labels)
    numbers, placed = np.zeros(count, int), 0
    for group in groups:
        if len(group) > 1 or labels is None:
            numbers[random.permutation(group)] = 1 + (placed + np.arange(len(group))) % folds
            placed += len(group)
    return numbers


def fold_rows(labels: Array | None, count: int, settings: SplitSettings, random: np.random.Generator) -> SplitRows:
    """One fold as the test split; of the other rows, a fraction is the validation split, stratified by class.

    The same random numbers give the same folds, whichever of them is the test split. Raises InputError for more folds
    than rows.
    """
    numbers = fold_numbers(labels, count, settings.folds, random)
    if not (numbers == settings.folds).any():
        message = _("data.split: found {} folds, expected at most {}, one row in each")
        raise InputError(message.format(settings.folds, np.count_nonzero(numbers)))
    test, rest = np.flatnonzero(numbers == settings.fold), np.flatnonzero(numbers != settings.fold)
    of_rest = None if labels is None else labels[rest]
    validation = settings.validation if settings.validation * len(rest) >= 1 else 0.0
    inside = split_rows(of_rest, len(rest), validation, 0.0, random)
    inside = fill_empty_splits(inside, of_rest, validation, 0.0, random)
    return SplitRows(rest[inside.train], rest[inside.validation], test)
