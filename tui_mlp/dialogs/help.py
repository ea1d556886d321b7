"""The help on a pane: what it shows and what its keys do."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from core.support.escaping import escaped
from core.support.i18n import N_, _
from tui_mlp.widgets.safe_text import SafeText, content

KEYS = 9
"""The width of the column of keys, in cells."""


class Help(ModalScreen[None]):
    """Shows a text, and below it the keys that work everywhere, if any are given."""

    CSS_PATH = "help.tcss"
    BINDINGS = [Binding("escape,question_mark,q,enter,space", "dismiss", N_("Close"))]

    def __init__(self, title: str, text: str, everywhere: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._title, self._text, self._everywhere = title, text, everywhere

    def compose(self) -> ComposeResult:
        """Yield the texts; they scroll where they don't fit."""
        with Vertical(id="help") as box, VerticalScroll():
            box.border_title = content(escaped(self._title))
            box.border_subtitle = content(_("esc closes"))
            yield SafeText(self._text)
            if self._everywhere:
                yield SafeText(_("Everywhere"), classes="heading")
                yield SafeText("\n".join(f"{keys:<{KEYS}}{said}" for keys, said in self._everywhere))
