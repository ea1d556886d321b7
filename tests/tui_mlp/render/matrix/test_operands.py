"""Operands as figures, colours or density characters, beside each other, with what the value in focus took in sight."""

from dataclasses import replace

import numpy as np
import pytest
from executions import at, walked
from narrowing import present
from textual.strip import Strip

from tui_mlp.models.operand_views import result_view, views_in_focus
from tui_mlp.render.colours.palette import LEVELS, Palette, palette
from tui_mlp.render.matrix.operands import (
    as_colours,
    as_figures,
    distribute,
    draw_operands,
    lines_as_figures,
    operand_title,
    rows_of_operands,
    side_by_side,
)

COLOUR, MONO, ASCII = palette(), palette(colors="none"), palette(ascii=True)


def text(strips: list[Strip]) -> list[str]:
    return [strip.text.rstrip() for strip in strips]


def colours(strips: list[Strip]) -> np.ndarray:
    """The colour of each half cell, upper and lower rows in turn."""
    rows = []
    for strip in strips:
        cells = [segment.style for segment in strip for character in segment.text if character == "▀"]
        rows += [
            [present(present(style).color).name for style in cells],
            [present(present(style).bgcolor).name for style in cells],
        ]
    return np.array(rows)


def test_a_title_has_symbol_shape_and_power() -> None:
    executions = walked()
    delta, theta, _slope = views_in_focus(at(executions, "Δ(3)", 1, 1))
    assert operand_title(theta) == "· (Θ(3)[1:,:])ᵀ  2×3"
    assert operand_title(result_view(at(executions, "Δ(3)"))) == "= Δ(3)  5×3"
    shortened = result_view(at(walked(clip_norm=0.01), "∇(1)"))
    assert operand_title(shortened) == "= new ∇(1)  4×4 ×10⁻³"
    assert operand_title(shortened, figures=False) == "= new ∇(1)  4×4"
    assert operand_title(delta) == "Δ(4)  5×2"


def test_figures_of_an_operand_light_what_was_taken() -> None:
    focus = at(walked(), "Δ(3)", 2, 1)
    delta, theta, slope = views_in_focus(focus)
    strips, corner = as_figures(delta, 30, 6, COLOUR)
    assert corner == (0, 0)
    assert text(strips)[0] == "i\\j      1      2"
    lit = {y for y, strip in enumerate(strips) for s in strip if s.style in COLOUR.lit}
    assert lit == {3}, "the row of the third example"
    lit = {
        strip.text.index(s.text)
        for strip in as_figures(theta, 30, 3, COLOUR)[0]
        for s in strip
        if s.style in COLOUR.lit
    }
    assert len(lit) == 1, "one column"
    assert sum(s.style in COLOUR.lit for strip in as_figures(slope, 40, 6, COLOUR)[0] for s in strip) == 1


def test_the_result_marks_the_value_in_focus() -> None:
    focus = at(walked(), "Δ(3)", 2, 1)
    strips, _corner = as_figures(result_view(focus), 40, 6, COLOUR, focus=True)
    assert [s.text.strip() for strip in strips for s in strip if s.style == COLOUR.bg.on_accent] == [
        f"{focus.value:.3f}"
    ]
    mono = text(as_figures(result_view(focus), 40, 6, MONO, focus=True)[0])
    assert f"[{focus.value: .3f}]" in mono[3]


def test_a_window_moves_to_the_value_in_focus() -> None:
    executions = walked(inputs=20, m=9)
    focus = at(executions, "∇(1)", 15, 2)
    strips, corner = as_figures(result_view(focus), 40, 6, COLOUR, focus=True)
    assert corner == (11, 0)
    assert text(strips)[-1].lstrip().startswith("15▾")
    A, delta = views_in_focus(focus.at_term(7, 0))
    assert text(as_figures(A, 26, 4, COLOUR)[0])[0].split()[-2:] == ["8", "▸"], "the term in focus is in sight"
    assert text(as_figures(A, 26, 4, COLOUR)[0])[-1].lstrip().startswith("15▾")
    assert text(as_figures(delta, 26, 4, COLOUR)[0])[-1].lstrip().startswith("8▾")


