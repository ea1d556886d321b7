"""The cell of a confusion matrix that is in focus."""

import numpy as np

from core.analysis.classes.confusion import Cell
from core.calls import Array


def largest_error(counts: Array) -> Cell:
    """The cell with most wrong rows of k × k counts, the first of equals; the first cell where none is wrong."""
    wrong = counts - np.diag(counts.diagonal())
    row, column = divmod(int(wrong.argmax()), len(counts))
    return row, column


def next_error(counts: Array, cell: Cell) -> Cell | None:
    """The cell with the next smaller error, or an equal one; after the last and from no error the largest.

    None where no row is wrong.
    """
    wrong = counts - np.diag(counts.diagonal())
    places = np.argsort(-wrong, axis=None, kind="stable")[: int((wrong > 0).sum())].tolist()
    if not places:
        return None
    here = cell[0] * len(counts) + cell[1]
    at = places.index(here) + 1 if here in places else 0
    row, column = divmod(places[at % len(places)], len(counts))
    return row, column


def clipped_cell(cell: Cell, classes: int) -> Cell:
    """The cell, or the one nearest to it that a matrix of so many classes has."""
    row, column = (max(0, min(place, classes - 1)) for place in cell)
    return row, column
