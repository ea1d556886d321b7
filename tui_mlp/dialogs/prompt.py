"""An input line for one value, drawn over the status line."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from core.support.errors import InputError
from core.support.escaping import escaped, one_line
from core.support.i18n import N_, _
from tui_mlp.widgets.safe_text import SafeInput, SafeLabel, content, key_hints

WIDE_FROM = 76
"""Columns from which the keys stand beside the input line; in narrower windows they stand above the note."""


class Prompt(ModalScreen[None]):
    """Asks for one value. `accept` takes the text or raises InputError, which is shown and leaves the line open."""

    CSS_PATH = "prompt.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE_FROM, "-wide")]
    BINDINGS = [Binding("escape", "dismiss", N_("Cancel"))]

    def __init__(self, label: str, value: str, accept: Callable[[str], object], note: str = "") -> None:
        super().__init__()
        self._label, self._value, self._accept, self._note = label, value, accept, note

    def compose(self) -> ComposeResult:
        """Yield a note, which errors replace, and below it the input line."""
        with Vertical(id="prompt"):
            yield SafeLabel(self._note, id="note")
            with Horizontal():
                yield SafeLabel(f"{escaped(self._label)} ", id="label")
                yield SafeInput(self._value)
                yield SafeLabel(self.keys, id="keys")

    @property
    def keys(self) -> Content:
        """The keys that answer, and what they do."""
        return key_hints(("enter", _("accepts")), ("esc", _("cancels")))

    def on_resize(self) -> None:
        """Write the keys into the line above the note where there is no room beside the input line."""
        wide = self.size.width >= WIDE_FROM
        self.query_one("#prompt").border_title = content("") if wide else Content.assemble(" ", self.keys, " ")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pass the value on and close, or show the error."""
        try:
            self._accept(self.query_one(SafeInput).typed(event.value))
        except InputError as problem:
            note = self.query_one("#note", SafeLabel)
            note.set_text(one_line(problem))
            note.add_class("-wrong")
            return
        self.dismiss()
