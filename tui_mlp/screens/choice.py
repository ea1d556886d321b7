"""A question with several answers, a key each."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Label

from core.texts import _


class Choice(ModalScreen[str]):
    """Answers with the key of what was chosen, or with an empty text for escape."""

    CSS_PATH = "confirm.tcss"
    BINDINGS = [Binding("escape,q", "dismiss('')", "Leave")]

    def __init__(self, question: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._question, self._answers = question, answers

    def compose(self) -> ComposeResult:
        """The question, then a line for each answer."""
        with Vertical(id="question"):
            yield Label(self._question, markup=False)
            lines = [f"{key:<6} {said}" for key, said in (*self._answers, ("esc", _("leave it as it is")))]
            yield Label("\n".join(lines), id="keys", markup=False)

    def on_key(self, event: Key) -> None:
        """The key of an answer."""
        if event.key in dict(self._answers):
            event.stop()
            self.dismiss(event.key)
