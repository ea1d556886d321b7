"""Raw columns of a data set in the units of its source, with their limits and means."""

from weakref import WeakKeyDictionary

import numpy as np

from core.calls import Array
from core.data.dataset import Data, Split
from core.data.preparing.preparation import Preparation
from core.model.model import preparation_of

ROUNDED = ("boolean", "ordered")
"""Kinds of columns whose mean is rounded, as there is nothing between two of their values."""

_held: WeakKeyDictionary[Data, Array] = WeakKeyDictionary()
_limits: WeakKeyDictionary[Data, dict[int, tuple[float, float]]] = WeakKeyDictionary()


def raw_column(preparation: Preparation, split: Split, column: int) -> Array:
    """One raw column of a split, m numbers in the unit of the source, as in `Table.inputs`.

    NaN where a cell is missing and the inputs say so; else what stood in for it.
    """
    if split.raw is not None:
        given: Array = split.raw[:, column].astype(float)
        return given
    start = sum(coding.width for coding in preparation.codings[:column])
    coding = preparation.codings[column]
    made = split.inputs[:, start : start + coding.width].astype(float)
    if preparation.scaling is not None and coding.one_number:
        made[:, :1] = preparation.scaling.of_some(np.array([start])).restored(made[:, :1])
    return coding.restored(made)


def column_limits(data: Data, column: int) -> tuple[float, float]:
    """The least and the greatest finite number of a raw column in all splits; 0 and 0 without any. Kept."""
    kept = _limits.setdefault(data, {})
    if column not in kept:
        preparation, splits = preparation_of(data), (data.train, data.validation, data.test)
        found = [raw_column(preparation, split, column) for split in splits if split is not None]
        numbers = np.concatenate([values[np.isfinite(values)] for values in found])
        kept[column] = (float(numbers.min()), float(numbers.max())) if len(numbers) else (0.0, 0.0)
    return kept[column]


def usual_values(data: Data) -> Array:
    """Values that stand for all training rows, s numbers: of each number the mean, of a category the commonest. Kept.

    The mean of booleans and of ordered values is rounded, and for a missing cell counts what stood in for it.
    """
    if data not in _held:
        _held[data] = _usual_values(preparation_of(data), data.train)
    return _held[data]


def _usual_values(preparation: Preparation, train: Split) -> Array:
    with np.errstate(all="ignore"):
        if train.raw is not None:
            return np.asarray(train.raw.mean(0, dtype=float))
        mean = train.inputs.mean(0, dtype=float)
        start = 0
        for coding in preparation.codings:
            mean[start + 1 : start + coding.width] *= not coding.one_number  # of a number, no cell is missing
            start += coding.width
        usual: Array = preparation.restored(mean[None])[0]  # of shares of categories, the largest counts
    for place, coding in enumerate(preparation.codings):
        if coding.kind in ROUNDED:
            usual[place] = np.rint(usual[place])
    return usual
