"""The file browser: that of textual-fspicker, which no name that is typed or pasted can end."""

from textual import on
from textual.widgets import Button, Input
from textual_fspicker import FileOpen, Filters

from core.texts import _

from ..unreadable import reason


class FileBrowser(FileOpen):
    """Answers a file, None if none was chosen.

    Completions are left out: they ask the disk for every letter, `**/` for all that is on it, and a name that is too
    long raises OSError there.
    """

    def __init__(self, filters: Filters) -> None:
        super().__init__(".", _("Open"), filters=filters, suggest_completions=False)

    @on(Input.Submitted)
    @on(Button.Pressed, "#select")
    def _confirm_file(self, event: Input.Submitted | Button.Pressed) -> None:
        event.prevent_default()  # else Textual calls the library's own handler too
        try:
            super()._confirm_file(event)
        except (OSError, RuntimeError, ValueError) as problem:  # too long, a loop of links, a character it can't hold
            name = self.query_one(Input).value
            self._set_error(reason(name if len(name) < 40 else f"{name[:39]}…", problem))
