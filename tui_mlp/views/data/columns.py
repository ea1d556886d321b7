"""The columns of a source as a table: what each holds, and what becomes of it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollUp
from textual.strip import Strip

from core.experiment.parsing import INLINE
from core.support.i18n import N_, _, ngettext
from tui_mlp.models.data.columns.small_histogram import Bins, bins_of_column
from tui_mlp.models.data.columns.table_facts import TableFacts
from tui_mlp.models.data.columns.table_source import changes_task
from tui_mlp.render.data.columns.columns_table import ShownColumns, columns_table
from tui_mlp.render.data.columns.table_summary import SUMMARY, summary_lines
from tui_mlp.render.frame import PADDING, inner_size
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.text.numbers import count, row_count_text

from .column_changes import ColumnChanges
from .kept_results import KeptResults

FAR = 10**9
RARE, KEY_GAP = "cfT", 3
"""Keys that aren't shown where there is no room, and the blanks around each key in the lower border."""
LEAST_TABLE = 9
"""Lines that a table keeps which doesn't fit, before the summary has room below it."""


class ColumnsPane(ColumnChanges):
    """A line for each column; keys change its role and its kind, and how all columns are prepared."""

    SPREADS = True

    NEEDS_SOURCE = False
    BINDINGS = [
        Binding("up", "move(-1)", N_("The column above"), show=False),
        Binding("down", "move(1)", N_("The column below"), show=False),
        Binding("pageup", "page(-1)", N_("A page of columns up"), show=False),
        Binding("pagedown", "page(1)", N_("A page of columns down"), show=False),
        Binding("home", f"move(-{FAR})", N_("The first column"), show=False),
        Binding("end", f"move({FAR})", N_("The last column"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._top = 0
        self._bins = KeptResults[Bins](self)
        self._facts: TableFacts | None = None

    # What is shown

    @property
    def table_facts(self) -> TableFacts:
        """The facts on all columns and rows, kept as long as the data are."""
        if self._facts is None or self._facts.data is not self.data:
            self._facts = TableFacts(self.data, self.snapshot.experiment.data.test is not None)
        return self._facts

    def title(self) -> str:
        """The text at the left of the top border."""
        return _("Columns")

    def facts(self) -> str:
        """The source, its rows and columns; of more columns than are in sight, which of them are."""
        data, columns = self.snapshot.experiment.data, len(self.names)
        name = self.snapshot.experiment.name if data.source == INLINE else Path(data.source).name
        last = self._top + self.table_height(inner_size(*self.size)[1]) - 1
        if self._top or last < columns:
            seen = _("columns {}–{} of {}")
            return f"{name}  {seen.format(count(self._top + 1), count(min(last, columns)), count(columns))}"
        size = ngettext("{} column", "{} columns", columns).format(count(columns))
        return f"{name}  {row_count_text(self.data.description.rows)}, {size}"

    def keys(self) -> list[tuple[str, str]]:
        """The keys that change something of these data, with what is set now where there is room."""
        settings = self.snapshot.experiment.data
        missing, scaling = _("missing: {}").format(settings.missing), _("on") if settings.standardize else _("off")
        said = self._keys(missing, _("scaling: {}").format(scaling))
        taken = sum(len(key) + len(word) + KEY_GAP for key, word in said if key not in RARE)
        return said if taken + 2 * PADDING <= self.size.width else self._keys(_("missing"), _("scaling"))

    def _keys(self, missing: str, scaling: str) -> list[tuple[str, str]]:
        task = [("c", _("task"))] if changes_task(self.snapshot.experiment) else []
        if not self.is_table:
            return [*task, ("g", scaling), ("i", _("notes"))]
        first = [("↵", _("role")), ("k", _("kind")), ("t", _("target"))]
        return [*first, ("m", missing), ("g", scaling), ("i", _("notes")), *task, ("f", _("flag")), ("T", _("targets"))]

    def table_height(self, height: int) -> int:
        """The lines of the table, its titles among them; below it has the summary room, where there is enough."""
        lines = len(self.names) + 1
        if height >= lines + SUMMARY:
            return lines
        return height - SUMMARY if height - SUMMARY >= LEAST_TABLE else height

    def draw_data(self, width: int, height: int) -> list[Strip]:
        """The table, scrolled to the column in focus, and the summary below it."""
        columns, lines = self.data.description.columns, self.table_height(height)
        self._top = scrolled(len(columns), lines - 1, self._top, self.place)
        shown = ShownColumns(
            columns, self.data.description.rows, self._top, self.place,
            self.bins(self.names[self._top : self._top + lines - 1]), self.table_facts.input_counts,
            self.data.description.target, self.names,
        )  # fmt: skip
        drawn = columns_table(shown, width, lines, self.palette)
        if lines == height:
            return drawn
        blank = [Strip.blank(width, self.palette.bg.blank)] * (height - lines > SUMMARY)
        return [*drawn, *blank, *summary_lines(self.table_facts, width, height - lines - len(blank), self.palette)]

    def bins(self, names: Sequence[str]) -> dict[str, Bins]:
        """The histograms of these columns, as far as they are counted; the others follow soon."""
        source, found = self.rows, dict[str, Bins]()
        if source is not None:
            for name in names:
                counted = self._bins.result(source, name, partial(bins_of_column, source, name))
                found |= {name: counted} if counted is not None else {}
        return found

    # Moving

    def action_move(self, steps: int) -> None:
        """Move the focus by this number of columns."""
        if self.names:
            self.move_focus(column=self.names[max(0, min(self.place + steps, len(self.names) - 1))], input=0)

    def action_page(self, direction: int) -> None:
        """Move the focus by as many columns as are shown."""
        self.action_move(direction * max(1, self.table_height(inner_size(*self.size)[1]) - 1))

    def clicked(self, x: int, y: int) -> None:
        """Focus the column of that line."""
        place = self._top + y - 1
        if 1 <= y < self.table_height(inner_size(*self.size)[1]) and place < len(self.names):
            self.action_move(place - self.place)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Move the focus down."""
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Move the focus up."""
        event.stop()
        self.action_move(-1)

    def watch_snapshot(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Let go of data that are no longer shown, also while the pane is hidden: they may be large."""
        if before.data is not snapshot.data:
            self._facts = None
        super().watch_snapshot(before, snapshot)

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "A line for each column of the source: what it holds, what becomes of it, how many cells are missing, how "
            "many distinct values there are, a small histogram of them, and how many inputs of the network it becomes: "
            "– for a column that is left out, → y for the target, which the outputs are to match. Of numbers and dates "
            "the bars count equally wide ranges, of categories one each.\n\n"
            "↑ ↓      the column in focus, in all panes; pgup pgdn home end go further\n"
            "enter    take it as an input (↵), or leave it out\n"
            "k        the next kind that its cells can be; after the last one the guess\n"
            "t T      make it the target; T adds it to several targets, or removes it\n"
            "c        learn classes or measurements: classification or regression\n"
            "m f      what stands in for missing numbers: mean, median, zero, or drop leaves the rows out; f adds an "
            "input of 0 and 1 that says where one was missing\n"
            "g        scale inputs to mean 0 and deviation 1, or leave them as they are\n"
            "i        the notes on the data\n\n"
            "A change takes effect at once. Once the network is trained, you are asked before one that needs a new "
            "network, as other inputs do. u undoes a change."
        )
