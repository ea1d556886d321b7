"""Matrices without boxes: the result below its operands or beside them, whichever shows more."""

import pytest
from executions import at, walked

from tui_mlp.models.operand_views import OperandView, operand_views, result_view
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.matrix.operands import fitting_title, full_width, operand_widths
from tui_mlp.render.matrix.unframed import Arrangement, unframed

COLOUR = palette()


def matrices(symbol: str, **network: object) -> tuple[list[OperandView], OperandView]:
    settings = {"hidden": (8, 8), "inputs": 2, "outputs": 1, "m": 10, "optimizer": "adam", **network}
    focus = at(walked(**settings), symbol)
    return operand_views(focus.execution), result_view(focus)


def test_what_fits_whole_stands_below() -> None:
    read, written = matrices("Δ(4)", m=3)
    assert unframed(read, written, 57, 12, COLOUR) == Arrangement(None, True, (2 + 3) + (2 + 3))


def test_columns_stand_beside_each_other_where_rows_would_be_missing() -> None:
    read, written = matrices("Δ(4)")
    chosen = unframed(read, written, 57, 13, COLOUR)
    assert chosen == Arrangement(full_width(written, COLOUR, True), True, 2 + 10)
    assert unframed(read, written, 57, 24, COLOUR).beside is None
    assert unframed(read, written, 20, 13, COLOUR).beside is None, "not where columns would be missing"


def test_wide_operands_are_colours_beside_a_narrow_result() -> None:
    read, written = matrices("A(4)")
    assert unframed(read, written, 57, 13, COLOUR) == Arrangement(12, False, 2 + 10)
    assert unframed(read, written, 57, 13, COLOUR, figures=True).beside is None


def test_a_wide_result_stays_below() -> None:
    read, written = matrices("Δ(3)")
    assert unframed(read, written, 57, 13, COLOUR) == Arrangement(None, False, (1 + 5) + (2 + 10))


@pytest.mark.parametrize("figures", [True, False, None])
def test_of_an_equation_without_operands_there_is_only_the_result(figures: bool | None) -> None:
    read, written = matrices("A(1)")
    for height in (5, 40):
        chosen = unframed(read, written, 57, height, COLOUR, figures)
        assert (chosen.beside, chosen.lines) == (None, 2 + 10)


def test_titles_leave_their_shape_before_the_power_of_ten() -> None:
    read, written = matrices("Θ(3)")
    beside = unframed(read, written, 57, 13, COLOUR).beside
    assert beside is not None
    widths = operand_widths(read, 57 - 1 - beside, COLOUR, True)
    assert all(wide >= 4 + 1 + 7 for wide in widths), "each shows its column"
    mu = read[1]
    assert fitting_title(mu, 20, COLOUR).startswith("mu(3)  9×1 ×10")
    assert fitting_title(mu, 12, COLOUR).startswith("mu(3) ×10")
    assert fitting_title(mu, 8, COLOUR) == "mu(3)"
