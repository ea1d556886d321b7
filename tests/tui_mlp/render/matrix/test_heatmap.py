"""A matrix as colours: halves, density characters, rulers, the cursor, the position bar."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from narrowing import present
from rich.style import Style
from textual.strip import Strip

from core.calls import Array
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.matrix.heatmap import heat, heat_visible

COLOUR, SIXTEEN, MONO, ASCII = palette(), palette(colors="16"), palette(colors="none"), palette(ascii=True)


def row(index: int) -> str:
    return "bias" if index == 0 else str(index)


def column(index: int) -> str:
    return str(index + 1)


def drawn(values: Array, width: int, height: int, palette: Palette = COLOUR, **options: Any) -> list[Strip]:
    return heat(values, width, height, palette, rows=row, columns=column, corner="j\\k", **options)


def cells(strip: Strip) -> list[tuple[str, Style]]:
    return [(character, present(segment.style)) for segment in strip for character in segment.text]


def test_two_rows_a_line() -> None:
    values = np.array([[1.0, -1.0, 0.0], [0.0, 1.0, -1.0], [1.0, 0.0, np.nan]])
    strips = drawn(values, 12, 3)
    assert strips[0].text == " j\\k 1       "[:12]
    assert strips[1].text == "bias ▀▀▀    "
    low, zero, high = COLOUR.heat[0], COLOUR.heat[15], COLOUR.heat[-1]
    pairs = [(present(s.color).name, present(s.bgcolor).name) for c, s in cells(strips[1]) if c == "▀"]
    assert pairs == [(high, zero), (low, high), (zero, low)]
    pairs = [(present(s.color).name, present(s.bgcolor).name) for c, s in cells(strips[2]) if c == "▀"]
    assert pairs == [(high, COLOUR.theme.bg), (zero, COLOUR.theme.bg), (COLOUR.theme.bad, COLOUR.theme.bg)]


def test_rulers_and_position() -> None:
    strips = [strip.text for strip in drawn(np.ones((64, 32)), 60, 9)]
    assert strips[0].rstrip() == " j\\k 1       9       17      25"
    assert [strip[:5] for strip in strips[1:5]] == ["bias ", "     ", "   4 ", "     "]
    assert [strip[38] for strip in strips[1:]] == list("┃┃││││││")
    strips = [strip.text for strip in drawn(np.ones((64, 32)), 60, 9, top=48)]
    assert [strip[38] for strip in strips[1:]] == list("││││││┃┃")
    assert "┃" not in "".join(strip.text for strip in drawn(np.ones((16, 32)), 60, 9))


def test_columns_grow_and_go_on() -> None:
    assert drawn(np.ones((4, 10)), 40, 2)[1].text.count("▀") == 20
    head = drawn(np.ones((4, 100)), 40, 2, left=3)[0].text
    assert head[4] == "◂"
    assert head.rstrip().endswith("▸")


def test_the_cursor() -> None:
    values = np.zeros((20, 30))
    strips = drawn(values, 40, 11, cursor=(7, 20))
    halves = [
        (y, x)
        for y, s in enumerate(strips)
        for x, (_c, st) in enumerate(cells(s))
        if present(st.bgcolor).name == COLOUR.theme.accent
    ]
    assert halves == [(4, 25)]
    assert strips[4].text.startswith("   7")
    assert "21" in [segment.text for segment in strips[0] if segment.style is COLOUR.bg.accent_bold]


@pytest.mark.parametrize("palette", [MONO, ASCII])
def test_the_cursor_without_colour(palette: Palette) -> None:
    strips = drawn(np.zeros((20, 30)), 40, 11, palette, cursor=(7, 20))
    assert strips[8].text[:5] in ("   7▸", "   7>")
    assert cells(strips[8])[25][1] is palette.bg.on_accent


def test_labels_never_touch() -> None:
    for at in range(30):
        head = drawn(np.zeros((20, 30)), 40, 11, cursor=(7, at))[0].text[5:35]
        labels = head.split()
        assert str(at + 1) in labels
        assert set(labels) <= {"1", "9", "17", "25", str(at + 1)}


@pytest.mark.parametrize("palette", [SIXTEEN, MONO, ASCII])
def test_density_characters_tell_sign_and_size(palette: Palette) -> None:
    values = np.array([[-1.0, -0.7, -0.4, -0.1, 0.0, 0.1, 0.4, 0.7, 1.0, np.nan]])
    shown = drawn(values, 18, 2, palette)[1].text[5:15]
    assert len(set(shown)) == 10
    assert shown[4] == " "


def test_a_change_too_small_to_see_draws_the_same() -> None:
    values = np.random.default_rng(0).integers(-15, 16, (20, 20)) / 15
    assert drawn(values, 40, 11, vmax=1.0) == drawn(values + 0.03, 40, 11, vmax=1.0)


@settings(deadline=None)
@given(
    st.sampled_from([COLOUR, MONO]),
    st.tuples(st.integers(1, 60), st.integers(1, 60)),
    st.integers(9, 100),
    st.integers(2, 40),
    st.integers(0, 70),
    st.integers(0, 70),
    st.data(),
)
def test_the_cursor_is_always_in_the_window(
    palette: Palette, shape: tuple[int, int], width: int, height: int, top: int, left: int, data: st.DataObject
) -> None:
    cursor = data.draw(st.tuples(st.integers(0, shape[0] - 1), st.integers(0, shape[1] - 1)))
    at = heat_visible(shape, width, height, top, left, cursor, palette)
    strips = drawn(np.ones(shape), width, height, palette, cursor=cursor, top=at[0], left=at[1])
    wanted: set[str | Style] = {palette.theme.accent, palette.bg.on_accent}
    found: set[str | Style] = {present(s.color).name for strip in strips[1:] for s in [c[1] for c in cells(strip)[5:]]}
    found |= {present(s.bgcolor).name for strip in strips[1:] for s in [c[1] for c in cells(strip)[5:]]}
    found |= {s for strip in strips[1:] for s in [c[1] for c in cells(strip)[5:]]}
    assert wanted & found
    assert heat_visible(shape, width, height, *at, cursor, palette) == at
