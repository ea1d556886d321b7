"""The pane with the curves of the marked runs and of the run in focus."""

from dataclasses import replace
from functools import partial
from math import inf
from operator import is_
from time import perf_counter

from rich.style import Style
from textual.binding import Binding
from textual.strip import Strip

from core.calls import Array
from core.support.i18n import N_, _, language_in_use
from tui_mlp.models.run_differences import all_r2, curve_figure_text, quantity_label, quantity_title
from tui_mlp.models.runs_browser import (
    NOT_READ,
    QUANTITIES,
    ComparedRun,
    RunsSelection,
    reading_moved,
    without_common_prefix,
)
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.colours.palette import bold
from tui_mlp.render.frame import Facts, fitting, inner_size
from tui_mlp.render.plot.axis_choice import AxisChoice, ValueRatio
from tui_mlp.render.plot.plot import plot
from tui_mlp.render.plot.series import Series
from tui_mlp.render.strips import StyledText
from tui_mlp.render.tables.runs import curve_style
from tui_mlp.session.refresh_rates import slow_link_seconds
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import NOTHING, count
from tui_mlp.views.reading_line import READING_LINE
from tui_mlp.widgets.app_base import app_of

from .pane import RunsPane

FEWEST_EPOCHS = 10
"""The least number of epochs that are shown."""
MARGIN = 10
"""The cells of the frame and of the labels on the left."""
CELLS_A_SECOND = 4000
"""The most cells of a plot that are written each second while runs only get more epochs."""


