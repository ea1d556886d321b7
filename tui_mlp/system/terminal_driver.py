"""Textual's terminal driver, made safe against being stopped and continued.

Textual takes each SIGCONT for the end of a stop that it has handled. After SIGSTOP, or if nothing was stopped, it
starts a second thread that reads keys, and then quitting waits for the first one for ever. Besides, it does all this
in the signal handler, which may interrupt anything, such as a write to the terminal.
"""

import os
import signal
import sys
import termios
from types import FrameType
from typing import TYPE_CHECKING, Any

from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from .terminal_size import clamped_size

if TYPE_CHECKING:
    from textual.app import App


class TerminalDriver(LinuxDriver):
    """Draws on stderr, or on stdout if stderr is not a terminal."""

    def __init__(
        self, app: "App[Any]", *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        if self._file is None or not self._file.isatty():
            self._file = sys.__stdout__
        self._attributes: list[Any] | None = None
        """The terminal's modes while the screen is shown."""

    @property
    def shown(self) -> bool:
        """Whether the screen is shown, and neither suspended nor closed."""
        return self._key_thread is not None and self._key_thread.is_alive()

    def start_application_mode(self) -> None:
        """Set up the terminal, and remember its modes."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._attributes = self._modes()

    def _modes(self) -> list[Any] | None:
        try:
            return termios.tcgetattr(self.fileno)
        except termios.error:
            return None

    # Signals. The handlers leave the work to the event loop; if it isn't running, the screen isn't shown any more.

    def _sigtstp_application(self, number: int, frame: FrameType | None) -> None:
        if self._loop.is_running():
            self._loop.call_soon_threadsafe(self._stop)
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, number: int, frame: FrameType | None) -> None:
        if self._loop.is_running():
            self._loop.call_soon_threadsafe(self._go_on)

    def _stop(self) -> None:
        """Restore the terminal, and stop the process."""
        if self.shown:
            super()._sigtstp_application()
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    def _go_on(self) -> None:
        """Set up the terminal again, if it was restored before the stop or another program has changed it."""
        if self._must_signal_resume:
            self.resume_application_mode()
            self._app.call_later(self._app.refresh)
        elif self.shown and self._modes() != self._attributes:
            self._take_back()

    def _take_back(self) -> None:
        """Set the screen's modes and redraw all of it, after a shell has used the terminal."""
        try:
            if os.tcgetpgrp(self.fileno) != os.getpgrp():
                os.kill(os.getpid(), signal.SIGSTOP)  # continued in the background: the terminal is the shell's
                return
            termios.tcsetattr(self.fileno, termios.TCSANOW, self._attributes or [])
        except (OSError, termios.error):
            return  # the terminal is gone
        self.write("\x1b[?1049h\x1b[?25l\x1b[?1004h")
        self._enable_bracketed_paste()
        self._disable_line_wrap()
        self._enable_mouse_support()
        self._app.call_later(self._app.refresh)

    # Sizes

    def _get_terminal_size(self) -> tuple[int, int]:
        return clamped_size(*super()._get_terminal_size())

    def process_message(self, message: Message) -> None:
        """Forward the message; limit the size in a Resize, which the terminal itself may send."""
        if isinstance(message, Resize):
            size = Size(*clamped_size(*message.size))
            message = Resize(size, size, pixel_size=message.pixel_size)
        super().process_message(message)
