"""What goes on in a sweep, gathered and written at most twice a second."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from time import perf_counter

from core.runs.environment import current_time

from .active_trials import ActiveTrials
from .cluster.workers import Workers
from .saved.records import ENDED, Importance, SweepStatus, TrialRecord, WorkerRecord
from .saved.status_file import write_status
from .saved.sweep_folder import SweepFolder
from .search.study import Study

SECONDS = 0.5
"""The least time between two reports."""
IMPORTANCE_SECONDS, IMPORTANCE_SHARE = 5.0, 20.0
"""Importance is computed again after this time, or after this many times as long as it takes."""
MOST_NOTES = 100


class StatusReport:
    """The status of one process's work on a sweep. `on_status` gets it whenever it is written."""

    def __init__(
        self, folder: SweepFolder, study: Study, where: str, on_status: Callable[[SweepStatus], object]
    ) -> None:
        self.lost = 0
        """How often a worker was lost and its job done again."""
        self.notes: list[str] = []
        self._folder, self._study, self._where, self._on_status = folder, study, where, on_status
        ended = study.ended()
        self._ended = Counter(record.state for record in ended)
        self._trained = [record.seconds for record in ended if record.seconds > 0]
        self._total_seconds, self._timed = sum(self._trained), len(self._trained)
        self._total = study.total
        self._importance, self._importance_of = Importance(), -1
        self._threads = 0
        self._next = self._next_importance = 0.0

    @property
    def left(self) -> int:
        """How many trials are still to end."""
        return max(0, self._total - self._ended.total())

    def note(self, text: str) -> None:
        """Show a text from now on; the same one once."""
        if text not in self.notes:
            self.notes = [*self.notes[-MOST_NOTES + 1 :], str(text)]  # not a text that can be said again: it is saved

    def trial_ended(self, record: TrialRecord) -> None:
        """Count a trial that has ended."""
        self._ended[record.state] += 1
        if record.seconds > 0:
            self._total_seconds += record.seconds
            self._timed += 1

    def narrowed(self) -> None:
        """The space is another one: so may be the number of trials."""
        self._total = self._study.total

    def write(
        self, state: str, trials: ActiveTrials, workers: Workers | None, problem: str = "", now: bool = False
    ) -> None:
        """Write the status if that is due, or `now`. Raises OSError."""
        time = perf_counter()
        if not now and time < self._next:
            return
        self._next = time + SECONDS
        status = self.status(state, trials, workers, problem)
        write_status(self._folder, status)
        self._on_status(status)

    def status(self, state: str, trials: ActiveTrials, workers: Workers | None, problem: str) -> SweepStatus:
        """The status now."""
        ended, threads = self._ended.total(), workers.threads if workers else self._threads
        self._threads = threads
        each = self._total_seconds / self._timed if self._timed else None
        left = None if each is None or not threads else each * self.left / threads
        return SweepStatus(
            state=state,
            pid=os.getpid(),
            time=current_time(),
            trials=self._total,
            ended=dict(self._ended),
            best=[record.trial for record in self._study.best()],
            training=[trial.trial_record() for trial in trials.trials.values()],
            workers=list(_worker_records(workers, trials)) if workers else [],
            where=self._where,
            cores=threads,
            lost=self.lost,
            importance=self._newest_importance(ended, state == ENDED),
            narrowed=dict(self._study.narrowing),
            seconds_a_trial=each,
            seconds_left=left,
            notes=list(self.notes),
            problem=str(problem),
        )

    def _newest_importance(self, ended: int, over: bool) -> Importance:
        began = perf_counter()
        if ended != self._importance_of and (over or began >= self._next_importance):
            self._importance, self._importance_of = self._study.importance(), ended
            took = perf_counter() - began
            self._next_importance = began + max(IMPORTANCE_SECONDS, IMPORTANCE_SHARE * took)
        return self._importance


def _worker_records(workers: Workers, trials: ActiveTrials) -> Iterator[WorkerRecord]:
    """What each worker does: a record for each of its jobs, or one that it has nothing to do."""
    for worker in workers.known.values():
        name, host = worker.description.name, worker.description.facts.host
        for run_name, assignment in worker.jobs.items():
            run = trials.find(assignment.job.trial, run_name)
            if run is None:
                continue
            progress, record = run.progress, run.record
            figures = record.objectives
            yield WorkerRecord(
                name=name,
                address=worker.address,
                host=host,
                trial=run.trial,
                run=run_name,
                epoch=progress.epoch if progress else record.epochs,
                epochs=run.experiment.training.epochs,
                objective=progress.objective if progress else figures[0] if figures else None,
                note=worker.note,
            )
        if not worker.jobs:
            yield WorkerRecord(name=name, address=worker.address, host=host, note=worker.note)
