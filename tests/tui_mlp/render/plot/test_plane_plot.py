"""Plots of y over x: where points, curves, marks and ticks stand, in all kinds of terminals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.strip import Strip

from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.plot.plane_axes import PlaneAxes, plane_axes
from tui_mlp.render.plot.plane_plot import Line, Mark, Points, curve_dots, plane_plot, point_counts

FULL, ASCII, MONO = palette(), palette(True, "none", True), palette(True, "none")
PLOT = PlaneAxes(0.0, 10.0, 0.0, 10.0, 10, 5, {}, 0)
"""Without labels: ten columns and five rows."""


def texts(strips: list[Strip]) -> list[str]:
    return [strip.text for strip in strips]


def style_at(strips: list[Strip], row: int, column: int) -> object:
    return next(iter(strips[row].crop(column, column + 1))).style


def drawn(colours: Palette, axes: PlaneAxes = PLOT, **what: object) -> list[Strip]:
    return plane_plot(axes, colours, **what)  # type: ignore[arg-type]


@given(low=st.floats(-1e9, 1e9), span=st.floats(1e-6, 1e9), height=st.integers(4, 40), width=st.integers(18, 120))
def test_axes_show_all_of_a_range_with_different_round_ticks(low: float, span: float, height: int, width: int) -> None:
    axes = plane_axes((low, low + span), (low, low + span), width, height)
    assert axes.margin + axes.columns == width
    assert axes.rows == height - (axes.margin > 0)
    # Values lie within half a dot of the rows.
    dots = axes.up(np.array([low, low + span]))
    assert dots[0] > -0.6
    assert dots[1] < 4 * axes.rows - 0.4
    assert len(set(axes.labels.values())) == len(axes.labels)
    assert axes.column(axes.left) == 0
    assert axes.column(axes.right) == axes.columns - 1
    assert axes.column(2 * axes.right - axes.left) is None


@pytest.mark.parametrize(
    "ends", [(np.nan, 1.0), (-np.inf, 3.0), (5.0, 5.0), (0.0, 0.0), (1e-300, 2e-300), (-1e308, 1e308)]
)
def test_axes_of_odd_ranges_are_usable(ends: tuple[float, float]) -> None:
    axes = plane_axes(ends, ends, 40, 10)
    assert axes.left < axes.right
    assert axes.low < axes.high
    assert np.isfinite(axes.across(np.array([axes.left, axes.right]))).all()
    assert len(drawn(FULL, axes, points=[Points(np.array(ends), np.array(ends), [FULL.bg.fg])])) == 10


def test_an_axis_of_zeros_alone_has_common_numbers() -> None:
    axes = plane_axes((0.0, 0.0), (0.0, 0.0), 40, 10)
    assert (axes.left, axes.right) == (-1, 1)
    assert axes.low <= -1
    assert axes.high >= 1


@pytest.mark.parametrize(("width", "height"), [(1, 1), (0, 0), (3, 2), (17, 20), (40, 3), (18, 4)])
def test_small_plots_have_no_axes_and_never_fail(width: int, height: int) -> None:
    axes = plane_axes((0.0, 1.0), (0.0, 1.0), width, height)
    line = Line(np.linspace(0, 1, 9), np.linspace(0, 1, 9), FULL.bg.fg)
    strips = drawn(FULL, axes, lines=[line], marks=[Mark(0.5, 0.5, "x", FULL.bg.bad, until=0.0)], x_name="a long name")
    assert all(strip.cell_length == max(1, width) for strip in strips)
    assert (axes.margin > 0) == (width >= 18 and height >= 4)


def test_the_axis_below_has_round_ticks_at_their_columns_and_its_name() -> None:
    axes = plane_axes((-2.0, 2.0), (0.0, 1.0), 66, 8)
    ruler = plane_plot(axes, FULL, x_name="length")[-1].text
    assert ruler.endswith(" length")
    for tick in (-1, 0, 1):
        column = axes.column(float(tick))
        assert column is not None
        at = ruler.index(f" {tick} ") + 1 + len(str(tick))
        assert abs(at - (axes.margin + column)) <= 1, tick


def test_large_numbers_of_the_users_units_are_written_out_with_room_between_them() -> None:
    axes = plane_axes((40e3, 360e3), (50e3, 350e3), 66, 12)
    assert {"100,000", "300,000"} <= set(axes.labels.values())
    ruler = plane_plot(axes, FULL, x_name="price")[-1].text
    assert ruler.split() == ["100,000", "200,000", "300,000", "price"]


def test_a_long_name_of_the_axis_and_text_of_any_origin_is_cut_and_escaped() -> None:
    axes = plane_axes((0.0, 1.0), (0.0, 1.0), 40, 6)
    for name in ("x" * 99, "\x1b[31m红红红红红红红红红红红红", "[b]bold"):
        ruler = plane_plot(axes, FULL, x_name=name)[-1]
        assert ruler.cell_length == 40
        assert "\x1b" not in ruler.text


def test_points_are_counted_in_their_cells() -> None:
    counts, dots = point_counts(
        PLOT, np.array([0.0, 0.0, 10.0, 5.1, np.nan, 11.0, 3.0]), np.array([0.0, 0.0, 10, 5, 1, 1, np.inf])
    )
    assert counts.sum() == 4
    assert counts[4, 0] == 2
    assert counts[0, 9] == 1
    assert dots[4, 0] == 0x40, "at the lower left"
    assert dots[0, 9] == 0x08, "at the upper right"


def test_a_curve_goes_through_its_points_and_ends_where_it_leaves_the_plot() -> None:
    x = np.linspace(0, 10, 41)
    steep = curve_dots(PLOT, x, 4 * x - 10)  # in the plot from 2.5 to 5
    columns = np.flatnonzero(steep.any(axis=0))
    assert columns.tolist() == [2, 3, 4]
    assert steep[4].any()
    assert steep[0].any()
    broken = np.where((x > 3) & (x < 6), np.nan, 5.0)
    assert np.flatnonzero(curve_dots(PLOT, x, broken).any(axis=0)).tolist() == [0, 1, 2, 6, 7, 8, 9]
    assert not curve_dots(PLOT, x, np.full(41, np.nan)).any()
    assert not curve_dots(PLOT, x, np.full(41, 99.0)).any()


def test_curves_cover_points_and_points_the_lines_behind() -> None:
    level = np.full(20, 5.0)
    x, styles = np.linspace(0, 10, 20), FULL.bg
    back, front = Line(x, level, styles.grid, behind=True), Line(x, level, styles.accent)
    points = Points(np.array([5.1]), np.array([5.0]), [styles.bad])
    row = PLOT.row(5.0)
    column = PLOT.column(5.1)
    assert column is not None
    assert style_at(drawn(FULL, lines=[back], points=[points]), row, column) == styles.bad
    assert style_at(drawn(FULL, lines=[back, front], points=[points]), row, column) == styles.accent
    over = points._replace(over=True)
    assert style_at(drawn(FULL, lines=[back, front], points=[over]), row, column) == styles.bad
    later = Points(np.array([5.1]), np.array([5.0]), [styles.warn])
    assert style_at(drawn(FULL, points=[points, later]), row, column) == styles.warn


def test_crowds_are_brighter_and_without_colour_denser() -> None:
    styles = FULL.bg
    shades = [styles.faint, styles.muted, styles.fg, styles.strong]
    for count, style, ascii, mono in ((1, 0, ":", "⡀"), (5, 1, "+", "⡀"), (20, 2, "*", "▓"), (300, 3, "#", "█")):
        points = Points(np.zeros(count), np.zeros(count), shades)
        assert style_at(drawn(FULL, points=[points]), 4, 0) == shades[style]
        assert drawn(ASCII, points=[points])[4].text[0] == ascii
        assert drawn(MONO, points=[points])[4].text[0] == mono
    few = Points(np.zeros(300), np.zeros(300), shades[:2])
    assert style_at(drawn(FULL, points=[few]), 4, 0) == shades[1], "of fewer styles the last"


def test_without_colour_kinds_of_points_have_their_characters() -> None:
    one, other = (Points(np.array([x]), np.array([0.0]), [FULL.bg.fg], mark) for x, mark in ((0.0, "o"), (10.0, "+")))
    for colours in (ASCII, MONO):
        assert drawn(colours, points=[one, other])[4].text == "o        +"
    assert drawn(FULL, points=[one, other])[4].text == "⡀        ⢀"


def test_ascii_has_no_other_characters() -> None:
    axes, x = plane_axes((-1.0, 1.0), (-1.0, 1.0), 50, 12), np.linspace(-1, 1, 60)
    strips = drawn(
        ASCII, axes, lines=[Line(x, x**2, ASCII.bg.pos), Line(x, x, ASCII.bg.grid, True, "/")],
        points=[Points(x, -x, [ASCII.bg.fg])], marks=[Mark(0.2, 0.5, "x", ASCII.bg.bad, 0.0)], x_name="größe",
    )  # fmt: skip
    text = "\n".join(texts(strips))
    assert text.isascii()
    assert "/" in text
    assert "*" in text


def test_marks_stand_at_their_place_with_a_line_to_another() -> None:
    strips = drawn(FULL, marks=[Mark(0.0, 9.9, "x", FULL.bg.bad, until=0.0), Mark(10.0, None, "", FULL.bg.accent)])
    assert [line[0] for line in texts(strips)] == ["x", "│", "│", "│", "│"]
    assert [line[9] for line in texts(strips)] == ["│"] * 5
    assert texts(drawn(FULL, marks=[Mark(11.0, 5.0, "x", FULL.bg.bad)])) == [" " * 10] * 5, "beyond the plot"
