"""An input line for words to search by, which searches while they are typed."""

from textual.binding import Binding
from textual.widgets import Input

from core.support.i18n import N_
from tui_mlp.widgets.safe_text import SafeInput

from .prompt import Prompt


class Find(Prompt):
    """Searches at every change; escape goes back to the search before."""

    BINDINGS = [Binding("escape", "leave", N_("Cancel"))]

    def on_input_changed(self, event: Input.Changed) -> None:
        self._accept(self.query_one(SafeInput).typed(event.value))

    def action_leave(self) -> None:
        """Restore the search from before."""
        self._accept(self._value)
        self.dismiss()
