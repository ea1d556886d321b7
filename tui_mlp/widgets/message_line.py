"""The line in the place of the status line where messages to the user stand, while there are any."""

from textual.strip import Strip

from tui_mlp.render.message_line import message_line

from .app_base import app_of
from .canvas import Canvas


class MessageLine(Canvas):
    """Covers the line above the footer while a message is shown; a click lists all messages."""

    def __init__(self) -> None:
        super().__init__(id="message")

    def on_mount(self) -> None:
        """Follow the app's messages, in every view, whether it is shown or not."""
        app = app_of(self)
        app.message_changed.subscribe(self, lambda _nothing: self.follow(), immediate=True)
        app.theme_changed_signal.subscribe(self, lambda _theme: self.repaint())
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
        return [message_line(messages.shown, messages.missed, width, self.palette)]

    def on_click(self) -> None:
        """List all messages."""
        app_of(self).action_messages()
