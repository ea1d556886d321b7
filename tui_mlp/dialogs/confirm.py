"""A question that is answered with yes or no."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from core.support.i18n import N_, _
from tui_mlp.widgets.safe_text import SafeLabel, key_hints


class Confirm(ModalScreen[bool]):
    """Returns True for enter or y, False for escape or n."""

    CSS_PATH = "confirm.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide")]
    BINDINGS = [
        Binding("enter,y", "dismiss(True)", N_("Yes")),
        Binding("escape,n,q", "dismiss(False)", N_("No")),
        Binding("M", "app.messages", N_("Messages so far")),
    ]

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self._question, self._yes = question, yes

    def compose(self) -> ComposeResult:
        """Yield the question, then the keys."""
        with Vertical(id="question"):
            yield SafeLabel(self._question)
            yield SafeLabel(key_hints(("enter", self._yes), ("esc", _("leave it as it is"))), id="keys")
