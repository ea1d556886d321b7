"""The screen of the Runs view: all saved runs, some of them compared."""

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import cast

import msgspec
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from core.runs.delete import delete_run
from core.runs.run_folder import RunFolder
from core.runs.run_list import ListedRun
from core.runs.summary import Label, write_label
from core.support.i18n import _, ngettext
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.find import Find
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.models.runs_browser import RunsSelection, updated_selection
from tui_mlp.render.cell_text import displayed
from tui_mlp.session.reading.runs_reader import FoundRuns, RunsReader
from tui_mlp.session.refresh_rates import SNAPSHOT_SECONDS
from tui_mlp.text.numbers import count
from tui_mlp.views.export_offer import offer_of_run, show_offer
from tui_mlp.views.view_screen import VIEW_STYLES, View
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.background import in_background
from tui_mlp.widgets.canvas import SnapshotWidget
from tui_mlp.widgets.footer import Footer
from tui_mlp.widgets.header import Header
from tui_mlp.widgets.message_line import MessageLine
from tui_mlp.widgets.pane import Pane

from .curves import RunsCurves
from .differences import RunsDifferences
from .pane import SelectionChanged
from .status import RunsStatus
from .table import DELETE, EXPORT, FIND, NAME, OPEN, RunActionWanted, RunsTable

LOOK_SECONDS = 1.0
TABLE_LEAST, DIFFERENCES_LEAST, CURVES_LEAST = 6, 36, 44
STEP = 6


