"""An input line for words to search by, which searches while they are typed."""

from textual.binding import Binding
from textual.widgets import Input

from core.support.escaping import one_line
from core.support.i18n import N_
from tui_mlp.widgets.safe_text import SafeInput, SafeLabel

from .prompt import Prompt


class Find(Prompt):
    """Searches at every change; escape goes back to the search before."""

    BINDINGS = [Binding("escape", "leave", N_("Cancel"))]

    def on_input_changed(self, event: Input.Changed) -> None:
        self._accept(self.query_one(SafeInput).typed(event.value))

    def say(self, text: str, wrong: bool = False) -> None:
        """Say above the line what was found, or what is wrong with what was typed; for no text, the note again."""
        note = self.query_one("#note", SafeLabel)
        note.set_text(one_line(text or self._note))
        note.set_class(wrong, "-wrong")

    def action_leave(self) -> None:
        """Restore the search from before."""
        self._accept(self._value)
        self.dismiss()
