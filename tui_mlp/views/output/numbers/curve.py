"""The output over one input, with the examples."""

from math import isfinite

import numpy as np
from textual.binding import Binding
from textual.strip import Strip

from core.analysis.maps.curve import Range, curve
from core.analysis.outputs.given import USUAL
from core.analysis.outputs.outputs import Outputs
from core.support.i18n import N_, _
from tui_mlp.models.output.example_texts import example_title
from tui_mlp.models.output.numbers.input_points import InputPoints
from tui_mlp.models.output.numbers.input_range import (
    ExampleOverInput,
    example_over_input,
    moved,
    range_shown,
    whole_range,
    zoomed,
)
from tui_mlp.models.output.numbers.output_values import given_values, shown_output
from tui_mlp.render.frame import Facts
from tui_mlp.render.output.numbers.group_line import group_line
from tui_mlp.render.output.numbers.input_curve import InFocus, InputCurve, curve_axes, curve_legend, input_curve
from tui_mlp.render.plot.plane_axes import PlaneAxes
from tui_mlp.render.strips import StyledText
from tui_mlp.text.csv_text import csv_text
from tui_mlp.text.numbers import data_number, plain_number

from .numbers_pane import NumbersPane

LINES_FOR_LEGEND, LINES_FOR_EXAMPLE = 8, 10
"""Lines of the pane's body from which on one shows the legend, and another one the example in focus."""
PLACES_COPIED = 201
"""The number of x for which `y` copies the output."""


