"""The training of a job: a run begun or continued, trained, and saved."""

from collections.abc import Callable
from math import inf
from pathlib import Path
from time import perf_counter

import msgspec

from core.resuming.resume import fill_history, newest_checkpoint, start_time
from core.resuming.run_data import read_preparation
from core.resuming.run_journal import read_run_journal
from core.runs.environment import current_conditions, differences_since_last
from core.runs.outcome import outcome
from core.runs.recorder import Recorder
from core.runs.run_folder import OBJECTIVES, RunFolder
from core.support import atomic_files
from core.support.errors import InputError
from core.support.i18n import _
from core.support.memory import not_enough_memory
from core.sweeps.saved.records import DIVERGED, FAILED, FINISHED, TRAINING, RunProgress, RunRecord
from core.timeline.advance import current_position
from core.timeline.journal import Conditions
from core.timeline.journal_steps import effective_steps
from core.training.divergence import Diverged
from core.training.trainer import Interrupted, Trainer

from .best_so_far import BestSoFar
from .job import Job, JobResult
from .packed_folder import changed_files, unpack
from .prepared_data import prepared_data
from .run_figures import RecordAt, RunFigures, new_record, read_figures

REPORT_SECONDS = 0.5
"""The least time between two reports of a run's progress."""
CLOSING_SECONDS = 600.0
"""How long a slow disk may take to save a run."""

Report = Callable[[RunProgress], object]


class JobTraining:
    """The training of a job in a folder of `runs_dir`. `run` is to be called once.

    Raises InputError for data that can't be used, and a run that can't be continued.
    """

    def __init__(self, job: Job, runs_dir: Path, stop: Interrupted, report: Report) -> None:
        self._job, self._stop, self._report = job, stop, report
        self._notes: list[str] = []
        folder = RunFolder(runs_dir / job.run) if job.files else None
        if folder is not None:
            unpack(folder.path, job.files)
        preparation = None if folder is None else read_preparation(folder, self._notes)
        self.trainer = Trainer(job.experiment, prepared_data(job.experiment, job.table, preparation))
        self._before: RecordAt | None = None
        if folder is not None:
            self._before = self._continue(folder)
        known = self._before.record if self._before else new_record(job)
        self._record = known
        self._best = BestSoFar(self.trainer, job.objectives, known.objectives, known.best_epoch)
        self._recorder = Recorder(
            self.trainer,
            runs_dir,
            self._notes.append,
            folder=folder,
            started="" if folder is None else start_time(folder),
            program=job.version,
            seconds=inf,
        )
        self._next_report = 0.0

    def _continue(self, folder: RunFolder) -> RecordAt:
        """Take the trainer to the run's newest checkpoint; returns the record of the run there. Raises InputError."""
        trainer, job = self.trainer, self._job
        entries = read_run_journal(folder, self._notes)
        if effective_steps(entries):
            text = _("{}: somebody has changed this run by hand, so the sweep doesn't go on with it")
            raise InputError(text.format(job.run))
        found = newest_checkpoint(folder, entries, None, self._notes)
        if found is None:
            raise InputError(_("{}: found no checkpoint from which the worker can go on").format(job.run))
        trainer.restore(found.state)
        fill_history(trainer, folder, self._notes)
        today = Conditions(**current_conditions(trainer.X, trainer.Y, job.version))
        # How a worker differs from the sweep's machine is said once, when it comes, not by each of its jobs.
        today = msgspec.structs.replace(today, program="", numpy="", processor="")
        text = _("{}; from here on the last digits may differ")
        self._notes += [text.format(one) for one in differences_since_last(entries, today)]
        place, figures = current_position(trainer), read_figures(folder)
        record = figures.at(place) if figures else None
        if record is None:  # the file is damaged: what the history has is enough for all objectives but one
            best = BestSoFar.by_history(trainer, job.objectives)
            record = new_record(job)
            record.objectives, record.best_epoch = best.values, best.epoch
        return RecordAt(*place, record)

    def run(self) -> JobResult:
        """Train, and save the run in any case."""
        trainer, recorder = self.trainer, self._recorder
        trainer.after_epoch = self._epoch_ended
        state, problem, stopped_by = TRAINING, "", "interrupted"
        began = perf_counter()
        try:
            self._train(began + self._job.seconds)
            if trainer.stopped_by:
                state, stopped_by = FINISHED, trainer.stopped_by
        except Diverged as diverged:
            state, problem, stopped_by = DIVERGED, str(diverged), "divergence"
        except MemoryError as lacking:
            state, problem = FAILED, not_enough_memory(lacking)
        finally:
            seconds = perf_counter() - began
            try:
                recorder.stop(stopped_by, outcome(trainer, stopped_by, None))
            finally:
                recorder.close(CLOSING_SECONDS)
        record = self._recorded(stopped_by if state in (FINISHED, DIVERGED) else "", seconds)
        if not recorder.saved or recorder.folder is None:
            return JobResult(record, FAILED, problem=recorder.reason or recorder.not_saved, of_worker=True)
        folder = recorder.folder
        figures = RunFigures(RecordAt(*current_position(trainer), record), self._before)
        atomic_files.write(folder.path / OBJECTIVES, figures.dump())
        return JobResult(record, state, changed_files(folder, self._job.files), problem, tuple(self._notes))

    def _train(self, deadline: float) -> None:
        """Train up to the end of the job, at least one mini-batch. Raises Diverged, MemoryError."""
        trainer, until, stop = self.trainer, self._job.until_epoch, self._stop

        def interrupted() -> bool:
            return stop() or perf_counter() >= deadline

        while not trainer.stopped_by and (until is None or trainer.epoch < until) and not stop():
            trainer.run_epoch(interrupted)
            if perf_counter() >= deadline:
                break

    def _epoch_ended(self) -> None:
        self._recorder.epoch_ended()
        self._best.epoch_ended()
        now = perf_counter()
        if now >= self._next_report:
            self._next_report = now + REPORT_SECONDS
            epochs = self.trainer.experiment.training.epochs
            best = self._best.values[0] if self._best.values else None
            self._report(RunProgress(run=self._job.run, epoch=self.trainer.epoch, epochs=epochs, objective=best))

    def _recorded(self, stopped_by: str, seconds: float) -> RunRecord:
        """The record of the run as it is now."""
        return msgspec.structs.replace(
            self._record,
            epochs=self.trainer.epoch,
            objectives=list(self._best.values),
            best_epoch=self._best.epoch,
            weights_sha256=self.trainer.weights_sha256,
            stopped_by=stopped_by,
            seconds=self._record.seconds + seconds,
        )
