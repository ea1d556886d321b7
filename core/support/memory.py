"""Available memory: what would need more is refused before it is allocated."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import inf

from .errors import InputError
from .i18n import _

ALWAYS = 64 * 2**20
"""Bytes that are allocated without looking how many are available."""

MEMINFO, TAKEN = "/proc/meminfo", "/proc/self/statm"
GROUP = "/sys/fs/cgroup/memory."
UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB", "EB")
LARGEST = 1e300
"""No size is told as larger."""


def require_memory(wanted: float, what: str, remedy: str | None = None) -> None:
    """Raises InputError if more than the available bytes are wanted: `what` needs them, `remedy` says what to do."""
    if wanted <= ALWAYS:
        return
    available = available_memory()
    if wanted > available:
        text = _("{}: about {} of memory would be needed, and {} are free; {}")
        remedy = remedy or _("use fewer rows or columns")
        raise InputError(text.format(what, size_text(wanted), size_text(available), remedy))


@contextmanager
def memory_errors_as_input(what: str) -> Iterator[None]:
    """Raise MemoryError as InputError; `what` begins its message."""
    try:
        yield
    except MemoryError as problem:
        raise InputError(f"{what}: {not_enough_memory(problem)}") from problem


def available_memory() -> float:
    """Bytes that can be allocated without swapping out other processes; infinity if the system doesn't tell."""
    return max(0, min(_of_machine(), _of_group(), _of_process()))


def not_enough_memory(problem: MemoryError) -> str:
    """A MemoryError as a message for the user: the size wanted, if NumPy tells it, and what to do."""
    shape, dtype = getattr(problem, "shape", None), getattr(problem, "dtype", None)
    advice = _("make the network, the data or the mini-batches smaller, or free memory")
    if shape is None or dtype is None:
        return _("there is not enough memory; {}").format(advice)
    size = float(dtype.itemsize)  # a float, since it may be beyond NumPy's integers
    for length in shape:
        size *= length
    text = _("there is not enough memory: {} were needed for an array of {}; {}")
    return text.format(size_text(size), " × ".join(f"{length:,}" for length in shape), advice)


def size_text(count: float) -> str:
    """A number of bytes with a unit: 3.2 GB."""
    count, steps = float(min(count, LARGEST)), 0  # an integer may be beyond float64
    while count >= 999.5 and steps < len(UNITS) - 1:
        count, steps = count / 1000, steps + 1
    return f"{count:.3g} {UNITS[steps]}"


def _of_machine() -> float:
    """The machine's free memory with what can be freed at once, swap included."""
    with suppress(OSError, ValueError, KeyError):
        lines = (line.partition(":") for line in _text(MEMINFO).splitlines())
        sizes = {name: int(rest.split()[0]) * 1024 for name, _colon, rest in lines}
        return sizes["MemAvailable"] + sizes.get("SwapFree", 0)
    with suppress(OSError, ValueError, AttributeError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return inf


def _of_group() -> float:
    """What the control group of a container or service leaves; most have no limit."""
    with suppress(OSError, ValueError, KeyError):
        limit, used = (int(_text(GROUP + name)) for name in ("max", "current"))
        parts = dict(line.split() for line in _text(GROUP + "stat").splitlines())
        files = int(parts["active_file"]) + int(parts["inactive_file"])  # a cache, dropped when memory gets short
        return limit - used + files
    return inf


def _of_process() -> float:
    """What the process's own limit (`ulimit -v`) leaves."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        limit = resource.getrlimit(resource.RLIMIT_AS)[0]
        if limit != resource.RLIM_INFINITY:
            return limit - int(_text(TAKEN).split()[0]) * resource.getpagesize()
    return inf


def _text(path: str) -> str:
    with open(path, encoding="ascii") as file:
        return file.read()
