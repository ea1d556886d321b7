"""Two trainings beside each other on one thread: commands go in by one queue, snapshots come out. Knows no screen."""

from typing import Any, ClassVar

from core.analysis.comparison import Comparison
from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.support.memory import not_enough_memory

from .commands import Pause, Run
from .comparison_snapshot import Standings, error_text, standing
from .refresh_rates import SNAPSHOT_SECONDS
from .run_until import Goal, Until
from .snapshot import RunState
from .worker import Command, Worker


class ComparisonTask:
    """Trains both in turns, an epoch each, as far as `goal` says. Nothing is saved."""

    def __init__(self, worker: Worker[Any, Any, Any], comparison: Comparison) -> None:
        self.worker, self.comparison = worker, comparison
        self.state = RunState.READY
        self.goal: Goal | None = None
        self._errors = tuple(map(error_text, comparison.sides))

    # What commands ask for

    def run(self, goal: Goal, until: Until | None = None) -> None:
        """Train both to their ends, or to the end of this epoch (from its end: one more)."""
        if not self.comparison.over:
            self.goal, self.state = goal, RunState.TRAINING

    def pause(self) -> None:
        """Stop at the end of this epoch; asked again, here."""
        if self.goal is None:
            return
        again, self.goal, self.state = self.state is RunState.PAUSING, Goal.EPOCH, RunState.PAUSING
        between_epochs = self.comparison.level and any(side.trainer.epoch for side in self.comparison.sides)
        if again or between_epochs:
            self._stop_here()

    def restart(self) -> None:
        """Both from their initial weights."""
        self.comparison.restart()
        self.goal, self.state = None, RunState.READY

    # For the worker

    @property
    def at_work(self) -> bool:
        """Whether there is something to train, till a command says otherwise."""
        return self.goal is not None

    def advance(self) -> None:
        """An epoch of one of them, or as much of it as there is time for."""
        comparison = self.comparison
        comparison.run_epoch(self.worker.interrupted)
        if comparison.over or (self.goal is Goal.EPOCH and comparison.level):
            self._stop_here()

    def _stop_here(self) -> None:
        self.goal, self.state = None, RunState.PAUSED
        if self.comparison.over:
            self.state = RunState.DIVERGED if all(side.problem for side in self.comparison.sides) else RunState.FINISHED

    def before_snapshot(self, now: float) -> None:
        """Nothing is measured."""

    def capture(self, sequence: int, commands: int) -> Standings:
        """How both stand, for the screen."""
        comparison = self.comparison
        first, second = comparison.sides
        return Standings(
            sequence=sequence,
            commands=commands,
            state=self.state,
            sides=(standing(first, self._errors[0]), standing(second, self._errors[1])),
            differences=comparison.differences,
            one_scale=comparison.one_scale,
            regression=first.trainer.data.task == "regression",
            validated=all(side.trainer.data.validation is not None for side in comparison.sides),
        )

    def recover(self, problem: MemoryError | OSError, last: Standings, closing: bool) -> None:
        """Where the memory doesn't suffice, an event says so, and the thread ends: there is nothing to lose."""
        if isinstance(problem, OSError):  # nothing is read or written here
            raise problem
        self.worker.tell_at_once(not_enough_memory(problem))

    def stop(self) -> None:
        """Nothing is to be saved."""
        self.goal = None

    def close(self) -> None:
        """Nothing is left to write."""


class Restart(Command, frozen=True):
    """Both from their initial weights."""

    leads_to: ClassVar[RunState | None] = RunState.READY

    def apply(self, task: ComparisonTask) -> None:
        """Begin again; nothing trains then."""
        task.restart()


class ComparisonSession(Worker[ComparisonTask, Run | Pause | Restart, Standings]):
    """Owns a comparison and its thread. Nothing is saved.

    `data` are those of the experiment, where they are loaded already; `interval` seconds pass from one snapshot to the
    next. Raises InputError where the variant can't be.
    """

    def __init__(
        self, experiment: Experiment, override: str, data: Data | None = None, interval: float = SNAPSHOT_SECONDS
    ) -> None:
        super().__init__("comparison", interval)
        self.task = ComparisonTask(self, Comparison(experiment, override, data, option=""))
        self.start()
