"""The size of errors by range of the target."""

from textual.binding import Binding
from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.split_outputs import SplitOutputs
from core.analysis.regression.error_ranges import ErrorRange, TargetErrors, target_errors
from core.support.i18n import N_, _
from tui_mlp.models.output.numbers.output_values import shown_output
from tui_mlp.models.output.numbers.predictions import prediction_in_focus
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.render.frame import Facts
from tui_mlp.render.output.numbers.error_ranges import error_table
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.csv_text import csv_text

from .numbers_pane import NumbersPane


class ErrorRangesPane(NumbersPane):
    """The errors of one target by ranges of about as many examples; that of the example in focus is marked."""

    BINDINGS = [
        Binding("up", "choose(-1)", N_("Worst example of the range above"), show=False),
        Binding("down", "choose(1)", N_("Worst example of the range below"), show=False),
    ]
    FIGURES = (target_errors,)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown = range(0)

    def target(self, split: SplitOutputs) -> int:
        """The number of the target, from 0."""
        return shown_output(split.meaning, self.output_focus.output) or 0

    def errors(self, split: SplitOutputs) -> TargetErrors:
        """The errors of the target in focus."""
        return split.figure(target_errors)[self.target(split)]

    def range_in_focus(self) -> int | None:
        """The range in which the target of the example in focus lies, from 0; None where it is in none."""
        split, outputs = self.split_outputs, self.outputs
        found = prediction_in_focus(outputs, self.output_focus) if outputs else None
        if split is None or found is None or not split.m:
            return None
        return self.errors(split).range_of(found.actual)

    def title(self) -> str:
        """What errors are of which target."""
        split = self.split_outputs
        if split is None or len(split.meaning.names) < 2:
            return _("Errors y − a")
        return f"{split.meaning.names[self.target(split)]}  " + _("errors y − a")

    def facts(self) -> Facts:
        """What the bars are, and the epoch of the outputs where it isn't the one in the header."""
        return "  ".join(filter(None, [self.moment(), _("by range of the target")]))

    def keys(self) -> list[tuple[str, str]]:
        """The keys that choose a range."""
        return [("↑↓", _("range")), ("↵", _("step")), ("w", _("worst"))]

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The table."""
        split = self.split_outputs
        if split is None or not split.m:
            return sentences(_("There are no examples in this split."), width, self.palette)
        lines, self._shown = error_table(self.errors(split), self.range_in_focus(), width, height, self.palette)
        return lines

    def clicked(self, x: int, y: int) -> None:
        """Look at the worst example of the range that was clicked."""
        if 1 <= y <= len(self._shown):
            self._look_at(self._shown[y - 1])

    def action_choose(self, direction: int) -> None:
        """Look at the worst example of the range below (1) or above (-1)."""
        split = self.split_outputs
        if split is None or not split.m:
            return
        here, last = self.range_in_focus(), len(self.errors(split).ranges) - 1
        self._look_at(0 if here is None else min(max(here + direction, 0), last))

    def _look_at(self, number: int) -> None:
        split = self.split_outputs
        if split is None or not 0 <= number < len(self.errors(split).ranges):
            return
        worst = self.errors(split).ranges[number].worst
        if worst is not None:
            self.move_focus(example=ExampleFocus(split.split, int(split.places[worst])))

    def text_to_copy(self, latex: bool) -> str:
        """The table as CSV, a line for each range and one for all."""
        if (split := self.split_outputs) is None or not split.m:
            return super().text_to_copy(latex)
        errors = self.errors(split)
        names = ["from", "to", "rows", "mean y - a", "95 % from", "95 % to", "RMSE", "MAE"]
        return csv_text(names, map(_figures, [*errors.ranges, errors.overall]))

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "Where the network is far off: the examples in ranges of the target with about as many examples each. The "
            "mean of y − a is above 0 where it says too little, below 0 where it says too much; it is bold where 0 "
            "lies outside the interval that holds the true mean with 95 % (Student). Often it is above 0 for large "
            "targets and below 0 for small ones: the network stays near the mean. The bars show the RMSE.\n\n"
            "↑ ↓     the range above, below; its worst example comes into focus\n"
            "w       the worst example of all, then the next\n"
            "enter   step through the example in focus\n"
            "c C     the next target, the previous\n"
            "y       copy the table as CSV"
        )


def _figures(one: ErrorRange) -> list[object]:
    """The figures of a range; its ends without the digits that come from standardising the targets."""
    low, high = (float(f"{end:.10g}") for end in (one.low, one.high))
    return [low, high, one.rows, one.bias, *one.interval, one.rmse, one.mae]
