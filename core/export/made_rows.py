"""Raw rows made from a preparation, with unusual cells, to compare an export."""

from collections.abc import Iterator

import numpy as np

from core.calls import Array
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation
from core.model.files.metadata import plain_scaling

MADE = 256
"""Rows that are made."""
MISSING = 0.1
"""The share of missing cells in a column that may have them."""


def made_rows(preparation: Preparation, count: int = MADE) -> Array:
    """Raw inputs, m × s, always the same ones: numbers around those of training, levels, unknown levels, missing cells.

    Cells are missing only where the preparation says what stands in for them.
    """
    random = np.random.default_rng(0)
    rows = np.empty((count, len(preparation.codings)))
    for place, (coding, (mean, scale)) in enumerate(zip(preparation.codings, _scales(preparation), strict=True)):
        rows[:, place] = _cells(coding, mean, scale, count, random)
        if coding.fill is not None or not coding.one_number:
            rows[random.random(count) < MISSING, place] = np.nan
    return rows


def _scales(preparation: Preparation) -> Iterator[tuple[float, float]]:
    """Mean and deviation of each column; 0 and 1 where they aren't known, as of what features are made of."""
    if preparation.features is not None:
        yield from ((0.0, 1.0) for _coding in preparation.codings)
        return
    means, scales = plain_scaling(preparation.scaling, preparation.width)
    place = 0
    for coding in preparation.codings:
        yield (means[place], scales[place]) if coding.width else (0.0, 1.0)
        place += coding.width


def _cells(coding: ColumnCoding, mean: float, scale: float, count: int, random: np.random.Generator) -> Array:
    """The cells of a column: m numbers, or indices of levels, that of an unknown one among them."""
    if coding.kind == "category":
        return random.integers(0, len(coding.levels) + 1, count).astype(float)
    if coding.kind == "ordered":
        return random.integers(0, max(1, len(coding.levels)), count).astype(float)
    if coding.kind == "boolean":
        return random.integers(0, 2, count).astype(float)
    with np.errstate(over="ignore"):
        cells: Array = np.nan_to_num(mean + scale * random.normal(size=count))
    return cells
