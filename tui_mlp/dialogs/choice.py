"""A question with several answers, each given by a key."""

from collections.abc import Sequence

from textual.binding import Binding
from textual.events import Key

from core.support.i18n import N_, _

from .question import Question


class Choice(Question[str]):
    """Returns the key of the chosen answer, or an empty text for escape."""

    BINDINGS = [Binding("escape,q", "dismiss('')", N_("Cancel"))]

    def __init__(self, question: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__(question, [*answers, ("esc", _("change nothing"))])

    def on_key(self, event: Key) -> None:
        """Close with the answer of this key."""
        if event.key in dict(self._answers[:-1]):
            event.stop()
            self.dismiss(event.key)
