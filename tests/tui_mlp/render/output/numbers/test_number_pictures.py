"""Curves over one input, curves of neurons and predictions: what stands where, with and without colour."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from outputs_of import split_of
from textual.strip import Strip

from core.analysis.maps.neuron_maps import Outgoing
from core.analysis.regression_metrics import RegressionMetrics
from core.calls import Array
from core.model.output_meaning import OutputMeaning
from tui_mlp.models.output.numbers.input_points import InputPoints
from tui_mlp.models.output.numbers.predictions import PredictionInFocus, Predictions
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.output.numbers.group_line import group_line
from tui_mlp.render.output.numbers.input_curve import (
    InFocus,
    InputCurve,
    curve_axes,
    curve_legend,
    input_curve,
    value_range,
)
from tui_mlp.render.output.numbers.neuron_curves import (
    NeuronCurves,
    curve_tiles,
    curves_shown,
    large_neuron_curve,
    neuron_curves,
)
from tui_mlp.render.output.numbers.predictions import (
    PredictionPlot,
    beyond,
    drawn_groups,
    metrics_groups,
    prediction_axes,
    prediction_plot,
)
from tui_mlp.render.plot.dots import graph_dots

FULL, ASCII, MONO, LIGHT, FEW = (
    palette(),
    palette(True, "none", True),
    palette(True, "none"),
    palette(False),
    palette(True, "16"),
)
X = np.linspace(0, 10, 101)


def points(y: Array, wrong: bool = False) -> InputPoints:
    """Three examples of training, two of validation and one of test, at x = 1, 2 … 6."""
    number, split = np.arange(6), np.array([0, 0, 0, 1, 1, 2])
    return InputPoints(number + 1.0, y, split, number, (number == 4) & wrong)


def text(strips: list[Strip]) -> str:
    return "\n".join(strip.text for strip in strips)


def curve_text(drawn: InputCurve, colours: Palette = FULL, width: int = 40, height: int = 14) -> str:
    return text(input_curve(drawn, curve_axes(drawn, (0.0, 10.0), width, height), colours))


def styles_of(strips: list[Strip]) -> set[Any]:
    return {segment.style for strip in strips for segment in strip if segment.text.strip()}


@given(
    heights=st.lists(st.one_of(st.floats(-30, 60), st.just(float("nan"))), min_size=12, max_size=12),
    rows=st.integers(1, 6),
)
def test_graphs_have_a_dot_at_each_value_and_no_gaps(heights: list[float], rows: int) -> None:
    cells = graph_dots(np.array([heights]), rows)[0]
    bits = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    dots = np.array([[bool(cells[r // 4, c // 2] & bits[r % 4][c % 2]) for c in range(12)] for r in range(4 * rows)])[
        ::-1
    ]
    nearest = np.floor(np.array(heights) + 0.5)
    for column, height in enumerate(nearest.tolist()):
        if np.isnan(height):
            assert not dots[:, column].any()
            continue
        if 0 <= height < 4 * rows:
            assert dots[int(height), column]
        on = np.flatnonzero(dots[:, column])
        assert len(on) == 0 or np.array_equal(on, np.arange(on[0], on[-1] + 1)), "one piece"
        if column and not np.isnan(nearest[column - 1]):
            before = np.flatnonzero(dots[:, column - 1])
            if len(on) and len(before):
                assert on[0] <= before[-1] + 1
                assert before[0] <= on[-1] + 1, "joined"


def test_a_curve_and_points_of_all_splits_are_told_apart() -> None:
    y = np.array([2.0, 4, 6, 4, 2, 0])
    drawn = InputCurve(X, (X / 2)[:, None], points(y), InFocus(3.0, 6.0, 1.5), x_name="length")
    for colours in (FULL, LIGHT, FEW):
        strips = input_curve(drawn, curve_axes(drawn, (0.0, 10.0), 40, 14), colours)
        styles = colours.bg
        assert {styles.train, styles.validation, styles.warn, styles.pos, styles.accent_bold} <= styles_of(strips)
    shown = curve_text(drawn, ASCII)
    assert shown.isascii()
    # The third example is in focus; the axis has ticks of the character for test.
    assert shown.count("o") == 2
    assert "·" in curve_text(drawn, MONO)
    assert curve_text(drawn, MONO).count("○") == 2
    legend = [group_line(curve_legend(drawn, colours), 80, colours).text for colours in (FULL, ASCII)]
    assert "train 3  • validation 2  • test 1" in legend[0]
    assert ". train 3  o validation 2  + test 1" in legend[1]


def test_the_line_from_the_focus_is_its_error() -> None:
    drawn = InputCurve(X, np.full((101, 1), 1.0), points(np.full(6, 9.0)), InFocus(3.0, 9.0, 1.0))
    axes = curve_axes(drawn, (0.0, 10.0), 40, 14)
    strips = input_curve(drawn, axes, FULL)
    column = axes.margin + (axes.column(3.0) or 0)
    line = [row for row, strip in enumerate(strips) if strip.text[column] == "│"]
    assert strips[axes.row(9.0)].text[column] == "•"
    assert line == list(range(axes.row(9.0) + 1, axes.row(1.0) + 1))
    without = drawn._replace(in_focus=InFocus(3.0, float("nan"), 1.0))
    assert all(strip.text[column] == "│" for strip in input_curve(without, axes, FULL)[: axes.rows])


def test_classes_are_named_at_their_curves_and_wrong_examples_marked() -> None:
    curves = np.stack([np.exp(-((X - middle) ** 2)) for middle in (1.0, 5.0, 9.0)], 1)
    drawn = InputCurve(
        X, curves, points(np.array([1.0, 1, 0, 0, 0.3, 0]), True), None, ("left", "[b]mid", "\x1b[1m"), True
    )
    shown = curve_text(drawn, MONO, 60, 16)
    assert "left" in shown
    assert "[b]mid" in shown
    assert "\x1b" not in shown
    assert shown.count("✗") == 1
    assert "wrong 1" in group_line(curve_legend(drawn, FULL), 80, FULL).text
    same = drawn._replace(curves=np.full((101, 3), 0.5))
    assert curve_text(same, FULL, 60, 16).count("left") == 1, "no name over another"
    one = drawn._replace(curves=curves[:, :1], names=(), threshold=0.5)
    assert "-" * 5 in curve_text(one, ASCII, 60, 16)


def test_wild_curves_leave_the_points_their_room() -> None:
    y = np.array([0.0, 10.0])
    assert value_range(y, np.array([1e9, -np.inf])) == pytest.approx((-0.3 * 2, 20.6), abs=1)
    low, high = value_range(y, np.array([np.nan, 5.0]))
    assert low < 0 < 10 < high < 12
    assert value_range(np.zeros(0), np.zeros(0)) == (0, 1)
    low, high = value_range(np.array([3.0, 3.0]), np.array([np.nan]))
    assert low < 3 < high


@given(neurons=st.integers(1, 300), width=st.integers(1, 90), height=st.integers(1, 40), data=st.data())
def test_the_layout_always_has_the_neuron_in_focus(neurons: int, width: int, height: int, data: st.DataObject) -> None:
    focus = data.draw(st.integers(0, neurons - 1))
    found = curve_tiles(neurons, width, height)
    shown = curves_shown(found, neurons, focus)
    assert focus in shown
    assert found.across * (found.width + 1) - 1 <= max(width, found.width)
    assert found.down == 1 or found.down * found.lines <= height
    column, row = focus % found.across, (focus - shown.start) // found.across
    assert found.tile_at(column * (found.width + 1), row * found.lines, shown) == focus


def test_neurons_have_their_number_weight_and_curve() -> None:
    A = np.stack([np.tanh(X - 5), -np.tanh(X - 5), np.zeros(101), np.full(101, np.nan)], 1)
    drawn = NeuronCurves(X, A, Outgoing(np.array([1.5, -0.25, 0.0, np.nan]), True), 1, (-1.0, 1.0), 5.0)
    layout = curve_tiles(4, 19, 10)
    for colours in (FULL, LIGHT, FEW, MONO, ASCII):
        strips = neuron_curves(drawn, layout, 19, 10, colours)
        shown = text(strips)
        for part in ("1 ", "1.50", "-0.25", "0.00", "3 ", "4 "):
            assert part in shown
        assert colours is not ASCII or shown.isascii()
        assert ("▸2" in shown or ">2" in shown) == colours.brackets
        assert {colours.bg.pos, colours.bg.neg, colours.bg.bad} <= styles_of(strips)
    rising = [strip.text[:9] for strip in neuron_curves(drawn, layout, 19, 10, ASCII)[1 : layout.lines]]
    assert "*" in rising[0][5:]
    assert "*" in rising[-1][:5]
    narrow = neuron_curves(drawn, curve_tiles(4, 4, 3), 4, 3, FULL)
    assert all(strip.cell_length == 4 for strip in narrow)
    assert "0.25" not in text(narrow), "no part of a figure"


def test_one_neuron_large_has_its_axes_and_the_example_on_its_curve() -> None:
    A = np.stack([np.tanh(X - 5), np.full(101, np.nan)], 1)
    drawn = NeuronCurves(X, A, Outgoing(np.array([1.5, 2.0]), False), 0, (-1.0, 1.0), 5.0)
    for colours in (FULL, ASCII):
        strips = large_neuron_curve(drawn, 40, 12, (0.0, 10.0), "length", colours)
        assert "neuron 1" in strips[0].text
        assert "1.5000" in strips[0].text
        assert strips[-1].text.rstrip().endswith("length")
        assert text(strips[1:]).count("•") == (colours is FULL)
    broken = large_neuron_curve(drawn._replace(focus=1), 40, 12, (0.0, 10.0), "length", FULL)
    assert "•" not in text(broken)
    assert len(large_neuron_curve(drawn, 5, 2, (0.0, 10.0), "length", FULL)) == 2


def predictions(predicted: Array, actual: Array) -> Predictions:
    outputs = split_of(predicted[:, None], actual[:, None], OutputMeaning("regression", ("y",)), np.zeros(len(actual)))
    return Predictions.of(outputs, None)


def test_predictions_stand_over_their_targets_and_the_worst_are_marked() -> None:
    actual = np.linspace(0, 100, 40)
    predicted = actual.copy()
    predicted[10] += 50
    for residuals in (False, True):
        plot = PredictionPlot(
            predictions(predicted, actual), PredictionInFocus(actual[10], predicted[10], 3), residuals
        )
        axes = prediction_axes(plot, 50, 16)
        strips = prediction_plot(plot, axes, FULL)
        x, y = (predicted[10], -50.0) if residuals else (actual[10], predicted[10])
        column = axes.margin + (axes.column(float(x)) or 0)
        assert strips[axes.row(float(y))].text[column] == "•"
        level = axes.row(0.0 if residuals else float(x))
        assert strips[level].text[column] == "│", "from where it would be without an error"
        shown = text(prediction_plot(plot._replace(in_focus=None), axes, ASCII))
        assert "x" in shown
        assert ("/" in shown) == (not residuals)
        assert shown.isascii()


def test_many_points_are_brighter_and_denser() -> None:
    random = np.random.default_rng(0)
    actual = random.normal(size=5000)
    plot = PredictionPlot(predictions(actual + 0.1 * random.normal(size=5000), actual), None, False)
    axes = prediction_axes(plot, 60, 20)
    assert len(styles_of(prediction_plot(plot, axes, FULL))) > len(styles_of(prediction_plot(plot, axes, MONO)))
    assert "█" in text(prediction_plot(plot, axes, MONO))
    assert "#" in text(prediction_plot(plot, axes, ASCII))


def test_points_beyond_the_axes_are_counted() -> None:
    actual = np.linspace(0, 10, 30)
    predicted = actual.copy()
    predicted[:3] = 1e6, -1e6, np.nan
    plot = PredictionPlot(predictions(predicted, actual), PredictionInFocus(0.0, np.nan, None), False)
    axes = prediction_axes(plot, 60, 20)
    assert -25 < axes.low < axes.high < 35
    assert beyond(plot, axes) == 3
    assert "3 beyond the axes" in group_line(drawn_groups(plot, axes, FULL), 80, FULL).text
    assert beyond(plot._replace(residuals=True), prediction_axes(plot._replace(residuals=True), 60, 20)) == 3
    prediction_plot(plot, axes, FULL)
    every = PredictionPlot(predictions(np.full(30, np.nan), actual), None, True)
    prediction_plot(every, prediction_axes(every, 60, 20), FULL)


def test_figures_stand_beside_those_of_the_mean() -> None:
    found = metrics_groups(RegressionMetrics(0.5, 12.3456, 9.0), RegressionMetrics(-0.01, 20.0, 15.5), FULL)
    assert group_line(found, 80, FULL).text.rstrip() == "R² 0.5000 (-0.0100)  RMSE 12.35 (20)  MAE 9 (15.5)"
    assert group_line(found, 40, FULL).text.rstrip() == "R² 0.5000 (-0.0100)  RMSE 12.35 (20)"
    assert group_line(found, 32, FULL, spare_first=True).text.rstrip() == "RMSE 12.35 (20)  MAE 9 (15.5)"
    assert group_line([], 5, FULL).text == "     "
