"""Recording a training while it goes on.

At the end of an epoch, a second after the last time, the trainer's state is copied; a thread of its own brings it to
the disk, so that a slow disk holds nobody up. What can't be written is told once, and training goes on.
"""

import platform
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from time import perf_counter

import numpy as np

from . import metrics
from .errors import InputError
from .journal import Entry, Start, Stop
from .runs import Lock, RunFolder
from .store import Parcel, Store
from .summary import RUNNING, summarized
from .texts import _
from .trainer import Trainer

SECONDS = 0.8
"""From one checkpoint to the next: after a crash, no more than a second is done again."""


class Recorder:
    """Keeps one training on disk. All methods are for the trainer's thread; `tell` gets a message for people, from
    another.

    The folder is made in `runs_dir` when there is something to keep, unless the training goes on in one it has.
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
        journal: int = 0,
        program: str = "",
    ) -> None:
        self.trainer, self.store = trainer, Store(runs_dir, trainer.experiment, folder, lock)
        self._tell, self._told, self._started = tell, False, started or now()
        self._records: list[dict[str, float | None]] = []
        self._entries: list[Entry] = [] if folder else [start_conditions(trainer, program)]
        self._journal = journal + len(self._entries)
        self._recorded, self._best_epoch, self._saved = trainer.epoch, 0, (-1, -1)
        self._next = 0.0 if folder is None else perf_counter() + SECONDS
        self._parcels: SimpleQueue[Parcel | None] = SimpleQueue()
        self._pending: Parcel | None = None
        self._thread = Thread(target=self._work, name="recorder", daemon=True)
        self._thread.start()

    @property
    def folder(self) -> RunFolder | None:
        """The run's folder; None before there is one."""
        return self.store.folder

    def open(self) -> RunFolder:
        """Make the folder now, before anything is trained. Raises InputError where that can't be done."""
        return self.store.open()

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
        self._journal += 1
        trainer.history.marked.add(trainer.epoch)
        self._record()

    def save(self) -> None:
        """Have the present state written, unless the one before still is."""
        self._next = perf_counter() + SECONDS
        if self._parcels.empty() and self._place != self._saved:
            self._post(RUNNING)

    def stop(self, stopped_by: str, result: Mapping[str, object]) -> None:
        """Training stops here; `result` is the last line of `train --json`. Waits till all is written."""
        trainer = self.trainer
        self._record()
        self._entries.append(Stop(*self._place, stopped_by, trainer.weights_sha256))
        self._journal += 1
        self._post(stopped_by, result)

    def finish(self) -> None:
        """Nothing more comes: let go of the folder when what is left has been written."""
        self._parcels.put(None)

    def close(self, timeout: float = 10.0) -> bool:
        """Write what is left and let go of the folder; whether that was done within so many seconds."""
        self.finish()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    @property
    def _place(self) -> tuple[int, int]:
        return self.trainer.epoch, self.trainer.batch

    def _record(self) -> None:
        """The figures of the last epoch, once."""
        trainer = self.trainer
        if trainer.epoch != self._recorded and len(trainer.history):
            self._records.append(trainer.history[-1])
            self._recorded = trainer.epoch

    def _post(self, state: str, result: Mapping[str, object] | None = None) -> None:
        trainer = self.trainer
        best = None
        if trainer.best is not None and trainer.best_epoch != self._best_epoch:
            best, self._best_epoch = (trainer.best, trainer.best_epoch), trainer.best_epoch
        summary = summarized(trainer, "", self._started, now(), state)
        self._parcels.put(Parcel(self._records, self._entries, trainer.state(), summary, self._journal, best, result))
        self._records, self._entries, self._saved = [], [], self._place

    # The thread that writes

    def _work(self) -> None:
        while (parcel := self._parcels.get()) is not None:
            if self._pending is not None:
                parcel = joined(self._pending, parcel)
            try:
                self.store.write(parcel)
                self._pending, self._told = None, False
            except (OSError, InputError) as problem:
                self._pending = parcel  # it is tried again with the next one
                if not self._told:
                    self._told = True
                    self._tell(self._refusal(problem))
        self.store.close()

    def _refusal(self, problem: Exception) -> str:
        where = self.folder.path if self.folder else self.store.runs_dir
        why = (problem.strerror if isinstance(problem, OSError) else None) or str(problem)
        text = _("the run can't be saved: {}: {}. Training goes on in memory, and saving is tried again")
        return (
            text.format(where, why) if isinstance(problem, OSError) else _("{}. Training goes on in memory").format(why)
        )


def joined(first: Parcel, then: Parcel) -> Parcel:
    """Both parcels as one."""
    return then._replace(
        records=[*first.records, *then.records],
        entries=[*first.entries, *then.entries],
        best=then.best or first.best,
        result=then.result or first.result,
    )


def start_conditions(trainer: Trainer, program: str) -> Start:
    """Under what this training begins: the same give the same bits."""
    digest = sha256(np.ascontiguousarray(trainer.X).data)
    digest.update(np.ascontiguousarray(trainer.Y).data)
    return Start(now(), program, platform.python_version(), np.__version__, processor(), digest.hexdigest())


def processor() -> str:
    """What NumPy's products run on: their last bits depend on it."""
    from threadpoolctl import threadpool_info

    found = [
        f"{info.get('internal_api')} {info.get('version')} {info.get('architecture')}" for info in threadpool_info()
    ]
    return f"{platform.machine()} {sys.platform} {', '.join(found)}"


def now() -> str:
    """The time, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")
