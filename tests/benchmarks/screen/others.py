"""What else the machine did while something was measured: on a shared one, that decides more than what is measured."""

import os
import resource
import time
from pathlib import Path

STAT = Path("/proc/stat")


class Others:
    """Processors that other programs took since it was made, stolen time included.

    Reads nothing of the program that is measured but the processor time that the caller says it took.
    """

    def __init__(self) -> None:
        self._start, self._all, self._own = time.perf_counter(), _all_seconds(), _own_seconds()

    def share(self, measured: float = 0.0) -> float:
        """On average; 0 where the system doesn't tell."""
        taken = _all_seconds() - self._all - (_own_seconds() - self._own) - measured
        return max(0.0, taken / (time.perf_counter() - self._start))


def _all_seconds() -> float:
    """Of all programs: user, nice, system, interrupts, stolen; neither idle nor waiting."""
    if not STAT.exists():
        return 0.0
    user, nice, system, _idle, _waits, irq, soft, stolen = map(int, STAT.read_text().split(maxsplit=9)[1:9])
    return (user + nice + system + irq + soft + stolen) / os.sysconf("SC_CLK_TCK")


def _own_seconds() -> float:
    """Of this process, and of those that it started and that have ended."""
    if not STAT.exists():
        return 0.0
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)
