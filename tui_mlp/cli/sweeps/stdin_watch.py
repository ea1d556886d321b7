"""Stops a sweep when its standard input closes: the program that started it has ended."""

import os
from collections.abc import Callable
from threading import Thread

from tui_mlp.system.standard_streams import STDIN


def stop_when_stdin_closes(stop: Callable[[], object]) -> None:
    """Call `stop`, from a thread of its own, once nothing can come from stdin any more. What comes is not looked at."""
    Thread(target=_wait, args=(stop,), name="stdin", daemon=True).start()


def _wait(stop: Callable[[], object]) -> None:
    try:
        while os.read(STDIN, 4096):  # not sys.stdin, whose lock a daemon's thread would still hold at the end
            pass
    except OSError:  # it was never open
        pass
    stop()
