"""A pane of the Runs view: it shows what a person browses, and reports what they do there."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message
from textual.reactive import reactive

from tui_mlp.models.runs_browser import RunsSelection
from tui_mlp.session.snapshot import EMPTY, Snapshot
from tui_mlp.widgets.pane import Pane


@dataclass
class SelectionChanged(Message):
    """A person looks elsewhere."""

    change: Callable[[RunsSelection], RunsSelection]
    """What makes the new look of the one before; of two keys in one breath, both hold."""


class RunsPane(Pane):
    """Draws from `selection`, not from the training."""

    selection: reactive[RunsSelection] = reactive(RunsSelection(), repaint=False, init=False)

    def watch_selection(self) -> None:
        """A look shows at once."""
        self.redraw()

    def watch_snapshot(self, before: Snapshot, snapshot: Snapshot) -> None:
        """The first one lets it draw; what training does since is read from its folder."""
        if before is EMPTY:
            self.redraw()

    def watch_state(self) -> None:
        """Nothing of the training's state is shown, unless a pane says otherwise."""

    def change_selection(self, change: Callable[[RunsSelection], RunsSelection]) -> None:
        """Report it."""
        self.post_message(SelectionChanged(change))
