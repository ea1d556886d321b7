"""Two trainings beside each other on one thread: commands go in by one queue, snapshots come out.

Knows no screen. All methods are for the thread of the screen, but for those under "The worker".
"""

from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from time import perf_counter
from traceback import format_exc

from core.calls import Array
from core.comparison import Comparison, Side
from core.data.loading import Data
from core.experiment import Experiment
from core.history import COLUMNS
from core.memory import not_enough_memory

from .courtesy import let_in
from .pace import SNAPSHOT_SECONDS
from .session import Close, Event, Goal, Pause, Run, State


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


@dataclass(frozen=True)
class Restart:
    """Both from their initial weights."""


Command = Run | Pause | Restart | Close


class ComparisonSession:
    """Owns a comparison and its thread. Nothing is saved.

    `data` are those of the experiment, where they are loaded already; `interval` seconds pass from one snapshot to the
    next. Raises InputError where the variant can't be.
    """

    def __init__(
        self, experiment: Experiment, override: str, data: Data | None = None, interval: float = SNAPSHOT_SECONDS
    ) -> None:
        self._interval = interval
        self._wake: Callable[[], object] = lambda: None
        self._commands: SimpleQueue[Command] = SimpleQueue()
        self.events: SimpleQueue[Event] = SimpleQueue()
        self._sent = self._obeyed = self._sequence = 0
        self._comparison = Comparison(experiment, override, data, option="")
        self._errors = tuple(map(error_text, self._comparison.sides))
        self._state = self._expected = State.READY
        self._goal: Goal | None = None
        self._next_snapshot = 0.0
        self.snapshot = self._capture()
        self._thread = Thread(target=self._work, name="comparison", daemon=True)
        self._thread.start()

    # What the screen asks for

    @property
    def state(self) -> State:
        """The state as the last key left it: a key's effect never waits for the worker."""
        snapshot = self.snapshot
        return snapshot.state if snapshot.commands == self._sent else self._expected

    def attach(self, wake: Callable[[], object]) -> None:
        """Have `wake` called, from the worker's thread, when there is something to see at once."""
        self._wake = wake

    def run(self, goal: Goal = Goal.END) -> None:
        """Train both to their ends, or to the end of this epoch (from its end: one more)."""
        self._expected = State.TRAINING
        self._send(Run(goal))

    def pause(self) -> None:
        """Stop at the end of this epoch; asked again, at the next mini-batch."""
        at_once, self._expected = self.state is State.PAUSING, State.PAUSING
        self._send(Pause(at_once))

    def restart(self) -> None:
        """Both from their initial weights."""
        self._expected = State.READY
        self._send(Restart())

    def close(self, timeout: float = 10.0) -> bool:
        """Stop at the next mini-batch and end the thread; whether it ended within so many seconds."""
        self._send(Close())
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _send(self, command: Command) -> None:
        self._sent += 1
        self._commands.put(command)

    # The worker

    def _work(self) -> None:
        try:
            while self._obey(command := self._commands.get()):
                # A key that starts gets its mini-batch, however soon the next one comes.
                started = isinstance(command, Run)
                while self._goal and (started or self._commands.empty()):
                    self._train()
                    started = False
                self._publish()
        except MemoryError as problem:
            self.events.put(Event(not_enough_memory(problem)))
            self._wake()
        except BaseException as fault:  # the screen must hear of it: a dead worker looks like a long epoch
            self.events.put(Event(f"{type(fault).__name__}: {fault}", failed=True, details=format_exc()))
            self._wake()

    def _train(self) -> None:
        comparison = self._comparison
        comparison.run_epoch(self._interrupted)
        if comparison.over or (self._goal is Goal.EPOCH and comparison.level):
            self._stop()

    def _stop(self) -> None:
        self._goal, self._state = None, State.PAUSED
        if self._comparison.over:
            self._state = State.DIVERGED if all(side.problem for side in self._comparison.sides) else State.FINISHED

    def _interrupted(self) -> bool:
        """Asked at every mini-batch boundary: lets the screen's thread in, and looks for commands."""
        now = perf_counter()
        let_in(now)
        if now >= self._next_snapshot:
            self.snapshot = self._capture()
            self._next_snapshot = now + self._interval
        return not self._commands.empty()

    def _obey(self, command: Command) -> bool:
        """Carry out a command between two mini-batches; False after the last."""
        match command:
            case Run(goal) if not self._comparison.over:
                self._goal, self._state = goal, State.TRAINING
            case Pause(at_once) if self._goal:
                self._goal, self._state = Goal.EPOCH, State.PAUSING
                between_epochs = self._comparison.level and any(side.trainer.epoch for side in self._comparison.sides)
                if at_once or between_epochs:
                    self._stop()
            case Restart():
                self._comparison.restart()
                self._goal, self._state = None, State.READY
            case Close():
                self._goal = None
                return False
        self._obeyed += 1
        return True

    def _publish(self) -> None:
        self.snapshot = self._capture()
        self._wake()

    def _capture(self) -> Standings:
        comparison = self._comparison
        self._sequence += 1
        first, second = comparison.sides
        return Standings(
            sequence=self._sequence,
            commands=self._obeyed,
            state=self._state,
            sides=(standing(first, self._errors[0]), standing(second, self._errors[1])),
            differences=comparison.differences,
            one_scale=comparison.one_scale,
            regression=first.trainer.data.task == "regression",
            validated=all(side.trainer.data.validation is not None for side in comparison.sides),
        )


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
