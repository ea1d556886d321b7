"""Curves: what is kept of them, limits and ticks, and the forms without colour."""

import itertools
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from textual.strip import Strip

from core.calls import Array
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.plot.dots import line_dots
from tui_mlp.render.plot.downsampling import thin
from tui_mlp.render.plot.plot import plot
from tui_mlp.render.plot.scales import Scale, linear_scale, log_scale, scale_of
from tui_mlp.render.plot.series import Series
from tui_mlp.render.plot.ticks import epoch_ticks, linear_range, nice_step, tick_labels

COLOUR, MONO, ASCII = palette(), palette(colors="none"), palette(ascii=True)
DECAY = 0.65 * np.exp(-np.arange(1200) / 200) + 0.03
finite = st.floats(-1e300, 1e300).filter(lambda value: value == 0 or abs(value) > 1e-200)


def drawn(
    values: list[float] | Array, width: int = 46, height: int = 6, palette: Palette = COLOUR, **options: Any
) -> list[str]:
    return [
        strip.text for strip in plot([Series(np.array(values), palette.bg.train)], width, height, palette, **options)
    ]


def styled(strip: Strip) -> list[tuple[int, Segment]]:
    """The cells of a strip, each with its column."""
    return list(enumerate(Segment(character, segment.style) for segment in strip for character in segment.text))


def braille(character: str) -> bool:
    return "\u2800" < character < "\u2900"


def rows_of(lines: list[str], column: int) -> list[int]:
    return [y for y, line in enumerate(lines) if braille(line[column]) or line[column] in "▴•*."]


def ticks_of(lines: list[str]) -> list[str]:
    return [line.split("┤")[0].strip() for line in lines if "┤" in line]


def epochs_of(lines: list[str]) -> list[str]:
    return lines[-1].split()[1:]


def test_axes_and_epochs() -> None:
    lines = drawn(DECAY)
    assert ticks_of(lines) == ["0.80", "0.60", "0.40", "0.20", "0.00"]
    assert lines[-1].startswith("epoch 1 ")
    assert epochs_of(lines) == ["1", "500", "1,200"], "the last one, in place of 1,000, which would touch it"
    assert "┈" not in "".join(lines), "each row has its tick"
    assert all("┈" in line for line in drawn(DECAY, height=10) if "┤" in line)
    assert rows_of(lines, 6)[0] <= 1, "it uses the room: high at the left, at the bottom at the right"
    assert rows_of(lines, 44) == [4]


def test_nothing_yet() -> None:
    lines = drawn([], hint="space starts")
    assert "space starts" in "\n".join(lines)
    assert lines[-1].strip() == "epoch"
    assert not any(braille(c) for line in lines for c in line)
    assert "space" in "\n".join(drawn([np.nan, np.inf], 46, 6, hint="space"))
    assert "1,000" in drawn([], last=1000)[-1]


def test_one_epoch_can_be_seen() -> None:
    assert "•" in "".join(drawn([0.7]))
    assert "*" in "".join(drawn([0.7], palette=ASCII))


def test_a_constant_loss_is_a_line_inside_the_plot() -> None:
    lines = drawn(np.full(500, 0.693))
    assert rows_of(lines, 8) == rows_of(lines, 40)
    assert 0 < rows_of(lines, 8)[0] < 4
    assert drawn(np.zeros(500))[4].count("⠤") > 30, "beside the middle of the label"


