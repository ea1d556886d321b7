"""Messages to the user, on one line of the screen and in a list, instead of pop-ups."""

from datetime import datetime

from textual.binding import Binding
from textual.events import DeliveryComplete
from textual.notifications import SeverityLevel
from textual.screen import ModalScreen
from textual.signal import Signal
from textual.timer import Timer

from core.support.escaping import one_line
from core.support.i18n import N_, _
from tui_mlp.models.message_history import MessageHistory, UserMessage
from tui_mlp.session.snapshot import Severity
from tui_mlp.widgets.app_base import AppBase
from tui_mlp.widgets.message_line import MessageLine

MESSAGE_SECONDS = 4.0
"""How long an information or a warning stands on the line."""
LOOK_SECONDS = 0.5
"""Between two looks whether the line can be seen: time under a dialog isn't counted."""


class UserMessages(AppBase):
    """Keeps all messages, and shows the newest. Whatever calls `notify`, also Textual itself, comes here."""

    BINDINGS = [Binding("escape", "end_message", N_("Dismiss the message"), show=False, priority=True)]

    def __init__(self) -> None:
        super().__init__()
        self.messages = MessageHistory()
        self.message_changed: Signal[None] = Signal(self, "message_changed")
        self._message_timer: Timer | None = None
        self._message_seen = 0.0

    def tell(self, text: str, severity: Severity = "information") -> None:
        """Show a message in the place of the status line, and keep it for the list of all."""
        self.messages.add(UserMessage(one_line(text), severity, datetime.now(), self.session.snapshot.epoch))
        self._start_timer()
        self.message_changed.publish(None)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a message, never as markup: messages quote what users and files wrote. `timeout` changes nothing."""
        self.tell(f"{title}: {message}" if title else message, severity)

    def _start_timer(self) -> None:
        """Start the timer that ends the message; there is none for a message that stays, nor without a message."""
        if self._message_timer is not None:
            self._message_timer.stop()
            self._message_timer = None
        shown = self.messages.shown
        if shown is not None and not shown.stays:
            self._message_seen = 0.0
            self._message_timer = self.set_interval(LOOK_SECONDS, self.look_at_message)

    def look_at_message(self) -> None:
        """End the message if it could be seen long enough. Called by the timer."""
        shown = self.messages.shown
        if shown is None or shown.stays or not self.screen_stack:  # without screens, the program is ending
            return
        if not self._message_covered:
            self._message_seen += LOOK_SECONDS
        if self._message_seen >= MESSAGE_SECONDS:
            self.action_end_message()

    @property
    def _message_covered(self) -> bool:
        """Whether a dialog covers the message line."""
        if not isinstance(self.screen, ModalScreen):
            return False
        below = next((screen for screen in reversed(self.screen_stack) if not isinstance(screen, ModalScreen)), None)
        lines = [] if below is None else below.query(MessageLine)
        return any(part.region.overlaps(line.region) for part in self.screen.displayed_children for line in lines)

    def action_end_message(self) -> None:
        """Dismiss the message on the line."""
        self.messages.end()
        self._start_timer()
        self.message_changed.publish(None)

    def action_messages(self) -> None:
        """List all messages so far."""
        from tui_mlp.dialogs.message_list import MessageList

        if not isinstance(self.screen, MessageList):
            self.push_screen(MessageList(self.messages))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Have escape dismiss a message that stays first; in a dialog it is the dialog's."""
        if action == "end_message":
            shown = self.messages.shown
            return shown is not None and shown.stays and not isinstance(self.screen, ModalScreen)
        return super().check_action(action, parameters)

    def on_delivery_complete(self, event: DeliveryComplete) -> None:
        """Replace Textual's notification, which reads the file name as markup."""
        event.prevent_default()
        if event.path is not None:
            self.notify(_("Saved in {}").format(event.path))

    def action_help_quit(self) -> None:
        """Replace Textual's notification, which is markup."""
        self.notify(_("Press q to save and quit."))
