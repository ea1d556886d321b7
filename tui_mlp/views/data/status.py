"""The status line of the Data view: facts of the data, later those of the training."""

from itertools import pairwise
from pathlib import Path

from textual.reactive import reactive
from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.models.data.columns.table_facts import TableFacts
from tui_mlp.render.bar import bar
from tui_mlp.render.data.columns.table_summary import status_parts
from tui_mlp.render.strips import StyledText, cells_of
from tui_mlp.widgets.status_line import StatusLine


class DataStatus(StatusLine):
    """Before training the target, the baseline, and how many inputs and weights there are; or what is being read."""

    reading: reactive[bool] = reactive(False, repaint=False, init=False)
    """Whether the source is being read, for other settings or to show its rows."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._facts: TableFacts | None = None

    def watch_reading(self) -> None:
        """Say so at once."""
        self.redraw()

    def status(self, width: int, height: int) -> list[Strip]:
        """One line."""
        snapshot, styles, ascii = self.snapshot, self.palette.bg, self.palette.ascii
        if snapshot.epoch or snapshot.batch or snapshot.stepping.cursor or snapshot.unsaved:
            return super().status(width, height)
        if self.reading:
            name = Path(snapshot.experiment.data.source).name
            parts: list[StyledText] = [(" ", styles.blank), (_("Reading {} …").format(name), styles.accent)]
            return [bar(parts, [], width, styles, ascii)]
        if self._facts is None or self._facts.data is not snapshot.data:
            self._facts = TableFacts(snapshot.data, snapshot.experiment.data.test is not None)
        weights = sum((before + 1) * after for before, after in pairwise(snapshot.sizes))
        parts = status_parts(self._facts, weights, width - 1, self.palette)
        notes = self.notes_on_data(snapshot, styles)
        if cells_of([*parts, *notes], ascii) + 2 > width:
            notes = []
        return [bar(parts, notes, width, styles, ascii)]
