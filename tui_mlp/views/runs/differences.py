"""The pane with the differences between the compared runs, or one run's details."""

from textual.binding import Binding
from textual.strip import Strip

from core.support.i18n import N_, _
from tui_mlp.models.run_differences import RunDifference, details, differences
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.frame import PADDING, inner_size
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.tables.differences import Widths, details_lines, widths
from tui_mlp.render.tables.differences import differences_table as draw_differences

from .pane import RunsPane


class RunsDifferences(RunsPane):
    """A table with a row for each setting and a column for each run."""

    BINDINGS = [
        Binding("up", "move(0, -1)", N_("Row above"), show=False),
        Binding("down", "move(0, 1)", N_("Row below"), show=False),
        Binding("left", "move(-1, 0)", N_("Run before"), show=False),
        Binding("right", "move(1, 0)", N_("Next run"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left = self._top = 0

    def rows(self) -> list[RunDifference]:
        """The rows of the table."""
        selection = self.selection
        compared = selection.compared
        if len(compared) == 1:
            return details(compared[0], selection.quantity, selection.epoch, self.state)
        return differences(compared, selection.quantity, selection.epoch) if compared else []

    def watch_state(self) -> None:
        """Draw the state of the run that is trained here."""
        compared = self.selection.compared
        if len(compared) == 1 and compared[0].run.is_own:
            self.redraw()

    @property
    def sizes(self) -> Widths:
        """The widths of the columns."""
        return widths(self.rows(), len(self.selection.compared), self.palette.ascii)

    @property
    def width_wanted(self) -> int:
        """The cells in which all runs fit, the frame included."""
        return self.sizes.whole + 2 * PADDING if len(self.selection.compared) > 1 else 0

    @property
    def room(self) -> int:
        """The cells between the sides of the frame."""
        return inner_size(*self.size)[0]

    @property
    def left(self) -> int:
        """The first run that is shown."""
        return min(self._left, self.sizes.last(self.room)) if len(self.selection.compared) > 1 else 0

    def title(self) -> str:
        """The run's name if there is one run, else what the table is."""
        compared = self.selection.compared
        if len(compared) == 1:
            return displayed(compared[0].run.name, self.palette.ascii)
        return _("Differences")

    def facts(self) -> str:
        """Which of the runs are shown, if not all fit."""
        count, left = len(self.selection.compared), self.left
        if count < 2 or (shown := len(self.sizes.shown(self.room, left))) == count:
            return ""
        places = str(left + 1) if shown == 1 else f"{left + 1}–{left + shown}"
        return _("{} of {}").format(places, count)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that scroll."""
        return [("↑↓", _("scroll"))] + [("←→", _("runs"))] * bool(self.facts())

    def body(self, width: int, height: int) -> list[Strip]:
        """The table of several runs, or the details of one."""
        compared, rows = self.selection.compared, self.rows()
        if not compared:
            return []
        if len(compared) == 1:
            note = compared[0].run.label.note
            lines = details_lines(note, rows, width, self.palette)
            self._top = scrolled(len(lines), height, self._top, None)
            return lines[self._top :]
        self._top = scrolled(len(rows), height - 1, self._top, None)
        letters = [compared_run.letter for compared_run in compared]
        return draw_differences(rows, letters, width, height, self._top, self.left, self.palette)

    def action_move(self, across: int, down: int) -> None:
        """Scroll by runs and by rows."""
        self._left = max(0, self.left + across)
        self._top = max(0, self._top + down)
        self.redraw()

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "The settings in which the marked runs and the one in focus (▸) differ, and the results of each. While the "
            "curves are read at an epoch, their figures stand in the first row. Where that epoch "
            "wasn't kept, the figure is of an earlier one, whose number stands in brackets.\n\n"
            "With no run marked: the run in focus, its note, and all its settings.\n\n"
            "Accuracy and R² are those on the validation examples.\n\n"
            "↑ ↓      scroll\n"
            "← →      other runs, where not all fit"
        )
