"""Reads, renames and deletes run folders on a thread of its own.

So a slow disk doesn't block the keys. Imports nothing of Textual.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from traceback import format_exc
from typing import NamedTuple

from core.calls import Array
from core.runs.metrics_file import MetricsReader
from core.runs.run_folder import METRICS, RunFolder
from core.runs.run_list import ListedRun, RunList
from core.support.errors import InputError
from core.support.memory import not_enough_memory

from .snapshot import Event


@dataclass(frozen=True, eq=False)
class FoundRuns:
    """The saved runs, and the histories of those that were requested."""

    runs: tuple[ListedRun, ...] = ()
    tables: Mapping[str, Array] = field(default_factory=dict)
    """By folder name, a row per epoch, the columns FIGURES of metrics.csv."""


class ReadRequest(NamedTuple):
    """A request to read the histories of some runs, and with `list_runs` the list of runs too."""

    wanted: Sequence[RunFolder]
    list_runs: bool


RunChange = Callable[[], str]
"""Changes a run, and returns the message about it. May raise InputError."""


class RunsReader:
    """Owns the thread. Results are in `found`, None until the first reading; messages for the user are in `events`.

    It reads only on request.
    """

    def __init__(self, runs_dir: Path) -> None:
        self.found: FoundRuns | None = None
        self.events: SimpleQueue[Event] = SimpleQueue()
        self._requests: SimpleQueue[ReadRequest | RunChange | None] = SimpleQueue()
        self._listing, self._curves = RunList(runs_dir), dict[str, MetricsReader]()
        self._wake: Callable[[], object] = lambda: None
        self._sent = self._carried_out = 0
        """How many requests were put into the queue, and how many of them the thread is done with."""
        self._refusal = ""
        """Why the last reading failed; empty if it succeeded."""
        self._thread = Thread(target=self._work, name="runs", daemon=True)
        self._thread.start()

    def attach(self, wake: Callable[[], object]) -> None:
        """Have `wake` called, on the reader's thread, when there is a new result or event."""
        self._wake = wake

    def read(self, wanted: Sequence[RunFolder], list_runs: bool = True) -> None:
        """Request a reading of the histories of these runs, and with `list_runs` of the list of runs."""
        if not list_runs or self._requests.empty():  # requests must not pile up on a slow disk
            self._send(ReadRequest(tuple(wanted), list_runs))

    def change(self, change: RunChange) -> None:
        """Request a change of a run, then read again. Its message, or its InputError, becomes an event."""
        self._send(change)

    @property
    def idle(self) -> bool:
        """Whether all that was requested is done, so that its results are in `found` and `events`."""
        return self._carried_out == self._sent

    def _send(self, request: ReadRequest | RunChange) -> None:
        self._sent += 1
        self._requests.put(request)

    def close(self, timeout: float = 1.0) -> bool:
        """End the thread after its present request; whether it ended within `timeout` seconds."""
        self._requests.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    # The thread

    def _work(self) -> None:
        wanted: Sequence[RunFolder] = ()
        try:
            while (request := self._requests.get()) is not None:
                if isinstance(request, ReadRequest):
                    wanted = request.wanted
                    # While a key is held, requests for one run after the other come in: only the last one counts.
                    self._tell_refusals(partial(self._read, wanted, request.list_runs, last=self._requests.empty()))
                else:
                    self._carry_out(request)
                    self._tell_refusals(partial(self._read, wanted, list_runs=True, last=True))
                self._carried_out += 1
        except BaseException as fault:  # the screen must know: a dead thread looks like a slow disk
            self.events.put(Event(f"{type(fault).__name__}: {fault}", failed=True, details=format_exc()))
            self._wake()

    def _read(self, wanted: Sequence[RunFolder], list_runs: bool, last: bool) -> None:
        changed = list_runs and self._listing.refresh()
        if changed:
            for run in self._listing.runs:
                len(run.search_text)  # cached here: making a thousand of them would block the screen's thread
        if last:
            self._curves = {
                folder.name: self._curves.get(folder.name) or MetricsReader(folder.path / METRICS) for folder in wanted
            }
            changed |= bool([name for name, curves in self._curves.items() if curves.refresh()])
        if changed or self.found is None:
            tables = {name: curves.table for name, curves in self._curves.items()}
            self.found = FoundRuns(self._listing.runs, tables)
            self._wake()

    def _tell_refusals(self, read: Callable[[], None]) -> None:
        """Read; report each new reason why that isn't possible once, as an event."""
        try:
            read()
        except InputError as problem:
            refusal = str(problem)
        except MemoryError as problem:
            refusal = not_enough_memory(problem)
        else:
            refusal = ""
        if refusal and refusal != self._refusal:
            self.found = self.found or FoundRuns()
            self.events.put(Event(refusal))
            self._wake()
        self._refusal = refusal

    def _carry_out(self, change: RunChange) -> None:
        try:
            event = Event(change(), "information")
        except InputError as problem:
            event = Event(str(problem))
        if event.text:
            self.events.put(event)
            self._wake()
