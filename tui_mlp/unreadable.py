"""Why something that a person opened can't be read, as one message."""

from core.errors import InputError
from core.memory import not_enough_memory
from core.texts import _


def reason(source: str, problem: Exception) -> str:
    """What to tell. A reader raises InputError or MemoryError; whatever else it raises is named with its type.

    No file may end a program that trains, or keep it from starting: see where this is called.
    """
    if isinstance(problem, InputError):
        return str(problem)
    if isinstance(problem, MemoryError):
        return f"{source}: {not_enough_memory(problem)}"
    return _("{}: can't be read ({}: {})").format(source, type(problem).__name__, problem)
