"""How many workers a sweep has on this machine where nobody says a number."""

from core.support.cores import usable_cores


def default_workers(threads: int) -> int:
    """As many as there is room for, where each training uses `threads` threads of BLAS; at least 1."""
    return max(1, usable_cores() // max(1, threads))