class CurvePane(NumbersPane):
    """The outputs of a network with one input, and the examples of all splits."""

    DRAWN = "plot"
    BINDINGS = [
        Binding("left", "beside(-1)", N_("Previous example by the input"), show=False),
        Binding("right", "beside(1)", N_("Next example by the input"), show=False),
        Binding("plus,equals_sign", "zoom(1)", N_("Zoom in"), show=False),
        Binding("minus", "zoom(-1)", N_("Zoom out"), show=False),
        Binding("shift+left", "pan(-1)", N_("Pan to smaller inputs"), show=False),
        Binding("shift+right", "pan(1)", N_("Pan to larger inputs"), show=False),
        Binding("home", "zoom_out", N_("Show all examples"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._points: tuple[object, InputPoints] | None = None
        self._axes: PlaneAxes | None = None

    def output(self, outputs: Outputs) -> int | None:
        """The output that is shown, from 0; None for all classes."""
        return shown_output(outputs.model.meaning, self.output_focus.output)

    def points(self, outputs: Outputs) -> InputPoints:
        """The examples by x; kept for these outputs."""
        key = outputs, self.output(outputs)
        if self._points is None or self._points[0] != key:
            self._points = key, InputPoints.of(outputs, key[1])
        return self._points[1]

    def x_range(self, outputs: Outputs) -> Range:
        """The part of the input that is shown."""
        return range_shown(outputs, self.output_focus)

    def example_here(self, outputs: Outputs) -> ExampleOverInput | None:
        """The example in focus over the input; None where there is none."""
        return example_over_input(outputs, self.output_focus)

    def title(self) -> str:
        """Which output is shown."""
        outputs = self.outputs
        if outputs is None:
            return _("Output")
        output, names = self.output(outputs), outputs.model.meaning.names
        title = _("Output A({})").format(outputs.model.network.parameters.L)
        if outputs.model.meaning.task == "regression":
            return f"{title}  {names[output or 0]}"
        return self.at_threshold(title)

    def facts(self) -> Facts:
        """Which class it is the probability of, and the epoch of the outputs where it isn't the one in the header."""
        outputs, moment = self.outputs, self.moment()
        parts = [moment] if moment else []
        if outputs is not None and outputs.model.meaning.task != "regression":
            output, names = self.output(outputs), outputs.model.meaning.names
            parts.append(
                _("probability of each class") if output is None else _("probability of {}").format(names[output])
            )
        return "  ".join(parts)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that choose examples and the part that is shown."""
        return [("←→", _("example")), ("w", _("worst")), ("↵", _("step")), ("+ -", _("zoom")), ("home", _("all"))]

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The plot, its legend, and a line on the example in focus."""
        legend, told = height >= LINES_FOR_LEGEND, height >= LINES_FOR_EXAMPLE
        drawn, axes = self._drawing(outputs, width, height - legend - told)
        self._axes = axes
        lines = input_curve(drawn, axes, self.palette)
        if told:
            said = [self._diverged(drawn)] if self._diverged(drawn) else self._told(outputs)
            lines.append(group_line(said, width, self.palette, spare_first=True))
        if legend:
            lines.append(group_line(curve_legend(drawn, self.palette), width, self.palette, spare_first=True))
        return lines

    def _drawing(self, outputs: Outputs, width: int, height: int) -> tuple[InputCurve, PlaneAxes]:
        model, output, points = outputs.model, self.output(outputs), self.points(outputs)
        x_range, meaning = self.x_range(outputs), outputs.model.meaning
        example = self.example_here(outputs)
        columns = max(2, 2 * width)
        found = curve(model, np.linspace(*x_range, columns))
        curves = given_values(model, found.outputs)
        shares = meaning.task == "classification"
        one = output is not None
        usual = USUAL if outputs.moved is None else outputs.moved.value
        threshold = usual if shares and one else None
        drawn = InputCurve(
            found.x,
            curves if output is None else curves[:, output : output + 1],
            points,
            None if example is None else InFocus(example.x, example.wanted, example.given),
            () if one else meaning.names,
            shares,
            threshold,
            model.preparation.codings[0].name,
        )
        return drawn, curve_axes(drawn, x_range, width, height)

    def _told(self, outputs: Outputs) -> list[list[StyledText]]:
        """What there is to say of the example in focus: where it is, what is wanted and given, and its error."""
        example, styles = self.example_here(outputs), self.palette.bg
        if example is None:
            return []
        regression = outputs.model.meaning.task == "regression"
        name = outputs.model.preparation.codings[0].name
        figures = [(f"{name} ", data_number(example.x)), (_("given") + " ", _figure(example.given, regression))]
        if isfinite(example.wanted):
            figures.insert(1, (_("wanted") + " ", _figure(example.wanted, regression)))
            figures.append(("y − a ", _figure(example.wanted - example.given, regression)))
        if self.output(outputs) is None:
            figures = [figures[0], (_("probability of the class wanted") + " ", _figure(example.given, regression))]
        groups = [[(example_title(example.focus, example.row), styles.accent)]]
        return [*groups, *([(label, styles.muted), (text, styles.strong)] for label, text in figures)]

    def _diverged(self, drawn: InputCurve) -> list[StyledText]:
        """That there is no curve, where no output is a number."""
        if np.isfinite(drawn.curves).any():
            return []
        return [(_("No output is a finite number: the training has diverged."), self.palette.bg.bad)]

    def clicked(self, x: int, y: int) -> None:
        """Look at the example that is nearest to the cell."""
        outputs, axes = self.outputs, self._axes
        if outputs is None or axes is None or not len(self.points(outputs).x):
            return
        points, (across, up) = self.points(outputs), axes.place_at(x - axes.margin, y)
        with np.errstate(all="ignore"):
            away = np.hypot(axes.across(points.x) - across, axes.up(points.y) - up)
        self.move_focus(example=points.example(int(np.where(np.isnan(away), np.inf, away).argmin())))

    def action_beside(self, direction: int) -> None:
        """Look at the next (1) or the previous (-1) example by the input; the part that is shown follows."""
        outputs = self.outputs
        here = self.example_here(outputs) if outputs else None
        if outputs is None or here is None:
            return
        points = self.points(outputs)
        following = points.beside(here.focus, here.x, direction)
        if following is None:
            return
        shown, x_range = self.x_range(outputs), self.output_focus.x_range
        index = points.index_of(following)
        x = float(points.x[index]) if index is not None else here.x
        if isfinite(x) and not shown[0] <= x <= shown[1]:
            reach = (shown[1] - shown[0]) / 2
            x_range = x - reach, x + reach
        self.move_focus(example=following, x_range=x_range)

    def action_zoom(self, direction: int) -> None:
        """Show half (1) or twice (-1) as much of the input."""
        if (outputs := self.outputs) is not None:
            example, whole = self.example_here(outputs), whole_range(outputs)
            around = None if example is None else example.x
            self.move_focus(x_range=zoomed(self.x_range(outputs), whole, direction, around))

    def action_pan(self, direction: int) -> None:
        """Show the part a quarter further right (1) or left (-1)."""
        if (outputs := self.outputs) is not None:
            whole = whole_range(outputs)
            self.move_focus(x_range=moved(self.x_range(outputs), whole, direction))

    def action_zoom_out(self) -> None:
        """Show all examples."""
        self.move_focus(x_range=None)

    def text_to_copy(self, latex: bool) -> str:
        """The curve as CSV: the input, and each output there."""
        if (outputs := self.outputs) is None:
            return super().text_to_copy(latex)
        found = curve(outputs.model, np.linspace(*self.x_range(outputs), PLACES_COPIED))
        values = given_values(outputs.model, found.outputs)
        names = [outputs.model.preparation.codings[0].name, *outputs.model.meaning.names]
        return csv_text(names, ([x, *row] for x, row in zip(found.x.tolist(), values.tolist(), strict=True)))

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "What the network says for each value of its only input, with the examples of all splits: a curve through "
            "their targets, or the probability of a class over points at 1 where they are of it and at 0 where they "
            "aren't. The line from the example in focus to the curve is its error y − a. Beyond the examples nothing "
            "tells the network where to go: zoom out to see where it does.\n\n"
            "← →          the previous example by the input, the next\n"
            "w            the worst example of the split, then the next worst; of classes those that are wrong\n"
            "enter        step through the example\n"
            "+ -          show half as much of the input, twice as much\n"
            "shift+← →    pan\n"
            "home         show all examples\n"
            "c C          the next class or target, the previous\n"
            "y            copy the curve as CSV"
        )


def _figure(value: float, regression: bool) -> str:
    return data_number(value) if regression else plain_number(value)
