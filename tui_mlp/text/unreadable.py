"""Why something that a person opened can't be read, as one message."""

from core.support.errors import InputError
from core.support.i18n import _
from core.support.memory import not_enough_memory


def reason(source: str, problem: Exception) -> str:
    """The message for a problem that a reader raised: any Exception, since no file may end a program that trains.

    One that is neither InputError nor MemoryError is named with its type.
    """
    if isinstance(problem, InputError):
        return str(problem)
    if isinstance(problem, MemoryError):
        return f"{source}: {not_enough_memory(problem)}"
    return _("{}: can't be read ({}: {})").format(source, type(problem).__name__, problem)
