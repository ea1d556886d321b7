"""Predictions beside targets, or their residuals."""

from math import isfinite

import numpy as np
from textual.binding import Binding
from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.split_outputs import SplitOutputs
from core.analysis.regression.error_ranges import target_errors
from core.analysis.regression.errors import errors_of, rows_drawn, worst_by_error
from core.analysis.regression.mean_baseline import baseline_metrics, training_means
from core.analysis.regression_metrics import RegressionMetrics
from core.calls import Array
from core.support.i18n import N_, _
from tui_mlp.models.output.example_texts import example_title
from tui_mlp.models.output.numbers.predictions import Predictions, nearest_towards, prediction_in_focus
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.render.frame import Facts
from tui_mlp.render.output.numbers.group_line import group_line
from tui_mlp.render.output.numbers.predictions import (
    PredictionPlot,
    drawn_groups,
    metrics_groups,
    point_of,
    points_of,
    prediction_axes,
    prediction_plot,
)
from tui_mlp.render.plot.plane_axes import PlaneAxes
from tui_mlp.render.strips import StyledText
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.classes.confusion_text import rows_text
from tui_mlp.text.csv_text import csv_text, source_number
from tui_mlp.text.numbers import data_number

from .numbers_pane import NumbersPane

LINES_FOR_METRICS, LINES_FOR_EXAMPLE, LINES_FOR_NOTES = 6, 9, 12
"""Lines of the pane's body from which on one has the figures, another the example in focus, a third what is drawn."""