class RunsCurves(RunsPane):
    """Plots one quantity of each compared run, with the run's letter at the end of its curve."""

    BINDINGS = [
        Binding("l", "toggle_axis", N_("Linear or log axis"), show=False),
        Binding("a", "turn_quantity", N_("Train loss, accuracy"), show=False),
        Binding("plus,equals_sign", "zoom(1)", N_("Zoom to the last part"), show=False),
        Binding("minus", "zoom(-1)", N_("Zoom out"), show=False),
        *READING_LINE,
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._axis, self._ratio = AxisChoice(), ValueRatio()
        self._zoom = 0
        self._plotted: tuple[object, list[Array], list[Strip]] = (None, [], [])
        self._plotted_at, self._waits = -inf, False

    @property
    def last(self) -> int:
        """The last epoch of the longest curve."""
        return max(
            (int(compared_run.table[-1, 0]) for compared_run in self.selection.compared if len(compared_run.table)),
            default=0,
        )

    @property
    def first(self) -> int:
        """The first epoch that is shown; after zooming, that of the last half, quarter and so on."""
        return max(1, self.last - max(FEWEST_EPOCHS, self.last >> self._zoom) + 1) if self._zoom else 1

    @property
    def rows(self) -> int:
        """The rows of the plot above the epochs."""
        return inner_size(*self.size)[1] - 1

    @property
    def ratio(self) -> float:
        """The largest loss of the curves by the smallest; 1 where something else is drawn, which has no log axis."""
        selection = self.selection
        key = selection.quantity
        if key.endswith("accuracy"):
            return 1.0
        return self._ratio.of(selection, lambda: [run.curve(key)[1] for run in selection.compared])

    @property
    def logarithmic(self) -> bool:
        """Whether losses have a logarithmic axis, by the user's choice or because the plot is low."""
        return self._axis.log(self.ratio, self.rows)

    def top(self) -> tuple[str, Facts]:
        """Title and facts: the quantity and the runs' names, or their figures at the epoch read, as much as fits."""
        muted, selection, epoch = self.palette.bg.muted, self.selection, self.selection.epoch
        name = quantity_title(selection.quantity, all_r2(selection.compared, selection.quantity))
        titles = [name]
        if epoch is not None:
            titles = [_("{} at epoch {}").format(name, count(epoch)), _("epoch {}").format(count(epoch))]
        offer = list[StyledText]()
        if self._axis.offered(self.ratio, self.rows):
            offer = [("   l ", self.palette.bg.accent_bold), (_("log axis"), muted)]
        whole = [(title, self.legend("   ", True)) for title in titles]
        closer = [(titles[-1], self.legend(" ", True)), (titles[0], self.legend("   ", False))]
        choices = [(title, [*facts, *offer]) for title, facts in [*whole, *closer]]
        return fitting([*choices, closer[-1]], self.size.width, self.palette, self.has_focus)

    def title(self) -> str:
        """The quantity, and the epoch at which it is read."""
        return self.top()[0]

    def facts(self) -> Facts:
        """The legend, or the figures at the epoch that is read."""
        return self.top()[1]

    def legend(self, gap: str, named: bool) -> list[StyledText]:
        """Each curve's letter, with the run's name or its figure at the epoch that is read."""
        compared, muted = self.selection.compared, self.palette.bg.muted
        names = without_common_prefix(compared_run.run.name for compared_run in compared)
        parts = list[StyledText]()
        for compared_run, name in zip(compared, names, strict=True):
            parts += [(gap if parts else "", muted), (self.letter(compared_run), bold(self.style(compared_run)))]
            parts.append((f" {self.said_of(compared_run, name)}" if named else "", muted))
        return parts

    def letter(self, compared_run: ComparedRun) -> str:
        """The mark at the end of a run's curve."""
        return compared_run.letter or glyphs(self.palette.ascii).mark

    def said_of(self, compared_run: ComparedRun, name: str) -> str:
        """A run's name, or its figure at the epoch that is read."""
        epoch, key = self.selection.epoch, self.selection.quantity
        if epoch is None:
            return displayed(name, self.palette.ascii)
        found = compared_run.value_at(key, epoch)
        return NOTHING if found is None else curve_figure_text(compared_run, key, found[1])

    def style(self, compared_run: ComparedRun) -> Style:
        """The style of a run's curve."""
        return curve_style(compared_run.letter, self.palette)

    def keys(self) -> list[tuple[str, str]]:
        """The keys for the axis, the quantity, the zoom and the reading line."""
        quantity = QUANTITIES[(QUANTITIES.index(self.selection.quantity) + 1) % len(QUANTITIES)]
        label = quantity_label(quantity, all_r2(self.selection.compared, quantity))
        keys = [("l", _("linear") if self.logarithmic else _("log")), ("a", label)]
        keys.append(("+ -", _("zoom")))
        return [("esc", _("end")), *keys] if self.selection.epoch is not None else [("←→", _("read")), *keys]

    def body(self, width: int, height: int) -> list[Strip]:
        """The curves, drawn again only if something changed, so that searching and sorting stay fast.

        Where runs have only got more epochs, drawing waits: a new axis may change every cell of a large plot.
        """
        selection, compared = self.selection, self.selection.compared
        names = tuple((compared_run.letter, compared_run.run.folder.name) for compared_run in compared)
        look = (selection.focus, selection.quantity, selection.epoch)
        shown = (width, height, self.palette, self.logarithmic, self._zoom, names, look, language_in_use())
        tables = [compared_run.table for compared_run in compared]
        before, known, strips = self._plotted
        if shown == before:
            if all(map(is_, tables, known)):
                return strips
            if all(map(len, known)) and (early := self._plotted_at + self.rest - perf_counter()) > 0:
                if not self._waits:
                    self._waits = True
                    self.set_timer(early, self._plot_late)
                return strips
        strips = self.plot(width, height)
        self._plotted, self._waits = (shown, tables, strips), False
        self._plotted_at = perf_counter()
        return strips

    @property
    def rest(self) -> float:
        """Seconds after a plot in which new epochs alone are not drawn."""
        return max(self.size.area / CELLS_A_SECOND, slow_link_seconds(self.size.area, app_of(self).interval_factor))

    def _plot_late(self) -> None:
        self._waits = False
        self.redraw()

    def plot(self, width: int, height: int) -> list[Strip]:
        """The plot, with the curve of the run in focus on top."""
        selection = self.selection
        key = selection.quantity
        series = []
        for compared_run in sorted(
            selection.compared, key=lambda compared_run: compared_run.run.folder.name != selection.focus
        ):
            epochs, values = compared_run.curve(key)
            dotted = self.palette.brackets and not compared_run.letter
            series.append(Series(values, self.style(compared_run), dotted, self.letter(compared_run), epochs))
        read = all(compared_run.table is not NOT_READ for compared_run in selection.compared)
        hint = _("no epoch yet") if selection.rows and read else ""
        return plot(
            series, width, height, self.palette, log=self.logarithmic and not key.endswith("accuracy"),
            first_epoch=self.first, hint=hint, reading=selection.epoch,
        )  # fmt: skip

    def action_toggle_axis(self) -> None:
        """Change between a linear and a logarithmic axis."""
        self._axis = self._axis.turned(self.ratio, self.rows)
        self.redraw()

    def action_turn_quantity(self) -> None:
        """Show the next of validation loss, train loss, accuracy."""
        self.change_selection(next_quantity)

    def action_zoom(self, direction: int) -> None:
        """Show the last half of what is shown (1), or twice as much (-1)."""
        zoom = max(0, self._zoom + direction)
        if zoom < self._zoom or self.last >> zoom >= FEWEST_EPOCHS:
            self._zoom = zoom
            self.redraw()

    def action_read(self, direction: int) -> None:
        """Move the reading line by one column of the plot; show it at the last epoch first."""
        columns = max(1, self.size.width - MARGIN)
        self.action_read_next(direction * max(1, round((self.last - self.first + 1) / columns)))

    def action_read_next(self, epochs: int) -> None:
        """Move the reading line by this number of epochs."""
        self.change_selection(partial(reading_moved, epochs=epochs))

    def action_stop_reading(self) -> None:
        self.change_selection(lambda selection: replace(selection, epoch=None))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape belongs to this pane while an epoch is read, else to the screen."""
        return self.selection.epoch is not None if action == "stop_reading" else True

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "The curves of the marked runs, with their letters, and of the run in focus. Runs without validation "
            "examples have no validation loss; where no run has any, the train loss is drawn.\n\n"
            "a        train loss, validation accuracy (R² of a regression), validation loss\n"
            "l        linear or logarithmic axis. Until you choose, a plot of few rows takes the logarithmic one where "
            "losses differ much\n"
            "+ -      zoom to the last half, quarter, …; zoom out\n"
            "← →      a line that reads the curves at an epoch, with shift by single epochs; esc hides it. Long "
            "runs keep every second epoch, then every fourth, and so on: what is read is the last one kept, and the "
            "table beside it says which"
        )


def next_quantity(selection: RunsSelection) -> RunsSelection:
    """The selection with the next quantity to draw."""
    return replace(selection, wanted_quantity=QUANTITIES[(QUANTITIES.index(selection.quantity) + 1) % len(QUANTITIES)])
