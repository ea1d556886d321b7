"""The list of all messages so far, newest first."""

from textual.binding import Binding

from core.support.i18n import N_, _
from tui_mlp.models.message_history import MessageHistory

from .help import Help


class MessageList(Help):
    """Shows the messages as they stood when it was opened."""

    CSS_PATH = "help.tcss"
    BINDINGS = [Binding("M", "dismiss", N_("Close"))]

    def __init__(self, messages: MessageHistory) -> None:
        super().__init__(_("Messages, newest first"), messages.text())
