"""What is wrong with something a person gave us, said so that it can be mended."""

from .texts import _


class InputError(ValueError):
    """Unusable input. The message is one for people: what was found, where, what was expected."""


class NewerFormat(InputError):
    """A file of a later version of the program: we can't know what it holds, so nothing is written beside it."""

    def __init__(self, where: object, found: object, known: str, program: str = "") -> None:
        message = _(
            "{}: found format {}, expected {} at most: a later version of mlp-tui wrote it, and {} is needed for it"
        )
        needed = _("mlp-tui {} or later").format(program) if program else _("that version or a later one")
        super().__init__(message.format(where, found, known, needed))


def is_newer(found: object, known: str) -> bool:
    """Whether the number of a format is above the one that we know."""
    try:
        return isinstance(found, str | int | float) and float(found) > float(known)
    except (ValueError, OverflowError):  # what is no number isn't a later version's
        return False
