"""Lines of stdin, read on a thread of their own, while a training goes on."""

import io
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Literal

LONGEST_LINE = 10_000
"""Bytes after which a line without an end is taken as one."""
PIECE = 4_096


class InputLines:
    """What a session waits for: lines of stdin, the end of stdin as None, and "woken" by the session's thread.

    `interactive` says whether a person types them in a terminal.
    """

    def __init__(self) -> None:
        self._queue: SimpleQueue[str | tuple[Literal["woken"]] | None] = SimpleQueue()
        stream = sys.stdin.buffer if sys.stdin is not None else io.BytesIO()
        self.interactive = stream.isatty()
        # The raw file: at the program's end, Python would wait for the lock of a buffered one that is being read.
        self._source = getattr(stream, "raw", stream)
        Thread(target=self._read, name="stdin", daemon=True).start()

    def wake(self) -> None:
        """Have `take` return at once. For any thread."""
        self._queue.put(("woken",))

    def take(self, seconds: float) -> tuple[str | None] | None:
        """The next line, as the one entry of a tuple, or None in it at the end of stdin.

        None by itself where there was none within this time, or where it was woken.
        """
        try:
            item = self._queue.get(timeout=seconds)
        except Empty:
            return None
        return None if isinstance(item, tuple) else (item,)

    def _read(self) -> None:
        rest = b""
        while True:
            try:
                data = self._source.read(PIECE)
            except (OSError, ValueError):  # a terminal that has gone away, or a stream that was closed
                data = b""
            rest += data
            *lines, rest = rest.split(b"\n")
            if len(rest) > LONGEST_LINE or (not data and rest):
                lines, rest = [*lines, rest], b""
            for line in lines:
                self._queue.put(line.decode("utf-8", "replace").rstrip("\r"))
            if not data:
                self._queue.put(None)
                return


@contextmanager
def goes_on_in_background() -> Iterator[None]:
    """Inside this context, reading a terminal from the background finds its end, and doesn't stop the program."""
    number = getattr(signal, "SIGTTIN", None)
    if number is None:
        yield
        return
    before = signal.signal(number, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(number, before)
