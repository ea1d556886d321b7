"""How good predictions are, as scikit-learn's `score` says it: accuracy, or R²."""

from math import nan
from typing import Any

import numpy as np

from core.calls import Array
from core.data.understanding.class_labels import number_of
from core.support.checked_numbers import as_array
from core.support.errors import InputError
from core.support.i18n import _


def accuracy(found: Array, wanted: Array) -> float:
    """The share of m rows, m or m × k, that are as wanted in all columns."""
    right = found == wanted
    return float(np.mean(right if right.ndim == 1 else right.all(1)))


def r2_score(found: Array, wanted: Array) -> float:
    """R² = 1 − Σ (y − a)² / Σ (y − ȳ)² of numbers m × k, averaged over the columns; NaN with fewer than two rows.

    Of a column whose targets are all the same it is 1 where each is met, else 0.
    """
    if len(wanted) < 2:
        return nan
    residual, total = np.square(wanted - found).sum(0), np.square(wanted - wanted.mean(0)).sum(0)
    varies = wanted.min(0) != wanted.max(0)
    of_columns = np.where(varies, 1 - residual / np.where(varies, total, 1), residual == 0)
    return float(of_columns.mean())


def target_numbers(y: Any, shape: tuple[int, ...]) -> Array:
    """Targets as numbers of this shape, m or m × k. Raises InputError for another one, and for what is no number."""
    values = as_array("y", y)
    if values.dtype.kind not in "biuf":
        numbers = [number_of(str(value)) for value in values.ravel().tolist()]
        values = np.array([nan if one is None else one for one in numbers], float).reshape(values.shape)
    values = values.astype(float)
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.shape != shape:
        raise InputError(_("y has shape {}, expected {}").format(values.shape, shape))
    wrong = ~np.isfinite(values.reshape(len(values), -1)).all(1)
    if wrong.any():
        raise InputError(_("y, row {}: expected a number").format(int(wrong.argmax()) + 1))
    return values
