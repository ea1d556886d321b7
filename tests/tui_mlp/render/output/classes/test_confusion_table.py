"""The confusion matrix as it is drawn, without an app."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual.strip import Strip

from core.calls import Array
from tui_mlp.render.colours.palette import LEVELS, Colors, Palette, palette
from tui_mlp.render.output.classes.confusion_layout import ConfusionLayout
from tui_mlp.render.output.classes.confusion_table import Shown, cell_text, confusion_table, figure_width, shares_of
from tui_mlp.text.classes.confusion_text import cell_sentence, confusion_rows, no_outputs_sentence

COUNTS = np.array([[36, 0, 0], [0, 34, 2], [1, 0, 1_203]])
NAMES = ("Adelie", "Gentoo of the south", "x")
COLORS: list[Colors] = ["truecolor", "256", "16", "none"]


def drawn(
    counts: Array,
    names: tuple[str, ...] = NAMES,
    size: tuple[int, int] = (60, 8),
    shown: Shown = "counts",
    cursor: tuple[int, int] = (0, 0),
    **options: Any,
) -> tuple[list[Strip], ConfusionLayout, Palette]:
    colours = palette(**options)
    layout = ConfusionLayout.of(len(counts), *size, max(map(len, names)), figure_width(counts), 5).around(
        cursor, (0, 0)
    )
    return confusion_table(counts, names, shown, cursor, layout, colours), layout, colours


def text(strips: list[Strip]) -> list[list[str]]:
    return [strip.text.split() for strip in strips]


def style_at(strip: Strip, x: int) -> Style:
    """The style of a cell of the screen."""
    for segment in strip:
        if x < segment.cell_length:
            assert segment.style is not None
            return segment.style
        x -= segment.cell_length
    raise AssertionError("beyond the strip")


def test_counts_with_their_sums() -> None:
    lines = text(drawn(COUNTS)[0])
    assert lines[0] == ["Adelie", "Gentoo", "of", "t", "x", "rows"]
    assert lines[1:] == [
        ["Adelie", "36", "·", "·", "36"],
        ["Gentoo", "of", "the", "…", "·", "34", "2", "36"],
        ["x", "1", "·", "1,203", "1,204"],
        ["rows", "37", "34", "1,205", "1,276"],
    ]


def test_shares_of_the_wanted_and_of_the_given_class() -> None:
    wanted, given = (text(drawn(COUNTS, ("a", "b", "c"), shown=shown)[0]) for shown in ("wanted", "given"))
    assert wanted[2] == ["b", "·", "94.4", "5.6", "36"]
    assert wanted[3] == ["c", "0.1", "·", "99.9", "1,204"], "99.92 isn't 100"
    assert given[1] == ["a", "97.3", "·", "·", "36"]
    assert given[2] == ["b", "·", "100.0", "0.2", "36"]
    for shown, axis in (("wanted", 1), ("given", 0)):
        np.testing.assert_allclose(shares_of(COUNTS, shown).sum(axis), 1)  # type: ignore[arg-type]


def test_a_class_without_rows_has_no_shares() -> None:
    counts = np.array([[3, 1], [0, 0]])
    assert np.isnan(shares_of(counts, "wanted")[1]).all()
    assert text(drawn(counts, ("a", "b"), shown="wanted")[0])[2] == ["b", "·", "·", "0"]


@pytest.mark.parametrize(
    ("share", "narrow", "wide"),
    [(1.0, "100", "100.0"), (0.9999, "99", "99.9"), (0.0001, "<1", "0.1"), (0.5, "50", "50.0")],
)
def test_percentages(share: float, narrow: str, wide: str) -> None:
    assert cell_text(7, share, "wanted", decimals=False) == narrow
    assert cell_text(7, share, "wanted", decimals=True) == wide


def test_right_ones_are_blue_and_errors_orange() -> None:
    strips, layout, colours = drawn(COUNTS, ("a", "b", "c"), cursor=(0, 0))
    x = layout.label + 1
    diagonal, error, zero = (
        style_at(strips[row], x + column * layout.each) for row, column in ((2, 1), (2, 2), (2, 0))
    )
    assert diagonal == colours.figures[LEVELS + 14]
    assert error == colours.lit[LEVELS - 4 - round(11 * (2 / 36) ** 0.5)]
    assert zero.bgcolor == colours.figures[LEVELS].bgcolor
    assert style_at(strips[1], x) == colours.bg.on_accent, "the cell in focus"
    assert style_at(strips[1], 0) == colours.bg.accent_bold, "its row"
    assert style_at(strips[0], x) == colours.bg.accent_bold, "its column"


@pytest.mark.parametrize("colors", COLORS)
@pytest.mark.parametrize("dark", [True, False])
def test_an_error_never_looks_like_a_right_one(colors: Colors, dark: bool) -> None:
    strips, layout, _colours = drawn(COUNTS, ("a", "b", "c"), colors=colors, dark=dark)
    x = layout.label + 1
    assert style_at(strips[2], x + layout.each) != style_at(strips[2], x + 2 * layout.each)


def test_without_colour_the_focus_has_brackets() -> None:
    for options in ({"colors": "none"}, {"ascii": True}):
        for cell, word in (((1, 2), "[2]"), ((0, 0), "[36]"), ((2, 2), "[1,203]")):
            strips = drawn(COUNTS, ("a", "b", "c"), cursor=cell, **options)[0]
            assert word in strips[cell[0] + 1].text


def test_brackets_around_a_figure_that_fills_its_cell() -> None:
    counts = np.array([[0, 0, 0], [999, 340, 0], [0, 0, 0]])
    for cell, line in (((1, 0), "  b[999]340   ·  1,339"), ((1, 1), "  b 999[340]  ·  1,339")):
        strips = drawn(counts, ("a", "b", "c"), (22, 6), cursor=cell, colors="none")[0]
        assert strips[2].text.split() == line.split()


def test_many_classes_scroll() -> None:
    counts = np.arange(900).reshape(30, 30)
    names = tuple(f"class {number}" for number in range(30))
    strips, layout, _colours = drawn(counts, names, (60, 12), cursor=(20, 25))
    assert 20 in layout.rows
    assert 25 in layout.columns
    assert "◂" in strips[0].text
    assert "▸" in strips[0].text
    assert strips[1].text[layout.label] == "▴"
    assert strips[len(layout.rows)].text[layout.label] == "▾"
    assert strips[-1].text.split()[0] == "rows", "sums stay"
    assert layout.around((29, 29), (layout.top, layout.left)).rows[-1] == 29


def test_the_cell_under_the_mouse() -> None:
    layout = drawn(COUNTS, ("a", "b", "c"))[1]
    for row in range(3):
        for column in range(3):
            x = layout.label + 1 + column * layout.each
            assert layout.cell_at(x, row + 1) == layout.cell_at(x + layout.each - 1, row + 1) == (row, column)
    for x, y in ((layout.label, 1), (30, 0), (layout.label + 1, 4), (layout.label + 1 + 3 * layout.each, 1)):
        assert layout.cell_at(x, y) is None


def test_all_rows_stand_without_the_sums_where_there_is_no_other_line() -> None:
    counts = np.eye(10, dtype=int)
    for height, sums in ((11, False), (12, True)):
        layout = ConfusionLayout.of(10, 60, height, 4, 3, 4)
        assert (len(layout.rows), layout.column_sums) == (10, sums)
    assert len(confusion_table(counts, NAMES * 4, "counts", (0, 0), layout, palette())) == 12


@given(
    st.integers(0, 130), st.integers(0, 40), st.integers(1, 40), st.sampled_from(COLORS), st.booleans(), st.booleans(),
    st.sampled_from(("counts", "wanted", "given")), st.integers(0, 39), st.integers(0, 39), st.integers(0, 10**7),
)  # fmt: skip
def test_any_size(
    width: int, height: int, k: int, colors: Colors, ascii: bool, dark: bool, shown: Shown, row: int, column: int,
    largest: int,
) -> None:  # fmt: skip
    counts = np.random.default_rng(k).integers(0, largest + 1, (k, k))
    names = tuple(f"{'long name ' * (number % 3)}日本 {number}" for number in range(k))
    cursor = min(row, k - 1), min(column, k - 1)
    strips, layout, colours = drawn(
        counts, names, (width, height), shown, cursor, colors=colors, ascii=ascii, dark=dark
    )  # fmt: skip
    assert len(strips) <= height
    for strip in strips:
        assert Strip(list(strip)).cell_length == width
        assert not colours.ascii or strip.text.isascii()
    assert cursor[0] in layout.rows
    assert cursor[1] in layout.columns


def test_sentences() -> None:
    assert cell_sentence(COUNTS, ("a", "b", "c"), (1, 2)) == "2 rows: 5.6 % of wanted b, 0.2 % of given c"
    assert cell_sentence(COUNTS, ("a", "b", "c"), (2, 0)) == "1 row: 0.1 % of wanted c, 2.7 % of given a"
    assert cell_sentence(COUNTS, ("a", "b", "c"), (1, 1)) == "b: 34 rows right, recall 94.4 %, precision 100.0 %"
    rows = np.array([40, 72, 1000])  # half of the class b is given no class
    assert cell_sentence(COUNTS, ("a", "b", "c"), (1, 1), rows) == "b: 34 rows right, recall 47.2 %, precision 100.0 %"
    assert shares_of(COUNTS, "wanted", rows)[1].tolist() == (COUNTS[1] / 72).tolist()
    assert "recall –" in cell_sentence(np.array([[0, 0], [1, 2]]), ("a", "b"), (0, 0))
    assert no_outputs_sentence(1).startswith("The outputs of 1 row are")


def test_a_table_for_other_programs() -> None:
    head, lines = confusion_rows(COUNTS, ("a", "b", "c"))
    assert head[1:] == ["a", "b", "c"]
    assert list(lines) == [["a", 36, 0, 0], ["b", 0, 34, 2], ["c", 1, 0, 1203]]
