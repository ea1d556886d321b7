"""How many threads BLAS may use: part of what makes a run exact, so it is set and never left to the machine."""

from functools import cache
from typing import Any

_set: int | None = None


@cache
def _controller() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def use_threads(threads: int) -> None:
    """Give BLAS this many threads from now on, in the whole process."""
    global _set
    if threads != _set:
        _controller().limit(limits=threads, user_api="blas")
        _set = threads
