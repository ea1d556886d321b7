"""The processor cores that this process may use."""

import os


def usable_cores() -> int:
    """How many there are; some systems let a process use fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
