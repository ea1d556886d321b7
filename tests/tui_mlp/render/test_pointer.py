"""How the pointer frames a value: in matrices, sums and tables, with colours, without, and in ASCII."""

from typing import Any

import numpy as np
import pytest
from executions import at, walked
from rich.segment import Segment
from textual.strip import Strip

from core.calls import Array
from tui_mlp.models.operand_views import result_view, views_in_focus
from tui_mlp.models.pointed import Pointed, same_place
from tui_mlp.models.step_focus import pointed_value
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.derivation import sum_lines
from tui_mlp.render.matrix.heatmap import heat
from tui_mlp.render.matrix.matrix import cell_at, lines_of_rows, matrix
from tui_mlp.render.matrix.operands import as_figures
from tui_mlp.render.pointer import framed_line, ring
from tui_mlp.render.strips import spread

COLOUR, MONO, ASCII = palette(), palette(colors="none"), palette(ascii=True)
VALUES = np.round(np.arange(6).reshape(3, 2) / 10 - 0.25, 2)
PALETTES = pytest.mark.parametrize("palette", [COLOUR, MONO, ASCII], ids=["colour", "mono", "ascii"])


def figures(shown: Palette, height: int = 4, width: int = 30, values: Array = VALUES, **options: Any) -> list[Strip]:
    return matrix(values, width, height, shown, rows=str, columns=str, **options)


def framed(strips: list[Strip]) -> list[str]:
    """The texts that stand between two arrows."""
    found = []
    for strip in strips:
        text = strip.text.replace(">", "▶").replace("<", "◀")
        found += [part.partition("◀")[0].strip() for part in text.split("▶")[1:] if "◀" in part]
    return found


@PALETTES
def test_arrows_stand_in_the_gaps_and_hide_no_figure(palette: Palette) -> None:
    before, after = figures(palette), figures(palette, pointed=(1, 0))
    assert framed(before) == []
    assert framed(after) == ["-0.050"]
    assert [strip.text.split() for strip in after if "▶" not in strip.text and ">" not in strip.text] == [
        strip.text.split() for place, strip in enumerate(before) if place != 2
    ]
    inverse = [segment.text for segment in after[2] if segment.style is palette.bg.on_accent]
    assert "-0.050" in "".join(inverse), "an inverse cell is seen from afar"


def test_the_pointer_looks_unlike_the_cursor_without_colour() -> None:
    cursor, both = (figures(MONO, cursor=(1, 0), pointed=pointed)[2].text for pointed in (None, (1, 0)))
    assert "[" in cursor
    assert "▶" in both
    assert "[" not in both


@pytest.mark.parametrize("ascii", [False, True])
def test_where_rows_stand_apart_it_is_a_box(ascii: bool) -> None:
    lines = [strip.text.rstrip() for strip in figures(palette(ascii=ascii, spaced=True), 8, pointed=(0, 1))]
    across, down = ("#", "#") if ascii else ("━", "┃")
    assert across * 7 in lines[1]
    assert across * 7 in lines[3]
    assert lines[2].split(down)[-2].strip() == "-0.150"
    assert lines[1].rindex("#" if ascii else "┓") == lines[2].rindex(down) == lines[3].rindex("#" if ascii else "┛")


def test_a_pointer_out_of_sight_frames_nothing() -> None:
    assert framed(figures(COLOUR, 2, pointed=(2, 1))) == []


def test_rows_and_columns_stand_apart_only_where_all_fit() -> None:
    shown = palette(spaced=True)
    assert lines_of_rows(3, 8, True) == 8
    assert lines_of_rows(3, 7, True) == lines_of_rows(3, 7, False) == 4
    tight = [strip.text.rstrip() for strip in figures(shown, 7)]
    assert tight[1].split()[0] == "0"
    assert tight[2].split()[0] == "1"


@pytest.mark.parametrize("height", [4, 8])
def test_a_click_finds_the_figure_that_is_drawn_there(height: int) -> None:
    shown = palette(spaced=True)
    lines = [strip.text for strip in figures(shown, height)]
    for row in range(3):
        for column in range(2):
            figure = f" {VALUES[row, column]:.3f}"
            y = next(place for place, line in enumerate(lines) if figure in line)
            x = lines[y].index(figure) + 1
            assert cell_at(VALUES.shape, 30, x, y, 0, 0, height=height, spaced=True) == (row, column)


