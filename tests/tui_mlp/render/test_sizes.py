"""Whatever the size and the values: strips of exactly that size, real styles, ASCII where asked for."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual.strip import Strip

from core.calls import Array
from tui_mlp.render.colours.palette import Colors, Palette
from tui_mlp.render.colours.palette import palette as make
from tui_mlp.render.frame import frame
from tui_mlp.render.matrix.heatmap import heat, heat_visible
from tui_mlp.render.matrix.matrix import matrix, visible
from tui_mlp.render.plot.plot import plot
from tui_mlp.render.plot.series import Series

KINDS: list[tuple[bool, Colors, bool]] = [
    (dark, colors, ascii)
    for dark in (True, False)
    for colors in ("truecolor", "256", "16", "none")
    for ascii in (False, True)
]
Size = tuple[int, int]
Kind = tuple[bool, Colors, bool]

sizes = st.tuples(st.integers(0, 130), st.integers(0, 40))
kinds = st.sampled_from(KINDS)
shapes = st.tuples(st.integers(0, 70), st.integers(0, 70))
numbers = st.floats(allow_nan=True, allow_infinity=True)
printable = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), max_size=30)
"""What str.isprintable lets pass: nearly all that is drawn without this would have to be thrown away."""


def check(strips: Sequence[Strip], width: int, height: int, palette: Palette) -> None:
    assert [strip.cell_length for strip in strips] == [width] * height
    for strip in strips:
        # Strips remember the length they were given: count what is really there.
        assert Strip(list(strip)).cell_length == width
        assert all(isinstance(segment.style, Style) for segment in strip)
        if palette.ascii:
            assert strip.text.isascii()


def random_matrix(shape: tuple[int, int], seed: int, odd: float) -> Array:
    values = np.random.default_rng(seed).normal(scale=3, size=shape)
    values.flat[: max(1, values.size // 7)] = odd
    return values


def name(index: int) -> str:
    return "bias" if index == 0 else f"x{index}²"


@given(sizes, shapes, kinds, st.integers(0, 9), numbers, st.data())
def test_matrix_and_heat_fill_their_size(
    size: Size, shape: Size, kind: Kind, seed: int, odd: float, data: st.DataObject
) -> None:
    palette = make(*kind)
    values = random_matrix(shape, seed, odd)
    cursor = None
    if values.size:
        cursor = data.draw(st.none() | st.tuples(st.integers(0, shape[0] - 1), st.integers(0, shape[1] - 1)))
    top, left = data.draw(st.integers(0, 80)), data.draw(st.integers(0, 80))
    names: dict[str, Any] = {"rows": name, "columns": name, "corner": "j\\k", "cursor": cursor}
    check(matrix(values, *size, palette, top=top, left=left, **names), *size, palette)
    check(heat(values, *size, palette, top=top, left=left, **names), *size, palette)
    at = visible(shape, *size, top, left, cursor)
    check(matrix(values, *size, palette, top=at[0], left=at[1], lit=(None, 2), **names), *size, palette)
    at = heat_visible(shape, *size, top, left, cursor, palette)
    check(heat(values, *size, palette, top=at[0], left=at[1], **names), *size, palette)


@given(
    sizes,
    kinds,
    st.lists(st.lists(numbers, max_size=60), max_size=3),
    st.booleans(),
    st.integers(1, 70),
    st.none() | st.integers(0, 5_000_000),
)
def test_plot_fills_its_size(
    size: Size, kind: Kind, values: list[list[float]], log: bool, first: int, last: int | None
) -> None:
    palette = make(*kind)
    styles = (palette.bg.train, palette.bg.validation, palette.bg.muted)
    series = [
        Series(np.array(one), style, dotted=bool(i), label="αβ"[: i % 2])
        for i, (one, style) in enumerate(zip(values, styles, strict=False))
    ]
    strips = plot(series, *size, palette, log=log, first_epoch=first, last=last, hint="∇ épocas 時間", reading=3)
    check(strips, *size, palette)


@given(
    sizes,
    kinds,
    printable,
    printable,
    st.booleans(),
    st.lists(st.tuples(st.sampled_from(["[ ]", "m", "↵", "↑↓"]), st.sampled_from(["layer", "colores", "número"]))),
    st.integers(0, 50),
    st.integers(0, 50),
)
def test_frame_fills_its_size(
    size: Size,
    kind: Kind,
    title: str,
    facts: str,
    focused: bool,
    keys: list[tuple[str, str]],
    columns: int,
    rows: int,
) -> None:
    palette = make(*kind)
    body = [Strip.blank(columns, palette.bg.fg)] * rows
    check(frame(body, *size, palette, title=title, facts=facts, keys=keys, focused=focused), *size, palette)


@pytest.mark.parametrize("kind", KINDS)
def test_the_usual_sizes_in_every_palette(kind: Kind) -> None:
    palette = make(*kind)
    values = random_matrix((9, 8), 0, 0.5)
    for width, height in ((0, 0), (1, 1), (2, 2), (45, 11), (156, 46)):
        check(matrix(values, width, height, palette, rows=name, columns=name), width, height, palette)
        check(heat(values, width, height, palette, rows=name, columns=name), width, height, palette)
        curve = Series(np.geomspace(0.7, 0.01, 500), palette.bg.train)
        check(plot([curve], width, height, palette), width, height, palette)
