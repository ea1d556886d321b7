"""The cell of a confusion matrix in focus."""

import numpy as np

from tui_mlp.models.output.classes.confusion_cell import largest_error, next_error

COUNTS = np.array([[9, 2, 0], [5, 0, 2], [0, 0, 7]])


def test_errors_follow_each_other_by_size_and_then_begin_again() -> None:
    assert largest_error(COUNTS) == (1, 0)
    assert next_error(COUNTS, (1, 0)) == (0, 1)
    assert next_error(COUNTS, (0, 1)) == (1, 2)
    assert next_error(COUNTS, (1, 2)) == (1, 0)


def test_from_a_cell_without_errors_the_largest_is_next() -> None:
    for cell in ((0, 0), (1, 1), (0, 2), (2, 0)):
        assert next_error(COUNTS, cell) == (1, 0)


def test_without_errors_there_is_none() -> None:
    assert next_error(np.diag([3, 0, 2]), (0, 0)) is None
