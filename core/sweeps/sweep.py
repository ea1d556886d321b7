"""A sweep: its trials are asked of Optuna, trained by Dask's workers, and told to Optuna."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from queue import Empty
from time import perf_counter

from core.runs.run_folder import explain_write_errors
from core.support.errors import InputError, os_error_text
from core.support.file_locks import Lock, Locked, holder
from core.support.i18n import _

from .active_trials import ActiveTrials
from .cluster.cluster import Cluster
from .cluster.on_worker import JobFunction
from .cluster.workers import Calls, SchedulerLost, Workers
from .run_jobs import bring_home, make_job
from .saved.records import ENDED, INTERRUPTED, PAUSED, PAUSING, RUNNING, RunProgress, SweepStatus, TrialRecord
from .saved.requests import AnyRequest, GoOn, Narrow, Pause, SetWorkers, Stop, StopTrial, take
from .saved.sweep_folder import SweepFolder
from .saved.sweep_reader import create_sweep_folder
from .saved.trials_file import append_trial, write_trials
from .search.study import Study
from .status_report import StatusReport
from .sweep_experiment import SweepExperiment
from .trial_training import RunTraining
from .worker.job import Job, JobResult
from .worker.run_job import run_job
from .worker.shipped_tables import read_shipped_tables, table_key
from .worker_count import change_count, end_leaving

TICK = 0.2
"""Seconds between two looks at requests and signals, where nothing else happens."""
STOP_AGAIN = 1.0
"""Seconds until workers are asked again to stop: a job may have been on its way to them the first time."""


class Sweep:
    """One process's work on a sweep, from its start or from where it was interrupted.

    `tell` gets messages for people, `on_trial` each trial when it ends, `on_status` what goes on, at most twice a
    second. `cluster` has been entered, not started. `function` is what workers do for a job.
    """

    def __init__(
        self,
        folder: SweepFolder,
        sweep: SweepExperiment,
        cluster: Cluster,
        tell: Callable[[str], object],
        on_trial: Callable[[TrialRecord], object] = lambda record: None,
        on_status: Callable[[SweepStatus], object] = lambda status: None,
        function: JobFunction = run_job,
    ) -> None:
        self.folder, self.sweep, self.cluster = folder, sweep, cluster
        self.state = RUNNING
        self._tell, self._on_trial, self._on_status, self._function = tell, on_trial, on_status, function
        self._calls: Calls = Calls()
        self._stopping = False
        self._problem = ""
        self._had_workers = self._waits_for_workers = False
        self._asked: set[str] = set()
        self._began = self._ask_again = self._next_requests = 0.0

    def run(self, interrupted: Callable[[], bool] = lambda: False) -> SweepStatus:
        """Train until all trials have ended or `interrupted()` is true.

        Returns the last status: its state is ENDED, or INTERRUPTED where the sweep can be resumed; `problem` says why
        where nobody asked for that, as when the scheduler was lost or the disk is full. Raises InputError where another
        process has the sweep, no worker can be used, or its files can't be read.
        """
        with ExitStack() as stack:
            stack.enter_context(self._lock())
            with explain_write_errors(self.folder.path):
                self.study = Study.open(self.folder, self.sweep)
                write_trials(self.folder, self.study.ended())
                self.cluster.start(self.folder.dask_log)
                self.report = StatusReport(self.folder, self.study, self.cluster.where, self._on_status)
                for text in self.cluster.notes:
                    self.tell(text)
                self.trials = ActiveTrials(self.study, self.sweep, self.folder, self._trial_ended)
            self.workers = Workers(self.cluster.client, self.folder.name, self._function, self._calls, self)
            stack.callback(self.workers.close)
            return self._go_on(interrupted)

    def _lock(self) -> Lock:
        try:
            return Lock(self.folder.lock)
        except Locked as problem:
            text = _("{}: another program, process {}, works on this sweep; look at it with `mlp-tui open {}`")
            raise InputError(
                text.format(self.folder.path, holder(self.folder.lock) or "?", self.folder.path)
            ) from problem

    def _go_on(self, interrupted: Callable[[], bool]) -> SweepStatus:
        """The loop, until the end; saves the last status."""
        self._began = perf_counter()
        self._take_requests(left_behind=True)
        state = INTERRUPTED
        try:
            while state == INTERRUPTED:
                self._wait_for_calls()
                self._take_requests()
                if interrupted():
                    self.stop()
                self.workers.check()
                self._check_usable()
                if self._is_over():
                    state = ENDED
                elif self._stopping and not self.workers.busy:
                    break
                else:
                    self._stop_runs()
                    end_leaving(self.cluster, self.workers)
                    self._give_jobs()
                    self.report.write(self.state, self.trials, self.workers)
        except InputError as problem:
            self._problem = str(problem)
            self._last_status(state)
            raise
        except SchedulerLost:
            text = _(
                "the connection to {} was lost; all that had come home is saved: `mlp-tui sweep resume {}` goes on"
            )
            self._problem = text.format(self.cluster.where, self.folder.path)
        except OSError as problem:
            text = _("the sweep can't be saved: {}; what was saved before is whole: `mlp-tui sweep resume {}` goes on")
            self._problem = text.format(os_error_text(problem), self.folder.path)
            self.workers.stop()
        return self._last_status(state)

    def _last_status(self, state: str) -> SweepStatus:
        try:
            self.report.write(state, self.trials, None, self._problem, now=True)
        except OSError as problem:
            self._problem = self._problem or os_error_text(problem)
        return self.report.status(state, self.trials, None, self._problem)

    def stop(self) -> None:
        """Stop all trainings; the loop ends when their files are home."""
        self._stopping = True

    def tell(self, message: str) -> None:
        """A message for people, now and in the status."""
        self.report.note(message)
        self._tell(message)

    # What the workers make known.

    def job_done(self, job: Job, result: JobResult) -> None:
        """A run has come back: its files are written, then it goes on or its trial is judged. Raises OSError."""
        run = self._run_of(job)
        for note in result.notes:
            self.tell(f"{run.name}: {note}")
        try:
            bring_home(self.folder, run, result)
        except InputError as problem:
            self.trials.failed(run, str(problem))
        else:
            self.trials.came_home(run, result)

    def job_failed(self, job: Job, problem: BaseException) -> None:
        """A job raised what no job should."""
        self.trials.failed(self._run_of(job), f"{type(problem).__name__}: {problem}")

    def job_lost(self, job: Job, worker: str) -> None:
        """A worker is gone: the run goes on elsewhere, from where it is at home."""
        run = self._run_of(job)
        self.report.lost += 1
        text = _("worker {} was lost: {} is done again from epoch {}")
        self._tell(text.format(worker, run.name, run.record.epochs))
        self.trials.lost(run)

    def progressed(self, progress: RunProgress) -> None:
        """A run came further."""
        for worker, job in self.workers.assignments():
            if job.run == progress.run and worker.jobs and (run := self.trials.find(job.trial, job.run)):
                run.progress = progress

    def _run_of(self, job: Job) -> RunTraining:
        run = self.trials.find(job.trial, job.run)
        assert run is not None, f"{job.run}: its trial ended while a worker had it"
        return run

    def _trial_ended(self, record: TrialRecord) -> None:
        append_trial(self.folder, record)
        self.report.trial_ended(record)
        self._on_trial(record)

    # The steps of the loop.

    def _wait_for_calls(self) -> None:
        """Make the calls that have come, after waiting a moment for the first."""
        try:
            self._calls.get(timeout=TICK)()
            while True:
                self._calls.get_nowait()()
        except Empty:
            pass

    def _check_usable(self) -> None:
        """Raises InputError where nothing has begun, and of the workers that are there none can be used."""
        if self.workers.known or not self.workers.settled:
            self._had_workers = self._had_workers or bool(self.workers.known)
        elif not self._had_workers and self.workers.unusable:
            text = _("{}: found no worker that can be used: {}")
            raise InputError(text.format(self.cluster.where, next(iter(self.workers.unusable.values()))))
        elif not self._waits_for_workers:
            self._waits_for_workers = True
            self.tell(_("{} has no workers now; the sweep waits for some").format(self.cluster.where))

    def _is_over(self) -> bool:
        """Whether all trials have ended, and there is none to come."""
        if self.trials.trials or self._halted or not self.workers.settled:
            return False
        return self.trials.next_run(self._may_begin) is None

    @property
    def _may_begin(self) -> bool:
        limit = self.sweep.settings.time
        return not limit or perf_counter() - self._began < limit

    def _take_requests(self, left_behind: bool = False) -> None:
        """Do what other programs ask; of what was asked before this process began, not to pause or stop."""
        if (now := perf_counter()) < self._next_requests:
            return
        self._next_requests = now + TICK
        taken = take(self.folder)
        for problem in taken.problems:
            self.tell(problem)
        for request in taken.requests:
            if not left_behind or not isinstance(request, Pause | GoOn | Stop):
                self._obey(request)

    def _obey(self, request: AnyRequest) -> None:
        match request:
            case Pause():
                self.state = PAUSING if self.state == RUNNING else self.state
            case GoOn():
                self.state = RUNNING
            case Stop():
                self.stop()
            case SetWorkers(count=number):
                change_count(self.cluster, self.workers, number, self.tell)
            case StopTrial(trial=number):
                if not self.trials.stop(number):
                    self.tell(_("trial {} isn't in training").format(number))
            case Narrow(narrowing=narrowing):
                try:
                    self.study.narrow(narrowing)
                except InputError as problem:
                    self.tell(str(problem))
                self.report.narrowed()

    def _stop_runs(self) -> None:
        """Ask workers to stop runs, again and again until they are home: of all trials, or of those that are to end."""
        halted = self._halted
        leaving = [run for worker in self.workers.known.values() if worker.leaving for run in worker.jobs]
        wanted = (
            {job.run for _worker, job in self.workers.assignments()} if halted else {*self.trials.to_stop, *leaving}
        )
        now = perf_counter()
        if wanted and (not wanted <= self._asked or now >= self._ask_again):
            self._ask_again = now + STOP_AGAIN
            self.workers.stop(wanted)
        self._asked = wanted
        if self.state == PAUSING and not self.workers.busy:
            self.state = PAUSED

    @property
    def _halted(self) -> bool:
        return self._stopping or self.state in (PAUSING, PAUSED)

    def _give_jobs(self) -> None:
        """Give workers that have nothing to do the next runs."""
        while not self._halted and self.workers.any_free and (run := self.trials.next_run(self._may_begin)):
            table = table_key(self.folder.name, run.experiment)
            try:
                if not self.workers.has_table(table):
                    self.workers.add_table(table, read_shipped_tables(run.experiment))
                worker = self.workers.free_worker(table)
                if worker is None:  # the tables are on their way
                    return
                job, packed = make_job(self.folder, self.sweep, run, table, self.trials.until(run))
            except InputError as problem:
                self.trials.failed(run, str(problem))
                continue
            for note in packed.notes:
                self.tell(note)
            self.trials.given(run)
            self.workers.give(worker, job)


def create_sweep(runs_dir: Path, sweep: SweepExperiment) -> SweepFolder:
    """Make the folder of a new sweep in the folder of saved runs. Raises InputError where that fails."""
    return create_sweep_folder(runs_dir, sweep)
