"""How large a screen is drawn: as the terminal says, within reason."""

import os

MOST_COLUMNS, MOST_LINES = 1000, 500
"""Larger than any terminal; drawing one of 100,000 columns takes minutes."""


def forget_odd_sizes() -> None:
    """Take COLUMNS and LINES out of the environment where they are no sizes that a terminal has.

    The libraries that read them end with a traceback at some, and draw minutes at others.
    """
    for name, most in (("COLUMNS", MOST_COLUMNS), ("LINES", MOST_LINES)):
        value = os.environ.get(name, "")
        usable = value.isascii() and value.isdecimal() and len(value) <= len(str(most)) and 1 <= int(value) <= most
        if not usable:
            os.environ.pop(name, None)


def go_by_the_terminal() -> None:
    """Heed COLUMNS and LINES no more: a screen that isn't as large as its terminal can't be read."""
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)


def within_reason(width: int, height: int) -> tuple[int, int]:
    """Columns and lines that can be drawn."""
    return min(width, MOST_COLUMNS), min(height, MOST_LINES)
