"""The jobs that this process runs now, and requests to stop them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from math import inf
from threading import Event, Lock
from time import monotonic

EARLY_SECONDS = 10.0
"""How long before its job a request may come, as a job may have been sent and not yet begun."""

_lock = Lock()
_running: dict[tuple[str, str], Event] = {}
_early: dict[tuple[str, str], float] = {}
"""When requests came for runs that didn't run then."""


def request_stop(sweep: str, runs: Iterable[str]) -> list[str]:
    """Ask the jobs of these runs of a sweep to stop at their next mini-batch. Returns those that are running here.

    It doesn't wait for them. A job that begins within EARLY_SECONDS stops at once.
    """
    stopped = []
    with _lock:
        for run in runs:
            if event := _running.get((sweep, run)):
                event.set()
                stopped.append(run)
            else:
                _early[sweep, run] = monotonic()
    return stopped


def stop_all(sweep: str) -> None:
    """Ask all jobs of a sweep that run now to stop at their next mini-batch, and none that come later."""
    with _lock:
        for (name, _run), event in _running.items():
            if name == sweep:
                event.set()


@contextmanager
def running_job(sweep: str, run: str) -> Iterator[Event]:
    """While a job runs: the event that is set where somebody asks it to stop."""
    event = Event()
    with _lock:
        if monotonic() - _early.pop((sweep, run), -inf) < EARLY_SECONDS:
            event.set()
        _running[sweep, run] = event
    try:
        yield event
    finally:
        with _lock:
            if _running.get((sweep, run)) is event:
                del _running[sweep, run]
