"""The base of the panes of the Data view, which draw columns and rows."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from core.data.dataset import Data
from core.data.source_rows.source_rows import SourceRows
from core.support.i18n import _
from tui_mlp.models.data.data_focus import DataFocus
from tui_mlp.models.data.row_choice import ChosenRows
from tui_mlp.models.pointed import Pointed, pointed_example
from tui_mlp.render.strips import fill
from tui_mlp.render.word_wrap import sentences
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.widgets.canvas import READABLE_SECONDS
from tui_mlp.widgets.pane import Pane


@dataclass
class DataFocusChanged(Message):
    """A person moved what is in focus."""

    data_focus: DataFocus


@dataclass
class SettingsWanted(Message):
    """A person wants other settings of the experiment, by their keys."""

    values: dict[str, object]


@dataclass
class ExampleWanted(Message):
    """A person wants to see a row of `SourceRows` in the Output view or, with `step`, in the Step view."""

    row: int
    step: bool = False


class OutputsNeeded(Message):
    """A pane begins, or ceases, to draw outputs of the network."""


@dataclass
class PaneWanted(Message):
    """A person wants to see another pane of the view, by its id."""

    name: str


class DataPane(Pane):
    """Draws `snapshot.data`, the rows of its source and `data_focus`, which its screen sets."""

    PERIOD = READABLE_SECONDS

    NEEDS_SOURCE: ClassVar[bool] = True
    """Whether it draws the rows of the source, which are read on another thread, rather than their description."""

    OUTPUTS: ClassVar[bool] = False
    """Whether it draws outputs of the network for the rows of all splits."""

    IMPORTANCE: ClassVar[bool] = False
    """Whether it draws the importance of the columns."""

    FOCUS: ClassVar[tuple[str, ...]] = ("column",)
    """The fields of the focus that it draws."""

    LISTED: ClassVar[bool] = False
    """Whether it draws the rows that are listed, rather than all."""

    data_focus: reactive[DataFocus] = reactive(DataFocus(), repaint=False, init=False)

    source: reactive[SourceRows | None] = reactive(None, repaint=False, init=False)
    """The rows of the source; None before they are read."""

    source_problem: reactive[str] = reactive("", repaint=False, init=False)
    """Why they can't be read; empty where nothing is in the way."""

    chosen: reactive[ChosenRows | None] = reactive(None, repaint=False, init=False)
    """The rows that are listed; None before the source is read."""

    @property
    def wants_outputs(self) -> bool:
        """Whether outputs are to be computed for it now."""
        return self.OUTPUTS

    @property
    def data(self) -> Data:
        """The data that are shown."""
        return self.snapshot.data

    @property
    def rows(self) -> SourceRows | None:
        """The rows of the source of these data; None where they aren't read yet, or can't be."""
        source = self.source
        return source if source is not None and source.data is self.snapshot.data else None

    def body(self, width: int, height: int) -> list[Strip]:
        """What `draw_data` draws, or a sentence that there is nothing to draw yet."""
        if self.NEEDS_SOURCE and self.rows is None:
            text = self.source_problem or _("The rows are being read.")
            return fill(sentences(text, width, self.palette), width, height, self.palette.bg.blank)
        return fill(self.draw_data(width, height), width, height, self.palette.bg.blank)

    def draw_data(self, width: int, height: int) -> list[Strip]:
        """At most `height` strips of `width` cells."""
        raise NotImplementedError

    def pointed_here(self) -> Pointed | None:
        """The example whose row is in focus; None for a row that is left out."""
        source, row = self.rows, self.data_focus.row
        if source is None or not 0 <= row < source.rows or not (split := source.split_name(row)):
            return None
        return pointed_example(self.data, split, int(source.place[row]))

    @property
    def pointed_row(self) -> int | None:
        """The row of the source that the pointer is on, from 0."""
        if self.rows is None or self.pointed is None or self.pointed.example is None:
            return None
        return self.rows.row_of(*self.pointed.example)

    def watch_data_focus(self, before: DataFocus, focus: DataFocus) -> None:
        """Draw the new focus at once; nothing where it is drawn already, or isn't drawn here."""
        if any(getattr(before, name) != getattr(focus, name) for name in self.FOCUS):
            self.redraw()

    def watch_source(self) -> None:
        """Draw the rows that have been read."""
        self.redraw()

    def watch_source_problem(self) -> None:
        """Draw why they can't be read."""
        self.redraw()

    def watch_chosen(self) -> None:
        """Draw the rows that are listed now."""
        if self.LISTED and self.rows is not None:
            self.redraw()

    def move_focus(self, **changes: Any) -> None:
        """Change fields of the focus, and report it. It is set at once, for the next key may come before the report."""
        self.data_focus = replace(self.data_focus, **changes)
        self.post_message(DataFocusChanged(self.data_focus))

    def shows_same(self, before: Snapshot, snapshot: Snapshot) -> bool:
        """Whether the data are the same, and the outputs where it draws some."""
        return snapshot.data is before.data and (not self.OUTPUTS or snapshot.outputs is before.outputs)