class PredictedPane(NumbersPane):
    """The predictions of one target over the targets, or their errors over the predictions."""

    DRAWN = "colours"
    BINDINGS = [
        Binding("left", "go(-1,0)", N_("Example to the left"), show=False),
        Binding("right", "go(1,0)", N_("Example to the right"), show=False),
        Binding("up", "go(0,1)", N_("Example above"), show=False),
        Binding("down", "go(0,-1)", N_("Example below"), show=False),
        Binding("v", "toggle_residuals", N_("Predictions over targets, or residuals"), show=False),
    ]
    FIGURES = (errors_of, worst_by_error, rows_drawn, target_errors)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.residuals = False
        self._axes: PlaneAxes | None = None
        self._baseline: tuple[object, tuple[RegressionMetrics, ...]] | None = None

    def predictions(self, split: SplitOutputs) -> Predictions:
        """The points that are drawn."""
        return Predictions.of(split, self.output_focus.output)

    def title(self) -> str:
        """What is drawn over what."""
        text = _("Residuals y − a ↑ predicted →") if self.residuals else _("Predicted ↑ target →")
        split = self.split_outputs
        if split is None or len(split.meaning.names) < 2:
            return text
        return f"{split.meaning.names[self.predictions(split).target]}  {text}"

    def facts(self) -> Facts:
        """Which examples these are, and the epoch of the outputs where it isn't the one in the header."""
        return "  ".join(filter(None, [self.moment(), rows_text(self.split_outputs) if self.split_outputs else ""]))

    def keys(self) -> list[tuple[str, str]]:
        """The keys that choose an example, and what is drawn."""
        other = _("predicted") if self.residuals else _("residuals")
        return [(_("arrows"), _("example")), ("w", _("worst")), ("↵", _("step")), ("v", other)]

    def worst_places(self, split: SplitOutputs) -> list[int]:
        """The places of the largest errors of the target in focus."""
        return self.predictions(split).worst_places

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The plot, and lines on the figures, the example in focus, and what is drawn."""
        split = self.split_outputs
        if split is None or not split.m:
            return sentences(_("There are no examples in this split."), width, self.palette)
        metrics, told, noted = (height >= lines for lines in (LINES_FOR_METRICS, LINES_FOR_EXAMPLE, LINES_FOR_NOTES))
        plot = self._plot(outputs, split)
        axes = self._axes = prediction_axes(plot, width, height - metrics - told - noted)
        lines = prediction_plot(plot, axes, self.palette)
        if metrics:
            lines.append(group_line(self._metrics(outputs, split), width, self.palette))
        if told:
            lines.append(group_line(self._told(outputs), width, self.palette, spare_first=True))
        if noted:
            lines.append(group_line(drawn_groups(plot, axes, self.palette), width, self.palette))
        return lines

    def _plot(self, outputs: Outputs, split: SplitOutputs) -> PredictionPlot:
        return PredictionPlot(self.predictions(split), prediction_in_focus(outputs, self.output_focus), self.residuals)

    def _metrics(self, outputs: Outputs, split: SplitOutputs) -> list[list[StyledText]]:
        """The figures of the target in focus beside those of always saying the mean of the training rows."""
        key = outputs.data, split.split, split.m
        if self._baseline is None or self._baseline[0] != key:
            self._baseline = key, baseline_metrics(split, training_means(outputs.data))
        target = self.predictions(split).target
        return metrics_groups(split.figure(target_errors)[target].metrics, self._baseline[1][target], self.palette)

    def _told(self, outputs: Outputs) -> list[list[StyledText]]:
        """What there is to say of the example in focus."""
        example, found, styles = self.example, prediction_in_focus(outputs, self.output_focus), self.palette.bg
        if example is None or found is None:
            return []
        figures = [(_("predicted") + " ", found.predicted)]
        if isfinite(found.actual):
            figures = [(_("target") + " ", found.actual), *figures, ("y − a ", found.actual - found.predicted)]
        groups = [[(example_title(example, found.row), styles.accent)]]
        return [*groups, *([(label, styles.muted), (data_number(value), styles.strong)] for label, value in figures)]

    def clicked(self, x: int, y: int) -> None:
        """Look at the example that is nearest to the cell."""
        split, axes = self.split_outputs, self._axes
        if split is None or axes is None or not split.m:
            return
        (across, up), (right, above) = axes.place_at(x - axes.margin, y), self._places(split, axes)
        with np.errstate(all="ignore"):
            away = np.hypot(right - across, above - up)
        self._look_at(split, int(np.where(np.isnan(away), np.inf, away).argmin()))

    def action_go(self, across: int, up: int) -> None:
        """Look at the nearest example to the right (1, 0), above (0, 1), or the other way."""
        split, axes, outputs = self.split_outputs, self._axes, self.outputs
        if split is None or axes is None or outputs is None:
            return
        found = prediction_in_focus(outputs, self.output_focus)
        if found is None:
            return
        here = point_of(found, self.residuals)
        place = float(axes.across(np.array(here[0]))), float(axes.up(np.array(here[1])))
        following = nearest_towards(*self._places(split, axes), place, (across, up))
        if following is not None:
            self._look_at(split, following)

    def action_toggle_residuals(self) -> None:
        """Draw the errors over the predictions, or the predictions over the targets."""
        self.residuals = not self.residuals
        self.redraw()

    def _places(self, split: SplitOutputs, axes: PlaneAxes) -> tuple[Array, Array]:
        """Where all points are, in dots from the left and from the bottom; beyond the axes too."""
        x, y = points_of(self.predictions(split), self.residuals)
        with np.errstate(all="ignore"):
            return axes.across(x), axes.up(y)

    def _look_at(self, split: SplitOutputs, index: int) -> None:
        self.move_focus(example=ExampleFocus(split.split, self.predictions(split).place(index)))

    def text_to_copy(self, latex: bool) -> str:
        """The points as CSV: row in the source, or in the split where that isn't known; target, prediction, error."""
        if (split := self.split_outputs) is None:
            return super().text_to_copy(latex)
        found = self.predictions(split)
        rows = split.places if split.examples.rows is None else split.examples.rows
        targets = [source_number(value, split.Y.dtype) for value in found.actual.tolist()]
        figures = zip(targets, found.predicted.tolist(), found.errors.tolist(), strict=True)
        name = split.meaning.names[found.target]
        return csv_text(
            ["row", name, f"predicted {name}", "y - a"],
            ([row + 1, *numbers] for row, numbers in zip(rows[found.rows].tolist(), figures, strict=True)),
        )

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "What the network predicts, in the target's own units. Each point is an example; on the diagonal "
            "prediction and target are the same, and the line from the example in focus to it is its error y − a. "
            "Brighter points are many in one place; the largest errors are marked.\n\n"
            "Residuals are these errors over the predictions. A good fit leaves a band around 0 without a pattern: a "
            "bend says that the network misses something, a funnel that errors grow with the prediction.\n\n"
            "R² is 1 for a perfect fit and 0 for always saying the mean; RMSE and MAE are the usual sizes of an error. "
            "In parentheses stands what always saying the mean of the training rows gets.\n\n"
            "← → ↑ ↓   the nearest example on this side\n"
            "w         the largest error, then the next\n"
            "enter     step through the example\n"
            "v         residuals, or predictions again\n"
            "c C       the next target, the previous\n"
            "y         copy the points as CSV"
        )
