"""The columns of a source, and the keys that change what becomes of them."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollUp
from textual.strip import Strip

from core.data.dataset import Data
from core.data.source_rows.column_guesses import ColumnGuesses
from core.support.errors import InputError
from core.support.i18n import N_, _, ngettext
from tui_mlp.models.data.columns.column_settings import (
    TableColumns,
    Values,
    flag_toggled,
    kind_turned,
    missing_numbers,
    missing_turned,
    role_turned,
    scaling_toggled,
    target_chosen,
    target_toggled,
    task_turned,
)
from tui_mlp.models.data.columns.small_histogram import Bins, bins_of_column
from tui_mlp.models.data.columns.table_facts import TableFacts
from tui_mlp.models.data.columns.table_source import changes_task, is_table, why_no_table
from tui_mlp.render.data.columns.columns_table import ShownColumns, columns_table
from tui_mlp.render.data.columns.table_summary import SUMMARY, summary_lines
from tui_mlp.render.frame import PADDING, inner_size
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.text.numbers import count, row_count_text
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.background import in_background

from .kept_results import KeptResults
from .pane import DataPane, PaneWanted, SettingsWanted

FAR = 10**9
AT_ONCE = 200_000
"""Cells that are looked at before anything else happens; more are on a thread of their own."""
RARE, KEY_GAP = "cfT", 3
"""Keys that aren't shown where there is no room, and the blanks around each key in the lower border."""
LEAST_TABLE = 9
"""Lines that a table keeps which doesn't fit, before the summary has room below it."""

COLUMN_CHANGES: dict[str, Callable[[TableColumns, str], Values]] = {
    "role": role_turned, "kind": kind_turned, "target": target_chosen, "targets": target_toggled,
}  # fmt: skip


