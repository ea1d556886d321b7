"""The screen of the Sweep view: the trials of a sweep, what was found, its workers."""

import asyncio
from pathlib import Path
from time import perf_counter

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from tui_mlp.models.sweep.selection_changes import updated_selection
from tui_mlp.models.sweep.sweep_selection import SweepSelection, curves_wanted
from tui_mlp.session.refresh_rates import SNAPSHOT_SECONDS
from tui_mlp.session.sweep.sweep_follower import FoundSweep, SweepFollower
from tui_mlp.views.view_screen import VIEW_STYLES
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.canvas import SnapshotWidget
from tui_mlp.widgets.header import Header
from tui_mlp.widgets.message_line import MessageLine
from tui_mlp.widgets.pane import Pane

from .actions_screen import SweepActionsScreen
from .footer import SweepFooter
from .pane import SweepSelectionChanged
from .plots.curves import SweepCurves
from .plots.importance import SweepImportance
from .plots.points import SweepPoints
from .process_screen import SweepProcessScreen
from .status import SweepStatusLine
from .table import SweepTable
from .workers import SweepWorkers

LOOK_SECONDS = 0.5
BESIDE_FROM, BESIDE_HEIGHT = 110, 30
"""Columns and lines from which on all panes are shown; in a smaller window the table and one other."""
TABLE_LEAST, IMPORTANCE_LEAST, WORKERS_LEAST = 7, 4, 5


