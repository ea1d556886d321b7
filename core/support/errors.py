"""Errors in what the user has given, with messages that say how to correct it."""

import re

from .escaping import MAX_MESSAGE, shortened
from .i18n import _


class InputError(ValueError):
    """Unusable input. The message is one line for the user: where, what was found, what was expected.

    It quotes what was found unescaped; it is escaped where it is shown. The middle of a very long message is left out,
    so that what was expected can still be read.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(shortened(message, MAX_MESSAGE))


class NewerFormat(InputError):
    """A file of a later version of the program. Its meaning is unknown, so nothing may be written into its folder."""

    def __init__(self, where: object, found: object, known: str, program: str = "") -> None:
        message = _("{}: found format {}, expected {} at most: a later version of mlp-tui wrote it; to read it, use {}")
        is_version = program.isprintable() and 0 < len(program) < 40
        needed = _("mlp-tui {} or later").format(program) if is_version else _("that version or a later one")
        super().__init__(message.format(where, str(found)[:40], known, needed))


def is_newer(found: object, known: str) -> bool:
    """Whether a format's number is above the known one; 3.1 and 3-beta are above 2."""
    number = re.match(r"\d{1,9}(\.\d{1,9})?", str(found), re.ASCII)
    return number is not None and float(number[0]) > float(known)


def os_error_text(problem: OSError) -> str:
    """An OSError as a message for the user: the file, if there is one, and the reason."""
    why = problem.strerror or str(problem) or type(problem).__name__
    name = problem.filename.decode("utf-8", "replace") if isinstance(problem.filename, bytes) else problem.filename
    return f"{name}: {why}" if name is not None else _("the operating system refused: {}").format(why)
