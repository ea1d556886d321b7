"""Reads, renames and deletes run folders on a thread of its own.

So a slow disk doesn't block the keys. Imports nothing of Textual.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from core.calls import Array
from core.runs.metrics_file import MetricsReader
from core.runs.run_folder import METRICS, RunFolder
from core.runs.run_list import ListedRun, RunList
from core.support.errors import InputError
from core.support.memory import not_enough_memory
from tui_mlp.session.snapshot import Event

from .request_thread import RequestThread


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


class RunsReader(RequestThread[ReadRequest | RunChange]):
    """Reads only on request. Results are in `found`, None until the first reading."""

    def __init__(self, runs_dir: Path) -> None:
        super().__init__("runs")
        self.found: FoundRuns | None = None
        self._listing, self._curves = RunList(runs_dir), dict[str, MetricsReader]()
        self._wanted: Sequence[RunFolder] = ()
        self._refusal = ""
        """Why the last reading failed; empty if it succeeded."""
        self._start()

    def read(self, wanted: Sequence[RunFolder], list_runs: bool = True) -> None:
        """Request a reading of the histories of these runs, and with `list_runs` of the list of runs."""
        if not list_runs or self._requests.empty():  # requests must not pile up on a slow disk
            self._send(ReadRequest(tuple(wanted), list_runs))

    def change(self, change: RunChange) -> None:
        """Request a change of a run, then read again. Its message, or its InputError, becomes an event."""
        self._send(change)

    # The thread

    def _answer(self, request: ReadRequest | RunChange) -> None:
        if isinstance(request, ReadRequest):
            self._wanted = request.wanted
            # While a key is held, requests for one run after the other come in: only the last one counts.
            read = partial(self._read, self._wanted, request.list_runs, last=self._requests.empty())
        else:
            self._carry_out(request)
            read = partial(self._read, self._wanted, list_runs=True, last=True)
        self._tell_refusals(read)

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
            self._tell(Event(refusal))
        self._refusal = refusal

    def _carry_out(self, change: RunChange) -> None:
        try:
            event = Event(change(), "information")
        except InputError as problem:
            event = Event(str(problem))
        if event.text:
            self._tell(event)
