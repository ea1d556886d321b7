"""The keys that act on the trial in focus, in the table and in the plots."""

from dataclasses import dataclass, replace

from textual.binding import Binding
from textual.message import Message

from core.support.i18n import N_, ngettext
from core.sweeps.saved.records import TrialRecord
from tui_mlp.models.sweep.selection_changes import mark_toggled
from tui_mlp.models.sweep.sweep_selection import LETTERS

from .pane import SweepPane


@dataclass
class TrialWanted(Message):
    """A person wants the run of a trial opened."""

    trial: TrialRecord


class TrialKeys(SweepPane):
    """A pane that shows which trial is in focus, so that it can be marked and opened there."""

    BINDINGS = [
        Binding("x", "mark", N_("Mark the trial"), show=False),
        Binding("X", "clear_marks", N_("Remove all marks"), show=False),
        Binding("enter", "open_trial", N_("Open the trial's run"), show=False),
    ]

    def action_mark(self) -> None:
        """Mark the trial in focus, or remove its mark."""
        if len(self.selection.letters) == len(LETTERS) and self.selection.focus not in self.selection.letters:
            text = ngettext(
                "{} trial is marked, and no more can be; x on it removes its mark.",
                "{} trials are marked, and no more can be; x on one of them removes its mark.",
                len(LETTERS),
            )
            self.notify(text.format(len(LETTERS)))
        self.change_selection(mark_toggled)

    def action_clear_marks(self) -> None:
        self.change_selection(lambda selection: replace(selection, letters={}))

    def action_open_trial(self) -> None:
        """Report that the run of the trial in focus is to be opened."""
        if self.selection.trial is not None:
            self.post_message(TrialWanted(self.selection.trial))
