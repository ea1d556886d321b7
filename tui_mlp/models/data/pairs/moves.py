"""The next row in a direction: the nearest point, or the next in a strip or a cell."""

import numpy as np

from core.calls import Array
from tui_mlp.models.output.numbers.predictions import nearest_towards

from .column_pair import ColumnPair

Step = tuple[int, int]
"""(1, 0) for right and (0, 1) for up."""


def next_row(pair: ColumnPair, places: tuple[Array, Array], here: tuple[float, float], step: Step) -> int | None:
    """The row to which a step leads; None where there is none.

    `places` are those of all points, n across and n up, in dots, in strips a number for each category; `here` is that
    of the row in focus, NaN where it has none: the row drawn first is next then.
    """
    if not len(pair.rows):
        return None
    if not np.isfinite(here).all():
        return int(pair.rows[0])
    towards = nearest_towards(*places, here, step) if pair.form == "points" else _in_strips(places, here, step)
    return None if towards is None else int(pair.rows[towards])


def nearest(places: tuple[Array, Array], at: tuple[float, float]) -> int | None:
    """The index of the point nearest to a place in dots; None without any."""
    with np.errstate(all="ignore"):
        away = np.hypot(places[0] - at[0], places[1] - at[1])
    away = np.where(np.isfinite(away), away, np.inf)
    return int(away.argmin()) if len(away) and np.isfinite(away.min()) else None


def next_cell(counts: Array, at: tuple[int, int], step: Step) -> tuple[int, int]:
    """The next cell of a table that has rows, in a direction; the same where there is none."""
    line, column = at
    while True:
        line, column = line - step[1], column + step[0]
        if not (0 <= line < counts.shape[0] and 0 <= column < counts.shape[1]):
            return at
        if counts[line, column]:
            return line, column


def _in_strips(places: tuple[Array, Array], here: tuple[float, float], step: Step) -> int | None:
    """Along a strip the next point at least a dot further; across, the nearest point of the next one with points.

    Up leads to the strip above, whose number is smaller.
    """
    across, category = places
    if step[0]:
        far = np.where(category == here[1], (across - here[0]) * step[0], -1.0)
        far = np.where(far >= 1, far, np.inf)
    else:
        beyond = (here[1] - category) * step[1]
        if not (beyond > 0).any():
            return None
        following = beyond[beyond > 0].min()
        far = np.where(beyond == following, np.abs(across - here[0]), np.inf)
    found = int(far.argmin())
    return found if np.isfinite(far[found]) else None
