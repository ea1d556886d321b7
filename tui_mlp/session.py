"""One training, on a thread of its own: commands go in by one queue, snapshots and rare events come out.

Knows no screen. All methods are for the thread of the screen, but for those under "The worker".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from time import perf_counter, sleep
from traceback import format_exc
from typing import Literal, NamedTuple

from core.calls import Array
from core.data.loading import Data
from core.divergence import Diverged
from core.errors import InputError
from core.experiment import FIELDS, Experiment
from core.history import COLUMNS
from core.program import Equation
from core.runs import RunFolder
from core.saving import save_run
from core.stepping import Frame, Stepper
from core.texts import _
from core.trainer import Trainer

YIELD_SECONDS = 1e-3
SPEED_SECONDS = 1.0


class State(StrEnum):
    """What the training does now; the words of the header."""

    READY = "ready"
    TRAINING = "training"
    PAUSING = "pausing"
    PAUSED = "paused"
    FINISHED = "finished"
    DIVERGED = "diverged"

    @property
    def busy(self) -> bool:
        """Whether mini-batches are being run."""
        return self in (State.TRAINING, State.PAUSING)


class Goal(StrEnum):
    """How far to train."""

    END = "end"
    EPOCH = "epoch"
    BATCH = "batch"
    EQUATION = "equation"


@dataclass(frozen=True)
class Mark:
    """A hyperparameter that a person changed, after `epoch` completed epochs and `batch` mini-batches of the next."""

    epoch: int
    batch: int
    key: str
    before: object
    after: object


class Planned(NamedTuple):
    """An equation as the algorithm lists it, run or not."""

    line: int | None
    number: str | None
    symbol: str
    text: str


@dataclass(frozen=True, eq=False)
class Stepping:
    """One mini-batch equation by equation: all of its equations, and of the first of them what they read and wrote.

    `cursor` is the place in the plan of the equation to run next, 0 between two mini-batches; the frames are those of
    the mini-batch in progress, or of the last one if a person walked through it.
    """

    plan: tuple[Planned, ...] = ()
    frames: tuple[Frame, ...] = ()
    cursor: int = 0


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What the screen may know, as it stood between two mini-batches. Arrays are copies, or rows that stay as they are.

    `sequence` grows by one from each to the next; `commands` of the session's commands had been obeyed.
    """

    sequence: int
    commands: int
    state: State
    experiment: Experiment
    data: Data
    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    epoch: int
    batch: int
    batches: int
    stopped_by: str | None
    problem: str
    """What most likely made it diverge, and what to try; empty unless it did."""
    speed: float
    """Epochs a second, 0 while not training."""
    penalty: float
    gradient_norm: float
    history: Array
    """A row an epoch, the columns those of core.history.COLUMNS."""
    layer: int
    theta: Array
    """Θ(layer), (s_l + 1) × s_{l+1}."""
    gradient: Array
    """∇(layer) of the last mini-batch, shaped like theta."""
    step: Array
    """What the last mini-batch added to Θ(layer), shaped like theta."""
    marks: tuple[Mark, ...]
    stepping: Stepping

    def figures(self, key: str) -> Array:
        """A column of the history, one figure an epoch."""
        return self.history[:, COLUMNS.index(key)]

    def latest(self, key: str) -> float:
        """The last figure taken of a column, NaN if there is none."""
        column = self.figures(key)
        for value in column[:-1001:-1]:  # a screen needs no older one, and a night's run has millions of rows
            if value == value:
                return float(value)
        return float("nan")


@dataclass(frozen=True)
class Event:
    """Something that must not be missed: a refusal, a divergence, a fault of ours. `text` is for people."""

    text: str
    severity: Literal["information", "warning", "error"] = "error"
    failed: bool = False
    details: str = ""
    """Of a fault: where it was, for whoever mends it."""


@dataclass(frozen=True)
class Run:
    """Train as far as the goal."""

    goal: Goal


@dataclass(frozen=True)
class Back:
    """Undo the last equation."""


@dataclass(frozen=True)
class Pause:
    """Stop at the end of this epoch, or at once."""

    at_once: bool


@dataclass(frozen=True)
class Change:
    """Go on with another [training] section."""

    experiment: Experiment


@dataclass(frozen=True)
class Begin:
    """Start from the initial weights of an experiment, on the same data where it says the same of them."""

    experiment: Experiment


@dataclass(frozen=True)
class Watch:
    """Copy this Θ and its ∇ into the snapshots."""

    layer: int


@dataclass(frozen=True)
class Close:
    """Save and end."""


Command = Run | Back | Pause | Change | Begin | Watch | Close


