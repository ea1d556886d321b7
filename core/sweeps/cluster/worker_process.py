"""The process of a worker on this machine: its output goes to Dask's log."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Any

from distributed import Nanny, Worker


class LoggedWorker(Worker):
    """A worker that appends all that its process writes, also that of libraries in C, to the file `log`."""

    def __init__(self, *arguments: Any, log: str, **settings: Any) -> None:
        file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        for descriptor in (1, 2):
            os.dup2(file, descriptor)
        os.close(file)
        super().__init__(*arguments, **settings)


class LoggedNanny(Nanny):
    """What starts the process of a LoggedWorker, and starts it again where it was killed."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        settings["worker_class"] = LoggedWorker
        super().__init__(*arguments, **settings)


@contextmanager
def interrupts_blocked() -> Iterator[None]:
    """Threads and processes that are started in this context never get SIGINT.

    Ctrl+C reaches all processes of a terminal's foreground: the sweep stops its workers itself, when their runs are
    saved.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # starting it unblocks SIGINT in the thread that does it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