class ColumnsPane(DataPane):
    """A line for each column; keys change its role and its kind, and how all columns are prepared."""

    NEEDS_SOURCE = False
    BINDINGS = [
        Binding("up", "move(-1)", N_("The column above"), show=False),
        Binding("down", "move(1)", N_("The column below"), show=False),
        Binding("pageup", "page(-1)", N_("A page of columns up"), show=False),
        Binding("pagedown", "page(1)", N_("A page of columns down"), show=False),
        Binding("home", f"move(-{FAR})", N_("The first column"), show=False),
        Binding("end", f"move({FAR})", N_("The last column"), show=False),
        Binding("enter", "change('role')", N_("Take the column as an input, or leave it out")),
        Binding("k", "change('kind')", N_("Next kind of the column")),
        Binding("t", "change('target')", N_("Take the column as the target")),
        Binding("T", "change('targets')", N_("Add the column to the targets, or remove it")),
        Binding("c", "turn_task", N_("Classification or regression")),
        Binding("m", "turn_missing", N_("Next rule for missing numbers")),
        Binding("f", "toggle_flag", N_("Flag missing numbers by an input of 0 and 1")),
        Binding("g", "toggle_scaling", N_("Scale the inputs, or leave them as they are")),
        Binding("i", "notes", N_("Notes on the data")),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._top = 0
        self._bins = KeptResults[Bins](self)
        self._guesses: ColumnGuesses | None = None
        self._names: tuple[Data | None, tuple[str, ...]] = (None, ())
        self._facts: TableFacts | None = None
        self._orders: tuple[str, dict[str, list[str]]] = ("", {})
        """A source, and the orders of categories that were stated for its columns."""
        self._is_guessing = False
        self._waiting: Callable[[TableColumns], Values] | None = None
        """The change that was wanted while the rows were being read; it is made as soon as they are."""

    # What is shown

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in their order; made once for the same data."""
        if self._names[0] is not self.data:
            self._names = self.data, tuple(column.name for column in self.data.description.columns)
        return self._names[1]

    @property
    def table_facts(self) -> TableFacts:
        """The facts on all columns and rows, kept as long as the data are."""
        if self._facts is None or self._facts.data is not self.data:
            self._facts = TableFacts(self.data, self.snapshot.experiment.data.test is not None)
        return self._facts

    @property
    def place(self) -> int:
        """The place of the column in focus, from 0."""
        column = self.data_focus.described(self.data)
        return self.names.index(column.name) if column is not None else 0

    @property
    def is_table(self) -> bool:
        """Whether the columns are those of a table in a file, so that each can be another."""
        return is_table(self.snapshot.experiment, self.data)

    def title(self) -> str:
        """The text at the left of the top border."""
        return _("Columns")

    def facts(self) -> str:
        """The source, its rows and columns."""
        rows, columns = self.data.description.rows, len(self.names)
        size = row_count_text(rows)
        size += ", " + ngettext("{} column", "{} columns", columns).format(count(columns))
        return f"{Path(self.snapshot.experiment.data.source).name}  {size}"

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

    # Changing

    def action_change(self, what: str) -> None:
        """Change the role, the kind or the target by the column in focus."""
        if self.names:
            name = self.names[self.place]
            self.move_focus(column=name)  # it stays in focus, whatever becomes of it
            self.work_out(lambda columns: COLUMN_CHANGES[what](columns, name))

    def action_turn_task(self) -> None:
        """Learn measurements in place of classes, or classes in place of measurements."""
        if not changes_task(self.snapshot.experiment):
            self.notify(why_no_table(self.snapshot.experiment, self.data))
        elif self.is_table:
            self.work_out(lambda columns: task_turned(columns.experiment, columns.data, columns))
        else:
            self.want(task_turned(app_of(self).session.experiment, self.data, None))

    def action_turn_missing(self) -> None:
        """Turn to the next rule for missing numbers."""
        self.change_missing(missing_turned(app_of(self).session.experiment))

    def action_toggle_flag(self) -> None:
        """Add inputs that say where a number is missing, or leave them away."""
        self.change_missing(flag_toggled(app_of(self).session.experiment))

    def change_missing(self, values: Values) -> None:
        """Change the rule for missing numbers, and say so where it changes nothing in these data."""
        if not self.is_table:
            self.notify(why_no_table(self.snapshot.experiment, self.data))
            return
        if not missing_numbers(self.data):
            text = _("Missing numbers: {}. No input lacks one here, so it matters for new rows alone.")
            self.notify(text.format(values["data.missing"]))
        self.want(values)

    def action_toggle_scaling(self) -> None:
        """Standardise the inputs, or leave them in their own units."""
        self.want(scaling_toggled(app_of(self).session.experiment))

    def action_notes(self) -> None:
        """Go to the notes on the data."""
        self.post_message(PaneWanted("notes"))

    def want(self, values: Values | InputError) -> None:
        """Have the screen change these settings, or say why the column can't be so."""
        self._is_guessing = False
        if isinstance(values, InputError):
            self.notify(str(values), severity="warning")
        else:
            self.post_message(SettingsWanted(values))

    def work_out(self, change: Callable[[TableColumns], Values]) -> None:
        """Work out the settings for a change of columns; on a thread of its own where there are many cells."""
        source = self.source
        if source is not None and self.names != tuple(column.name for column in source.columns):
            source = None  # those of another file before
        if not self.is_table:
            self.notify(why_no_table(self.snapshot.experiment, self.data))
        elif source is None or (self.rows is None and not self.source_problem) or self._is_guessing:
            if self._waiting is not None or self.source_problem:
                self.notify(self.source_problem or _("The rows are being read: press the key again in a moment."))
            else:
                self._waiting = change
        else:  # where the rows can't be read, those of other settings before: their cells are the same
            if self._guesses is None or self._guesses.source is not source:
                self._guesses = ColumnGuesses(source)
            experiment = app_of(self).session.experiment
            if self._orders[0] != experiment.data.source:
                self._orders = experiment.data.source, {}
            lists = {one: kind for one, kind in experiment.data.kinds.items() if isinstance(kind, list)}
            self._orders[1].update(lists)
            columns = TableColumns(experiment, self.data, self._guesses, dict(self._orders[1]))
            if source.rows * len(source.columns) <= AT_ONCE:
                self.want(worked_out(change, columns))
            else:
                self._is_guessing = True
                in_background(self, partial(worked_out, change, columns), self.want)

    def watch_snapshot(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Let go of data that are no longer shown, also while the pane is hidden: they may be large."""
        if before.data is not snapshot.data:
            self._facts, self._names = None, (None, ())
        super().watch_snapshot(before, snapshot)

    def watch_source(self) -> None:
        """Let go of other rows, and make the change that has been waiting for these."""
        self._guesses = None
        super().watch_source()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.work_out(waiting)

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "A line for each column of the source: what it holds, what becomes of it, how many cells are missing, how "
            "many values differ, a small histogram of them, and how many inputs of the network it makes. Of numbers "
            "and dates the bars count equally wide ranges, of categories one each.\n\n"
            "↑ ↓      the column in focus, in all panes; pgup pgdn home end go further\n"
            "enter    take it as an input (↵), or leave it out\n"
            "k        the next kind that its cells can be; after the last one the guess\n"
            "t T      make it the target; T adds it to several targets, or removes it\n"
            "c        learn classes or measurements: classification or regression\n"
            "m f      what stands in for missing numbers: mean, median, zero, or drop leaves the rows out; f adds an "
            "input of 0 and 1 that says where one was missing\n"
            "g        scale inputs to mean 0 and deviation 1, or leave them as they are\n"
            "i        the notes on the data\n\n"
            "A change takes effect at once. Once the network is trained, its other inputs need a new network: then you "
            "are asked first. u undoes a change."
        )


def worked_out(change: Callable[[TableColumns], Values], columns: TableColumns) -> Values | InputError:
    """The settings that a change makes others, or why it can't be. For any thread."""
    try:
        return change(columns)
    except InputError as problem:
        return problem
