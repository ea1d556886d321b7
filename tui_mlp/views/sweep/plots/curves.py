"""The pane with the best objective so far over the epochs of the trials."""

from textual.binding import Binding
from textual.strip import Strip

from core.support.i18n import N_, _
from core.sweeps.objectives import OBJECTIVES
from tui_mlp.models.sweep.plots.curve_reading import value_at
from tui_mlp.models.sweep.plots.selected import LOG_FROM
from tui_mlp.models.sweep.trial_figures import figure_label, objective_text
from tui_mlp.render.colours.palette import bold
from tui_mlp.render.frame import Facts, fitting, inner_size
from tui_mlp.render.strips import StyledText
from tui_mlp.render.sweep.plots.curves import curve_label, curve_style, curves_legend, curves_plot
from tui_mlp.text.numbers import count
from tui_mlp.views.reading_line import READING_LINE

from .plot_pane import PlotPane

MARGIN = 10
"""The cells of the frame and of the labels on the left."""


class SweepCurves(PlotPane):
    """The curves of the best trials, of those that train, of the marked ones and of that in focus."""

    BINDINGS = [
        Binding("l", "toggle_axis", N_("Linear or log axis"), show=False),
        Binding("L", "toggle_epochs", N_("Linear or log axis of epochs"), show=False),
        *READING_LINE,
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._wanted_log: bool | None = None
        self._log_epochs = False
        self._epoch: int | None = None

    @property
    def last(self) -> int:
        """The last epoch of the longest curve; 0 without any."""
        return max((int(table[-1, 0]) for table in self.selection.curves.values() if len(table)), default=0)

    @property
    def logarithmic(self) -> bool:
        """Whether the figure has a logarithmic axis: by the user's choice, or where losses differ much."""
        if not OBJECTIVES[self.selection.curve_figure].minimize:
            return False
        if self._wanted_log is not None:
            return self._wanted_log
        ends = [(float(table[-1, 1]), float(table[0, 1])) for table in self.selection.curves.values() if len(table)]
        least = min((end for end, _start in ends), default=0.0)
        return least > 0 and max(start for _end, start in ends) > LOG_FROM * least

    def top(self) -> tuple[str, Facts]:
        """The figure, and the legend; or the figures at the epoch that is read."""
        selection, muted, epoch = self.selection, self.palette.bg.muted, self._epoch
        name, short = best_title(selection.curve_figure), figure_label(selection.curve_figure)
        if epoch is None:
            looks = (("   ", True), ("  ", True), (" ", True), ("  ", False))
            legends = [curves_legend(self.trials, selection.curves, self.palette, gap, words) for gap, words in looks]
            choices = [(name, legend) for legend in legends[:3]] + [(short, legend) for legend in legends]
            return fitting([*choices, (short, [])], self.size.width, self.palette, self.has_focus)
        title, closer = _("{} at epoch {}").format(name, count(epoch)), _("epoch {}").format(count(epoch))
        found = self.read_figures(epoch)
        parts = [[part for group in found[:number] for part in group] for number in range(len(found), -1, -1)]
        choices = [(one, facts or [("", muted)]) for facts in parts for one in (title, closer)]
        return fitting(choices, self.size.width, self.palette, self.has_focus)

    def read_figures(self, epoch: int) -> list[list[StyledText]]:
        """The figures at an epoch of the best, the marked trials and that in focus, each with its label."""
        found, trials, muted = list[list[StyledText]](), self.trials, self.palette.bg.muted
        for row in reversed(trials.special):
            trial = trials.records[row]
            table = self.selection.curves.get(trial.trial)
            value = None if table is None or not len(table) else value_at(table, epoch)
            label = (curve_label(trial, trials), bold(curve_style(trial, trials, self.palette)))
            text = f" {objective_text(self.selection.curve_figure, value)}"
            found.append([("   " if found else "", muted), label, (text, muted)])
        return found

    def title(self) -> str:
        """The figure, and the epoch at which it is read."""
        return self.top()[0] if self.selection.objectives else _("Curves")

    def facts(self) -> Facts:
        """The legend, or the figures at the epoch that is read."""
        return self.top()[1] if self.selection.objectives else ""

    def keys(self) -> list[tuple[str, str]]:
        """The keys for the axes and the reading line."""
        if not self.selection.objectives:
            return []
        keys = [("l", _("linear") if self.logarithmic else _("log"))]
        if not OBJECTIVES[self.selection.curve_figure].minimize:
            keys = []
        keys.append(("L", _("linear epochs") if self._log_epochs else _("log epochs")))
        return [("esc", _("end")), *keys] if self._epoch is not None else [("←→", _("read")), *keys]

    def body(self, width: int, height: int) -> list[Strip]:
        """The curves."""
        if not self.selection.objectives:
            return []
        return curves_plot(
            self.trials, self.selection.curves, width, height, self.palette,
            log=self.logarithmic, log_epochs=self._log_epochs, reading=self._epoch,
        )  # fmt: skip

    # Keys

    def action_toggle_axis(self) -> None:
        """Change between a linear and a logarithmic axis of the figure."""
        if self.selection.objectives:
            self._wanted_log = not self.logarithmic
            self.redraw()

    def action_toggle_epochs(self) -> None:
        """Change between a linear and a logarithmic axis of epochs."""
        self._log_epochs = not self._log_epochs
        self.redraw()

    def action_read(self, direction: int) -> None:
        """Move the reading line by one column of the plot; show it at the last epoch first."""
        columns, epoch = max(1, inner_size(*self.size)[0] - MARGIN), self._epoch
        step = self.last / columns
        if self._log_epochs and epoch is not None:
            step = epoch * (max(2, self.last) ** (1 / columns) - 1)
        self.action_read_next(direction * max(1, round(step)))

    def action_read_next(self, epochs: int) -> None:
        """Move the reading line by this number of epochs."""
        if self.selection.objectives and (last := self.last):
            self._epoch = last if self._epoch is None else max(1, min(self._epoch + epochs, last))
            self.redraw()

    def action_stop_reading(self) -> None:
        self._epoch = None
        self.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape belongs to this pane while an epoch is read, else to the screen."""
        return self._epoch is not None if action == "stop_reading" else True

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "The best figure so far over the epochs of each trial; of a trial with several runs, of their mean. Drawn "
            "are the 40 best trials, those that train, the marked ones and that in focus; the best and the marked ones "
            "lie over the others, with their numbers and letters at the ends. Pruned ones are dotted. The balanced "
            "accuracy isn't saved for each epoch: the accuracy is drawn instead.\n\n"
            "l        linear or logarithmic axis of the loss\n"
            "L        linear or logarithmic axis of the epochs: the first epochs, in which most trials are pruned, get "
            "more room\n"
            "← →      a line that reads the curves at an epoch, with shift by single epochs; esc hides it\n"
            "enter x  open the run of the trial in focus; mark it, so that it has its own colour and letter"
        )


def best_title(name: str) -> str:
    """What is drawn of a figure: the best one so far."""
    return {
        "validation_loss": _("Best validation loss J"),
        "validation_accuracy": _("Best validation accuracy"),
        "validation_r2": _("Best validation R²"),
    }[name]
