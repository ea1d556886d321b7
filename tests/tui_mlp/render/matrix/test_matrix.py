"""A matrix as figures: the window, the labels, the cursor, what colour says."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style
from textual.strip import Strip

from core.calls import Array
from tui_mlp.render.colours.palette import LEVELS, Palette, palette
from tui_mlp.render.matrix.matrix import columns_shown, label_text, matrix, visible

COLOUR, MONO, ASCII = palette(), palette(colors="none"), palette(ascii=True)
THETA = np.round(np.arange(72).reshape(9, 8) / 10 - 3.3, 2)


def row(index: int) -> str:
    return "bias" if index == 0 else str(index)


def column(index: int) -> str:
    return str(index + 1)


def drawn(values: Array, width: int, height: int, palette: Palette = COLOUR, **options: Any) -> list[Strip]:
    return matrix(values, width, height, palette, rows=row, columns=column, corner="j\\k", **options)


def text(values: Array, width: int, height: int, palette: Palette = COLOUR, **options: Any) -> list[str]:
    return [strip.text.rstrip() for strip in drawn(values, width, height, palette, **options)]


def cells(strip: Strip) -> list[tuple[str, Style | None]]:
    """(character, style) of each cell."""
    return [(character, segment.style) for segment in strip for character in segment.text]


def test_figures_labels_and_a_hint_that_it_goes_on() -> None:
    assert text(THETA, 45, 3) == [
        " j\\k     1     2     3     4     5     6 ▸",
        "bias -3.30 -3.20 -3.10 -3.00 -2.90 -2.80",
        "   1▾-2.50 -2.40 -2.30 -2.20 -2.10 -2.00",
    ]
    assert text(THETA, 45, 3, top=7, left=2) == [
        " j\\k◂    3     4     5     6     7     8",
        "   7▴ 2.50  2.60  2.70  2.80  2.90  3.00",
        "   8  3.30  3.40  3.50  3.60  3.70  3.80",
    ]


def test_figures_grow_where_whole_rows_have_room() -> None:
    assert text(THETA, 5 + 7 * 8, 2)[1].startswith("bias▾-3.300 -3.200")
    assert text(THETA, 5 + 7 * 8 - 1, 2)[1].startswith("bias▾-3.30 ")
    assert columns_shown(8, 5 + 6 * 8) == 8
    assert columns_shown(8, 5 + 6 * 8 - 1) == 7
    assert columns_shown(8, 5 + 6 * 7) == 6  # the seventh would leave no cell to say that it goes on


def test_a_common_power() -> None:
    assert text(np.array([[0.0042, -0.0001]]), 30, 2, power=-3, figure=6)[1] == "bias  4.200 -0.100"


def test_the_cursor_and_its_labels_stand_out() -> None:
    strips = drawn(THETA, 45, 11, cursor=(4, 3))
    on_accent = [
        (y, x) for y, strip in enumerate(strips) for x, (_c, s) in enumerate(cells(strip)) if s is COLOUR.bg.on_accent
    ]
    assert on_accent == [(5, 23 + i) for i in range(6)]
    assert "".join(c for c, s in cells(strips[0]) if s is COLOUR.bg.accent_bold).strip() == "4"
    assert "".join(c for c, s in cells(strips[5]) if s is COLOUR.bg.accent_bold).strip() == "4"


@pytest.mark.parametrize("palette", [MONO, ASCII])
def test_without_colour_the_cursor_is_in_brackets(palette: Palette) -> None:
    assert text(THETA, 45, 3, palette, cursor=(0, 0))[1].startswith("bias[-3.30]-3.20 ")
    assert text(THETA, 45, 3, palette, cursor=(1, 2))[2][4:].lstrip("▾v").startswith("-2.50 -2.40[-2.30]-2.20")
    assert "[" not in "".join(text(THETA, 45, 3, cursor=(0, 0)))


def test_a_change_too_small_to_see_draws_the_same() -> None:
    values = np.array([[0.1234, -4.0], [2.0, 4.9]])
    assert drawn(values, 40, 3, vmax=4.9) == drawn(values + 0.0001, 40, 3, vmax=4.9)
    assert drawn(values, 40, 3, vmax=4.9) != drawn(values + 0.2, 40, 3, vmax=4.9)


def test_tint_by_level_and_what_is_not_finite_in_red() -> None:
    strips = drawn(np.array([[-2.0, 0.0, 2.0, np.nan, np.inf]]), 60, 2)
    styles = [cells(strips[1])[5 + 7 * i][1] for i in range(5)]
    assert styles == [COLOUR.figures[0], COLOUR.figures[LEVELS], COLOUR.figures[-1], COLOUR.bg.bad, COLOUR.bg.bad]


def test_operands_are_lit_and_the_rest_dimmed() -> None:
    strips = drawn(THETA, 45, 5, lit=(2, None))
    assert cells(strips[3])[5][1] in COLOUR.lit
    assert cells(strips[2])[5][1] in COLOUR.dimmed
    strips = drawn(THETA, 45, 5, lit=(None, 1))
    assert cells(strips[3])[11][1] in COLOUR.lit
    assert cells(strips[3])[5][1] in COLOUR.dimmed


def test_only_what_is_visible_is_looked_at() -> None:
    class Counted:
        calls = 0

        def __call__(self, index: int) -> str:
            self.calls += 1
            return str(index)

    rows, columns = Counted(), Counted()
    matrix(np.zeros((5000, 5000)), 80, 20, COLOUR, rows=rows, columns=columns, vmax=1.0)
    assert rows.calls == 19
    assert columns.calls <= 13


@settings(deadline=None)
@given(
    st.tuples(st.integers(1, 60), st.integers(1, 60)),
    st.integers(12, 100),
    st.integers(2, 40),
    st.integers(0, 70),
    st.integers(0, 70),
    st.data(),
)
def test_the_cursor_is_always_in_the_window(
    shape: tuple[int, int], width: int, height: int, top: int, left: int, data: st.DataObject
) -> None:
    cursor = data.draw(st.tuples(st.integers(0, shape[0] - 1), st.integers(0, shape[1] - 1)))
    at = visible(shape, width, height, top, left, cursor)
    strips = drawn(np.ones(shape), width, height, cursor=cursor, top=at[0], left=at[1])
    assert any(segment.style is COLOUR.bg.on_accent for strip in strips for segment in strip)
    assert visible(shape, width, height, *at, cursor) == at  # at rest it stays where it is
    shown = min(height - 1, shape[0])
    assert at[0] + shown <= shape[0]  # no empty rows while others are hidden


@pytest.mark.parametrize(
    ("text", "width", "label"),
    [
        ("acidity", 4, "acid"),
        ("roast=dark", 12, "  roast=dark"),
        ("species_of_bird=Adelie", 12, "speci=Adelie"),
        ("roast=medium", 6, "=mediu"),
        ("gene_expression_level_012", 12, "gene_expr012"),
        ("=sum", 3, "=su"),
        ("1234567", 4, "1234"),
        ("a\nb", 4, "a\\nb"),
    ],
)
def test_a_label_that_is_cut_keeps_its_category_or_number(text: str, width: int, label: str) -> None:
    assert label_text(text, width, False) == label
