"""A plain exercise on stdin and stdout."""

import sys
from time import monotonic

from core.exercises.saved.saved_session import SavedSession
from tui_mlp.cli.console import say

from .plain_exercise import PlainExercise

LONGEST_LINE = 10_000
"""Bytes of a line on stdin that are read as one answer."""


def ask_plain(saved: SavedSession) -> None:
    """Ask on stdout, and read answers from stdin until it ends."""
    PlainExercise(saved, read_line, say, monotonic).run()


def read_line() -> str | None:
    """The next line of stdin, without its end; None at the end, or where stdin is closed."""
    if sys.stdin is None:
        return None
    line = sys.stdin.buffer.readline(LONGEST_LINE)
    return line.decode("utf-8", "replace").strip() if line else None
