"""How much memory there is, so that what would need more is refused before it is taken."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import inf

from .errors import InputError
from .i18n import _

ALWAYS = 64 * 2**20
"""Bytes that are taken without asking how many there are."""

MEMINFO, TAKEN = "/proc/meminfo", "/proc/self/statm"
GROUP = "/sys/fs/cgroup/memory."
UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB", "EB")


def require_memory(wanted: float, what: str, remedy: str | None = None) -> None:
    """Raises InputError where `wanted` bytes are more than there are: `what` needs them; `remedy` is what to do."""
    if wanted <= ALWAYS:
        return
    there = available_memory()
    if wanted > there:
        text = _("{}: about {} of memory would be needed, and {} are free; {}")
        remedy = remedy or _("take fewer rows or columns")
        raise InputError(text.format(what, size_text(wanted), size_text(there), remedy))


@contextmanager
def memory_errors_as_input(what: str) -> Iterator[None]:
    """Memory that runs out all the same is an InputError too."""
    try:
        yield
    except MemoryError as problem:
        raise InputError(f"{what}: {not_enough_memory(problem)}") from problem


def available_memory() -> float:
    """Bytes that can be taken without others being driven out; infinity where the system doesn't say."""
    return max(0, min(_of_machine(), _of_group(), _of_process()))


def not_enough_memory(problem: MemoryError) -> str:
    """For people: the size that was wanted, where NumPy tells it, and what to do."""
    shape, dtype = getattr(problem, "shape", None), getattr(problem, "dtype", None)
    advice = _("make the network, the data or the mini-batches smaller, or free memory")
    if shape is None or dtype is None:
        return _("there is not enough memory; {}").format(advice)
    size = float(dtype.itemsize)  # as a float, since it may be beyond all integers of NumPy
    for length in shape:
        size *= length
    text = _("there is not enough memory: {} were wanted for an array of {}; {}")
    return text.format(size_text(size), " × ".join(f"{length:,}" for length in shape), advice)


def size_text(count: float) -> str:
    """A number of bytes as people say it: 3.2 GB."""
    count, steps = float(count), 0
    while count >= 999.5 and steps < len(UNITS) - 1:
        count, steps = count / 1000, steps + 1
    return f"{count:.3g} {UNITS[steps]}"


def _of_machine() -> float:
    """What is free or can be freed at once, swap included."""
    with suppress(OSError, ValueError, KeyError):
        lines = (line.partition(":") for line in _text(MEMINFO).splitlines())
        sizes = {name: int(rest.split()[0]) * 1024 for name, _colon, rest in lines}
        return sizes["MemAvailable"] + sizes.get("SwapFree", 0)
    with suppress(OSError, ValueError, AttributeError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return inf


def _of_group() -> float:
    """What a container or a service may still take; most have no limit of their own."""
    with suppress(OSError, ValueError, KeyError):
        limit, used = (int(_text(GROUP + name)) for name in ("max", "current"))
        parts = dict(line.split() for line in _text(GROUP + "stat").splitlines())
        files = int(parts["active_file"]) + int(parts["inactive_file"])  # kept in memory as long as there is room
        return limit - used + files
    return inf


def _of_process() -> float:
    """What `ulimit -v` leaves."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        limit = resource.getrlimit(resource.RLIMIT_AS)[0]
        if limit != resource.RLIM_INFINITY:
            return limit - int(_text(TAKEN).split()[0]) * resource.getpagesize()
    return inf


def _text(path: str) -> str:
    with open(path, encoding="ascii") as file:
        return file.read()
