"""The most important notes on the data in short, on a line above the status line."""

from functools import partial
from typing import cast

from textual.reactive import reactive
from textual.strip import Strip

from core.data.source_rows.source_rows import SourceRows
from tui_mlp.models.data.notes.data_notes import data_notes, most_important
from tui_mlp.models.data.notes.telling_missing import telling_missing
from tui_mlp.render.data.notes_list import notes_line
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.views.view_screen import View
from tui_mlp.widgets.background import in_background
from tui_mlp.widgets.canvas import SnapshotWidget

from .kept_results import FEW_ROWS


class NotesLine(SnapshotWidget):
    """Takes no line where no note has a key; a click goes to the Notes pane."""

    source: reactive[SourceRows | None] = reactive(None, repaint=False, init=False)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._told: SourceRows | None = None
        """The rows of which it is known what their missing cells tell."""

    def watch_source(self, source: SourceRows | None) -> None:
        """Look at other rows; at many on another thread."""
        if source is None:
            return
        if source.rows <= FEW_ROWS:
            telling_missing(source)
            self.rows_told(source, ())
        else:
            in_background(self, partial(telling_missing, source), partial(self.rows_told, source))

    def rows_told(self, source: SourceRows, _telling: object) -> None:
        """Show what the missing cells of these rows tell."""
        if source is self.source:
            self._told = source
            self.follow()

    def watch_snapshot(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Show the notes on other data; nothing else changes them."""
        if snapshot.data is not before.data or before.data is not self._drawn_snapshot.data:
            self.follow()

    def watch_state(self) -> None:
        """Draw nothing: what training does changes no note."""

    def follow(self) -> None:
        """Show the present notes, or take no line."""
        self.set_class(bool(most_important(data_notes(self.snapshot.data, self._told))), "-some")
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        """One line."""
        return [notes_line(most_important(data_notes(self.snapshot.data, self._told)), width, self.palette)]

    def on_click(self) -> None:
        """Go to the Notes pane."""
        cast(View, self.screen).show_named("notes")
