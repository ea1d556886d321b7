"""The mean picture of each class, how much its pixels vary, how it differs from all."""

from dataclasses import dataclass, field

import numpy as np

from core.calls import Array
from core.data.source_rows.source_rows import SourceRows

from .picture_groups import PictureGroup
from .picture_values import as_picture, picture_range

MOST_ROWS = 500
"""The rows of a group, at most, whose mean is taken; evenly spaced."""


@dataclass(frozen=True, eq=False)
class MeanPicture:
    """Of `rows` pictures the mean of each pixel, from 0 to 1 as `raw_picture` has them, and the standard deviation.

    `mean` is h × w, or h × w × 3 in colours; `deviation` and `difference`, the mean minus that of all pictures, are
    h × w. All are None where there is no picture.
    """

    rows: int
    mean: Array | None = field(default=None, repr=False)
    deviation: Array | None = field(default=None, repr=False)
    difference: Array | None = field(default=None, repr=False)


def mean_pictures(source: SourceRows, groups: tuple[PictureGroup, ...]) -> tuple[MeanPicture, ...]:
    """The mean pictures of all groups. For any thread: it reads up to MOST_ROWS rows of each."""
    limits, found = picture_range(source), []
    span = (limits.high - limits.low) or 1.0
    for group in groups:
        rows = group.rows
        if len(rows) > MOST_ROWS:
            rows = rows[np.linspace(0, len(rows) - 1, MOST_ROWS).astype(int)]
        total: Array | None = None
        squares: Array | None = None
        count = 0
        for row in rows.tolist():
            raw = source.raw(row)
            if raw is None:
                continue
            values = np.nan_to_num((raw.astype(float) - limits.low) / span)
            total = values if total is None else total + values
            squares = np.square(values) if squares is None else squares + np.square(values)
            count += 1
        found.append((count, total, squares))
    whole = [(count, total) for count, total, _squares in found if total is not None]
    of_all = sum(total / count for count, total in whole) / max(1, len(whole))  # each class counts the same
    return tuple(_mean_picture(source, count, total, squares, of_all) for count, total, squares in found)


def _mean_picture(
    source: SourceRows, count: int, total: Array | None, squares: Array | None, of_all: Array | float
) -> MeanPicture:
    if total is None or squares is None:
        return MeanPicture(0)
    mean = total / count
    deviation = np.sqrt(np.maximum(squares / count - np.square(mean), 0))
    grey = source.data.grey_picture
    return MeanPicture(count, as_picture(source, mean), grey(deviation), grey(mean - of_all))
