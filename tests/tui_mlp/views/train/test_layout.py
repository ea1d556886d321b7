"""How the Train view shares its lines, in numbers."""

import pytest

from tui_mlp.views.train.layout import LinesWanted, architecture_lines, matrix_lines


def wanted(rows: int, fills: bool = True) -> LinesWanted:
    """Of a matrix with so many rows in figures, or lines of colours."""
    whole = rows + 5
    return LinesWanted(rows + 3, whole, whole + 7, whole + 14 if fills else whole)


SMALL, NINE, TINY, LARGE = wanted(3), wanted(9), wanted(3, False), wanted(393, False)


@pytest.mark.parametrize("matrix", [SMALL, NINE, TINY, LARGE])
def test_eighty_by_twenty_four_is_the_same_for_every_matrix(matrix: LinesWanted) -> None:
    assert matrix_lines(21, [matrix], below=False) == (13,)


def test_below_each_other_both_have_their_rows_and_the_loss_the_rest() -> None:
    assert matrix_lines(33, [SMALL, SMALL], below=True) == (8, 8)
    assert matrix_lines(33, [NINE, NINE], below=True) == (13, 12), "all rows of both, and eight lines for the loss"
    assert matrix_lines(33, [LARGE, LARGE], below=True) == (11, 11), "a third for the loss"


def test_beside_each_other_lines_go_to_what_has_something_to_show() -> None:
    assert matrix_lines(45, [SMALL, SMALL], below=False) == (18, 18), "with a histogram"
    assert matrix_lines(45, [NINE, NINE], below=False) == (14, 14), "too few for one"
    assert matrix_lines(45, [TINY, TINY], below=False) == (8, 8)
    assert matrix_lines(45, [LARGE, LARGE], below=False) == (27, 27)


@pytest.mark.parametrize("matrix", [SMALL, NINE, TINY, LARGE])
@pytest.mark.parametrize("below", [True, False])
def test_the_loss_always_keeps_its_lines(matrix: LinesWanted, below: bool) -> None:
    for body in range(30, 120):
        lines = matrix_lines(body, [matrix, matrix], below)
        assert body - (sum(lines) if below else lines[0]) >= 8
    for body in range(12, 120):
        assert 6 <= body - matrix_lines(body, [matrix], below=False)[0] < body - 5


def test_the_architecture_leaves_half_to_the_hyperparameters() -> None:
    assert architecture_lines(12, 12) == 6
    assert architecture_lines(21, 12) == 9
    assert architecture_lines(33, 12) == 12
    assert architecture_lines(45, 40) == 18
    assert architecture_lines(45, 10) == 10
