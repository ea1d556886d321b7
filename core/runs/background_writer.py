"""A thread that writes a run to disk, so that a slow disk doesn't hold up training.

What can't be written stays in memory, is reported once, and is tried again until it succeeds, even if nothing new
comes.
"""

from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

from core.support.errors import InputError
from core.support.i18n import _
from core.support.memory import not_enough_memory
from core.timeline.journal import Entry

from .writer import PendingWrites, RunWriter

RETRY_SECONDS, RETRY_SHARE = 1.0, 0.1
"""The smallest time between two attempts while nothing new comes, and the largest share of the time for attempts, since
writing a large state takes a while.
"""


class BackgroundWriter:
    """Writes queued data by a RunWriter, in order.

    `first` makes the first entry of the journal; it takes a moment, so the thread calls it. `notify` gets a message for
    people, and `on_change` is called when `problem` changes, both from the thread.
    """

    def __init__(
        self,
        run_writer: RunWriter,
        first: Callable[[], Entry],
        notify: Callable[[str], object],
        on_change: Callable[[], object] = lambda: None,
    ) -> None:
        self.run_writer = run_writer
        self.problem = self.reason = ""
        """Why the run isn't saved completely: with the folder, and the system's reason alone; empty while it is."""
        self.incomplete = False
        """Whether something couldn't even be queued, so that the run isn't saved although the queue is written."""
        self._first, self._notify, self._on_change = first, notify, on_change
        self._queue: SimpleQueue[PendingWrites | None] = SimpleQueue()
        self._pending: PendingWrites | None = None
        self._has_first_entry = self._closing = False
        self._retry_seconds = RETRY_SECONDS
        self._thread = Thread(target=self._work, name="recorder", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many items of the queue the thread hasn't taken yet."""
        return self._queue.qsize()

    @property
    def saved(self) -> bool:
        """Whether the writer is closed and everything is on disk."""
        return not self._thread.is_alive() and self._pending is None and not self.incomplete

    @property
    def location(self) -> Path:
        """The folder of the run; before it exists, the folder of all runs."""
        return self.run_writer.folder.path if self.run_writer.folder else self.run_writer.runs_dir

    def put(self, writes: PendingWrites) -> None:
        """Queue data for the thread."""
        self._queue.put(writes)

    def finish(self) -> None:
        """End, and release the folder, once everything has been written, however many attempts that takes."""
        self._queue.put(None)

    def close(self, timeout: float) -> bool:
        """Write what is left, with one more attempt where that failed, and release the folder.

        Returns whether all was written within `timeout` seconds.
        """
        self._closing = True
        self.finish()
        self._thread.join(timeout)
        return self.saved

    def _work(self) -> None:
        more = True
        try:
            while more or (self._pending is not None and not self._closing):
                try:
                    writes = self._queue.get(timeout=None if self._pending is None else self._retry_seconds)
                except Empty:
                    writes = PendingWrites()
                if writes is None:
                    more = False
                else:
                    self.write(writes)
            if self._pending is not None:
                self.write(PendingWrites())  # one last attempt
        finally:
            self.run_writer.close()

    def write(self, writes: PendingWrites) -> None:
        """Write now, after what couldn't be written before."""
        if self._pending is None:
            self._pending = writes
        else:
            self._pending.add(writes)
        began = monotonic()
        try:
            self.run_writer.open()
            if not self._has_first_entry:
                self._pending.entries.insert(0, self._first())
                self._has_first_entry = True
            self.run_writer.write(self._pending)
            written, self._pending = self._pending.written, None
            self._succeed()
            for call in written:
                call(self.location)
        except Exception as problem:  # any kind: without this thread all that follows would be lost silently
            self.fail(problem)
        self._retry_seconds = max(RETRY_SECONDS, (monotonic() - began) / RETRY_SHARE)

    def fail(self, problem: Exception) -> None:
        """Store the reason, and report the first time that the run isn't saved."""
        before = self.problem
        self.problem, self.reason = self._texts_of(problem)
        if before != self.problem:
            self._on_change()
        if not before:
            self._notify(_("{}. Training goes on in memory, and saving is tried again").format(self.problem))

    def _succeed(self) -> None:
        if self.problem and not self.incomplete:
            self.problem = self.reason = ""
            self._on_change()

    def _texts_of(self, problem: Exception) -> tuple[str, str]:
        """The texts of `problem` and `reason` for an exception."""
        cause = problem.__cause__ if isinstance(problem, InputError) else problem
        if isinstance(cause, OSError):
            reason = cause.strerror or str(cause)
        elif isinstance(cause, MemoryError):
            reason = not_enough_memory(cause)
        else:
            reason = str(problem) if isinstance(problem, InputError) else f"{type(problem).__name__}: {problem}"
        if self.run_writer.deleted:
            reason += _("; if it was deleted, the run is written again when training stops")
        if isinstance(problem, InputError):
            return str(problem), reason
        return _("{}: cannot be written: {}").format(self.location, reason), reason
