"""Limits on the size of the screen."""

import os

MOST_COLUMNS, MOST_LINES = 1000, 500
"""More than any terminal has. Drawing 100,000 columns takes minutes."""


def remove_unusable_sizes() -> None:
    """Remove COLUMNS and LINES from the environment if a terminal can't have that size.

    The libraries that read them raise exceptions for some values, and draw for minutes for others.
    """
    for name, most in (("COLUMNS", MOST_COLUMNS), ("LINES", MOST_LINES)):
        value = os.environ.get(name, "")
        usable = value.isascii() and value.isdecimal() and len(value) <= len(str(most)) and 1 <= int(value) <= most
        if not usable:
            os.environ.pop(name, None)


def ignore_size_variables() -> None:
    """Remove COLUMNS and LINES from the environment: a screen of another size than the terminal can't be read."""
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)


def clamped_size(width: int, height: int) -> tuple[int, int]:
    """Columns and lines, limited to MOST_COLUMNS and MOST_LINES."""
    return min(width, MOST_COLUMNS), min(height, MOST_LINES)
