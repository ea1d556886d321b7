"""The trials that have begun and not ended: which run is next, which trials end."""

from collections import deque
from collections.abc import Callable

from core.support.errors import InputError
from core.support.i18n import ngettext

from .saved.records import FAILED, FINISHED, PRUNED, TrialRecord
from .saved.sweep_folder import SweepFolder
from .search.study import Proposal, Study
from .sweep_experiment import SweepExperiment
from .trial_training import RunTraining, TrialTraining
from .worker.job import JobResult

MOST_LOSSES = 3
"""A run that loses more workers than this, one after the other, kills them: its trial fails."""


class ActiveTrials:
    """The trials in training, by number. `on_end` gets each one's record when Optuna has been told of it.

    All methods raise OSError where the study can't be saved.
    """

    def __init__(
        self, study: Study, sweep: SweepExperiment, folder: SweepFolder, on_end: Callable[[TrialRecord], object]
    ) -> None:
        self.trials: dict[int, TrialTraining] = {}
        self._study, self._sweep, self._folder, self._on_end = study, sweep, folder, on_end
        self._ready: deque[RunTraining] = deque()
        for proposal in study.running():
            self._begin(proposal)

    def next_run(self, may_begin: bool, at_once: int = 1) -> RunTraining | None:
        """The run to be trained next; None if there is none now.

        It is of a new trial, if `may_begin`, where none that has begun waits and fewer than `at_once` are in work: else
        more and more trials would be begun, and none would end.
        """
        while not self._ready and may_begin and self.in_work < at_once:
            if (proposal := self._study.ask()) is None:
                break
            self._begin(proposal)
        return self._ready[0] if self._ready else None

    def assign(self, run: RunTraining) -> None:
        """A worker gets the run of `next_run`."""
        self._ready.remove(run)
        run.assigned = True

    def next_decision(self, run: RunTraining) -> int | None:
        """After which epoch the pruner next looks at the trial of a run; None: after none."""
        decided = self.trials[run.trial].decided
        return next((epoch for epoch in self._study.decision_epochs if epoch > decided), None)

    def result_written(self, run: RunTraining, result: JobResult) -> None:
        """The result of a run's job is in the sweep's folder: the run goes on, or its trial is judged."""
        run.assigned = False
        trial = self.trials[run.trial]
        trial.take(run, result)
        self._settle(trial)

    def worker_lost(self, run: RunTraining) -> None:
        """The worker that had a run is gone: it is trained again from where its saved folder is."""
        run.assigned, run.progress = False, None
        run.losses += 1
        trial = self.trials[run.trial]
        if run.losses > MOST_LOSSES:
            text = ngettext(
                "{} worker was lost while it trained {}; is there enough memory?",
                "{} workers were lost, one after the other, while they trained {}; is there enough memory?",
                run.losses,
            )
            trial.end(FAILED, text.format(run.losses, run.name))
        self._settle(trial)

    def worker_refused(self, run: RunTraining) -> None:
        """The worker that had a run can't do it: another one does, from where its saved folder is."""
        run.assigned, run.progress = False, None
        self._settle(self.trials[run.trial])

    def fail(self, run: RunTraining, problem: str) -> None:
        """A run can't be trained; its trial fails."""
        run.assigned = False
        trial = self.trials[run.trial]
        trial.end(FAILED, problem)
        self._settle(trial)

    def stop(self, number: int) -> bool:
        """End a trial by hand, as soon as no worker has its runs; False if there is none of this number in training."""
        trial = self.trials.get(number)
        if trial is None or trial.ending:
            return False
        trial.by_hand = True
        trial.end(PRUNED)
        self._settle(trial)
        return True

    def find(self, trial: int, name: str) -> RunTraining | None:
        """A run by its trial and name."""
        runs = self.trials[trial].runs if trial in self.trials else []
        return next((run for run in runs if run.name == name), None)

    @property
    def assigned(self) -> bool:
        """Whether a worker has any run."""
        return any(trial.assigned for trial in self.trials.values())

    @property
    def in_work(self) -> int:
        """How many runs workers have, or will have again when their last result is written."""
        return sum(run.assigned and not run.completed for trial in self.trials.values() for run in trial.runs)

    @property
    def to_stop(self) -> list[str]:
        """The runs that workers have of trials which are to end."""
        return [run.name for trial in self.trials.values() if trial.ending for run in trial.runs if run.assigned]

    def _begin(self, proposal: Proposal) -> None:
        number, settings = proposal
        try:
            trial = TrialTraining.begin(number, settings, self._sweep, self._folder)
        except InputError as problem:  # settings that don't fit each other
            trial = TrialTraining(number, settings)
            trial.end(FAILED, str(problem))
        self.trials[number] = trial
        self._settle(trial)

    def _settle(self, trial: TrialTraining) -> None:
        """Ask the pruner where that is due, then end the trial, or have its runs go on."""
        if not trial.ending and trial.finished:
            trial.end(FINISHED)
        if not trial.ending:
            self._decide(trial)
        if not trial.ending:
            due = self.next_decision(trial.runs[0])
            self._ready += [
                run for run in trial.runs if not run.assigned and not run.has_reached(due) and run not in self._ready
            ]
            return
        for run in trial.runs:
            if run in self._ready:
                self._ready.remove(run)
        if not trial.assigned:
            del self.trials[trial.number]
            record = trial.trial_record()
            self._study.tell(record)
            self._on_end(record)

    def _decide(self, trial: TrialTraining) -> None:
        """Report to the pruner at each epoch that all runs have reached, until it ends the trial."""
        for epoch in self._study.decision_epochs:
            if epoch <= trial.decided:
                continue
            if not all(run.has_reached(epoch) for run in trial.runs):
                return
            value = trial.objectives[0]
            if value is not None and self._study.report_and_prune(trial.number, epoch, value):
                trial.end(PRUNED)
                return
            trial.decided = epoch
