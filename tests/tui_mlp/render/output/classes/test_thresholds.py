"""Plots of shares, the tables of a threshold, and bars of scores: at any size, in any colours."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual.strip import Strip

from core.analysis.classes.thinned_curve import thinned
from core.analysis.classes.threshold_figures import ThresholdFigures
from core.calls import Array
from tui_mlp.render.colours.palette import Colors, Palette, palette
from tui_mlp.render.output.classes.score_bars import NAME_CELLS, bar_columns, score_bars
from tui_mlp.render.output.classes.threshold_table import counts_table, figures_table
from tui_mlp.render.output.classes.unit_plot import MARGIN, UnitPlot
from tui_mlp.render.plot.dots import line_dots

KINDS: list[tuple[bool, Colors, bool]] = list(product((True, False), ("truecolor", "256", "16", "none"), (False, True)))
TRUE, ASCII = palette(), palette(ascii=True)
FIGURES = ThresholdFigures(0.5, 8, 2, 1234, 17)
sizes = st.tuples(st.integers(0, 130), st.integers(0, 40))
kinds = st.sampled_from(KINDS)
shares = st.floats(0, 1)


def check(strips: list[Strip], width: int, colours: Palette, height: int | None = None) -> None:
    assert height is None or len(strips) == height
    for strip in strips:
        assert Strip(list(strip)).cell_length == width
        assert all(isinstance(segment.style, Style) for segment in strip)
        assert not colours.ascii or strip.text.isascii()


def full(colours: Palette, width: int, height: int, x: float, y: float) -> UnitPlot:
    plot = UnitPlot(width, height, colours)
    ends = np.array([0.0, 1.0])
    plot.band(ends, np.array([0.0, 0.5]), np.array([0.5, 1.0]))
    plot.bars(np.arange(plot.columns), 3, colours.bg.border, plot.columns)
    plot.curve(ends, ends, colours.bg.faint, faint=True)
    plot.level(y, 0.0, x, colours.bg.accent)
    plot.upright(x, 0.0, y, colours.bg.accent, dotted=True)
    plot.curve(ends, np.array([1.0, y]), colours.bg.fg)
    plot.mark(x, y, colours.bg.on_accent)
    return plot


@given(sizes, kinds, shares, shares)
def test_a_plot_fills_any_size(size: tuple[int, int], kind: tuple[bool, Colors, bool], x: float, y: float) -> None:
    colours = palette(*kind)
    check(full(colours, *size, x, y).strips("recall ↑  false positive rate →"), size[0], colours, size[1])


@given(st.integers(1, 100), st.integers(0, 30), kinds, st.text(max_size=20))
def test_bars_and_tables_fill_any_width(width: int, height: int, kind: tuple[bool, Colors, bool], name: str) -> None:
    colours = palette(*kind)
    counts = np.arange(bar_columns(width))
    check(score_bars(counts, 99, 0.3, name, colours.bg.pos, width, height, colours), width, colours, height)
    check(counts_table(FIGURES, name, width, colours), width, colours, 4)
    check(figures_table(FIGURES, width, colours), width, colours, 5)


def test_a_plot_in_ascii() -> None:
    plot = UnitPlot(MARGIN + 16, 9, ASCII)
    ends = np.array([0.0, 1.0])
    plot.curve(ends, np.array([0.5, 0.5]), ASCII.bg.faint, faint=True)
    plot.upright(0.5, 0.0, 1.0, ASCII.bg.accent)
    plot.level(0.0, 0.0, 0.2, ASCII.bg.accent)
    plot.curve(ends, np.array([1.0, 1.0]), ASCII.bg.fg)
    plot.mark(0.5, 0.5, ASCII.bg.accent_bold)
    assert [strip.text for strip in plot.strips("share")] == [
        "  1+****************",
        "   |        |       ",
        "   |        |       ",
        "0.5+........O.......",
        "   |        |       ",
        "   |        |       ",
        "   |        |       ",
        "  0+----    |       ",
        "    0        share 1",
    ]


def test_curves_lie_over_the_tint_and_keep_it() -> None:
    plot = UnitPlot(40, 12, TRUE)
    plot.band(np.array([0.0, 1.0]), np.array([0.4, 0.4]), np.array([0.6, 0.6]))
    plot.curve(np.array([0.0, 1.0]), np.array([0.5, 0.5]), TRUE.bg.fg)
    row = plot.strips("")[plot.row(0.5)]
    drawn = [segment for segment in row if "⠀" < segment.text[0] <= "⣿"]
    assert drawn
    for segment in drawn:
        assert segment.style is not None
        assert segment.style.bgcolor == Style(bgcolor=TRUE.theme.grid).bgcolor
        assert segment.style.color == TRUE.bg.fg.color
    for colours in (palette(colors="none"), palette(colors="16"), ASCII):
        bare = UnitPlot(40, 12, colours)
        bare.band(np.array([0.0, 1.0]), np.array([0.4, 0.4]), np.array([0.6, 0.6]))
        assert {segment.text.strip() for strip in bare.strips("")[1:5] for segment in strip} <= {"", "│", "|"}


def lit(x: Array, y: Array, width: int, height: int) -> Array:
    """The dots of a line, 4 · height × 2 · width."""
    cells = line_dots(np.floor(x * (2 * width - 1) + 0.5).astype(np.int_), y * (4 * height - 1), width, height)
    bits = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
    found: Array = ((cells[:, None, :, None] & bits[None, :, None, :]) > 0).reshape(4 * height, 2 * width)
    return found


def widened(dots: Array) -> Array:
    padded = np.pad(dots, 1)
    rows, columns = dots.shape
    around = [padded[i : i + rows, j : j + columns] for i in range(3) for j in range(3)]
    found: Array = np.any(around, axis=0)
    return found


@pytest.mark.parametrize("kind", ["roc", "precision"])
@pytest.mark.parametrize("columns", [156, 40])
def test_a_thinned_curve_is_drawn_on_the_same_dots(kind: str, columns: int) -> None:
    """No dot is more than one away from where the whole curve has one, and none of that is missing."""
    random = np.random.default_rng(1)
    positive = random.random(20_000) < 0.2
    order = np.argsort(-random.normal(1.5 * positive))
    found, wrongly = np.cumsum(positive[order]), np.cumsum(~positive[order])
    recall = found / found[-1]
    x, y = (wrongly / wrongly[-1], recall) if kind == "roc" else (recall, found / (found + wrongly))
    kept = thinned(x, y, 2048)
    kept = kept[thinned(x[kept], y[kept], 2 * columns)]
    assert len(kept) < len(x) / 2
    whole, thin = lit(x, y, columns, 44), lit(x[kept], y[kept], columns, 44)
    assert not (thin & ~widened(whole)).any()
    assert not (whole & ~widened(thin)).any()


def test_the_counts_in_a_table() -> None:
    assert [strip.text.rstrip() for strip in counts_table(FIGURES, "a\x1b[1m very long name of a class", 60, TRUE)] == [
        "                          given it    not   rows",
        "a\\x1b[1m very long name…         8  1,234  1,242",
        "others                           2     17     19",
        "rows                            10  1,251  1,261",
    ]
    row = figures_table(FIGURES, 60, TRUE)[1].text
    assert row.rstrip() == "precision    0.800  0.49–0.94  of rows given it, right"
    nothing = ThresholdFigures(0.5, 0, 0, 0, 3)
    assert [strip.text.split()[:2] for strip in figures_table(nothing, 30, TRUE)] == [
        ["recall", "–"], ["precision", "–"], ["F1", "–"], ["specificity", "1.000"], ["accuracy", "1.000"],
    ]  # fmt: skip


def test_bars_say_how_many_rows_and_where_the_threshold_is() -> None:
    width = NAME_CELLS + 10
    counts = np.array([16, 8, 1, 0, 0, 0, 0, 0, 0, 4])
    assert [strip.text for strip in score_bars(counts, 16, 0.5, "others", TRUE.bg.neg, width, 2, TRUE)] == [
        "            █    ┊    ",
        "others      ██▁  ┊   ▄",
    ]
