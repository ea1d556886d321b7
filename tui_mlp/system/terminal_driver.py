"""Textual's driver of a terminal, which may be stopped and continued from outside at any moment.

Textual takes each SIGCONT for the end of a stop that it has heard of. Where it hasn't, as after SIGSTOP, or where
nothing was stopped, it starts a second thread that reads keys: then leaving the program waits for the first one for
ever. It also does all that in the signal's handler, in the midst of anything, such as a write to the terminal.
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

from .terminal_size import within_reason

if TYPE_CHECKING:
    from textual.app import App


class TerminalDriver(LinuxDriver):
    """Draws on stderr, or on stdout where stderr is no terminal."""

    def __init__(
        self, app: "App[Any]", *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        if self._file is None or not self._file.isatty():
            self._file = sys.__stdout__
        self._attributes: list[Any] | None = None
        """The terminal's modes while it shows the screen."""

    @property
    def shown(self) -> bool:
        """Whether the terminal is ours, and not suspended or left."""
        return self._key_thread is not None and self._key_thread.is_alive()

    def start_application_mode(self) -> None:
        """Take the terminal."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._attributes = self._modes()

    def _modes(self) -> list[Any] | None:
        try:
            return termios.tcgetattr(self.fileno)
        except termios.error:
            return None

    # Signals. Their handlers leave the work to the event loop; without one, nothing is shown any more.

    def _sigtstp_application(self, number: int, frame: FrameType | None) -> None:
        if self._loop.is_running():
            self._loop.call_soon_threadsafe(self._stop)
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, number: int, frame: FrameType | None) -> None:
        if self._loop.is_running():
            self._loop.call_soon_threadsafe(self._go_on)

    def _stop(self) -> None:
        """Give the terminal back, and stop."""
        if self.shown:
            super()._sigtstp_application()
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    def _go_on(self) -> None:
        """Take the terminal again, as far as it was given back or taken away."""
        if self._must_signal_resume:
            self.resume_application_mode()
            self._app.call_later(self._app.refresh)
        elif self.shown and self._modes() != self._attributes:
            self._take_back()

    def _take_back(self) -> None:
        """After a shell has used the terminal: the modes that the screen needs, and all of it drawn."""
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
        return within_reason(*super()._get_terminal_size())

    def process_message(self, message: Message) -> None:
        """Pass it on; the terminal itself may tell its size too."""
        if isinstance(message, Resize):
            size = Size(*within_reason(*message.size))
            message = Resize(size, size, pixel_size=message.pixel_size)
        super().process_message(message)
