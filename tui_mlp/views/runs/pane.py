"""The base of the panes of the Runs view: they draw and change the selection."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message
from textual.reactive import reactive

from tui_mlp.models.runs_browser import RunsSelection
from tui_mlp.session.snapshot import EMPTY, Snapshot
from tui_mlp.widgets.pane import Pane


@dataclass
class SelectionChanged(Message):
    """A person changed what is selected in the Runs view."""

    change: Callable[[RunsSelection], RunsSelection]
    """Makes the new selection from the present one, so that two quick keys both take effect."""


class RunsPane(Pane):
    """Draws `selection`, which its screen sets, and not the training."""

    selection: reactive[RunsSelection] = reactive(RunsSelection(), repaint=False, init=False)

    def watch_selection(self) -> None:
        """Draw the new selection at once."""
        self.redraw()

    def watch_snapshot(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Draw once a first snapshot allows it; later ones show nothing new here."""
        if before is EMPTY:
            self.redraw()

    def watch_state(self) -> None:
        """Draw nothing: panes don't show the training's state unless they say so."""

    def change_selection(self, change: Callable[[RunsSelection], RunsSelection]) -> None:
        """Report a change of the selection to the screen."""
        self.post_message(SelectionChanged(change))
