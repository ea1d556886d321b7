"""A question with several answers, each given by a key."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen

from core.support.i18n import N_, _
from tui_mlp.widgets.safe_text import SafeLabel


class Choice(ModalScreen[str]):
    """Returns the key of the chosen answer, or an empty text for escape."""

    CSS_PATH = "confirm.tcss"
    BINDINGS = [
        Binding("escape,q", "dismiss('')", N_("Leave")),
        Binding("M", "app.messages", N_("Messages so far")),
    ]

    def __init__(self, question: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._question, self._answers = question, answers

    def compose(self) -> ComposeResult:
        """Yield the question, then a line for each answer."""
        with Vertical(id="question"):
            yield SafeLabel(self._question)
            lines = [f"{key:<6} {said}" for key, said in (*self._answers, ("esc", _("leave it as it is")))]
            yield SafeLabel("\n".join(lines), id="keys")

    def on_key(self, event: Key) -> None:
        """Close with the answer of this key."""
        if event.key in dict(self._answers):
            event.stop()
            self.dismiss(event.key)
