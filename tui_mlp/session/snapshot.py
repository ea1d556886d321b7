"""What the screen may know of a training, and what must not be missed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from core.calls import Array
from core.data.dataset import Data, Split
from core.experiment.experiment import DataSettings, Experiment
from core.stepping.stepper import ExecutedEquation
from core.timeline.journal import Action, Change, Position
from core.training.breakpoints import Breakpoint, Hit
from core.training.history import COLUMNS

if TYPE_CHECKING:
    from core.analysis.advice import Advice
    from core.analysis.learning_rate_test import RangeTestResult
    from core.equations import Equation
    from core.training.trainer import Trainer

Severity = Literal["information", "warning", "error"]


class RunState(StrEnum):
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
        return self in (RunState.TRAINING, RunState.PAUSING)


Mark = Change | Action
"""What a person changed, after `epoch` completed epochs and `batch` mini-batches of the next."""


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
    frames: tuple[ExecutedEquation, ...] = ()
    cursor: int = 0


class EquationPlan:
    """Makes the `Stepping` of snapshots; the list of all equations only where they are others than before."""

    def __init__(self) -> None:
        self._equations: Sequence[Equation] = ()
        self._plan = Stepping()

    def stepping(self, trainer: "Trainer", frames: tuple[ExecutedEquation, ...], busy: bool) -> Stepping:
        """That of a mini-batch of which these equations have been run; while `busy` the list stays as it was."""
        if not busy and trainer.equations is not self._equations:
            self._equations = trainer.equations
            plan = tuple(Planned(one.line, one.number, one.symbol, one.text) for one in self._equations)
            self._plan = Stepping(plan)
        return replace(self._plan, frames=frames, cursor=trainer.cursor)


@dataclass(frozen=True, eq=False)
class Offer:
    """What a person must agree to first: an operation that changes what the network computes, or which way to undo."""

    text: str
    deed: Action | None
    """What is done then; None: it is about undoing what was done before the last training."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What the screen may know, as it stood between two mini-batches. Arrays are copies, or rows that stay as they are.

    `sequence` grows by one from each to the next; `commands` of the session's commands had been obeyed.
    """

    sequence: int
    commands: int
    state: RunState
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
    """A row an epoch, the columns those of core.training.history.COLUMNS."""
    layer: int
    theta: Array
    """Θ(layer), (s_l + 1) × s_{l+1}."""
    gradient: Array
    """∇(layer) of the last mini-batch, shaped like theta."""
    step: Array
    """What the last mini-batch added to Θ(layer), shaped like theta."""
    marks: tuple[Mark, ...]
    frozen: Array
    """Which weights of Θ(layer) rest, booleans shaped like theta."""
    offer: Offer | None
    range_test: "RangeTestResult | None"
    """Of the learning rate, as far as it is; None where none was asked for."""
    advice: "tuple[Advice, ...]"
    stepping: Stepping
    breakpoints: tuple[Breakpoint, ...]
    hit: Hit | None
    """The breakpoint that stopped training here."""
    present: Position
    """Where training is, while an earlier place is looked at; else the same as epoch and batch."""
    looks_back: bool
    branches: tuple[tuple[int, Array], ...]
    """Of each way that was rewound from, the epoch from which it is another than this one, and its history."""
    unsaved: str
    """Why the run isn't saved as far as it should be, the reason alone; empty while it is."""

    @property
    def last(self) -> int:
        """The last epoch that has figures."""
        return int(self.history[-1, 0]) if len(self.history) else 0

    def figure(self, key: str, epoch: int) -> float:
        """One figure, of the last epoch that was kept up to this one; NaN where there is none."""
        row = int(np.searchsorted(self.history[:, 0], epoch, "right")) - 1
        return float(self.history[row, COLUMNS.index(key)]) if row >= 0 else float("nan")

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

    text: str = ""
    severity: Severity = "error"
    failed: bool = False
    details: str = ""
    """Of a fault: where it was, for whoever mends it."""
    opened: str = ""
    """What a person opened, once it has been read; `text` is empty then."""


EMPTY = Snapshot(
    sequence=0,
    commands=0,
    state=RunState.READY,
    experiment=Experiment(data=DataSettings(source="")),
    data=Data("", "", Split(np.ones((1, 2)), np.zeros((1, 1)))),
    sizes=(1, 1),
    activations=(),
    epoch=0,
    batch=0,
    batches=1,
    stopped_by=None,
    problem="",
    speed=0.0,
    penalty=0.0,
    gradient_norm=0.0,
    history=np.empty((0, len(COLUMNS))),
    layer=1,
    theta=np.zeros((2, 1)),
    gradient=np.zeros((2, 1)),
    step=np.zeros((2, 1)),
    marks=(),
    frozen=np.zeros((2, 1), dtype=bool),
    offer=None,
    range_test=None,
    advice=(),
    stepping=Stepping(),
    breakpoints=(),
    hit=None,
    present=(0, 0),
    looks_back=False,
    branches=(),
    unsaved="",
)
"""What a widget has before it gets its first snapshot: the smallest network, one example, nothing trained.

Compare by identity. The sequence of a session's snapshots begins with 1.
"""