def test_in_colours_a_ring_stands_around_the_value() -> None:
    around = ring((4, 4), (0, 3))
    assert around.tolist()[0] == [False, False, True, False]
    assert around.tolist()[1] == [False, False, True, True]
    assert around.sum() == 3
    assert not ring((4, 4), (9, 9)).any()
    values = np.ones((6, 6))
    for shown in (COLOUR, MONO):
        plain, pointed = (heat(values, 30, 8, shown, rows=str, columns=str, pointed=cell) for cell in (None, (2, 2)))
        assert plain != pointed
    accents = [
        sum(
            segment.text.count("#") + segment.text.count("█") for segment in strip if segment.style is MONO.bg.on_accent
        )
        for strip in heat(values, 30, 8, MONO, rows=str, columns=str, pointed=(2, 2))
    ]
    assert accents == [0, 0, 6, 4, 6, 0, 0, 0], "two cells a column, but not the value's own"


@PALETTES
def test_one_value_is_framed_in_the_operands_the_sum_and_the_result(palette: Palette) -> None:
    executions = walked()
    error = at(executions, "Δ(3)", 1, 2, kind="error")
    weight = Pointed("", ("Θ(3)", 3, 1))
    theta = next(view for view in views_in_focus(error, weight) if view.symbol == "Θ(3)")
    figure = f"{theta.values[1, 2]:.3f}"
    assert theta.pointed == (1, 2), "transposed, and without the bias row"
    assert framed(as_figures(theta, 60, 10, palette)[0]) == [figure]
    assert all(view.pointed is None for view in views_in_focus(error, weight) if view.symbol != "Θ(3)")
    derivation = error.derivation
    assert derivation is not None

    def summed(pointed: Pointed) -> list[str]:
        lines = sum_lines(
            derivation, error.terms, 100, 12, palette, term=0, factor=0,
            pointed=pointed.value, result_pointed=pointed.cell_in(error.symbol) == error.cell,
        )  # fmt: skip
        return framed(lines)

    assert [text[:6] for text in summed(weight)] == [f"{theta.values[1, 2]:.4f}"[:6]]
    own = pointed_value(error)
    assert result_view(error, own).pointed == (1, 2)
    assert len(summed(own)) == 2, "the name of the result, and its value"
    assert summed(Pointed("", ("Δ(3)", 0, 0))) == []


def test_the_bias_unit_of_an_activation_is_not_pointed_at_in_what_leaves_it_out() -> None:
    executions = walked()
    slope = at(executions, "Δ(2)", kind="error")
    views = views_in_focus(slope, Pointed("", ("Θ(2)", 0, 1)))
    assert all(view.pointed is None for view in views)


def test_what_is_pointed_at_is_the_same_place_when_its_value_changes() -> None:
    assert [Pointed("", example=("train", 1)).place_in(split) for split in ("train", "test")] == [1, None]
    first, second = Pointed("θ = 1", ("Θ(1)", 0, 0)), Pointed("θ = 2", ("Θ(1)", 0, 0))
    assert same_place(first, second)
    assert not same_place(first, None)
    assert not same_place(first, Pointed("", ("Θ(1)", 0, 1)))
    focus = at(walked(), "A(2)", 2, 1)
    assert pointed_value(focus).example == ("train", int(focus.execution.context.rows[2]))


def test_a_framed_line_keeps_its_text() -> None:
    style = COLOUR.bg.fg
    assert framed_line(Strip([Segment(" abc ", style)]), COLOUR).text == "▶abc◀"
    assert framed_line(Strip([Segment("abc  ", style)]), ASCII).text == ">abc<"
    assert framed_line(Strip([Segment("a漢", style)]), COLOUR).cell_length == 3


def test_blank_lines_are_put_between_lines_of_text_alone() -> None:
    lines = [Strip([Segment(text)]) for text in ("a", "b", " ", "c", " ", " ")]
    assert spread(lines, 6) == [0, 2, 3, 4, 5, 6]
    assert spread(lines, 4) == [0, 1, 2, 3, 4, 5]


def test_the_sum_before_an_activation_is_not_the_activation() -> None:
    focus = at(walked(), "A(2)", 1, 2)
    before = next(view for view in views_in_focus(focus, pointed_value(focus)) if view.name == "Z(2)")
    assert before.pointed is None
    assert result_view(focus, pointed_value(focus)).pointed == (1, 2)
