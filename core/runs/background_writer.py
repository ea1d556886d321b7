"""Writing to the disk on a thread of its own, so that a slow disk holds nobody up.

What can't be written is told once and kept in memory, and writing is tried again till it succeeds, also while nothing
new comes.
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
"""From one try to write what couldn't be written to the next, while nothing new comes: so long at the least, and so
long that trying takes this share of the time at the most, since a large state takes a disk a while.
"""


class BackgroundWriter:
    """Writes parcels to a store, in order.

    `first` makes the entry of the journal that precedes all others; it takes a moment, so the thread calls it. `notify`
    gets a message for people, and `changed` is called when `problem` has become another, both from the thread.
    """

    def __init__(
        self,
        run_writer: RunWriter,
        first: Callable[[], Entry],
        notify: Callable[[str], object],
        changed: Callable[[], object] = lambda: None,
    ) -> None:
        self.run_writer = run_writer
        self.problem = self.reason = ""
        """Why the run isn't saved as far as it should be: the folder and the system's reason, and that reason alone;
        empty while it is saved.
        """
        self.incomplete = False
        """Whether something could not even be given to the writer: then the run isn't saved though all else is."""
        self._first, self._notify, self._changed = first, notify, changed
        self._queue: SimpleQueue[PendingWrites | None] = SimpleQueue()
        self._pending: PendingWrites | None = None
        self._begun = self._given_up = False
        self._wait = RETRY_SECONDS
        self._thread = Thread(target=self._work, name="recorder", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many parcels the thread has not taken yet."""
        return self._queue.qsize()

    @property
    def saved(self) -> bool:
        """Whether the writer is closed, and all is on the disk."""
        return not self._thread.is_alive() and self._pending is None and not self.incomplete

    @property
    def where(self) -> Path:
        """The folder of the run; before there is one, that of all runs."""
        return self.run_writer.folder.path if self.run_writer.folder else self.run_writer.runs_dir

    def give(self, writes: PendingWrites) -> None:
        """Queue a writes for the thread."""
        self._queue.put(writes)

    def finish(self) -> None:
        """Nothing more comes: end, and release the folder, once all has been written, however many tries that takes."""
        self._queue.put(None)

    def close(self, timeout: float) -> bool:
        """Write what is left, with one more try where that failed, and release the folder.

        Returns whether all was written within `timeout` seconds.
        """
        self._given_up = True
        self.finish()
        self._thread.join(timeout)
        return self.saved

    def _work(self) -> None:
        more = True
        try:
            while more or (self._pending is not None and not self._given_up):
                try:
                    writes = self._queue.get(timeout=None if self._pending is None else self._wait)
                except Empty:
                    writes = PendingWrites()
                if writes is None:
                    more = False
                else:
                    self.write(writes)
            if self._pending is not None:
                self.write(PendingWrites())  # what couldn't be written has one more chance
        finally:
            self.run_writer.close()

    def write(self, writes: PendingWrites) -> None:
        """Write it now, after what couldn't be written before."""
        if self._pending is None:
            self._pending = writes
        else:
            self._pending.add(writes)
        began = monotonic()
        try:
            self.run_writer.open()
            if not self._begun:
                self._pending.entries.insert(0, self._first())
                self._begun = True
            self.run_writer.write(self._pending)
            self._pending = None
            self._succeed()
        except Exception as problem:  # whatever it is: without this thread all that follows would be lost, unheard of
            self.fail(problem)
        self._wait = max(RETRY_SECONDS, (monotonic() - began) / RETRY_SHARE)

    def fail(self, problem: Exception) -> None:
        """Tell the first time that the run isn't saved, and keep the reason as it is now."""
        before = self.problem
        self.problem, self.reason = self._described(problem)
        if before != self.problem:
            self._changed()
        if not before:
            self._notify(_("{}. Training goes on in memory, and saving is tried again").format(self.problem))

    def _succeed(self) -> None:
        if self.problem and not self.incomplete:
            self.problem = self.reason = ""
            self._changed()

    def _described(self, problem: Exception) -> tuple[str, str]:
        """What `problem` and `reason` say of it."""
        cause = problem.__cause__ if isinstance(problem, InputError) else problem
        if isinstance(cause, OSError):
            reason = cause.strerror or str(cause)
        elif isinstance(cause, MemoryError):
            reason = not_enough_memory(cause)
        else:
            reason = str(problem) if isinstance(problem, InputError) else f"{type(problem).__name__}: {problem}"
        if self.run_writer.gone:
            reason += _("; if it was deleted, the run is written again when training stops")
        if isinstance(problem, InputError):
            return str(problem), reason
        return _("{}: cannot be written: {}").format(self.where, reason), reason
