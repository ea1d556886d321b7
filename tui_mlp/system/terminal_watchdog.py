"""The end of the program where its terminal is gone: a dropped connection, a closed window."""

import os
import sys
from collections.abc import Callable
from threading import Thread
from time import sleep

LOOK_SECONDS = 0.25
HANGUP = 128 + 1
"""The exit status, as a shell gives it for SIGHUP."""


def watch_terminal(save: Callable[[], object]) -> None:
    """From now on: when the terminal of stdin is gone, call `save` and end the process.

    Usually SIGHUP tells of that. Where it is ignored (nohup), or goes to another process alone, nothing does, and
    Textual's input thread would spin on the dead file for ever. Does nothing on systems without termios.
    """
    try:
        import termios
    except ImportError:
        return
    file = sys.stdin.fileno()

    def watch() -> None:
        while True:
            try:
                termios.tcgetattr(file)
            except termios.error:
                break
            sleep(LOOK_SECONDS)
        try:
            save()
        finally:
            os._exit(HANGUP)  # without the terminal nothing is left to put in order, and no thread to wait for

    Thread(target=watch, name="terminal", daemon=True).start()