def test_colours_are_two_rows_a_line_and_the_rest_is_dimmed() -> None:
    _delta, theta, _slope = views_in_focus(at(walked(), "Δ(3)", 2, 1))
    shown = colours(as_colours(theta, 9, 1, COLOUR))[:, ::3]
    assert shown.shape == (2, 3), "three cells a column"
    assert [tuple(place) for place in np.argwhere(shown == COLOUR.theme.accent)] == [theta.cell]
    full = colours(as_colours(replace(theta, lit=(None, None)), 9, 1, COLOUR))[:, ::3]
    assert (full[:, 1] == shown[:, 1]).all(), "the column that was taken"
    strength = [[abs(COLOUR.heat.index(one) - LEVELS) for one in half[:, 0]] for half in (full, shown)]
    assert sum(strength[1]) < sum(strength[0])


def test_density_characters_take_the_place_of_colours() -> None:
    delta, _theta, slope = views_in_focus(at(walked(), "Δ(3)", 2, 1))
    for palette_ in (MONO, ASCII):
        strips = as_colours(delta, 6, 5, palette_)
        assert len(strips) == 5
        spots = [s.text for strip in strips for s in strip if s.style == palette_.bg.on_accent]
        assert len(spots) == 1
        bold = {y for y, strip in enumerate(strips) for s in strip if s.style == palette_.bg.strong}
        assert bold <= {2}, "the row that was taken"
    assert all(ord(character) < 128 for strip in as_colours(slope, 9, 5, ASCII) for character in strip.text)


@pytest.mark.parametrize("figures", [True, False])
@pytest.mark.parametrize("palette_", [COLOUR, MONO, ASCII], ids=["colour", "mono", "ascii"])
@pytest.mark.parametrize("width", [37, 57, 97, 150])
def test_operands_share_the_width(width: int, palette_: Palette, figures: bool) -> None:
    read = views_in_focus(at(walked(dropout=0.5, inputs=20), "Δ(3)", 2, 1))
    strips = side_by_side(read, width, 5, palette_, figures)
    assert len(strips) == 5
    assert {strip.cell_length for strip in strips} == {width}
    heading = strips[0].text
    if width > 60:
        for view in read:
            symbol = view.title if palette_ is not ASCII else view.symbol.replace("Δ", "Delta").replace("Θ", "Theta")
            assert symbol.split(" /")[0] in heading, "the symbol stays; the shape goes first"


def test_who_wants_most_gives_way_first() -> None:
    assert distribute(30, [5, 5, 5], [8, 20, 6]) == [8, 16, 6]
    assert distribute(30, [5, 5], [10, 10]) == [15, 15]
    assert distribute(30, [5, 5, 5], [100, 100, 100]) == [10, 10, 10]
    assert distribute(5, [5, 5], [10, 10]) == [5, 5], "too narrow for the symbols: cut on the screen"


def test_operands_that_fit_in_several_rows() -> None:
    read = views_in_focus(at(walked(inputs=2, hidden=(2,), outputs=1, m=2), "A(2)", 1, 1))
    assert [[view.symbol for view in row] for row in rows_of_operands(read, 57, COLOUR)] == [
        ["A(1)", "Θ(1)"],
        ["A(2)"],
    ]
    assert lines_as_figures(read, 57, COLOUR) == 5 + 4
    assert lines_as_figures(read, 70, COLOUR) == 5
    assert lines_as_figures(read, 20, COLOUR) is None, "one of them is wider"
    assert lines_as_figures([], 20, COLOUR) == 0
    shown = text(draw_operands(read, 57, 9, COLOUR, True))
    assert shown[0].split() == ["A(1)", "2×3", "·", "Θ(1)", "3×2"]
    assert shown[5].split() == ["→", "Z(2)", "2×2"]
    assert sum(line.count(".") for line in shown) == 6 + 6 + 4, "every figure"
    assert len(text(draw_operands(read, 57, 6, COLOUR, True))) == 6, "without the height, beside each other"
    assert "Z(2)" in text(draw_operands(read, 57, 6, COLOUR, True))[0]


@pytest.mark.parametrize("of", [COLOUR, MONO, ASCII], ids=["colour", "mono", "ascii"])
@pytest.mark.parametrize("figures", [False, True])
def test_no_room_is_too_small(of: Palette, figures: bool) -> None:
    read = views_in_focus(at(walked(), "Δ(3)", 1, 1))
    for width in range(8):
        for height in range(-1, 5):
            assert len(draw_operands(read, width, height, of, figures)) == max(1, height)
