"""The number of BLAS threads: set explicitly, since the bits of a result depend on it."""

from functools import cache
from typing import Any

_set: int | None = None


@cache
def _controller() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def use_threads(threads: int) -> None:
    """Set the number of BLAS threads for the whole process."""
    global _set
    if threads != _set:
        _controller().limit(limits=threads, user_api="blas")
        _set = threads
