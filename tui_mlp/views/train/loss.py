"""The Loss pane: J over the epochs, on the training and the validation examples."""

from rich.style import Style
from textual.binding import Binding
from textual.strip import Strip

from core.calls import Array
from core.support.i18n import N_, _, translated
from core.training.history import COLUMNS
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.frame import Facts, fitting, inner_size
from tui_mlp.render.plot.axis_choice import AxisChoice, ValueRatio
from tui_mlp.render.plot.plot import plot
from tui_mlp.render.plot.series import Series
from tui_mlp.render.strips import StyledText
from tui_mlp.text.event_texts import edit_text
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count
from tui_mlp.views.reading_line import READING_LINE
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.pane import Pane

from .loss_legend import LegendCurve, brief, legends, readings

FEWEST_EPOCHS = 10
"""The least number of epochs that are shown."""
LETTER = "a"
FIRST_HINT = N_("""\
space starts training, and pauses it
tab goes from pane to pane, ? explains
o opens other data, ^p has it all""")
SHORT_FIRST_HINT = N_("""\
space starts it
tab next pane
? explains""")
AXIS = 6
"""The cells of the labels on the left."""


def branch_series(history: Array, fork: int, style: Style) -> Series:
    """The train loss of a branch that was rewound from, from the epoch where it forks on."""
    rows = history[history[:, 0] >= fork]
    return Series(rows[:, COLUMNS.index("train_loss")], style, epochs=rows[:, 0], behind=True)