@pytest.mark.parametrize("n", [150, 1_200, 100_000])
@pytest.mark.parametrize("log", [False, True])
def test_one_spike_is_kept(n: int, log: bool) -> None:
    values = 0.1 + 0.05 * np.random.default_rng(0).random(n)
    values[n // 2] = 3.0
    lines = drawn(values, 100, 20, log=log)
    spiked = [x for x in range(6, 100) if braille(lines[0][x]) or lines[0][x] == "▴"]
    assert 1 <= len(spiked) <= 2
    assert abs(spiked[0] - 53) <= 2
    assert len(rows_of(lines, spiked[0])) > 8  # the whole way up


def test_where_a_curve_leaves_the_limits_is_marked() -> None:
    values = DECAY.copy()
    values[600] = 50
    lines = drawn(values)
    assert "▴50.0 " in lines[0], "how far it goes, beside it"
    assert "▴" not in "".join(drawn(DECAY))
    values[-30:] = np.geomspace(1, 1e12, 30)
    lines = drawn(values)
    assert lines[0].endswith("1.0e12▴▴"), "to the left, where there is no room on the right"
    assert float(ticks_of(lines)[0]) < 1.1  # the course until then is still to be seen


def test_noise_is_a_line_and_no_band() -> None:
    noise = 0.3 * (1 + 0.3 * np.random.default_rng(0).standard_normal(20_000)).clip(0.1)
    lines = drawn(noise, 100, 20)
    filled = [len(rows_of(lines, x)) for x in range(6, 100)]
    assert np.mean(filled) < 2.5


def test_log_axis_with_zeros_and_worse() -> None:
    values = np.geomspace(1, 1e-5, 300)
    values[::7], values[1::7], values[2::7], values[3::7] = 0, -1, np.nan, np.inf
    lines = drawn(values, 60, 12, log=True)
    rows = [rows_of(lines, x)[0] for x in range(lines[0].index("┤") + 1, 60)]
    assert rows == sorted(rows)
    assert rows[0] == 0
    assert rows[-1] >= 9
    assert len(ticks_of(lines)) >= 3
    assert "space" in "".join(drawn([0.0, -1.0], log=True, hint="space"))


@pytest.mark.parametrize("palette", [COLOUR, MONO, ASCII], ids=["colour", "mono", "ascii"])
@pytest.mark.parametrize("course", [np.full(400, 0.5), DECAY, np.geomspace(1, 1e-9, 400), 1 - DECAY])
def test_both_curves_stay_visible_where_they_share_cells(palette: Palette, course: Array) -> None:
    styles = [palette.bg.train, palette.bg.validation]
    both = [Series(course, style, palette.brackets and style is styles[1]) for style in styles]
    strips = plot(both, 46, 6, palette)
    cells = [
        (x, one.style) for strip in strips[:-1] for x, one in styled(strip) if braille(one.text) or one.text in "*."
    ]
    for style in styles:
        columns = sorted({x for x, drawn in cells if drawn == style})
        assert len(columns) >= 8, "each has its share"
        assert max(np.diff([5, *columns, 46])) <= 9, "and never hides for long"


def test_a_curve_left_behind_hides_no_other() -> None:
    course = np.full(50, 0.5)
    both = [Series(course, COLOUR.bg.train), Series(course, COLOUR.bg.border, behind=True)]
    strips = plot(both, 46, 6, COLOUR)
    assert {one.style for strip in strips for _, one in styled(strip) if braille(one.text)} == {COLOUR.bg.train}


def test_sparse_validation_is_joined_and_dotted_without_colour() -> None:
    sparse = np.full(100, np.nan)
    sparse[::10] = 0.5
    series = [Series(np.full(100, 0.9), MONO.bg.train), Series(sparse, MONO.bg.validation, dotted=True)]
    lines = [strip.text for strip in plot(series, 46, 9, MONO)]
    dotted = next(line for line in reversed(lines[:-1]) if any(map(braille, line)))
    cells = [ord(c) - 0x2800 for c in dotted if braille(c)]
    assert len(cells) >= 35
    assert all(cell & 0xB8 == 0 for cell in cells)  # no dot in the right half of a cell
    lines = [strip.text for strip in plot([*series[:1], Series(sparse, ASCII.bg.validation, True)], 46, 9, ASCII)]
    assert any("...." in line for line in lines)
    assert any("****" in line for line in lines)


def test_label_and_reading_line() -> None:
    strips = plot([Series(DECAY, COLOUR.bg.train, label="a")], 46, 6, COLOUR, last=2400, reading=1800)
    assert "a" in strips[4].text
    columns = {x for strip in strips for x, c in enumerate(strip.text) if c == "│" and x > 6}
    assert len(columns) == 1
    assert abs(columns.pop() - 35) <= 1
    assert epochs_of([strip.text for strip in strips]) == ["1", "1,000", "1,800", "2,400"]
    assert [one.text for one in strips[-1] if one.style == COLOUR.bg.accent_bold] == ["1,800"]


def test_without_room_beside_the_curves_a_figure_is_left_out_not_cut() -> None:
    """6 for 6.3e-4 would be another figure; a letter still names its curve."""
    lines = [strip.text for strip in plot([Series(DECAY, COLOUR.bg.train, label="6.3e-4")], 25, 4, COLOUR)]
    assert lines == [strip.text for strip in plot([Series(DECAY, COLOUR.bg.train)], 25, 4, COLOUR)]
    assert any("a" in strip.text[6:] for strip in plot([Series(DECAY, COLOUR.bg.train, label="a")], 25, 4, COLOUR)[:-1])


def test_a_hint_wider_than_the_plot_is_wrapped() -> None:
    lines = [strip.text for strip in plot([], 25, 5, COLOUR, hint="no epoch yet: space starts training")]
    assert "no epoch yet: space" in lines[1]
    assert "starts training" in lines[2]


def test_labels_of_curves_that_end_together_stand_below_each_other() -> None:
    together = [Series(DECAY + 0.001 * i, COLOUR.bg.train, label=name) for i, name in enumerate(["low", "mid", "high"])]
    lines = [strip.text for strip in plot(together, 46, 6, COLOUR)]
    assert [line[-5:].strip() for line in lines[:-1]] == ["", "", "high", "mid", "low"]


def test_a_part_of_the_epochs() -> None:
    assert epochs_of(drawn(DECAY, first_epoch=1001))[0] == "1,001"
    assert epochs_of(drawn(DECAY, first_epoch=5000)) == []


def test_wide_plots_are_not_cut_to_the_terminal() -> None:
    lines = drawn(DECAY, 300, 40)
    assert any(braille(line[299]) for line in lines)


def test_plotext_is_only_imported_to_draw() -> None:
    code = "import sys, tui_mlp.render.plot.plot; sys.exit('plotext' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def figure_dots(columns: Array, heights: Array, width: int, height: int) -> list[list[int]]:
    """What a whole figure of plotext draws, from its characters."""
    from plotext import uncolorize
    from plotext._figure import _figure_class

    figure = _figure_class()
    figure.plotsize(width, height)
    figure._set_size(width, height)  # plotsize alone is cut to the size of the terminal
    figure.theme("clear")
    figure.frame(False)
    figure.xaxes(False, False)
    figure.yaxes(False, False)
    figure.xticks([])
    figure.yticks([])
    figure.xlim(0, 2 * width - 1)
    figure.ylim(0, 4 * height - 1)
    figure.plot(columns.tolist(), np.clip(heights, 0, 4 * height - 1).tolist(), marker="braille")
    lines = uncolorize(figure.build()).splitlines()
    return [[ord(c) - 0x2800 if braille(c) else 0 for c in line.ljust(width)] for line in lines]


@given(st.integers(1, 12), st.integers(1, 6), st.data())
def test_lines_have_the_dots_of_a_plotext_figure(width: int, height: int, data: st.DataObject) -> None:
    columns = sorted(data.draw(st.lists(st.integers(0, 2 * width - 1), min_size=1, max_size=40)))
    quarters = st.integers(-20, 16 * height + 20)
    heights = data.draw(st.lists(quarters, min_size=len(columns), max_size=len(columns)))
    line = np.array(columns), np.array(heights) / 4
    assert line_dots(*line, width, height).tolist() == figure_dots(*line, width, height)


def test_a_level_line_has_all_its_dots() -> None:
    line = np.arange(40), np.full(40, 9.0)
    assert line_dots(*line, 20, 4).tolist() == figure_dots(*line, 20, 4)
    assert line_dots(*line, 20, 4).tolist() == [[0] * 20, [0x24] * 20, [0] * 20, [0] * 20]


# Thinning


def test_thinning_leaves_few_points_as_they_are() -> None:
    columns, heights = np.array([0, 4, 9]), np.array([1.0, 50.0, 3.0])
    assert all((a == b).all() for a, b in zip(thin(columns, heights), (columns, heights), strict=True))


def test_thinning_keeps_a_spike_in_its_own_column() -> None:
    columns, heights = np.arange(10_000) // 100, np.full(10_000, 5.0)
    heights[5_050] = 80.0
    x, y = thin(columns, heights)
    assert y.max() == 80
    assert x[y.argmax()] == 50
    assert y[x == 50].tolist() == [5, 80, 5]
    assert len(x) == 102


def test_thinning_takes_wider_means_where_a_column_holds_too_few() -> None:
    columns = np.arange(600) // 3
    heights = 40 + 15 * np.random.default_rng(0).standard_normal(600)
    x, y = thin(columns, heights)
    assert len(x) < 80
    assert np.abs(np.diff(y)).mean() < np.abs(np.diff(heights.reshape(-1, 3).mean(axis=1))).mean() / 1.5


@settings(deadline=None)
@given(st.integers(1, 100), st.integers(1, 3000), st.integers(0, 5))
def test_thinning_is_short_ordered_and_inside(width: int, n: int, seed: int) -> None:
    columns = np.sort(np.random.default_rng(seed).integers(0, width, n))
    heights = np.random.default_rng(seed).standard_cauchy(n).clip(0, 80)
    x, y = thin(columns, heights)
    assert len(x) <= max(3 * width, 1)
    assert (np.diff(x) >= 0).all()
    assert set(x) <= set(columns)
    assert heights.min() - 1e-9 <= y.min() <= y.max() <= heights.max() + 1e-9


# Limits and ticks


@pytest.mark.parametrize(("least", "step"), [(0.07, 0.1), (0.1, 0.1), (1.1, 2), (2.2, 2.5), (3, 5), (60, 100)])
def test_nice_steps(least: float, step: float) -> None:
    assert nice_step(least) == pytest.approx(step)


def test_ranges() -> None:
    assert linear_range(np.array([0.1, 0.7])) == (0, 0.7)
    low, high = linear_range(np.array([2.0, 2.3]))
    assert 1.9 <= low < 2 < 2.3 < high < 2.4
    first_epochs = np.concatenate([[50.0, 20.0], np.linspace(0.5, 0.2, 500)])
    assert linear_range(first_epochs)[1] < 1


@given(st.lists(finite, min_size=1, max_size=50), st.integers(1, 40), st.booleans())
def test_ticks_are_distinct_and_true_and_evenly_spaced(values: list[float], rows: int, log: bool) -> None:
    array = np.array(values)
    if log:
        array = np.log10(np.maximum(np.abs(array), 1e-200))
    scale = scale_of([array], log, rows)
    dot = (scale.high - scale.low) / (4 * rows - 1)
    assert dot > 0
    assert len(scale.ticks) >= min(rows, 3)
    at = [row for row, _ in scale.ticks]
    assert at == sorted(at, reverse=True)
    assert 0 <= at[-1] <= at[0] < rows
    assert len(set(np.diff(at))) <= 1, "equally many rows apart"
    for row, tick in scale.ticks:
        value = np.log10(tick) if log else tick
        height = 4 * (rows - 1 - row) + 1
        assert abs(scale.low + height * dot - value) <= (1.3 if log else 1e-6) * dot, "beside its label"
    labels = tick_labels([tick for _, tick in scale.ticks])
    assert len(set(labels)) == len(labels)
    assert "-0" not in {label.rstrip("0.") for label in labels}
    for label, (_, tick) in zip(labels, scale.ticks, strict=True):
        near = 0 if log else 1e-9 * (scale.high - scale.low)
        assert float(label.replace(",", "")) == pytest.approx(tick, rel=0.06, abs=near)


@example(0.0, 0.0, 6)
@example(0.75, 0.953125, 35)
@given(st.floats(-9, 3), st.floats(0, 12), st.integers(1, 40))
def test_scales_show_their_whole_range_in_most_of_the_rows(low: float, span: float, rows: int) -> None:
    for log, scale in ((True, log_scale(low, low + span + 0.2, rows)), (False, linear_scale(0, 10**low, rows))):
        dot = (scale.high - scale.low) / (4 * rows - 1)
        first, last = (low, low + span + 0.2) if log else (0, 10**low)
        assert scale.low - 0.51 * dot <= first
        assert last <= scale.high + 0.51 * dot
        assert rows < 5 or last - first >= 0.4 * (scale.high - scale.low)


def ticks_at(scale: Scale) -> list[tuple[int, float]]:
    return [(row, float(f"{tick:.6g}")) for row, tick in scale.ticks]


def test_ticks_are_round() -> None:
    assert ticks_at(linear_scale(0, 0.66, 5)) == [(4, 0), (3, 0.2), (2, 0.4), (1, 0.6), (0, 0.8)]
    assert ticks_at(log_scale(-2.03, -0.18, 5)) == [(4, 0.01), (3, 0.03), (2, 0.1), (1, 0.3), (0, 1)]
    assert ticks_at(log_scale(-1, 0.3, 5)) == [(4, 0.1), (3, 0.2), (2, 0.5), (1, 1), (0, 2)]
    assert [tick for _, tick in ticks_at(log_scale(-6, 6, 5))] == [1e-6, 1e-3, 1, 1e3, 1e6]
    assert [tick for _, tick in ticks_at(log_scale(0, 0.4, 18))] == [1, 1.25, 1.6, 2, 2.5]


def test_tick_labels() -> None:
    assert tick_labels([0.0, 0.5]) == ["0.00", "0.50"]
    assert tick_labels([0.0, 0.0025, 0.005]) == ["0.0000", "0.0025", "0.0050"]
    assert tick_labels([0.01, 0.1, 1.0, 10.0]) == ["0.01", "0.1", "1", "10"]
    assert tick_labels([1e-6, 1e-5]) == ["1e-6", "1e-5"]
    assert tick_labels([0.0, 20.0, 40.0]) == ["0", "20", "40"]
    assert tick_labels([0.0, 5e5]) == ["0", "5e5"]


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.integers(0, 12))
def test_epoch_ticks_rise(first: int, more: int, count: int) -> None:
    ticks = epoch_ticks(first, first + more, count)
    assert ticks[0] == first
    assert all(a < b for a, b in itertools.pairwise(ticks))
    assert ticks[-1] == first + more
    assert len(ticks) <= count + 4


@settings(deadline=None)
@given(st.integers(20, 200), st.integers(1, 10**6))
def test_epochs_never_touch(width: int, last: int) -> None:
    text = drawn([0.5, 0.4], width, 6, last=last)[-1]
    assert set(text.split()[1:]) <= {f"{tick:,}" for tick in epoch_ticks(1, last, (width - 6) // 10)}
