"""Recording a training while it runs: what is saved, and when.

The trainer's state is copied at most once a second, at the end of an epoch; what people do is written at once.
"""

from collections.abc import Callable, Mapping
from math import isinf
from pathlib import Path
from time import perf_counter

from core.support.i18n import _
from core.timeline.advance import current_position
from core.timeline.journal import Entry, Position, Resume, Rewind, Start, Stop
from core.training.trainer import Trainer

from . import metrics_file as metrics
from .background_writer import BackgroundWriter
from .environment import current_conditions, current_time
from .run_folder import JOURNAL, METRICS, Lock, RunFolder, explain_write_errors
from .summary import RUNNING, summarize
from .writer import PendingWrites, RunWriter

SECONDS = 0.8
"""The time between two checkpoints: after a crash, at most a second of training is repeated."""
NEVER = (-1, -1)


class Recorder:
    """Saves one training to disk. All methods are called on the trainer's thread.

    `notify` gets messages for people, and `on_change` is called when `problem` changes, both on the writer's thread.
    The folder is made in `runs_dir` when there is something to save, unless it is given. A run that has a journal
    continues from the trainer's position. `seconds` is the least time between two checkpoints; infinity for none before
    the training stops.
    """

    def __init__(
        self,
        trainer: Trainer,
        runs_dir: Path,
        notify: Callable[[str], object],
        *,
        folder: RunFolder | None = None,
        lock: Lock | None = None,
        started: str = "",
        program: str = "",
        on_change: Callable[[], object] = lambda: None,
        seconds: float = SECONDS,
    ) -> None:
        self.trainer, self.run_writer = (
            trainer,
            RunWriter(runs_dir, trainer.experiment, folder, lock, trainer.data.preparation),
        )
        self._program, self._started = program, started or current_time()
        self._examples = trainer.X, trainer.Y  # the trainer may be given others before the thread needs them
        goes_on = folder is not None and (folder.path / JOURNAL).exists()
        self._resumed_at = current_position(trainer) if goes_on or current_position(trainer) > (0, 0) else None
        self._records: list[Mapping[str, float | None]] = []
        self._entries: list[Entry] = []
        self._entry_count = 1  # the first entry: the conditions
        self._recorded, self._best_epoch = trainer.epoch, 0
        last = metrics.last_epoch(folder.path / METRICS) if folder else trainer.epoch
        # The first epoch whose figures are to be written (again), since training went back or was interrupted.
        self._rewrite_from = None if last == trainer.epoch else min(last + 1, trainer.epoch)
        self._saved: Position = NEVER
        self._seconds = seconds
        self._next = perf_counter() + seconds if goes_on or isinf(seconds) else 0.0
        self.writer = BackgroundWriter(self.run_writer, self._conditions, notify, on_change)

    @property
    def folder(self) -> RunFolder | None:
        """The run's folder; None before there is one."""
        return self.run_writer.folder

    def open(self) -> RunFolder:
        """Make the folder now, before training. Raises InputError where that fails."""
        with explain_write_errors(self.run_writer.runs_dir):
            folder = self.run_writer.open()
            self.run_writer.write(
                PendingWrites(summary=summarize(self.trainer, "", self._started, current_time(), RUNNING))
            )
        return folder

    def epoch_ended(self) -> None:
        """Record the figures of an epoch at its end, and save the state if that is due."""
        trainer = self.trainer
        if metrics.has_line(trainer.epoch, trainer.history.marked):
            self._record()
        if perf_counter() >= self._next:
            self.save()

    def add_entry(self, entry: Entry) -> None:
        """Write an entry of the journal; the figures of the epoch before it are exempt from thinning."""
        trainer = self.trainer
        self._entries.append(entry)
        self._entry_count += 1
        trainer.history.marked.add(trainer.epoch)
        if isinstance(entry, Rewind):
            trainer.history.marked.add(entry.to_epoch)
            self._rewrite_from = (
                entry.to_epoch if self._rewrite_from is None else min(self._rewrite_from, entry.to_epoch)
            )
        elif self._rewrite_from is None:
            self._record()
        if self.folder is not None:
            self._enqueue(PendingWrites())

    def save(self) -> None:
        """Queue the present state for writing, unless the previous one still waits or is the same."""
        self._next = perf_counter() + self._seconds
        if self.writer.waiting or (current_position(self.trainer) == self._saved and not self.writer.incomplete):
            return
        try:
            self._enqueue_state(RUNNING)
        except MemoryError as problem:  # training can continue without a copy of its state
            self.writer.incomplete = True
            self.writer.fail(problem)

    def save_now(self, written: Callable[[Path], object]) -> None:
        """Queue the present state. When it is on disk, the writer's thread calls `written` with the run's folder.

        Raises MemoryError if there is no room for a copy of the state.
        """
        if current_position(self.trainer) == self._saved and not self.writer.incomplete:
            self._enqueue(PendingWrites(written=[written]))
        else:
            self._next = perf_counter() + self._seconds
            self._enqueue_state(RUNNING, written=written)

    def stop(self, stopped_by: str, result: Mapping[str, object]) -> None:
        """Save the end of training. `result` is the last line of `train --json`.

        If somebody has deleted the folder meanwhile, the run is written again.
        """
        again = self.run_writer.deleted
        if again:
            self._records, self._rewrite_from, self._best_epoch = [], 0, 0
        self._record()
        self._entries.append(Stop(*current_position(self.trainer), stopped_by, self.trainer.weights_sha256))
        self._entry_count += 1
        try:
            self._enqueue_state(stopped_by, result, whole=again)
        except MemoryError as problem:  # a resumed run continues from its last checkpoint
            self.writer.incomplete = True
            self._enqueue(PendingWrites())
            self.writer.fail(problem)

    def finish(self) -> None:
        """Release the folder once everything has been written, however many attempts that takes."""
        self.writer.finish()

    def close(self, timeout: float = 10.0) -> bool:
        """Write what is left, with one more attempt where that failed, and release the folder.

        Returns whether all was written within `timeout` seconds.
        """
        return self.writer.close(timeout)

    @property
    def problem(self) -> str:
        """Why the run isn't saved completely, with the folder and the system's reason; empty while it is."""
        return self.writer.problem

    @property
    def reason(self) -> str:
        """The system's reason alone; empty while the run is saved."""
        return self.writer.reason

    @property
    def saved(self) -> bool:
        """Whether the recorder is closed and everything is on disk."""
        return self.writer.saved

    @property
    def not_saved(self) -> str:
        """The message for a run that isn't `saved` after `close`."""
        why = self.problem or _("{}: the disk is too slow").format(self.location)
        return _("the end of the run is not saved: {}").format(why)

    @property
    def location(self) -> Path:
        """The folder of the run; before it exists, the folder of all runs."""
        return self.writer.location

    def _record(self) -> None:
        """Queue the figures of the last epoch, once; after going back, of all epochs since."""
        trainer = self.trainer
        if self._rewrite_from is not None:
            self._record_from(self._rewrite_from)
        elif trainer.epoch != self._recorded and trainer.history.last[:1] == (trainer.epoch,):
            self._records.append(trainer.history[-1])
        self._recorded = trainer.epoch

    def _record_from(self, epoch: int) -> None:
        history, self._rewrite_from = self.trainer.history, None
        rows = history.view()
        for figures in rows[rows[:, 0] >= epoch].tolist():
            if metrics.has_line(int(figures[0]), history.marked) or figures[0] == self.trainer.epoch:
                self._records.append(history.record(figures))

    def _enqueue_state(
        self,
        state: str,
        result: Mapping[str, object] | None = None,
        whole: bool = False,
        written: Callable[[Path], object] | None = None,
    ) -> None:
        trainer, best = self.trainer, None
        if self._rewrite_from is not None:
            self._record()
        if trainer.best is not None and trainer.best_epoch != self._best_epoch:
            best, self._best_epoch = (trainer.best, trainer.best_epoch), trainer.best_epoch
        summary = summarize(trainer, "", self._started, current_time(), state, result=result)
        copy = trainer.state()
        self._saved, self.writer.incomplete = current_position(self.trainer), False
        self._enqueue(
            PendingWrites(
                state=copy,
                count=self._entry_count,
                summary=summary,
                best=best,
                result=result,
                data=trainer.data,
                whole=whole,
                written=[written] if written else [],
            )
        )

    def _enqueue(self, writes: PendingWrites) -> None:
        writes.records, writes.entries = self._records, self._entries
        self._records, self._entries = [], []
        self.writer.put(writes)

    def _conditions(self) -> Entry:
        """The first entry of the journal: the conditions under which training starts or resumes."""
        found = current_conditions(*self._examples, self._program)
        if self._resumed_at is None:
            return Start(**found)
        epoch, batch = self._resumed_at
        return Resume(**found, epoch=epoch, batch=batch)
