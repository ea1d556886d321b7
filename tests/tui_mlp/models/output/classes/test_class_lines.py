"""Which cell and which class are in focus, and which lines of the table are shown."""

from math import nan

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tui_mlp.models.output.classes.class_lines import HEAD_AND_MEAN, SUMMARY, ClassLines, neighbour, places_by_recall
from tui_mlp.models.output.classes.confusion_cell import clipped_cell, largest_error


def test_the_largest_error() -> None:
    assert largest_error(np.array([[9, 0, 2], [3, 1, 3], [0, 0, 8]])) == (1, 0), "the first of equals"
    assert largest_error(np.diag([5, 6])) == (0, 0), "without errors"


def test_cells_beyond_the_matrix() -> None:
    assert clipped_cell((7, -1), 3) == (2, 0)
    assert clipped_cell((1, 2), 3) == (1, 2)


def test_lowest_recall_first() -> None:
    assert places_by_recall([0.5, nan, 0.2, 0.5]) == [2, 0, 3, 1]


def test_the_class_above_and_below() -> None:
    places = [2, 0, 1]
    assert neighbour(places, None, 1) == 2
    assert neighbour(places, None, -1) is None
    assert neighbour(places, 2, 1) == 0
    assert neighbour(places, 2, -1) is None
    assert neighbour(places, 0, 100) == 1
    assert neighbour(places, 9, 1) == 2, "a class of other data"


def test_lines_by_hand() -> None:
    assert ClassLines.of(10, 17) == (10, True, SUMMARY)
    assert ClassLines.of(10, 16) == (10, False, SUMMARY)
    assert ClassLines.of(10, 14) == (9, False, 3)
    assert ClassLines.of(40, 14) == (9, False, 3)
    assert ClassLines.of(40, 8) == (5, False, 1)
    assert ClassLines.of(40, 4) == (2, False, 0)
    assert ClassLines.of(3, 12, warnings=1) == (3, True, 5)


@given(st.integers(1, 50), st.integers(0, 60), st.integers(0, 1))
def test_lines_fit(classes: int, height: int, warnings: int) -> None:
    lines = ClassLines.of(classes, height, warnings)
    assert 1 <= lines.classes <= classes
    assert lines.summary + lines.blank + lines.classes + HEAD_AND_MEAN <= max(height, 3 + warnings)