class TrainingSession:
    """Owns a trainer and its thread.

    `interval` seconds pass from one snapshot to the next, but after a command or an event there is one at once. Runs
    are saved in `runs_dir`, not at all where it is None.
    Raises InputError if the experiment can't be begun.
    """

    def __init__(self, experiment: Experiment, runs_dir: Path | None = None, interval: float = 0.25) -> None:
        self._interval, self._runs_dir = interval, runs_dir
        self._wake: Callable[[], object] = lambda: None
        self._commands: SimpleQueue[Command] = SimpleQueue()
        self.events: SimpleQueue[Event] = SimpleQueue()
        self._sent = self._obeyed = 0
        self._sequence = 0
        self._trainer = Trainer(experiment)
        self._stepper, self._plan = Stepper(self._trainer), Stepping()
        self._planned: Sequence[Equation] = ()
        self._state = self._expected = State.READY
        self._goal: Goal | None = None
        self._problem = ""
        self._layer = 1
        self._saved = (0, 0)
        self._folder: RunFolder | None = None
        self._marks: tuple[Mark, ...] = ()
        self._next_yield = self._next_snapshot = 0.0
        self._speed, self._speed_from = 0.0, (0.0, 0)
        self.snapshot = self._capture()
        self._intended = self.snapshot.experiment
        self._thread = Thread(target=self._work, name="training", daemon=True)
        self._thread.start()

    # What the screen asks for

    @property
    def state(self) -> State:
        """The state as the last key left it: a key's effect never waits for the worker."""
        snapshot = self.snapshot
        return snapshot.state if snapshot.commands == self._sent else self._expected

    @property
    def experiment(self) -> Experiment:
        """The experiment as the last key left it, so that two changes in one breath both hold."""
        snapshot = self.snapshot
        return snapshot.experiment if snapshot.commands == self._sent else self._intended

    def attach(self, wake: Callable[[], object]) -> None:
        """Have `wake` called, from the worker's thread, when there is something to see at once."""
        self._wake = wake

    def run(self, goal: Goal = Goal.END) -> None:
        """Train to the end, to the end of this epoch (from its end: one more), of this mini-batch, or one equation."""
        self._expected = State.PAUSED if goal is Goal.EQUATION else State.TRAINING
        self._send(Run(goal))

    def back(self) -> None:
        """Undo the last equation of those gone through one by one; where there is none, an event says so."""
        self._expected = State.PAUSED
        self._send(Back())

    def pause(self) -> None:
        """Stop at the end of this epoch; asked again, at the next mini-batch; asked again, nothing."""
        at_once, self._expected = self.state is State.PAUSING, State.PAUSING
        self._send(Pause(at_once))

    def change(self, key: str, value: object) -> None:
        """Set a hyperparameter of [training] from the next mini-batch on. Raises InputError."""
        self._intended, self._expected = self.experiment.replace(key, value), self.state
        self._send(Change(self._intended))

    def begin(self, experiment: Experiment) -> None:
        """Start over with this experiment. What doesn't fit comes back as an event, and the old training stays."""
        self._intended, self._expected = experiment, State.READY
        self._send(Begin(experiment))

    def watch(self, layer: int) -> None:
        """Ask for Θ(layer) in the snapshots."""
        self._expected = self.state
        self._send(Watch(layer))

    def close(self, timeout: float = 10.0) -> bool:
        """Stop at the next mini-batch, save, end the thread; whether it ended within so many seconds."""
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
                # A key that starts gets its mini-batch, however soon the next one comes: b b b are three.
                started = isinstance(command, Run)
                while self._goal and (started or self._commands.empty()):
                    self._train()
                    started = False
                self._publish()
        except BaseException as fault:  # the screen must hear of it: a dead worker looks like a long epoch
            self.events.put(Event(f"{type(fault).__name__}: {fault}", failed=True, details=format_exc()))
            self._save("interrupted")
            self._wake()

    def _train(self) -> None:
        trainer, goal = self._trainer, self._goal
        try:
            if goal is Goal.EQUATION:
                self._stepper.step()
                reached = True
            elif goal is Goal.BATCH:
                self._stepper.finish()
                reached = True
            else:
                self._stepper.forget()
                reached = trainer.run_epoch(self._interrupted) if goal is Goal.EPOCH else self._run_on()
            if reached:
                self._stop()
        except Diverged as problem:
            self._goal, self._state, self._problem = None, State.DIVERGED, problem.brief
            self.events.put(Event(str(problem)))
            self._save("divergence")
        if not self._goal:
            self._publish()

    def _run_on(self) -> bool:
        return self._trainer.run(self._interrupted) is not None

    def _stop(self) -> None:
        stopped_by = self._trainer.stopped_by
        self._goal, self._state = None, State.FINISHED if stopped_by else State.PAUSED
        if stopped_by:
            self._save(stopped_by)

    def _interrupted(self) -> bool:
        """Asked at every mini-batch boundary: lets the screen's thread in, and looks for commands."""
        now = perf_counter()
        if now >= self._next_yield:
            sleep(0)
            self._next_yield = now + YIELD_SECONDS
            if now >= self._next_snapshot:
                self._measure(now)
                self.snapshot = self._capture()
                self._next_snapshot = now + self._interval
        return not self._commands.empty()

    def _obey(self, command: Command) -> bool:
        """Carry out a command between two mini-batches; False after the last."""
        match command:
            case Run(goal):
                if self._state is not State.DIVERGED:
                    self._trainer.go_on()
                    finished = goal is Goal.END and self._trainer.stopped_by
                    self._goal, self._state = (None, State.FINISHED) if finished else (goal, State.TRAINING)
                    self._speed_from = (perf_counter(), self._trainer.epoch)
            case Back():
                self._back()
            case Pause(at_once) if self._goal:
                between_epochs = self._trainer.batch == 0 and self._trainer.epoch > 0 and not self._trainer.cursor
                self._goal, self._state = Goal.EPOCH, State.PAUSING
                if at_once or between_epochs:
                    self._stop()
            case Change(experiment):
                self._change(experiment)
                if self._state is State.DIVERGED:  # a smaller rate may go on from the last finite weights
                    self._state = State.PAUSED
            case Begin(experiment):
                self._begin(experiment)
            case Watch(layer):
                self._layer = min(layer, len(self._trainer.network.thetas))  # another network may have begun since
            case Close():
                self._goal = None
                self._save("interrupted")
                return False
        self._obeyed += 1
        return True

    def _back(self) -> None:
        self._goal = None
        if self._stepper.back():
            self._state = State.READY if self._at_start else State.PAUSED
            return
        if self._state.busy:
            self._state = State.PAUSED
        text = _("no equation to undo: S undoes those that s and b ran since training last ran on")
        self.events.put(Event(text, "information"))

    @property
    def _at_start(self) -> bool:
        trainer = self._trainer
        return not (trainer.epoch or trainer.batch or trainer.cursor)

    def _change(self, experiment: Experiment) -> None:
        trainer = self._trainer
        before = trainer.wanted
        try:
            trainer.change(experiment)
        except InputError as problem:
            self.events.put(Event(str(problem)))
            return
        self._marks += tuple(
            Mark(trainer.epoch, trainer.batch, key, before.get(key), experiment.get(key))
            for key in FIELDS
            if before.get(key) != experiment.get(key)
        )

    def _begin(self, experiment: Experiment) -> None:
        before = self._trainer
        self._save("interrupted")
        try:
            self._trainer = Trainer(experiment, before.data if same_data(before.experiment, experiment) else None)
        except (InputError, MemoryError) as problem:
            self.events.put(Event(str(problem) or _("not enough memory for this network")))
            return
        self._stepper = Stepper(self._trainer)
        self._saved, self._folder, self._marks = (0, 0), None, ()
        self._goal, self._state = None, State.READY
        self._layer = min(self._layer, len(self._trainer.network.thetas))

    def _save(self, stopped_by: str) -> None:
        while self._trainer.cursor and self._stepper.back():
            pass  # what is saved is a state between two mini-batches
        position = (self._trainer.epoch, self._trainer.batch)
        if self._runs_dir is None or position == self._saved:
            return
        try:
            self._folder = save_run(self._trainer, self._runs_dir, stopped_by, self._folder)
            self._saved = position
        except (InputError, OSError) as problem:
            self.events.put(Event(str(problem)))

    def _publish(self) -> None:
        self.snapshot = self._capture()
        self._wake()

    def _measure(self, now: float) -> None:
        since, epoch = self._speed_from
        if now - since >= SPEED_SECONDS or (self._speed == 0 and self._trainer.epoch > epoch):
            self._speed = (self._trainer.epoch - epoch) / (now - since)
            self._speed_from = (now, self._trainer.epoch)

    def _capture(self) -> Snapshot:
        trainer, l = self._trainer, self._layer
        parameters = trainer.network.parameters
        self._sequence += 1
        if not self._state.busy:
            self._speed = 0.0
        return Snapshot(
            sequence=self._sequence,
            commands=self._obeyed,
            state=self._state,
            experiment=trainer.wanted,
            data=trainer.data,
            sizes=tuple(parameters.sizes),
            activations=tuple(parameters.activations),
            epoch=trainer.epoch,
            batch=trainer.batch,
            batches=trainer.batches,
            stopped_by=trainer.stopped_by,
            problem=self._problem if self._state is State.DIVERGED else "",
            speed=self._speed,
            penalty=trainer.penalty,
            gradient_norm=trainer.gradient_norm,
            history=trainer.history.view(),
            layer=l,
            theta=parameters.thetas[l - 1].copy(),
            gradient=parameters.views(trainer.gradient)[l - 1].copy(),
            step=-parameters.views(trainer.last_step)[l - 1],
            marks=self._marks,
            stepping=self._capture_stepping(),
        )

    def _capture_stepping(self) -> Stepping:
        trainer = self._trainer
        if not self._state.busy and trainer.equations is not self._planned:
            self._planned = trainer.equations
            plan = tuple(Planned(one.line, one.number, one.symbol, one.text) for one in self._planned)
            self._plan = Stepping(plan)
        return replace(self._plan, frames=self._stepper.frames, cursor=trainer.cursor)


def same_data(before: Experiment, after: Experiment) -> bool:
    """Whether both experiments make the same rows with the same coding of targets."""

    def of(experiment: Experiment) -> tuple[object, ...]:
        return experiment.data, experiment.seed, experiment.dtype, experiment.network.output

    return of(before) == of(after)
