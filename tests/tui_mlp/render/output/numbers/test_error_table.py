"""The table of errors by range: its columns by width, its bars, the range in focus, in all kinds of terminals."""

import numpy as np
import pytest
from outputs_of import split_of

from core.analysis.regression.error_ranges import TargetErrors, target_errors
from core.model.output_meaning import OutputMeaning
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.output.numbers.error_ranges import alike, error_table

FULL, ASCII, MONO = palette(), palette(True, "none", True), palette(True, "none")


def some(m: int = 100, scale: float = 1.0) -> TargetErrors:
    random = np.random.default_rng(2)
    actual = random.uniform(0, 100, (m, 1)) * scale
    predicted = 0.5 * actual + 25 * scale + random.normal(size=(m, 1)) * scale  # too near the mean
    return split_of(predicted, actual, OutputMeaning("regression", ("y",)), np.zeros(m)).figure(target_errors)[0]


def lines(
    errors: TargetErrors, width: int, height: int, focus: int | None = None, colours: Palette = FULL
) -> list[str]:
    drawn, _shown = error_table(errors, focus, width, height, colours)
    assert len(drawn) == height
    assert all(strip.cell_length == width for strip in drawn)
    return [strip.text.rstrip() for strip in drawn]


@pytest.mark.parametrize(
    ("width", "headings"),
    [
        (100, ["target", "rows", "mean", "y", "−", "a", "95", "%", "RMSE", "MAE"]),
        (70, ["target", "rows", "mean", "y", "−", "a", "95", "%", "RMSE"]),
        (50, ["target", "rows", "mean", "y", "−", "a", "RMSE"]),
        (40, ["target", "mean", "y", "−", "a", "RMSE"]),
        (26, ["target", "RMSE"]),
    ],
)
def test_narrow_tables_keep_what_is_needed_most(width: int, headings: list[str]) -> None:
    found = lines(some(), width, 13)
    assert found[0].split() == headings
    assert all(line for line in found[:12])
    assert found[11].split()[0] == "all"


def test_it_says_the_figures_of_each_range_and_marks_what_isnt_chance() -> None:
    errors = some()
    found = lines(errors, 100, 13)
    for one, line in zip(errors.ranges, found[1:], strict=False):
        assert f"{one.bias:.2f}" in line
        assert f"{one.rmse:.2f}" in line
        assert str(one.rows) in line
    drawn, _shown = error_table(errors, None, 100, 13, FULL)
    bias = f"{errors.ranges[0].bias:.2f}"
    assert next(segment.style for segment in drawn[1] if bias in segment.text) == FULL.bg.strong
    bars = [line.count("█") for line in found[1:11]]
    assert bars[0] == max(bars) > min(bars), "the ends are furthest off"


def test_the_range_in_focus_is_marked_and_scrolled_to() -> None:
    drawn, shown = error_table(some(), 9, 60, 5, FULL)
    assert shown == range(7, 10)
    assert any(segment.style == FULL.bg.on_accent for segment in drawn[3])
    for colours in (ASCII, MONO):
        found = lines(some(), 60, 13, 4, colours)
        assert [number for number, line in enumerate(found) if line[:1] in (">", "▸")] == [5]
    assert "\n".join(lines(some(), 100, 13, 4, ASCII)).isascii()


def test_few_or_broken_errors_are_shown_too() -> None:
    one = lines(some(1), 100, 4)
    assert "–" in one[1], "one value has no interval"
    actual = np.arange(20.0)[:, None]
    broken = split_of(np.full((20, 1), np.nan), actual, OutputMeaning("regression", ("y",)), np.zeros(20))
    assert "–" in lines(broken.figure(target_errors)[0], 80, 8)[1]
    nothing = split_of(actual[:0], actual[:0], OutputMeaning("regression", ("y",)), np.zeros(0))
    assert lines(nothing.figure(target_errors)[0], 80, 4)[1].split()[0] == "all"
    for width, height in ((0, 0), (1, 1), (5, 2), (12, 3)):
        lines(some(), width, height)


def test_figures_of_a_column_have_the_same_decimals() -> None:
    assert alike([1.234, -123.456]) == ["1.2", "-123.5"]
    assert alike([0.001, 2.5]) == ["0.001", "2.500"]
    assert alike([-0.0001, 2.5]) == ["0.000", "2.500"]
    assert alike([12345.6, 3.0]) == ["12,346", "3"]
    assert alike([float("nan"), 3.0]) == ["–", "3"]
    assert alike([1e9, 3.0]) == ["1.00e+09", "3"]
    assert alike([]) == []
