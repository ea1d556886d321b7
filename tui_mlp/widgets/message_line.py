"""The line for messages to the user, in the status line's place."""

from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.models.message_history import UserMessage
from tui_mlp.render.message_line import message_line

from .app_base import app_of
from .canvas import Canvas


class MessageLine(Canvas):
    """Covers the line above the footer while a message is shown; a click lists all messages."""

    def __init__(self, in_step: bool = False) -> None:
        """`in_step` says that it stands in the Step view, which shows what a breakpoint hit."""
        super().__init__(id="message")
        self._in_step = in_step

    def on_mount(self) -> None:
        """Follow the app's messages, in every view, whether it is shown or not."""
        app = app_of(self)
        app.message_changed.subscribe(self, lambda _nothing: self.follow(), immediate=True)
        app.theme_changed_signal.subscribe(self, lambda _theme: self.repaint())
        app.language_changed.subscribe(self, lambda _nothing: self.repaint())
        self.follow()

    def follow(self) -> None:
        """Show the present message, or nothing."""
        self.set_class(self.drawable, "-shown")
        self.redraw()

    @property
    def drawable(self) -> bool:
        """Whether there is a message."""
        return app_of(self).messages.shown is not None

    def draw(self, width: int, height: int) -> list[Strip]:
        """One line."""
        messages = app_of(self).messages
        assert messages.shown is not None
        return [message_line(messages.shown, messages.missed, self.keys(messages.shown), width, self.palette)]

    def keys(self, message: UserMessage) -> list[tuple[str, str]]:
        """The key that dismisses the message, before it the one that goes back or that shows what was hit."""
        if not message.stays:
            return []
        if message.severity == "divergence":
            return [("space", _("rewinds")), ("esc", _("closes"))]
        wanted = message.severity == "breakpoint" and not self._in_step
        to_step = [(view.key, _("shows it")) for view in app_of(self).views if wanted and view.mode == "step"]
        return [*to_step, ("esc", _("closes"))]

    def on_click(self) -> None:
        """List all messages."""
        app_of(self).action_messages()