class LossPane(Pane):
    """Both curves on a linear or logarithmic axis, with a line that reads them at an epoch."""

    PERIOD = 0.25
    BINDINGS = [
        Binding("l", "toggle_axis", N_("Linear or log axis"), show=False),
        Binding("a", "toggle_accuracy", N_("Show the accuracy too"), show=False),
        Binding("plus,equals_sign", "zoom(1)", N_("Zoom to the last part"), show=False),
        Binding("minus", "zoom(-1)", N_("Zoom out"), show=False),
        *READING_LINE,
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.accuracy = False
        self._axis, self._ratio = AxisChoice(), ValueRatio()
        self._reading: int | None = None
        self._zoom = 0
        self._plotted: list[Strip] = []
        self._keep_plot = False

    @property
    def plot_cells(self) -> int:
        """All cells of the pane, the frame included."""
        return self.size.area

    @property
    def epochs(self) -> int:
        """The last epoch."""
        return self.snapshot.last

    @property
    def reading(self) -> int | None:
        """The epoch that is read; None if training has started over before it."""
        return self._reading if self._reading is not None and self._reading <= self.epochs else None

    @property
    def first(self) -> int:
        """The first epoch that is shown; after zooming, that of the last half, quarter and so on."""
        return max(1, self.epochs - max(FEWEST_EPOCHS, self.epochs >> self._zoom) + 1) if self._zoom else 1

    @property
    def rows(self) -> int:
        """The rows of the plot above the epochs."""
        return inner_size(*self.size)[1] - 1

    @property
    def ratio(self) -> float:
        """The largest loss so far by the smallest."""
        snapshot = self.snapshot
        return self._ratio.of(snapshot, lambda: [snapshot.figures(key) for key in ("train_loss", "validation_loss")])

    @property
    def logarithmic(self) -> bool:
        """Whether the axis is logarithmic, by the user's choice or because the plot is low."""
        return self._axis.log(self.ratio, self.rows)

    def changes_here(self) -> list[str]:
        """The last changes made within a column of the reading line."""
        near = max(1, self.stride // 2)
        changes = [mark for mark in self.snapshot.edits if abs(max(1, mark.epoch) - (self.reading or 0)) <= near]
        return [edit_text(mark) for mark in changes[-2:]]

    @property
    def quality(self) -> tuple[str, str]:
        """The history's column for the second curve, and its name: accuracy, or R² of a regression."""
        split = "train" if self.snapshot.data.validation is None else "validation"
        regression = self.snapshot.data.task == "regression"
        return f"{split}_{'r2' if regression else 'accuracy'}", "R²" if regression else _("accuracy")

    def legend(self) -> list[LegendCurve]:
        """The curves that are drawn."""
        styles, marks, plain = self.palette.bg, glyphs(self.palette.ascii), self.palette.brackets
        curves = [LegendCurve("train_loss", _("train"), marks.solid * 2, styles.train)]
        if self.snapshot.data.validation is not None:
            drawn = marks.dotted * 3 if plain else marks.solid * 2
            curves.append(LegendCurve("validation_loss", _("validation"), drawn, styles.validation))
        if self.accuracy:
            curves.append(LegendCurve(*self.quality, LETTER if plain else marks.solid * 2, styles.warn))
        return curves

    def axis_fact(self) -> list[StyledText]:
        """The kind of axis, or the key for the log axis where that would show more."""
        if self._axis.offered(self.ratio, self.rows):
            return [("l ", self.palette.bg.accent_bold), (_("log axis"), self.palette.bg.muted)]
        return [(_("log") if self.logarithmic else _("linear"), self.palette.bg.faint)]

    def top(self) -> tuple[str, Facts]:
        """Title and facts: the legend, or the figures of the epoch that is read, as much as fits."""
        axis, muted, curves = self.axis_fact(), self.palette.bg.muted, self.legend()
        if self.reading is None:
            name = str(self.snapshot.experiment.network.loss).replace("_", "-")
            title = _("Loss J") + (f"  {name}" if self.size.width >= 80 else "")
            if self.first > 1:
                title = _("Loss J  last {}").format(count(self.epochs - self.first + 1))
            choices = [(title, facts) for facts in legends(curves, axis, muted)]
        else:
            epoch, further = self.reading, [] if self.accuracy else [LegendCurve(*self.quality, "", muted)]
            titles = (_("Loss J at epoch {}").format(count(epoch)), _("epoch {}").format(count(epoch)))
            figures = readings(curves, further, lambda key: self.snapshot.figure(key, epoch), axis, muted)
            choices = [(title, facts) for facts in figures for title in titles]
        return fitting(choices, self.size.width, self.palette, self.has_focus)

    def title(self) -> str:
        """The symbol and what is shown of it: the last epochs, or the one that is read."""
        return self.top()[0]

    def facts(self) -> Facts:
        """The legend, readable without colour too; figures where an epoch is read."""
        return self.top()[1]

    def keys(self) -> list[tuple[str, str]]:
        """What was changed at the epoch that is read; the keys for axis, second curve, zoom and reading line."""
        keys = [("l", _("linear") if self.logarithmic else _("log")), ("a", self.quality[1]), ("+ -", _("zoom"))]
        if self.reading is None:
            return [*keys, ("←→", _("read"))]
        changed = ", ".join(self.changes_here())
        room = self.size.width - 10
        said = [(glyphs(self.palette.ascii).down, clipped(changed, room, self.palette.ascii))] if changed else []
        return [*said, ("esc", _("end")), *keys]

    def watch_has_focus(self, has_focus: bool) -> None:
        """Draw the frame at once. While training, the plot keeps its turn: it must not delay the key."""
        turn = self._drawn_at, self._spent
        self._keep_plot = self.state.busy
        super().watch_has_focus(has_focus)
        if self._keep_plot:  # drawing the frame doesn't delay the plot's next turn
            self._drawn_at, self._spent = turn
        self._keep_plot = False

    def body(self, width: int, height: int) -> list[Strip]:
        """The plot; the last one again while only the frame is drawn."""
        fits = len(self._plotted) == height and all(strip.cell_length == width for strip in self._plotted)
        if not (self._keep_plot and fits):
            self._plotted = self.plotted(width, height)
        return self._plotted

    def plotted(self, width: int, height: int) -> list[Strip]:
        """The plot with curves, axes and marks."""
        snapshot, styles = self.snapshot, self.palette.bg
        dotted = self.palette.brackets
        epochs = snapshot.figures("epoch")
        train, validation = snapshot.figures("train_loss"), snapshot.figures("validation_loss")
        # The accuracy's axis needs the cells on the right.
        labels = (
            ["", ""] if self.accuracy else [brief(snapshot.latest(key)) for key in ("train_loss", "validation_loss")]
        )
        series = [Series(train, styles.train, False, labels[0], epochs)]
        if snapshot.data.validation is not None:
            series.append(Series(validation, styles.validation, dotted, labels[1], epochs))
        series += [branch_series(history, fork, styles.border) for fork, history in snapshot.branches]
        label = LETTER if dotted else ""
        quality = snapshot.figures(self.quality[0])
        shares = [Series(quality, styles.warn, dotted, label, epochs)] if self.accuracy else []
        changes = sorted({max(1, mark.epoch) for mark in snapshot.edits}) if self.epochs else []
        hint = _("no epoch yet: space starts training")
        if app_of(self).settings.first:
            hint = translated(FIRST_HINT)
            if max(map(len, hint.splitlines())) > width - AXIS:
                hint = translated(SHORT_FIRST_HINT)
        return plot(
            series, width, height, self.palette, log=self.logarithmic, first_epoch=self.first, hint=hint,
            reading=snapshot.epoch if snapshot.rewinding else self.reading, shares=shares, changes=changes,
        )  # fmt: skip

    def action_toggle_axis(self) -> None:
        """Change between a linear and a logarithmic axis."""
        self._axis = self._axis.turned(self.ratio, self.rows)
        self.redraw()

    def action_toggle_accuracy(self) -> None:
        """Show or hide the second curve."""
        self.accuracy = not self.accuracy
        self.redraw()

    def action_zoom(self, direction: int) -> None:
        """Show the last half of what is shown (1), or twice as much (-1)."""
        zoom = max(0, self._zoom + direction)
        if zoom < self._zoom or self.epochs >> zoom >= FEWEST_EPOCHS:
            self._zoom = zoom
            self.redraw()

    @property
    def stride(self) -> int:
        """The epochs in one column of the plot."""
        columns = max(1, self.size.width - 2 * 2 - AXIS)
        return max(1, round((self.epochs - self.first + 1) / columns))

    def action_read(self, direction: int) -> None:
        """Move the reading line by one column of the plot; show it at the last epoch first."""
        self.action_read_next(direction * self.stride)

    def action_read_next(self, epochs: int) -> None:
        """Move the reading line by this number of epochs."""
        if self.epochs:
            first = self.reading is None
            self._reading = self.epochs if first else max(self.first, min((self.reading or 1) + epochs, self.epochs))
            self.redraw()

    def action_stop_reading(self) -> None:
        self._reading = None
        self.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape belongs to this pane while an epoch is read, else to the screen."""
        return self.reading is not None if action == "stop_reading" else True

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "The loss J that training makes smaller, one point an epoch: how far the outputs A(L) are from the wanted "
            "outputs Y. For cross-entropy it is equation (14), in natural units; divided by ln 2 it is bits.\n\n"
            "train: the mean over the examples as they were trained on, dropout included, penalty left out.\n"
            "validation: at the end of the epoch, on examples that training never sees. Where it rises while train "
            "falls, the network memorises its examples.\n\n"
            "Test, shown when training has ended: figures on rows that had no part in it. Beside the accuracy stands "
            "that of always giving the commonest class. The recall of a class is the share of its rows that were "
            "found; the lowest is shown. The balanced accuracy is the mean recall of all classes. R² is 1 for exact "
            "outputs, 0 for always giving the mean, below 0 for what is worse; RMSE and MAE are the usual error.\n\n"
            "▾ at the top: you changed a hyperparameter or the network; the reading line says there what.\n"
            "▴ at the top: a curve goes beyond the axis there, up to the figure beside the mark.\n"
            "Where both curves run together, their dashes take turns. The last values stand at the end.\n\n"
            "l        linear or logarithmic axis. Until you choose, a plot of few rows takes the logarithmic one where "
            "losses differ much\n"
            "a        the accuracy (R² of a regression) too, its axis on the right\n"
            "+ -      zoom to the last half, quarter, …; zoom out\n"
            "← →      a line that reads both curves at an epoch, with shift by single epochs; esc hides it"
        )