class RunsScreen(View):
    """Table, curves and differences, which share one selection."""

    CSS_PATH = [VIEW_STYLES, Path(__file__).with_name("runs.tcss")]

    selection: reactive[RunsSelection] = reactive(RunsSelection(), repaint=False, init=False)
    _next_look = 0.0

    def compose(self) -> ComposeResult:
        """Yield header, panes, status and footer."""
        yield self.bind_snapshot(Header("runs", id="header"))
        with Vertical(id="body"):
            yield self.bind_selection(RunsTable(id="table"))
            with Horizontal(id="below", classes="holder"):
                yield self.bind_selection(RunsCurves(id="curves"))
                yield self.bind_selection(RunsDifferences(id="differences"))
        yield self.bind_selection(RunsStatus(id="status"))
        yield MessageLine()
        yield self.bind_snapshot(Footer(id="footer"))

    @property
    def complete(self) -> bool:
        """Whether the runs and their figures have been read and taken."""
        return self.reader is None or (self.reader.idle and self._found is self.reader.found is not None)

    def bind_selection(self, widget: SnapshotWidget) -> SnapshotWidget:
        """The widget, which from now on gets snapshot, state and selection."""
        return self.bind_snapshot(widget).data_bind(RunsScreen.selection)

    def first_pane(self) -> Pane:
        """The table."""
        return self.query_one(RunsTable)

    def on_mount(self) -> None:
        """Start the reader, and have it look for changes while this view is shown."""
        self._found: FoundRuns | None = None
        self.reader = None if self.runs_dir is None else RunsReader(self.runs_dir)
        if self.reader is None:
            self.selection = updated_selection(self.selection, runs=())
            return
        loop = asyncio.get_running_loop()
        self.reader.attach(lambda: loop.call_soon_threadsafe(self.woken))
        self.set_interval(LOOK_SECONDS, self.look_for_changes)

    def on_unmount(self) -> None:
        if self.reader is not None:
            self.reader.attach(lambda: None)
            self.reader.close()

    def on_screen_resume(self) -> None:
        """Look for changes since this view was last shown."""
        self.read_again()

    @property
    def runs_dir(self) -> Path | None:
        """The folder of saved runs; None where runs are not saved."""
        return app_of(self).runs_dir

    # Results of the reader

    def look_for_changes(self) -> None:
        """Have the folder read again, less often at a slow refresh rate."""
        if perf_counter() >= self._next_look:
            self.read_again()
            self._next_look = perf_counter() + SNAPSHOT_SECONDS * app_of(self).interval_factor - LOOK_SECONDS / 2

    def read_again(self) -> None:
        """Have the folder read again, unless another view is shown."""
        if self.reader is not None and self.is_view_shown:
            self.reader.read(self.folders(self.selection))

    def woken(self) -> None:
        """Take what the reader found. Called in the app's thread."""
        if self.is_attached:
            self.call_later(self.take)

    def take(self) -> None:
        """Show what the reader found, and its messages."""
        if self.reader is None:
            return
        found, before = self.reader.found, self._found
        if found is not None and found is not before:
            self._found = found
            if before is not None and found.runs is before.runs:
                self.selection = replace(self.selection, tables=found.tables)
            else:
                self.selection = updated_selection(self.selection, runs=found.runs, tables=found.tables)
        while not self.reader.events.empty():
            event = self.reader.events.get()
            app_of(self).tell(event.text, event.severity)
            if event.failed:
                app_of(self).fail(event.details)

    def folders(self, selection: RunsSelection) -> list[RunFolder]:
        """The folders of the runs whose curves are drawn."""
        return [compared_run.run.folder for compared_run in selection.compared]

    def watch_selection(self, before: RunsSelection, selection: RunsSelection) -> None:
        """Have the figures of other runs read, and share the room again."""
        if self.reader is not None and self.folders(before) != self.folders(selection):
            self.reader.read(self.folders(selection), list_runs=False)
        self.call_after_refresh(self.share_height)

    def share_height(self) -> None:
        """Give the table the lines and the differences the columns that they need, the curves the rest."""
        table, differences = self.query_one(RunsTable), self.query_one(RunsDifferences)
        if self.alone:
            table.styles.height = differences.styles.width = "1fr"
            return
        body = self.query_one("#body").size.height
        table.styles.height = max(TABLE_LEAST, min(table.rows_wanted + 2, body * 2 // 5))
        wanted = -(-differences.width_wanted // STEP) * STEP  # in steps, so that the curves don't move at every key
        most = min(self.size.width // 2, self.size.width - CURVES_LEAST)
        differences.styles.width = max(DIFFERENCES_LEAST, min(wanted, most))

    # Messages of the panes

    def on_selection_changed(self, message: SelectionChanged) -> None:
        self.selection = message.change(self.selection)

    def on_run_action_wanted(self, message: RunActionWanted) -> None:
        """Ask for what the action takes, then have it done."""
        if message.what == FIND:
            self.find()
        elif message.run is not None and message.what == OPEN:
            self.open_run(message.run)
        elif message.run is not None and message.what == DELETE:
            self.delete(message.run)
        elif message.run is not None and message.what == EXPORT:
            self.export_run(message.run)
        elif message.run is not None:
            self.label(message.run, message.what)

    def find(self) -> None:
        """Ask for words; while they are typed, only the runs that contain them are shown."""

        def accept(text: str) -> None:
            self.selection = updated_selection(self.selection, words=text)

        note = _("Words of names, data, settings such as optimizer=adam, states and notes.")
        self.app.push_screen(Find(_("find"), self.selection.words, accept, note))

    def open_run(self, run: ListedRun) -> None:
        """Open the run on the Train view; one that is open in another program can't be opened."""
        if run.writer is not None and not run.is_own:
            self.notify(
                _("This run is open in another program, so it can't be opened here. It is shown as it goes on.")
            )
            return
        self.app.switch_mode("train")
        if not run.is_own:
            cast(View, self.app.screen).open(str(run.folder.path))

    def export_run(self, run: ListedRun) -> None:
        """Ask what to export of a run; of the one that is trained here, its present weights."""
        if run.is_own:
            self.action_export()
        else:
            in_background(self, partial(offer_of_run, run), partial(show_offer, self))

    def label(self, run: ListedRun, what: str) -> None:
        """Ask for a name or a note, and save it."""

        def accept(text: str) -> None:
            text = " ".join(text.split())
            name = "" if text == run.summary.name else text
            self.change(run, msgspec.structs.replace(run.label, **({"name": name} if what == NAME else {"note": text})))

        if what == NAME:
            note = _("Shown in place of {}. An empty name brings that one back.").format(self.written(run.summary.name))
            self.app.push_screen(Prompt(_("name"), run.name, accept, note))
        else:
            self.app.push_screen(
                Prompt(_("note"), run.label.note, accept, _("A note on {}.").format(self.written(run.name)))
            )

    def written(self, name: str) -> str:
        """A name that others chose, in characters that the terminal can show."""
        return displayed(name, app_of(self).ascii)

    def change(self, run: ListedRun, label: Label) -> None:
        """Have the reader's thread write the label."""

        def task() -> str:
            write_label(run.folder, label)
            return ""

        if self.reader is not None:
            self.reader.change(task)

    def delete(self, run: ListedRun) -> None:
        """Delete a run after asking; not while it is open."""
        if run.writer is not None:
            self.notify(_("This run is in use; it can be deleted once it is closed."))
            return

        def task() -> str:
            left = delete_run(run.folder)
            return (
                _("{}: {} was not deleted, because it is not a file of the run").format(
                    run.folder.path, ", ".join(left)
                )
                if left
                else ""
            )

        def answered(agreed: bool | None) -> None:
            if agreed and self.reader is not None:
                self.reader.change(task)

        question = ngettext(
            "Delete {}, {} epoch, with all its files?\n{}\nThis can't be undone.",
            "Delete {}, {} epochs, with all its files?\n{}\nThis can't be undone.",
            run.summary.epochs,
        )
        text = question.format(self.written(run.name), count(run.summary.epochs), self.written(str(run.folder.path)))
        self.app.push_screen(Confirm(text, _("delete the folder"), _("keep it")), answered)
