"""The message for a file or source that can't be read."""

from core.support.errors import InputError
from core.support.i18n import _
from core.support.memory import not_enough_memory


def unreadable_text(source: str, problem: Exception) -> str:
    """Return the message for an exception that reading `source` raised.

    Any Exception is accepted, since no file may end a program that trains. One that is neither InputError nor
    MemoryError is shown with its type.
    """
    if isinstance(problem, InputError):
        return str(problem)
    if isinstance(problem, MemoryError):
        return f"{source}: {not_enough_memory(problem)}"
    return _("{}: can't be read ({}: {})").format(source, type(problem).__name__, problem)
