"""Recording a training while it goes on.

At the end of an epoch, a second after the last time, the trainer's state is copied; a thread of its own brings it to
the disk, so that a slow disk holds nobody up. What people do is written at once. What can't be written is told once and
kept in memory, training goes on, and writing is tried again till it succeeds, also while nothing is trained.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic, perf_counter

from . import metrics
from .conditions import conditions, now
from .errors import InputError
from .journal import Entry, Place, Resume, Rewind, Start, Stop
from .memory import not_enough_memory
from .runs import JOURNAL, Lock, RunFolder, writing
from .store import Parcel, Store
from .summary import RUNNING, summarized
from .texts import _
from .trainer import Trainer

SECONDS = 0.8
"""From one checkpoint to the next: after a crash, no more than a second is done again."""
RETRY_SECONDS, RETRY_SHARE = 1.0, 0.1
"""From one try to write what couldn't be written to the next, while nothing new comes: so long at the least, and so
long that trying takes this share of the time at the most, since a large state takes a disk a while."""
NEVER = (-1, -1)


class Recorder:
    """Keeps one training on disk. All methods are for the trainer's thread; `tell` gets a message for people, from
    another, and `changed` is called from there when `problem` has become another.

    The folder is made in `runs_dir` when there is something to keep, unless it is given. A run that has a journal goes
    on from where the trainer is.
    """

    def __init__(
        self,
        trainer: Trainer,
        runs_dir: Path,
        tell: Callable[[str], object],
        *,
        folder: RunFolder | None = None,
        lock: Lock | None = None,
        started: str = "",
        program: str = "",
        changed: Callable[[], object] = lambda: None,
    ) -> None:
        self.problem = self.reason = ""
        """Why the run isn't saved as far as it should be: the folder and the system's reason, and that reason alone;
        empty while it is saved."""
        self.trainer, self.store = trainer, Store(runs_dir, trainer.experiment, folder, lock)
        self._tell, self._changed, self._program, self._started = tell, changed, program, started or now()
        self._examples = trainer.X, trainer.Y  # it may be given others before the thread looks at them
        goes_on = folder is not None and (folder.path / JOURNAL).exists()
        self._resumed_at = self._place if goes_on or self._place > (0, 0) else None
        self._records: list[Mapping[str, float | None]] = []
        self._entries: list[Entry] = []
        self._count = 1  # the conditions come first; they take a moment, so the thread finds them out
        self._recorded, self._best_epoch = trainer.epoch, 0
        last = metrics.last_epoch(folder.path / metrics.FILE_NAME) if folder else trainer.epoch
        # The epoch from which on figures are to be written again, or still: training went back, or was interrupted.
        self._since = None if last == trainer.epoch else min(last + 1, trainer.epoch)
        self._saved: Place = NEVER
        self._next = perf_counter() + SECONDS if goes_on else 0.0
        self._parcels: SimpleQueue[Parcel | None] = SimpleQueue()
        self._pending: Parcel | None = None
        self._begun = self._given_up = False
        self._wait = RETRY_SECONDS
        self._short = ""
        """Why the trainer's state couldn't be copied when it was last to be saved."""
        self._thread = Thread(target=self._work, name="recorder", daemon=True)
        self._thread.start()

    @property
    def folder(self) -> RunFolder | None:
        """The run's folder; None before there is one."""
        return self.store.folder

    def open(self) -> RunFolder:
        """Make the folder now, before anything is trained. Raises InputError where that can't be done."""
        with writing(self.store.runs_dir):
            folder = self.store.open()
            self.store.write(Parcel(summary=summarized(self.trainer, "", self._started, now(), RUNNING)))
        return folder

    def epoch_ended(self) -> None:
        """An epoch has ended: keep its figures, and save where it is time."""
        trainer = self.trainer
        if metrics.keeps(trainer.epoch, trainer.history.marked):
            self._record()
        if perf_counter() >= self._next:
            self.save()

    def note(self, entry: Entry) -> None:
        """Keep an entry of the journal; the figures of the epoch it stands after are kept whatever their number."""
        trainer = self.trainer
        self._entries.append(entry)
        self._count += 1
        trainer.history.marked.add(trainer.epoch)
        if isinstance(entry, Rewind):
            trainer.history.marked.add(entry.to_epoch)
            self._since = entry.to_epoch if self._since is None else min(self._since, entry.to_epoch)
        elif self._since is None:
            self._record()
        if self.folder is not None:
            self._post(Parcel())

    def save(self) -> None:
        """Have the present state written, unless the one before still is, or is the same."""
        self._next = perf_counter() + SECONDS
        if not self._parcels.empty() or (self._place == self._saved and not self._short):
            return
        try:
            self._post_state(RUNNING)
        except MemoryError as problem:  # training needs no copy of itself to go on
            self._short = not_enough_memory(problem)
            self._fail(*self._described(problem))

    def stop(self, stopped_by: str, result: Mapping[str, object]) -> None:
        """Training stops here; `result` is the last line of `train --json`.

        Where somebody has deleted the folder meanwhile, the run is written again.
        """
        again = self.store.gone
        if again:
            self._records, self._since, self._best_epoch = [], 0, 0
        self._record()
        self._entries.append(Stop(*self._place, stopped_by, self.trainer.weights_sha256))
        self._count += 1
        try:
            self._post_state(stopped_by, result, whole=again)
        except MemoryError as problem:  # a run that goes on trains again from its last checkpoint
            self._short = not_enough_memory(problem)
            self._post(Parcel())
            self._fail(*self._described(problem))

    def finish(self) -> None:
        """Nothing more comes: let go of the folder when what is left has been written, however often that takes."""
        self._parcels.put(None)

    def close(self, timeout: float = 10.0) -> bool:
        """Write what is left, with one more try where that failed, and let go of the folder; whether all was written
        within so many seconds.
        """
        self._given_up = True
        self.finish()
        self._thread.join(timeout)
        return self.saved

    @property
    def saved(self) -> bool:
        """Whether the record is closed, and all of it is on the disk."""
        return not self._thread.is_alive() and self._pending is None and not self._short

    @property
    def not_saved(self) -> str:
        """Where `saved` is false after `close`: that it isn't, and why."""
        why = self.problem or _("{}: the disk is too slow").format(self.where)
        return _("the run is not saved to its end: {}").format(why)

    @property
    def where(self) -> Path:
        """The folder of the run; before there is one, that of all runs."""
        return self.folder.path if self.folder else self.store.runs_dir

    @property
    def _place(self) -> Place:
        return self.trainer.epoch, self.trainer.batch

    def _record(self) -> None:
        """The figures of the last epoch, once; after going back, of all epochs since."""
        trainer = self.trainer
        if self._since is not None:
            self._record_since(self._since)
        elif trainer.epoch != self._recorded and trainer.history.last[:1] == (trainer.epoch,):
            self._records.append(trainer.history[-1])
        self._recorded = trainer.epoch

    def _record_since(self, epoch: int) -> None:
        history, self._since = self.trainer.history, None
        rows = history.view()
        for figures in rows[rows[:, 0] >= epoch].tolist():
            if metrics.keeps(int(figures[0]), history.marked) or figures[0] == self.trainer.epoch:
                self._records.append(history.record(figures))

    def _post_state(self, state: str, result: Mapping[str, object] | None = None, whole: bool = False) -> None:
        trainer, best = self.trainer, None
        if self._since is not None:
            self._record()
        if trainer.best is not None and trainer.best_epoch != self._best_epoch:
            best, self._best_epoch = (trainer.best, trainer.best_epoch), trainer.best_epoch
        summary = summarized(trainer, "", self._started, now(), state)
        copy = trainer.state()
        self._saved, self._short = self._place, ""
        self._post(Parcel(state=copy, count=self._count, summary=summary, best=best, result=result, whole=whole))

    def _post(self, parcel: Parcel) -> None:
        parcel.records, parcel.entries = self._records, self._entries
        self._records, self._entries = [], []
        self._parcels.put(parcel)

    # The thread that writes

    def _work(self) -> None:
        more = True
        try:
            while more or (self._pending is not None and not self._given_up):
                try:
                    parcel = self._parcels.get(timeout=None if self._pending is None else self._wait)
                except Empty:
                    parcel = Parcel()
                if parcel is None:
                    more = False
                else:
                    self._write(parcel)
            if self._pending is not None:
                self._write(Parcel())  # what couldn't be written has one more chance
        finally:
            self.store.close()

    def _write(self, parcel: Parcel) -> None:
        if self._pending is None:
            self._pending = parcel
        else:
            self._pending.add(parcel)
        began = monotonic()
        try:
            self.store.open()
            if not self._begun:
                self._pending.entries.insert(0, self._conditions())
                self._begun = True
            self.store.write(self._pending)
            self._pending = None
            self._succeed()
        except Exception as problem:  # whatever it is: without this thread all that follows would be lost, unheard of
            self._fail(*self._described(problem))
        self._wait = max(RETRY_SECONDS, (monotonic() - began) / RETRY_SHARE)

    def _fail(self, problem: str, reason: str) -> None:
        """Tell the first time that the run isn't saved, and keep the reason as it is now."""
        before, self.problem, self.reason = self.problem, problem, reason
        if before != problem:
            self._changed()
        if not before:
            self._tell(_("{}. Training goes on in memory, and saving is tried again").format(problem))

    def _succeed(self) -> None:
        if self.problem and not self._short:
            self.problem = self.reason = ""
            self._changed()

    def _conditions(self) -> Entry:
        found = conditions(*self._examples, self._program)
        if self._resumed_at is None:
            return Start(**found)
        epoch, batch = self._resumed_at
        return Resume(**found, epoch=epoch, batch=batch)

    def _described(self, problem: Exception) -> tuple[str, str]:
        """What `problem` and `reason` say of it."""
        cause = problem.__cause__ if isinstance(problem, InputError) else problem
        if isinstance(cause, OSError):
            reason = cause.strerror or str(cause)
        elif isinstance(cause, MemoryError):
            reason = not_enough_memory(cause)
        else:
            reason = str(problem) if isinstance(problem, InputError) else f"{type(problem).__name__}: {problem}"
        if self.store.gone:
            reason += _("; if it was deleted, the run is written again when training stops")
        if isinstance(problem, InputError):
            return str(problem), reason
        return _("{}: cannot be written: {}").format(self.where, reason), reason
