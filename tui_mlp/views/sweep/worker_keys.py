"""The keys for more and fewer workers, in the panes of trials and of workers."""

from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message

from core.support.i18n import N_

from .pane import SweepPane


@dataclass
class WorkersWanted(Message):
    """A person wants `more` workers in addition; a negative number for fewer."""

    more: int


class WorkerKeys(SweepPane):
    """A pane in which + and - change the number of workers."""

    BINDINGS = [
        Binding("plus,equals_sign", "workers(1)", N_("One worker more"), show=False),
        Binding("minus", "workers(-1)", N_("One worker fewer"), show=False),
    ]

    def action_workers(self, more: int) -> None:
        """Report that another number of workers is wanted."""
        self.post_message(WorkersWanted(more))
