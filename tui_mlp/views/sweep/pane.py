"""The base of the panes of the Sweep view: they draw and change the selection."""

from dataclasses import dataclass

from textual.message import Message
from textual.reactive import reactive

from tui_mlp.models.sweep.selection_changes import SelectionChange
from tui_mlp.models.sweep.sweep_selection import SweepSelection
from tui_mlp.session.snapshot import EMPTY, Snapshot
from tui_mlp.widgets.pane import Pane


@dataclass
class SweepSelectionChanged(Message):
    """A person changed what is selected in the Sweep view."""

    change: SelectionChange
    """Makes the new selection from the present one, so that two quick keys both take effect."""


class SweepPane(Pane):
    """Draws `selection`, which its screen sets, and not the training."""

    selection: reactive[SweepSelection] = reactive(SweepSelection(), repaint=False, init=False)

    def watch_selection(self) -> None:
        """Draw the new selection at once."""
        self.redraw()

    def watch_snapshot(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Draw once a first snapshot allows it; later ones show nothing new here."""
        if before is EMPTY:
            self.redraw()

    def change_selection(self, change: SelectionChange) -> None:
        """Report a change of the selection to the screen."""
        self.post_message(SweepSelectionChanged(change))
