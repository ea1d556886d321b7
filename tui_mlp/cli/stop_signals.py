"""Signals that stop a training so that it is saved first."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class StopRequest:
    """Whether a signal has asked training to stop. It then stops at the next mini-batch and is saved."""

    def __init__(self) -> None:
        self.requested = False

    def __call__(self) -> bool:
        """Whether to stop. The trainer calls this at every mini-batch boundary."""
        return self.requested

    def ask(self) -> None:
        """Ask training to stop, as a signal does."""
        self.requested = True

    def handle(self, number: int, frame: FrameType | None) -> None:
        """The signal handler. It restores the default action, so that a second signal ends the program at once."""
        self.requested = True
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def stop_on_signals(stop: StopRequest) -> Iterator[None]:
    """Inside this context, SIGINT, SIGTERM and SIGHUP set `stop`. Under nohup, SIGHUP stays ignored."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    handlers = {number: signal.signal(number, stop.handle) for number in numbers}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
