"""Ends the program when its terminal is gone: a dropped connection, a closed window."""

import os
import sys
from collections.abc import Callable
from threading import Thread
from time import sleep

LOOK_SECONDS = 0.25
HANGUP = 128 + 1
"""The exit status that a shell reports for SIGHUP."""


def watch_terminal(save: Callable[[], object]) -> None:
    """Start a thread that calls `save` and ends the process once the terminal of stdin is gone.

    Usually SIGHUP announces that. If it is ignored (nohup) or reaches only another process, nothing does, and Textual's
    input thread would loop on the dead file for ever. Does nothing on systems without termios.
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
            os._exit(HANGUP)  # without a terminal there is nothing to restore, and no thread to wait for

    Thread(target=watch, name="terminal", daemon=True).start()
