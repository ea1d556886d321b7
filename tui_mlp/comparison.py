"""Two trainings beside each other on one thread: commands go in by one queue, snapshots come out.

Knows no screen.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from core.calls import Array
from core.comparison import Comparison, Side
from core.data.loading import Data
from core.experiment import Experiment
from core.history import COLUMNS
from core.memory import not_enough_memory

from .orders import Pause, Run
from .pace import SNAPSHOT_SECONDS
from .snapshot import State
from .until import Goal, Until
from .worker import Command, Worker


@dataclass(frozen=True, eq=False)
class Standing:
    """Where one of the two is."""

    experiment: Experiment
    sizes: tuple[int, ...]
    error: str
    """How Δ(L) is computed, such as Δ(3) = Y − A(3)."""
    epoch: int
    stopped_by: str | None
    problem: str
    """What most likely made it diverge, and what to try; empty unless it did."""
    gradient_norm: float
    largest_error: float
    """max |Δ(L)| of the last mini-batch, NaN before the first."""
    history: Array
    """A row an epoch, the columns those of core.history.COLUMNS."""

    @property
    def architecture(self) -> str:
        """Such as 2-8-8-1."""
        return "-".join(map(str, self.sizes))

    def figures(self, key: str) -> Array:
        """A column of the history, one figure an epoch."""
        return self.history[:, COLUMNS.index(key)]

    def latest(self, key: str) -> float:
        """The last figure of a column, NaN before the first epoch."""
        return float(self.figures(key)[-1]) if len(self.history) else float("nan")


@dataclass(frozen=True, eq=False)
class Standings:
    """What the screen may know of both, as they stood between two mini-batches.

    `sequence` grows by one from each to the next; `commands` of the session's commands had been obeyed.
    """

    sequence: int
    commands: int
    state: State
    sides: tuple[Standing, Standing]
    differences: dict[str, tuple[object, object]]
    """The dotted keys under which both differ, with the values."""
    one_scale: bool
    """Whether a loss of one can be held against a loss of the other."""
    regression: bool
    validated: bool

    @property
    def epoch(self) -> int:
        """The epochs that the longer one has completed."""
        return max(side.epoch for side in self.sides)


class ComparisonTask:
    """Trains both in turns, an epoch each, as far as `goal` says. Nothing is saved."""

    def __init__(self, worker: Worker[Any, Any, Any], comparison: Comparison) -> None:
        self.worker, self.comparison = worker, comparison
        self.state = State.READY
        self.goal: Goal | None = None
        self._errors = tuple(map(error_text, comparison.sides))

    # What commands ask for

    def run(self, goal: Goal, until: Until | None = None) -> None:
        """Train both to their ends, or to the end of this epoch (from its end: one more)."""
        if not self.comparison.over:
            self.goal, self.state = goal, State.TRAINING

    def pause(self) -> None:
        """Stop at the end of this epoch; asked again, here."""
        if self.goal is None:
            return
        again, self.goal, self.state = self.state is State.PAUSING, Goal.EPOCH, State.PAUSING
        between_epochs = self.comparison.level and any(side.trainer.epoch for side in self.comparison.sides)
        if again or between_epochs:
            self._stop_here()

    def restart(self) -> None:
        """Both from their initial weights."""
        self.comparison.restart()
        self.goal, self.state = None, State.READY

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
        self.goal, self.state = None, State.PAUSED
        if self.comparison.over:
            self.state = State.DIVERGED if all(side.problem for side in self.comparison.sides) else State.FINISHED

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

    leads_to: ClassVar[State | None] = State.READY

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


def error_text(side: Side) -> str:
    """How Δ(L) is computed, with the lecture's number where it has one; between two mini-batches only."""
    symbol = f"Δ({side.trainer.network.parameters.L})"
    equation = next(one for one in side.trainer.equations if one.symbol == symbol)
    number = f"  ({equation.number})" if equation.number else ""
    return f"{symbol} = {equation.text}{number}"


def standing(side: Side, error: str) -> Standing:
    """What there is to show of a side; its history's rows stay as they are."""
    trainer = side.trainer
    return Standing(
        experiment=trainer.experiment,
        sizes=tuple(trainer.network.parameters.sizes),
        error=error,
        epoch=trainer.epoch,
        stopped_by=side.stopped_by,
        problem=side.problem.brief if side.problem else "",
        gradient_norm=trainer.gradient_norm,
        largest_error=trainer.largest_error,
        history=trainer.history.view(),
    )
