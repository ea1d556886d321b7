"""A sweep: trials asked of Optuna, trained by Dask's workers, and told to Optuna."""

from collections.abc import Callable
from contextlib import ExitStack
from math import inf
from queue import Empty
from time import perf_counter

from core.runs.run_folder import explain_write_errors
from core.support.errors import InputError, os_error_text
from core.support.file_locks import Lock, Locked, holder
from core.support.i18n import _

from .active_trials import ActiveTrials
from .cluster.cluster import Cluster
from .cluster.dask_calls import Calls
from .cluster.on_worker import JobFunction
from .cluster.workers import NoWorkerLeft, SchedulerLost
from .job_exchange import JobExchange
from .saved.records import ENDED, INTERRUPTED, PAUSED, PAUSING, RUNNING, SweepStatus, TrialRecord
from .saved.requests import AnyRequest, GoOn, Narrow, Pause, SetWorkers, Stop, StopTrial, take
from .saved.sweep_folder import SweepFolder
from .saved.trials_file import append_trial, write_trials
from .search.study import Study
from .status_report import StatusReport
from .sweep_experiment import SweepExperiment
from .worker.run_job import run_job
from .worker_count import change_count, end_leaving

TICK = 0.2
"""Seconds between two looks at requests and signals, where nothing else happens."""
WITHOUT_WORKERS = 5.0
"""Seconds until it is said that there are no workers: one that was killed is soon started again."""


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
        self._had_workers = False
        self._began = self._next_requests = self._say_none_at = 0.0

    def run(self, interrupted: Callable[[], bool] = lambda: False) -> SweepStatus:
        """Train until all trials have ended or `interrupted()` is true.

        Returns the last status: its state is ENDED, or INTERRUPTED where the sweep can be resumed; `problem` says why
        where nobody asked for that, as when the scheduler was lost or the disk is full. Raises InputError where another
        process has the sweep, no worker can be used, or its files can't be read.
        """
        self._began = perf_counter()
        with ExitStack() as stack:
            stack.enter_context(self._lock())
            with explain_write_errors(self.folder.path):
                self.study = Study.open(self.folder, self.sweep)
                write_trials(self.folder, self.study.ended())
                self.report = StatusReport(self.folder, self.study, self.cluster.address, self._on_status)
                self.trials = ActiveTrials(self.study, self.sweep, self.folder, self._trial_ended)
                if self._is_over():  # all had ended: no worker need be started to see that
                    return self._last_status(ENDED)
            try:
                self.cluster.start(self.folder.dask_log)
                self.jobs = JobExchange(
                    self.folder,
                    self.sweep,
                    self.cluster,
                    self._function,
                    self.trials,
                    self.report,
                    self._calls,
                    self.tell,
                )
            except OSError as problem:
                raise InputError(f"{self.cluster.where}: {os_error_text(problem)}") from problem
            stack.callback(self.jobs.close)
            self.workers = self.jobs.workers
            for text in self.cluster.notes:
                self.tell(text)
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
                elif self._stopping and not self.trials.assigned:
                    break
                else:
                    self.jobs.stop_runs(everything=self._halted)
                    end_leaving(self.cluster, self.workers)
                    if not self._halted:
                        self.jobs.give_jobs(self._may_begin)
                    elif self.state == PAUSING and not self.trials.assigned:
                        self.state = PAUSED
                    self.report.write(self.state, self.trials, self.workers)
        except InputError as problem:
            self._problem = str(problem)
            self._last_status(state)
            raise
        except SchedulerLost:
            text = _(
                "the connection to {} was lost; all that workers had sent is saved: `mlp-tui sweep resume {}` goes on"
            )
            self._problem = text.format(self.cluster.where, self.folder.path)
        except NoWorkerLeft as problem:
            text = _("{}: no worker is left that can be used: {}; `mlp-tui sweep resume {}` goes on")
            self._problem = text.format(self.cluster.where, problem, self.folder.path)
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
        """Stop all trainings; the loop ends when their results are written."""
        self._stopping = True

    def tell(self, message: str) -> None:
        """A message for people, now and in the status."""
        self.report.note(message)
        self._tell(message)

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
        """Raises InputError where nothing has begun, and of the workers that are there none can be used.

        Raises NoWorkerLeft where none can be used any more.
        """
        waits = self.trials.trials and not self.trials.assigned and not self._stopping
        if waits and self.workers.all_refused:
            raise NoWorkerLeft(next(iter(self.workers.unusable.values()), ""))
        now = perf_counter()
        if self.workers.known or not self.workers.settled:
            self._had_workers = self._had_workers or bool(self.workers.known)
            self._say_none_at = now + WITHOUT_WORKERS
        elif not self._had_workers and self.workers.unusable:
            text = _("{}: found no worker that can be used: {}")
            raise InputError(text.format(self.cluster.where, next(iter(self.workers.unusable.values()))))
        elif now >= self._say_none_at:
            self._say_none_at = inf
            self.tell(_("{} has no workers now; the sweep waits for some").format(self.cluster.where))

    def _is_over(self) -> bool:
        """Whether all trials have ended, and there is none to come."""
        if self.trials.trials or self._halted:
            return False
        over = self.trials.next_run(self._may_begin) is None
        if over and self.report.left and not self._may_begin:
            text = _("sweep.time: {:g} seconds are over, and {} trials are left: `mlp-tui sweep resume {}` goes on")
            self.tell(text.format(self.sweep.settings.time, self.report.left, self.folder.path))
        return over

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

    @property
    def _halted(self) -> bool:
        return self._stopping or self.state in (PAUSING, PAUSED)
