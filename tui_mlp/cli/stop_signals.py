"""Signals that ask a training to stop, so that it can be saved."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """Set by Ctrl-C, SIGTERM or SIGHUP: training stops at the next mini-batch and is saved."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        """Whether to stop; the trainer asks at every mini-batch boundary."""
        return self.asked

    def ask(self, number: int, frame: FrameType | None) -> None:
        """The signal handler. It restores the default action, so a second signal ends the program at once."""
        self.asked = True
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def signals_ask(stop: Stop) -> Iterator[None]:
    """Inside this context, SIGINT, SIGTERM and SIGHUP set `stop`; a SIGHUP that nohup ignores stays ignored."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    handlers = {number: signal.signal(number, stop.ask) for number in numbers}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
