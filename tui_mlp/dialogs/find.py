"""A line in which words are typed to find something by, which shows what it finds as they are typed."""

from textual.binding import Binding
from textual.widgets import Input

from core.support.i18n import N_
from tui_mlp.widgets.safe_text import SafeInput

from .prompt import Prompt


class Find(Prompt):
    """Finds as it is typed; escape goes back to what was found before."""

    BINDINGS = [Binding("escape", "leave", N_("Leave"))]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what has these words."""
        self._accept(self.query_one(SafeInput).typed(event.value))

    def action_leave(self) -> None:
        """As it was."""
        self._accept(self._value)
        self.dismiss()
