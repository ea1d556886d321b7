"""The keys that change columns: roles and kinds, the target, how all are prepared."""

from collections.abc import Callable
from functools import partial

from textual.binding import Binding

from core.data.dataset import Data
from core.data.source_rows.column_guesses import ColumnGuesses
from core.support.errors import InputError
from core.support.i18n import N_, _
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
from tui_mlp.models.data.columns.table_source import changes_task, is_table, why_no_table
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.background import in_background

from .pane import DataPane, PaneWanted, SettingsWanted

AT_ONCE = 200_000
"""Cells that are looked at before anything else happens; more are on a thread of their own."""

COLUMN_CHANGES: dict[str, Callable[[TableColumns, str], Values]] = {
    "role": role_turned, "kind": kind_turned, "target": target_chosen, "targets": target_toggled,
}  # fmt: skip


class ColumnChanges(DataPane):
    """Changes the column in focus and the settings of all, as soon as the rows of the source are read."""

    BINDINGS = [
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
        self._guesses: ColumnGuesses | None = None
        self._names: tuple[Data | None, tuple[str, ...]] = (None, ())
        self._orders: tuple[str, dict[str, list[str]]] = ("", {})
        """A source, and the orders of categories that were stated for its columns."""
        self._is_guessing = False
        self._waiting: Callable[[TableColumns], Values] | None = None
        """The change that was wanted while the rows were being read; it is made as soon as they are."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in their order; made once for the same data."""
        if self._names[0] is not self.data:
            self._names = self.data, tuple(column.name for column in self.data.description.columns)
        return self._names[1]

    @property
    def place(self) -> int:
        """The place of the column in focus, from 0."""
        column = self.data_focus.described(self.data)
        return self.names.index(column.name) if column is not None else 0

    @property
    def is_table(self) -> bool:
        """Whether the columns are those of a table in a file, so that each can be another."""
        return is_table(self.snapshot.experiment, self.data)

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
            self._names = None, ()
        super().watch_snapshot(before, snapshot)

    def watch_source(self) -> None:
        """Let go of other rows, and make the change that has been waiting for these."""
        self._guesses = None
        super().watch_source()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.work_out(waiting)


def worked_out(change: Callable[[TableColumns], Values], columns: TableColumns) -> Values | InputError:
    """The settings that a change makes others, or why it can't be. For any thread."""
    try:
        return change(columns)
    except InputError as problem:
        return problem
