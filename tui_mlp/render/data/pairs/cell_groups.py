"""The group of a cell in which points of several fall: the commonest, or their mean."""

import numpy as np
from numpy.typing import NDArray

from core.calls import Array
from tui_mlp.models.data.pairs.column_pair import ColumnPair
from tui_mlp.render.data.class_styles import STEPS

Ints = NDArray[np.int_]


def cell_groups(pair: ColumnPair, cells: Ints) -> Ints:
    """The group of each point, n, by its cell (n numbers from 0): the same for all points of a cell.

    Of classes it is the number of the commonest one there, of targets a step from 0 to STEPS - 1 by their mean; −1
    without any. All are 0 where points have neither.
    """
    if not len(cells):
        return np.zeros(0, np.int_)
    if pair.groups is not None:
        k = len(pair.names) + 1
        counts = np.bincount(cells * k + pair.groups + 1, minlength=(int(cells.max()) + 1) * k).reshape(-1, k)
        counts[:, 0] = np.minimum(counts[:, 0], 1)  # rows without a class show only where there are no others
        largest = counts[:, 1:].argmax(1)
        groups: Ints = np.where(counts[:, 1:].any(1), largest, -1)[cells]
        return groups
    if pair.levels is not None:
        there = np.isfinite(pair.levels)
        counts = np.bincount(cells[there], minlength=int(cells.max()) + 1)
        with np.errstate(all="ignore"):
            means = np.bincount(cells[there], pair.levels[there], len(counts)) / counts
        steps = np.where(counts > 0, np.rint((np.nan_to_num(means) + 1) / 2 * (STEPS - 1)), -1).astype(int)
        of_cells: Ints = steps[cells]
        return of_cells
    return np.zeros(len(cells), np.int_)


def cells_of_points(across: Array, up: Array, columns: int, rows: int) -> tuple[Ints, Array]:
    """The cell of each point that lies on the plot, row by row from the bottom, and which points these are, n booleans.

    `across` and `up` (n) are places in cells from the left and from the bottom.
    """
    with np.errstate(all="ignore"):
        x, y = np.floor(across), np.floor(up)
    inside = (x >= 0) & (x < columns) & (y >= 0) & (y < rows)
    return y[inside].astype(int) * columns + x[inside].astype(int), inside
