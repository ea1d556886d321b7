"""Whole processes, from the shell to their end: time by the clock and of the processor, and memory at the peak."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from statistics import median
from time import perf_counter
from typing import NamedTuple


class Process(NamedTuple):
    """What a process took: seconds by the clock and of the processor, and MB of memory at its peak."""

    clock: float
    processor: float
    peak: float


def run_process(command: Sequence[str]) -> Process:
    """Run a command to its end. Raises RuntimeError with what it said where it fails."""
    start = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None, "a pipe"
        said = process.stderr.read()
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit status {process.returncode}\n{said}")
    return Process(perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def processes_in_turn(commands: Mapping[str, Sequence[str]], repeats: int) -> dict[str, Process]:
    """The median of each command over repeats that are taken in turn; peaks are the highest."""
    found: dict[str, list[Process]] = {name: [] for name in commands}
    for repeat in range(repeats):
        names = list(commands)
        for name in names[repeat % len(names) :] + names[: repeat % len(names)]:
            found[name].append(run_process(commands[name]))
    return {
        name: Process(median(one.clock for one in all), median(one.processor for one in all), max(o.peak for o in all))
        for name, all in found.items()
    }
