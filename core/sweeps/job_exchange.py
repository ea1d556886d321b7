"""What goes on between trials and workers: jobs given, stopped, come back, lost."""

from collections.abc import Callable
from functools import partial
from time import perf_counter

from core.support.errors import InputError
from core.support.i18n import _

from .active_trials import ActiveTrials
from .cluster.cluster import Cluster
from .cluster.dask_calls import Calls
from .cluster.on_worker import JobFunction
from .cluster.workers import Workers
from .run_jobs import RunJobs
from .saved.records import RunProgress
from .saved.sweep_folder import SweepFolder
from .status_report import StatusReport
from .sweep_experiment import SweepExperiment
from .trial_training import RunTraining
from .worker.job import Job, JobResult
from .worker.shipped_tables import read_shipped_tables, table_key

STOP_AGAIN = 1.0
"""Seconds until workers are asked again to stop: a job may have been on its way to them the first time."""


class JobExchange:
    """Gives the runs of the trials to workers, and takes them back. All of it is on the sweep's thread.

    `tell` gets messages for people. To be closed.
    """

    def __init__(
        self,
        folder: SweepFolder,
        sweep: SweepExperiment,
        cluster: Cluster,
        function: JobFunction,
        trials: ActiveTrials,
        report: StatusReport,
        calls: Calls,
        tell: Callable[[str], object],
    ) -> None:
        self.trials = trials
        self._folder, self._report, self._tell = folder, report, tell
        self._jobs = RunJobs(folder, sweep, calls, tell)
        self.workers = Workers(cluster.client, folder.name, function, calls, self)
        self._asked: set[str] = set()
        self._ask_again = 0.0

    def give_jobs(self, may_begin: bool) -> None:
        """Give workers that have nothing to do the next runs; those of new trials if `may_begin`. Raises OSError."""
        while self.workers.any_free and (run := self.trials.next_run(may_begin, self.workers.threads)):
            table = table_key(self._folder.name, run.experiment)
            try:
                if not self.workers.has_table(table):
                    self.workers.add_table(table, read_shipped_tables(run.experiment))
                worker = self.workers.free_worker(table)
                if worker is None:  # the tables are on their way
                    return
                job = self._jobs.make(run, table, self.trials.next_decision(run))
            except InputError as problem:
                self.trials.fail(run, str(problem))
                continue
            self.trials.assign(run)
            self.workers.give(worker, job)

    def stop_runs(self, everything: bool) -> None:
        """Ask workers to stop runs: all, or those of trials that are to end and of workers that are to leave.

        To be called again and again until their results are here.
        """
        if everything:
            wanted = {job.run for _worker, job in self.workers.assignments()}
        else:
            leaving = [run for worker in self.workers.known.values() if worker.leaving for run in worker.jobs]
            wanted = {*self.trials.to_stop, *leaving}
        now = perf_counter()
        if wanted and (not wanted <= self._asked or now >= self._ask_again):
            self._ask_again = now + STOP_AGAIN
            self.workers.stop(wanted)
        self._asked = wanted

    def close(self) -> None:
        """Hear no more of the workers, and wait until all results are written."""
        self.workers.close()
        self._jobs.close()

    # What the workers make known.

    def tell(self, message: str) -> None:
        """A message for people."""
        self._tell(message)

    def job_done(self, job: Job, result: JobResult) -> None:
        """A run has come back: its files are written, then it goes on or its trial is judged."""
        run = self._run_of(job)
        for note in result.notes:
            self.tell(f"{run.name}: {note}")
        run.completed = result.ended
        self._jobs.write_result(run, result, partial(self._result_written, run, result))

    def job_failed(self, job: Job, problem: BaseException) -> None:
        """A job raised what no job should."""
        self.trials.fail(self._run_of(job), f"{type(problem).__name__}: {problem}")

    def job_lost(self, job: Job, worker: str) -> None:
        """A worker is gone: the run goes on elsewhere, from its saved folder."""
        run = self._run_of(job)
        self._report.lost += 1
        text = _("worker {} was lost: {} is done again from epoch {}")
        self.tell(text.format(worker, run.name, run.record.epochs))
        self.trials.worker_lost(run)

    def job_refused(self, job: Job) -> None:
        """A worker can't do a job: the run goes on elsewhere, from its last saved checkpoint."""
        self.trials.worker_refused(self._run_of(job))

    def progressed(self, progress: RunProgress) -> None:
        """A run came further."""
        for _worker, job in self.workers.assignments():
            if job.run == progress.run:
                self._run_of(job).progress = progress

    def _result_written(self, run: RunTraining, result: JobResult, problem: InputError | None) -> None:
        if problem is None:
            self.trials.result_written(run, result)
        else:
            self.trials.fail(run, str(problem))

    def _run_of(self, job: Job) -> RunTraining:
        run = self.trials.find(job.trial, job.run)
        assert run is not None, f"{job.run}: its trial ended while a worker had it"
        return run
