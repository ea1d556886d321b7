"""What is wrong with something a person gave us, said so that it can be mended."""

import re

from .escaping import MOST_OF_A_MESSAGE, shortened
from .i18n import _


class InputError(ValueError):
    """Unusable input. The message is one for people, on one line: what was found, where, what was expected.

    It quotes what was found as it is: where it is shown, it is escaped. Where that is very long, its middle is left
    out, so that what was expected is still read.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(shortened(message, MOST_OF_A_MESSAGE))


class NewerFormat(InputError):
    """A file of a later version of the program: we can't know what it holds, so nothing is written beside it."""

    def __init__(self, where: object, found: object, known: str, program: str = "") -> None:
        message = _(
            "{}: found format {}, expected {} at most: a later version of mlp-tui wrote it, and {} is needed for it"
        )
        told = program.isprintable() and 0 < len(program) < 40
        needed = _("mlp-tui {} or later").format(program) if told else _("that version or a later one")
        super().__init__(message.format(where, str(found)[:40], known, needed))


def is_newer(found: object, known: str) -> bool:
    """Whether the number of a format is above the one that we know; 3.1 and 3-beta are above 2."""
    number = re.match(r"\d{1,9}(\.\d{1,9})?", str(found), re.ASCII)
    return number is not None and float(number[0]) > float(known)


def os_error_text(problem: OSError) -> str:
    """What the system refused, for people: the file where there is one, and the reason."""
    why = problem.strerror or str(problem) or type(problem).__name__
    name = problem.filename.decode("utf-8", "replace") if isinstance(problem.filename, bytes) else problem.filename
    return f"{name}: {why}" if name is not None else _("the system refused to go on: {}").format(why)