class SweepScreen(SweepActionsScreen):
    """Table, plots, importance and workers, which share one selection."""

    CSS_PATH = [VIEW_STYLES, Path(__file__).with_name("sweep.tcss")]

    _next_look = 0.0
    _below = "points"
    """The pane that is shown below the table in a small window."""

    def compose(self) -> ComposeResult:
        """Yield header, panes, status and footer."""
        yield self.bind_snapshot(Header("sweep", id="header"))
        with Horizontal(id="body"):
            with Vertical(id="trials", classes="column holder"):
                yield self.bind_selection(SweepTable(id="table"))
                yield self.bind_selection(SweepCurves(id="curves"))
            with Vertical(id="found", classes="column holder"):
                yield self.bind_selection(SweepPoints(id="points"))
                yield self.bind_selection(SweepImportance(id="importance"))
                yield self.bind_selection(SweepWorkers(id="workers"))
        yield self.bind_selection(SweepStatusLine(id="status"))
        yield MessageLine()
        yield self.bind_selection(SweepFooter(id="footer"))

    @property
    def complete(self) -> bool:
        """Whether the sweep has been read and taken."""
        return self.follower.idle and self._found is self.follower.found is not None

    def bind_selection(self, widget: SnapshotWidget) -> SnapshotWidget:
        """The widget, which from now on gets snapshot, state and selection."""
        return self.bind_snapshot(widget).data_bind(SweepProcessScreen.selection)

    def on_descendant_focus(self) -> None:
        """Have the footer show the keys of the pane in focus."""
        if isinstance(self.focused, Pane):
            self.query_one(SweepFooter).pane = self.focused

    def first_pane(self) -> Pane:
        """The table."""
        return self.query_one(SweepTable)

    def on_mount(self) -> None:
        """Start to follow a sweep, and look for changes while this view is shown."""
        self._opened = app_of(self).sweep
        self.follower = SweepFollower(app_of(self).runs_dir, self._opened)
        loop = asyncio.get_running_loop()
        self.follower.attach(lambda: loop.call_soon_threadsafe(self.woken))
        self.set_interval(LOOK_SECONDS, self.look_for_changes)

    def on_unmount(self) -> None:
        self.follower.attach(lambda: None)
        self.follower.close()

    def on_screen_resume(self) -> None:
        """Look for changes since this view was last shown; follow another sweep if one was opened."""
        opened = app_of(self).sweep
        if opened is not None and opened is not self._opened:  # perhaps the same file, changed
            self._opened = opened
            self.follower.follow(opened)
        self.read_again()

    # Results of the follower

    def look_for_changes(self) -> None:
        """Have the sweep read again, less often at a slow refresh rate; tell how its process ended."""
        self.tell_end_of_process()
        if perf_counter() >= self._next_look:
            self.read_again()
            self._next_look = perf_counter() + SNAPSHOT_SECONDS * app_of(self).interval_factor - LOOK_SECONDS / 2

    def read_again(self) -> None:
        """Have the sweep read again, unless another view is shown."""
        if self.is_view_shown:
            self.follower.read(curves_wanted(self.selection))

    def woken(self) -> None:
        """Take what the follower found. Called in the app's thread."""
        if self.is_attached:
            self.call_later(self.take)

    def take(self) -> None:
        """Show what the follower found, and its messages."""
        found = self.follower.found
        if found is not None and found is not self._found:
            self.show_found(self._found, found)
        while not self.follower.events.empty():
            event = self.follower.events.get()
            app_of(self).tell(event.text, event.severity)
            if event.failed:
                app_of(self).fail(event.details)

    def show_found(self, before: FoundSweep | None, found: FoundSweep) -> None:
        """Show a reading. Of another sweep than before, nothing is selected yet."""
        self._found, saved = found, found.saved
        selection = self.selection
        if before is None or before.path != found.path:
            selection = SweepSelection(parallel=selection.parallel)
            self.forget_requests()
        for problem in () if saved is None else saved.problems:
            if before is None or before.saved is None or problem not in before.saved.problems:
                app_of(self).tell(problem, "warning")
        name = "" if found.sweep is None else found.sweep.experiment.name
        self.selection = updated_selection(
            selection,
            sweep=found.sweep,
            read=True,
            name=name if saved is None else saved.folder.name,
            problem=found.problem,
            ended=() if saved is None else saved.ended,
            status=None if saved is None else saved.status,
            lives=saved is not None and (saved.is_live or self.works_on(saved.folder)),
            curves=found.curves,
            figures=found.figures,
            further_figure=found.further,
        )

    def watch_selection(self, before: SweepSelection, selection: SweepSelection) -> None:
        """Have the curves of other trials read, and share the room again."""
        wanted = curves_wanted(selection)
        if (wanted - set(selection.curves) - set(before.curves) and before.rows is not selection.rows) or (
            selection.focus != before.focus and selection.focus not in selection.curves
        ):
            self.follower.read(wanted)
        self.call_after_refresh(self.share_height)

    def on_sweep_selection_changed(self, message: SweepSelectionChanged) -> None:
        self.selection = message.change(self.selection)

    # The panes

    def panes(self) -> list[Pane]:
        """All panes: those that are not shown are, once they have the focus."""
        return list(self.query(Pane))

    @property
    def shows_two(self) -> bool:
        """Whether only the table and one other pane are shown."""
        return self.size.width < BESIDE_FROM or self.size.height < BESIDE_HEIGHT

    def lay_out(self) -> None:
        """Show all panes, or in a small window the table and the one that had the focus last."""
        if not isinstance(self.pane, SweepTable):
            self._below = str(self.pane.id)
        two = self.shows_two
        self.query_one("#body").set_class(two, "-two")
        for pane in self.query(Pane):
            shown = isinstance(pane, SweepTable) or pane.id == self._below
            pane.set_class(not shown, "-out")
            pane.set_class(pane.id == self._below, "-takes-rest")
        below = self.query_one(f"#{self._below}")
        self.query_one("#found").set_class(below.parent is not self.query_one("#found"), "-out")
        for column in ("trials", "found"):
            self.query_one(f"#{column}").set_class(below.parent is self.query_one(f"#{column}"), "-takes-rest")
        super().lay_out()

    def share_height(self) -> None:
        """Give the table, or importance and workers, the lines that they need, the plots the rest."""
        table, body = self.query_one(SweepTable), self.query_one("#body").size.height
        importance, workers = self.query_one(SweepImportance), self.query_one(SweepWorkers)
        if self.alone:
            for pane in self.query(Pane):
                pane.styles.height = "1fr"
            return
        if self.shows_two:
            for pane in self.query(Pane):
                pane.styles.height = "1fr"
            most = body // 2 if self.selection.sweep is not None else body - TABLE_LEAST  # nothing to draw below it
            table.styles.height = max(TABLE_LEAST, min(table.rows_wanted + 2, most))
            return
        table.styles.height, self.query_one(SweepCurves).styles.height = "3fr", "2fr"
        most = max(WORKERS_LEAST, body // 4)
        workers.styles.height = max(WORKERS_LEAST, min(workers.rows_wanted + 2, most))
        importance.styles.height = max(IMPORTANCE_LEAST, min(len(self.selection.keys) + 3, most))
