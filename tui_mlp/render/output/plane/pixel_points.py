"""Which of several points in one pixel of a map is shown."""

import numpy as np
from numpy.typing import NDArray

from core.analysis.maps.plane import Plane
from core.calls import Array
from core.data.dataset import SPLITS
from tui_mlp.models.output.plane.map_points import MapPoints

NO_POINT = -1
_RANKS = np.array([("train", "test", "validation").index(split) for split in SPLITS])
_WRONG = 10


def shown_points(points: MapPoints, plane: Plane) -> NDArray[np.int_]:
    """The point that each pixel shows, rows × columns; NO_POINT where there is none.

    A wrong one comes before a right one, validation before test and training, and the earlier one of equals.
    """
    rows, columns, inside = pixels(points, plane)
    found = np.full((plane.rows, plane.columns), NO_POINT)
    ranks = _RANKS[points.split[inside]] + _WRONG * points.wrong[inside]
    order = np.argsort(ranks, kind="stable")[::-1]  # the last one written stays: the first of the highest rank
    order = order[np.argsort(ranks[order], kind="stable")]
    found[rows[order], columns[order]] = np.flatnonzero(inside)[order]
    return found


def pixels(points: MapPoints, plane: Plane) -> tuple[Array, Array, Array]:
    """The row and the column of each point inside the plane, and which of all points these are, booleans."""
    across, down = plane.places(points.x, points.y)
    inside = (across >= 0) & (across < plane.columns) & (down >= 0) & (down < plane.rows)
    return down[inside].astype(int), across[inside].astype(int), inside
