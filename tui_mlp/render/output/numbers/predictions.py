"""Predictions over targets, or errors over predictions."""

from typing import NamedTuple

import numpy as np
from rich.style import Style
from textual.strip import Strip

from core.analysis.regression_metrics import RegressionMetrics
from core.calls import Array
from core.support.i18n import _, ngettext
from tui_mlp.models.output.numbers.predictions import PredictionInFocus, Predictions
from tui_mlp.render.colours.palette import LEVELS, Palette
from tui_mlp.render.plot.plane_axes import PlaneAxes, plane_axes
from tui_mlp.render.plot.plane_plot import Line, Mark, Points, plane_plot
from tui_mlp.render.strips import StyledText
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import brief_number, count, r2_text

from .input_curve import value_range

MARKED = 10
"""The number of the largest errors that are marked."""
CROWD_LEVELS = (10, 12, 14, 15)
"""The levels of the colours of few points in a cell, of more, and of most."""


class PredictionPlot(NamedTuple):
    """What is drawn: the points, the example in focus, and in which form."""

    predictions: Predictions
    in_focus: PredictionInFocus | None
    residuals: bool


def points_of(found: Predictions, residuals: bool) -> tuple[Array, Array]:
    """x and y of all points."""
    return (found.predicted, found.errors) if residuals else (found.actual, found.predicted)


def point_of(found: PredictionInFocus, residuals: bool) -> tuple[float, float]:
    """x and y of the example in focus; NaN and infinite where its target or its prediction is."""
    actual, predicted, _row = found
    return (predicted, actual - predicted) if residuals else (actual, predicted)


def prediction_axes(plot: PredictionPlot, width: int, height: int) -> PlaneAxes:
    """The axes that show all targets, and predictions as far as those reach on either side; residuals likewise."""
    found = plot.predictions
    predicted = value_range(found.actual, found.predicted)
    if not plot.residuals:
        return plane_axes(value_range(found.actual, found.actual), predicted, width, height)
    errors = found.errors[np.isfinite(found.errors)]
    reach = predicted[1] - predicted[0]
    low, high = (float(errors.min()), float(errors.max())) if len(errors) else (-1.0, 1.0)
    low, high = max(-reach, min(low, 0.0)), min(reach, max(high, 0.0))
    inside = found.predicted[(found.predicted >= predicted[0]) & (found.predicted <= predicted[1])]
    return plane_axes(value_range(inside, inside), (low, high), width, height)


def beyond(plot: PredictionPlot, axes: PlaneAxes) -> int:
    """The number of points that lie beyond the axes, NaN and infinite ones among them."""
    x, y = points_of(plot.predictions, plot.residuals)
    with np.errstate(all="ignore"):
        across, up = axes.across(x), axes.up(y)
    inside = (across >= -0.5) & (across < 2 * axes.columns - 0.5) & (up >= -0.5) & (up < 4 * axes.rows - 0.5)
    return len(x) - int(np.count_nonzero(inside))


def prediction_plot(plot: PredictionPlot, axes: PlaneAxes, palette: Palette) -> list[Strip]:
    """The plot: where there is no error a line, the points by how many fall together, the largest errors marked."""
    styles, marks, found = palette.bg, glyphs(palette.ascii), plot.predictions
    x = axes.at_dots()
    y, character = (np.zeros(len(x)), "-") if plot.residuals else (x, "/")
    line = Line(x, y, styles.border, behind=True, ascii=character)
    marked = []
    for row in reversed(found.worst[:MARKED].tolist()):
        actual, predicted = found.of_row(row)
        place = (predicted, actual - predicted) if plot.residuals else (actual, predicted)
        if all(map(np.isfinite, place)) and axes.low <= place[1] <= axes.high:
            marked.append(Mark(*place, marks.error, styles.bad))
    return plane_plot(
        axes,
        palette,
        lines=[line],
        points=[Points(*points_of(found, plot.residuals), crowd_styles(palette))],
        marks=[*marked, *_focus_mark(plot, palette)],
        x_name=_("predicted") if plot.residuals else _("target"),
    )


def crowd_styles(palette: Palette) -> list[Style]:
    """The styles of points by how many fall in a cell."""
    styles = palette.bg
    if not palette.heat or palette.mono:
        return [styles.fg, styles.strong]
    return [Style(color=palette.heat[level + LEVELS], bgcolor=palette.theme.bg) for level in CROWD_LEVELS]


def _focus_mark(plot: PredictionPlot, palette: Palette) -> list[Mark]:
    """The example in focus, with a line to where it would be without an error."""
    if plot.in_focus is None:
        return []
    x, y = point_of(plot.in_focus, plot.residuals)
    until = 0.0 if plot.residuals else x
    if not (np.isfinite(x) and np.isfinite(y)):
        return []
    return [Mark(x, y, glyphs(palette.ascii).point, palette.bg.accent_bold, until)]


def metrics_groups(metrics: RegressionMetrics, baseline: RegressionMetrics, palette: Palette) -> list[list[StyledText]]:
    """R², RMSE and MAE, each with that of always saying the mean in parentheses."""
    styles = palette.bg
    pairs = (
        ("R²", r2_text(metrics.r2), r2_text(baseline.r2)),
        ("RMSE", brief_number(metrics.rmse), brief_number(baseline.rmse)),
        ("MAE", brief_number(metrics.mae), brief_number(baseline.mae)),
    )
    return [
        [(f"{name} ", styles.muted), (text, styles.strong), (f" ({of_mean})", styles.faint)]
        for name, text, of_mean in pairs
    ]


def drawn_groups(plot: PredictionPlot, axes: PlaneAxes, palette: Palette) -> list[list[StyledText]]:
    """What stands in parentheses, how many points are drawn, how many lie beyond the axes, and what is marked."""
    found, styles, marks = plot.predictions, palette.bg, glyphs(palette.ascii)
    outputs = found.outputs
    groups: list[list[StyledText]] = [[(_("(): always the mean"), styles.faint)]]
    if len(found.rows) < outputs.of:
        groups.append([(_("{} of {} drawn").format(count(len(found.rows)), count(outputs.of)), styles.muted)])
    if outside := beyond(plot, axes):
        text = ngettext("{} beyond the axes", "{} beyond the axes", outside).format(count(outside))
        groups.append([(text, styles.warn)])
    if len(found.worst):
        groups.append([(marks.error, styles.bad), (" " + _("largest errors"), styles.muted)])
    return groups
