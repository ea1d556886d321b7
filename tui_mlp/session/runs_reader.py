"""Run folders read, named and deleted on a thread of its own, so that a slow disk holds no key up. Knows no screen."""

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
class Found:
    """All runs there are, and the figures, n × FIGURES, of those wanted, by their folders' names."""

    runs: tuple[ListedRun, ...] = ()
    tables: Mapping[str, Array] = field(default_factory=dict)


class Look(NamedTuple):
    """Read the figures of these runs, and where `again` the folder too."""

    wanted: Sequence[RunFolder]
    again: bool


Task = Callable[[], str]


class RunsReader:
    """What it has found last is in `found`, None at first; what a person must hear of is in `events`.

    Waits for an order before it looks.
    """

    def __init__(self, runs_dir: Path) -> None:
        self.found: Found | None = None
        self.events: SimpleQueue[Event] = SimpleQueue()
        self._orders: SimpleQueue[Look | Task | None] = SimpleQueue()
        self._listing, self._curves = RunList(runs_dir), dict[str, MetricsReader]()
        self._wake: Callable[[], object] = lambda: None
        self._refusal = ""
        """What the last look was refused for."""
        self._thread = Thread(target=self._work, name="runs", daemon=True)
        self._thread.start()

    def attach(self, wake: Callable[[], object]) -> None:
        """Have `wake` called, from the thread, when something new was found, or there is something to tell."""
        self._wake = wake

    def look(self, wanted: Sequence[RunFolder], again: bool = True) -> None:
        """Look for what has changed: figures of these runs, the folder only where `again`."""
        if not again or self._orders.empty():  # a disk that is slower than we ask needn't be asked more
            self._orders.put(Look(tuple(wanted), again))

    def do(self, task: Task) -> None:
        """Carry out what changes a run, then look again. It returns what to tell; InputError is told as well."""
        self._orders.put(task)

    def close(self, timeout: float = 1.0) -> bool:
        """End the thread after what it does now; whether it ended within so many seconds."""
        self._orders.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    # The thread

    def _work(self) -> None:
        wanted: Sequence[RunFolder] = ()
        try:
            while (order := self._orders.get()) is not None:
                if isinstance(order, Look):
                    wanted = order.wanted
                    # Of looks at one run after the other while a key is held, the last one counts.
                    self._tell_refusals(partial(self._look, wanted, order.again, last=self._orders.empty()))
                else:
                    self._carry_out(order)
                    self._tell_refusals(partial(self._look, wanted, again=True, last=True))
        except BaseException as fault:  # the screen must hear of it: a dead thread looks like a slow disk
            self.events.put(Event(f"{type(fault).__name__}: {fault}", failed=True, details=format_exc()))
            self._wake()

    def _look(self, wanted: Sequence[RunFolder], again: bool, last: bool) -> None:
        changed = again and self._listing.refresh()
        if changed:
            for run in self._listing.runs:
                len(run.search_text)  # made here and kept: the screen's thread has no time to make a thousand
        if last:
            self._curves = {
                folder.name: self._curves.get(folder.name) or MetricsReader(folder.path / METRICS) for folder in wanted
            }
            changed |= bool([name for name, curves in self._curves.items() if curves.refresh()])
        if changed or self.found is None:
            tables = {name: curves.table for name, curves in self._curves.items()}
            self.found = Found(self._listing.runs, tables)
            self._wake()

    def _tell_refusals(self, look: Callable[[], None]) -> None:
        """A folder that can't be read, or not in the memory there is, is told once for each reason."""
        try:
            look()
        except InputError as problem:
            refusal = str(problem)
        except MemoryError as problem:
            refusal = not_enough_memory(problem)
        else:
            refusal = ""
        if refusal and refusal != self._refusal:
            self.found = self.found or Found()
            self.events.put(Event(refusal))
            self._wake()
        self._refusal = refusal

    def _carry_out(self, task: Task) -> None:
        try:
            told = Event(task(), "information")
        except InputError as problem:
            told = Event(str(problem))
        if told.text:
            self.events.put(told)
            self._wake()
