"""Two trainings side by side on one thread: commands go in, snapshots come out.

Imports nothing of Textual.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from core.analysis.comparison import Comparison
from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.runs.outcome import metrics_of_test_rows
from core.support.errors import InputError
from core.support.memory import not_enough_memory
from tui_mlp.session.commands import Pause, Run, SetSpeed
from tui_mlp.session.pace import Timing
from tui_mlp.session.refresh_rates import SNAPSHOT_SECONDS
from tui_mlp.session.run_until import Goal, Until
from tui_mlp.session.snapshot import RunState
from tui_mlp.session.worker import Command, Worker

from .comparison_snapshot import ComparisonSnapshot, error_text, side_snapshot

if TYPE_CHECKING:
    from core.analysis.split_metrics import SplitMetrics
    from core.prediction.trainer_models import TakenModels


class ComparisonTask:
    """Trains both alternately, one epoch at a time, as far as `goal` says. Nothing is saved."""

    def __init__(self, worker: Worker[Any, Any, Any], comparison: Comparison) -> None:
        self.worker, self.comparison = worker, comparison
        self.state = RunState.READY
        self.goal: Goal | None = None
        self.timing = Timing(worker.clock)
        self._errors = tuple(map(error_text, comparison.sides))
        self._final: tuple[SplitMetrics | None, ...] = (None, None)
        """The metrics of the test rows, once both have ended."""

    # Called by commands

    def run(self, goal: Goal, until: Until | None = None) -> None:
        """Train both to their ends, or to the end of this epoch; if both are at its end, one more.

        Where both have ended, they go on, by as many more epochs as they began with; not after both have diverged.
        """
        if self.comparison.over:
            self.comparison.go_on()
        if not self.comparison.over:
            self._final = None, None
            self.goal, self.state = goal, RunState.TRAINING
            self.timing.start(self.epoch)

    def set_speed(self, speed: int | None) -> None:
        """Train each at this many epochs a second, or as fast as possible if it is None."""
        self.timing.set_speed(speed, self.epoch)

    def pause(self) -> None:
        """Stop at the end of this epoch; on a second call, at once."""
        if self.goal is None:
            return
        second, self.goal, self.state = self.state is RunState.PAUSING, Goal.EPOCH, RunState.PAUSING
        between_epochs = self.comparison.level and any(side.trainer.epoch for side in self.comparison.sides)
        if second or between_epochs:
            self._stop_here()

    def restart(self) -> None:
        """Return both to their initial weights, and stop."""
        self.comparison.restart()
        self._final = None, None
        self.goal, self.state = None, RunState.READY

    # Called by the worker

    @property
    def epoch(self) -> int:
        """The epochs completed by both, or by the one that isn't over yet."""
        going = [side.trainer.epoch for side in self.comparison.sides if not side.stopped_by]
        return min(going) if going else max(side.trainer.epoch for side in self.comparison.sides)

    @property
    def has_work(self) -> bool:
        """Whether there is something to train."""
        return self.goal is not None

    def advance(self) -> None:
        """Train an epoch of each, or the part of it until a command comes; keep the pace unless only one is wanted."""
        comparison, worker = self.comparison, self.worker
        if self.goal is not Goal.EPOCH and comparison.level:
            if seconds := self.timing.seconds_left(self.epoch):
                worker.wait(seconds)
                if worker.pending:
                    return
            self.timing.epoch_begins()
        comparison.run_epoch(self.worker.interrupted)
        if comparison.over or (self.goal is Goal.EPOCH and comparison.level):
            self._stop_here()

    def _stop_here(self) -> None:
        self.goal, self.state = None, RunState.PAUSED
        if self.comparison.over:
            self.state = RunState.DIVERGED if all(side.problem for side in self.comparison.sides) else RunState.FINISHED
            self.worker.publish()  # first, since the test rows take time if there are many
            self._final = tuple(metrics_of_test_rows(side.trainer) for side in self.comparison.sides)

    def before_snapshot(self, now: float) -> None:
        """Measure the speed."""
        self.timing.measure(now, self.epoch)

    def capture(self, sequence: int, commands: int) -> ComparisonSnapshot:
        """Take the snapshot of both."""
        comparison = self.comparison
        first, second = comparison.sides
        return ComparisonSnapshot(
            sequence=sequence,
            commands=commands,
            state=self.state,
            speed=self.timing.speed,
            sides=(
                side_snapshot(first, self._errors[0], self._final[0]),
                side_snapshot(second, self._errors[1], self._final[1]),
            ),
            differences=comparison.differences,
            one_scale=comparison.one_scale,
            regression=first.trainer.data.task == "regression",
            validated=all(side.trainer.data.validation is not None for side in comparison.sides),
        )

    def recover(self, problem: MemoryError | OSError, last: ComparisonSnapshot, closing: bool) -> None:
        """Report a lack of memory and let the thread end: there is nothing to save. Raises an OSError again."""
        if isinstance(problem, OSError):  # a comparison reads and writes nothing, so this is a fault
            raise problem
        self.worker.tell_at_once(not_enough_memory(problem))

    def stop(self) -> None:
        """Stop training; nothing is saved."""
        self.goal = None

    def close(self) -> None:
        """Do nothing: nothing is written."""


class Restart(Command, frozen=True):
    """Return both to their initial weights, and stop."""

    leads_to: ClassVar[RunState | None] = RunState.READY

    def apply(self, task: ComparisonTask) -> None:
        """Carry it out."""
        task.restart()


class TakeModelsOfSide(Command, frozen=True):
    """Copy the last and the best weights of the first side (0) or the second (1) as models; `then` gets them.

    `then` is called on the worker's thread; with a text where there are none to be taken.
    """

    side: int
    then: "Callable[[TakenModels | str], object]"

    def apply(self, task: ComparisonTask) -> None:
        """Carry it out."""
        from core.prediction.trainer_models import take_models

        side = task.comparison.sides[self.side]
        try:
            self.then(take_models(side.trainer, side.trainer.history.view(), bool(side.problem)))
        except InputError as problem:
            self.then(str(problem))
        except MemoryError as problem:
            self.then(not_enough_memory(problem))


ComparisonCommand = Run | Pause | SetSpeed | Restart | TakeModelsOfSide


class ComparisonSession(Worker[ComparisonTask, ComparisonCommand, ComparisonSnapshot]):
    """Owns a comparison and its thread. Nothing is saved.

    `data` are the experiment's if they are loaded already; `interval` is the time from one snapshot to the next, in
    seconds. Raises InputError if the variant isn't possible.
    """

    def __init__(
        self, experiment: Experiment, override: str, data: Data | None = None, interval: float = SNAPSHOT_SECONDS
    ) -> None:
        super().__init__("comparison", interval)
        self.task = ComparisonTask(self, Comparison(experiment, override, data, option=""))
        self.start()
