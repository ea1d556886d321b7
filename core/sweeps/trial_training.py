"""A trial that has begun and not ended: its runs, how far they are, and its record."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean, stdev

from msgspec import structs

from core.experiment.experiment import Experiment
from core.runs.run_folder import RunFolder
from core.support.i18n import _

from .saved.records import DIVERGED, FAILED, FINISHED, TRAINING, WAITING, RunProgress, RunRecord, TrialRecord
from .saved.sweep_folder import SweepFolder, run_name
from .space.space import Settings
from .sweep_experiment import SweepExperiment
from .worker.job import JobResult
from .worker.run_figures import read_record


@dataclass(eq=False)
class RunTraining:
    """One run of a trial: its record as its saved folder has it, and what its next or present job needs.

    `assigned`: a worker has it, or what a worker sent back isn't written yet; `completed`: that is its last result.
    `ended` is the state in which it ended, empty while it goes on. `losses` counts the workers that were lost with it
    since one last sent a result. `progress` is how far its worker says it is.
    """

    trial: int
    experiment: Experiment
    record: RunRecord
    ended: str = ""
    assigned: bool = False
    completed: bool = False
    losses: int = 0
    progress: RunProgress | None = None

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.record.run

    @property
    def latest(self) -> RunRecord:
        """Its record with what its worker says of it, which isn't home."""
        if self.progress is None:
            return self.record
        figures = [self.progress.objective, *self.record.objectives[1:]]
        return structs.replace(self.record, epochs=self.progress.epoch, objectives=figures)

    def has_reached(self, epoch: int | None) -> bool:
        """Whether it needs no more training before the trial is looked at after this epoch; None: at its end."""
        return bool(self.ended) or (epoch is not None and self.record.epochs >= epoch)


@dataclass(eq=False)
class TrialTraining:
    """A trial in training. `decided` is the last epoch after which the pruner let it go on, 0 before the first.

    `ending` is the state in which it is to end as soon as no worker has any of its runs, empty while it goes on;
    `problem` then says why.
    """

    number: int
    settings: Settings
    runs: list[RunTraining] = field(default_factory=list)
    decided: int = 0
    ending: str = ""
    problem: str = ""
    by_hand: bool = False

    @classmethod
    def begin(cls, number: int, settings: Settings, sweep: SweepExperiment, folder: SweepFolder) -> "TrialTraining":
        """A trial, its runs as far as they are saved. Raises InputError for settings that don't fit each other."""
        trial = cls(number, settings)
        for planned in sweep.trial_runs(number, settings):
            name = run_name(number, planned.suffix)
            known = read_record(RunFolder(folder.run(name)))
            nothing: list[float | None] = [None] * len(sweep.objectives)
            record = known or RunRecord(run=name, seed=planned.seed, fold=planned.fold, objectives=nothing)
            run = RunTraining(number, planned.experiment, record)
            trial.runs.append(run)
            if record.stopped_by == "divergence":
                run.ended = DIVERGED
                trial.end(DIVERGED, _("{} diverged").format(name))
            elif record.stopped_by:
                run.ended = FINISHED
        return trial

    def take(self, run: RunTraining, result: JobResult) -> None:
        """The result of a job of the run has been written."""
        run.record, run.losses, run.progress = result.record, 0, None
        if result.ended:
            run.ended = result.state
        if result.state in (DIVERGED, FAILED):
            self.end(result.state, result.problem)

    def end(self, state: str, problem: str = "") -> None:
        """End it as soon as no worker has any of its runs; the first reason counts."""
        if not self.ending:
            self.ending, self.problem = state, str(problem)  # not a text that can be said again: it is saved

    @property
    def assigned(self) -> bool:
        """Whether a worker has any of its runs."""
        return any(run.assigned for run in self.runs)

    @property
    def finished(self) -> bool:
        """Whether all runs have ended as they should."""
        return all(run.ended == FINISHED for run in self.runs)

    @property
    def objectives(self) -> list[float | None]:
        """The means of the best figures so far; None where a run has none."""
        return [
            fmean(values) if (values := _known(each)) else None
            for each in _by_objective([run.record for run in self.runs])
        ]

    def trial_record(self) -> TrialRecord:
        """Its record as it is now. One that diverged or failed has no figures to be compared by."""
        unusable = self.ending in (DIVERGED, FAILED)
        runs = [run.latest for run in self.runs]
        figures = [[] if unusable else _known(each) for each in _by_objective(runs)]
        state = self.ending or (TRAINING if self.assigned or any(run.epochs for run in runs) else WAITING)
        return TrialRecord(
            trial=self.number,
            settings=self.settings,
            state=state,
            objectives=[fmean(values) if values else None for values in figures],
            spread=[stdev(values) if len(values) > 1 else None for values in figures],
            epochs=max((run.epochs for run in runs), default=0),
            best_epoch=runs[0].best_epoch if runs else None,
            runs=runs,
            seconds=sum(run.seconds for run in runs),
            by_hand=self.by_hand,
            problem=self.problem,
        )


def _by_objective(runs: Sequence[RunRecord]) -> list[tuple[float | None, ...]]:
    """Of each objective, the figures of all runs."""
    return list(zip(*(run.objectives for run in runs), strict=True))


def _known(figures: Sequence[float | None]) -> list[float]:
    """The figures, if all are there; else none."""
    known = [value for value in figures if value is not None]
    return known if len(known) == len(figures) else []
