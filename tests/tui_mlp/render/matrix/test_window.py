"""The part of a large matrix that is on the screen."""

import numpy as np
import pytest

from tui_mlp.render.colours.palette import palette
from tui_mlp.render.matrix.labels import MatrixLabels
from tui_mlp.render.matrix.window import FORMS, MatrixWindow

VALUES = np.arange(6000.0).reshape(100, 60)


def window(form: str, width: int = 40, height: int = 12, corner: tuple[int, int] = (0, 0)) -> MatrixWindow:
    return MatrixWindow(form, VALUES.shape, corner, width, height, MatrixLabels(2), palette())  # type: ignore[arg-type]


@pytest.mark.parametrize("form", FORMS)
def test_it_fills_its_room(form: str) -> None:
    strips = window(form).draw(VALUES, (0, 0), 0, None)
    assert [strip.cell_length for strip in strips] == [40] * 12


@pytest.mark.parametrize("form", ["figures", "colours"])
@pytest.mark.parametrize("cell", [(0, 0), (50, 30), (99, 59)])
def test_it_moves_to_the_cell_in_focus(form: str, cell: tuple[int, int]) -> None:
    moved = window(form).around(cell)
    assert moved.nearest(cell) == cell
    assert moved.around(cell).corner == moved.corner
    assert window(form, corner=(90, 50)).around(cell).nearest(cell) == cell


def test_what_is_drawn_at_a_place_is_found_there() -> None:
    figures = window("figures").around((50, 30))
    top, left = figures.corner
    assert figures.cell_at(0, 0) is None, "labels are no cells"
    assert figures.cell_at(6, 1) == (top, left)
    assert window("colours", corner=(10, 5)).cell_at(5, 2) == (12, 5), "a line of colours has two rows"
    assert window("histogram").cell_at(6, 1) is None


def test_it_moves_no_further_than_the_last_row_and_column() -> None:
    figures = window("figures").moved(1000, 1000)
    assert figures.corner == (100 - figures.rows, 60 - figures.columns)
    assert figures.moved(-1000, -1000).corner == (0, 0)
    assert figures.nearest((0, 0)) == figures.corner


def test_rows_are_called_by_what_they_come_from() -> None:
    named, pixels, hidden = MatrixLabels(1, ("width", "length")), MatrixLabels(1), MatrixLabels(2)
    assert [named.row(0), named.row(2), pixels.row(2)] == ["bias", "length", "2"]
    assert [one.source(2) for one in (named, pixels, hidden)] == ["length", "pixel 2", "neuron 2"]
    assert hidden.source(0) == "bias"
    assert MatrixLabels(1, ("a" * 30,)).width(ascii=False) == 12
