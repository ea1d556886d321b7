"""What a training session shows to the screen: snapshots and events.

A snapshot may be skipped if a newer one exists; every event must be shown.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

import numpy as np

from core.calls import Array
from core.data.dataset import Data, Split
from core.experiment.experiment import DataSettings, Experiment
from core.support.i18n import N_, translated
from core.timeline.journal import Action, Change, Position
from core.training.history import COLUMNS
from core.training.stopping.breakpoints import Breakpoint, Hit

from .equation_plan import Stepping
from .evaluating.importance_task import NO_IMPORTANCE, ImportanceResult

if TYPE_CHECKING:
    from core.analysis.advice import Advice
    from core.analysis.learning_rate_test import RangeTestResult
    from core.analysis.outputs.outputs import Outputs
    from core.analysis.split_metrics import SplitMetrics

Severity = Literal["information", "warning", "error", "breakpoint", "divergence"]
"""How a message is shown. `breakpoint` is for its hits, which the user asked for and must not miss."""


class RunState(StrEnum):
    """What the training is doing; `word` is how the header says it."""

    READY = "ready"
    TRAINING = "training"
    PAUSING = "pausing"
    PAUSED = "paused"
    FINISHED = "finished"
    DIVERGED = "diverged"

    @property
    def word(self) -> str:
        """The state in the language in use; in English its value."""
        return translated(_WORDS).split(", ")[[*RunState].index(self)]

    @property
    def busy(self) -> bool:
        """Whether mini-batches are being trained."""
        return self in (RunState.TRAINING, RunState.PAUSING)


_WORDS = N_("ready, training, pausing, paused, finished, diverged")
"""All states in their order: by itself a word may mean something else, and be another word in another language."""

RESTRUCTURING = frozenset(
    ("add_neuron", "remove_neuron", "add_layer", "remove_layer", "change_activation", "change_activations")
)
"""The actions after which the layers are others than those that ∇ was computed in, by their names in the journal."""

Edit = Change | Action
"""An edit by the user, after `epoch` completed epochs and `batch` mini-batches of the next one."""


@dataclass(frozen=True, eq=False)
class Offer:
    """A question that the user must answer first: whether to change the network's outputs, or how to undo."""

    text: str
    action: Action | None
    """What is carried out on agreement. None: how to undo an edit that the network was trained after."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The state of a training between two mini-batches. Its arrays don't change: they are copies or finished rows.

    `sequence` grows by one with each snapshot; `commands` is the number of commands carried out by then.
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
    """The likely cause of a divergence, and what to try; empty unless training diverged."""
    speed: float
    """Epochs per second as measured last, 0 if not measured yet at the present speed setting."""
    seconds_left: float | None
    """While training, the seconds to the goal; None where that isn't known."""
    penalty: float
    gradient_norm: float
    history: Array
    """A row per epoch, the columns core.training.history.COLUMNS."""
    layer: int
    theta: Array
    """Θ(layer), (s_l + 1) × s_{l+1}."""
    gradient: Array
    """∇(layer) of the last mini-batch, shaped like theta."""
    step: Array
    """The last mini-batch's update of Θ(layer), shaped like theta."""
    edits: tuple[Edit, ...]
    frozen: Array
    """Which weights of Θ(layer) are frozen, booleans shaped like theta."""
    offer: Offer | None
    range_test: "RangeTestResult | None"
    """The learning rate range test so far; None if there is none."""
    advice: "tuple[Advice, ...]"
    stepping: Stepping
    breakpoints: tuple[Breakpoint, ...]
    hit: Hit | None
    """The breakpoint that stopped training here."""
    best_epoch: int
    """The epoch of the lowest validation loss; 0 before there is one."""
    final: "SplitMetrics | None"
    """While training has ended, the metrics of the test rows, else of the validation rows, once they are computed."""
    original_epochs: int
    """The number of epochs with which training began: so many more are trained when all are done."""
    present: Position
    """The position that training has reached. Differs from epoch and batch only while rewinding."""
    rewinding: bool
    branches: tuple[tuple[int, Array], ...]
    """For each branch, the epoch at which it parts from the present course, and its history."""
    can_undo_start: bool
    """Whether nothing was done in this training since another one was left for it."""
    unsaved: str
    """Why the run can't be saved; empty if it can."""
    outputs: "Outputs | None" = None
    """The outputs that were asked for, perhaps of some epochs earlier; None where there are none yet."""
    outputs_problem: str = ""
    """Why there are no outputs; empty where nothing is in the way."""
    importance: ImportanceResult = NO_IMPORTANCE
    """The importance of the columns, where it was asked for."""

    @property
    def turning_point(self) -> int:
        """The epoch with the least train loss."""
        return turning_point(self.history)

    @property
    def gradient_missing(self) -> Literal["", "untrained", "restructured"]:
        """Why ∇(layer) isn't known; empty where it is: the one of the last mini-batch, or of the present one so far."""
        if any(execution.equation.symbol == f"∇({self.layer})" for execution in self.stepping.executions):
            return ""
        return self.step_missing

    @property
    def step_missing(self) -> Literal["", "untrained", "restructured"]:
        """Why the last mini-batch's update isn't known: there was none yet, or none with these layers."""
        if not self.epoch and not self.batch:
            return "untrained"
        here = (edit for edit in self.edits if (edit.epoch, edit.batch) == (self.epoch, self.batch))
        new_layers = any(isinstance(edit, Action) and edit.act in RESTRUCTURING for edit in here)
        return "restructured" if new_layers else ""

    @property
    def last(self) -> int:
        """The last epoch in the history, 0 if there is none."""
        return int(self.history[-1, 0]) if len(self.history) else 0

    def figure(self, key: str, epoch: int) -> float:
        """One figure, of the last epoch in the history up to `epoch`; NaN if there is none."""
        row = int(np.searchsorted(self.history[:, 0], epoch, "right")) - 1
        return float(self.history[row, COLUMNS.index(key)]) if row >= 0 else float("nan")

    def figures(self, key: str) -> Array:
        """A column of the history, one figure per epoch."""
        return self.history[:, COLUMNS.index(key)]

    def latest(self, key: str) -> float:
        """The last figure of a column that isn't NaN; NaN if the last 1,000 are."""
        column = self.figures(key)
        for value in column[:-1001:-1]:  # older ones are of no use, and a long run has millions of rows
            if value == value:
                return float(value)
        return float("nan")


def turning_point(history: Array) -> int:
    """The epoch with the least train loss, after which a diverged training went wrong; 0 if there is none."""
    losses = history[:, COLUMNS.index("train_loss")]
    return int(history[int(np.nanargmin(losses)), 0]) if np.isfinite(losses).any() else 0


@dataclass(frozen=True)
class Event:
    """Something that must be shown: a refusal, a divergence, a fault of the program."""

    text: str = ""
    severity: Severity = "error"
    failed: bool = False
    """Whether this is a fault of the program, after which the thread has ended."""
    details: str = ""
    """The traceback of a fault."""
    opened: str = ""
    """The source that the user opened, once it has been read; `text` is empty then."""
    bell: bool = False
    """Whether to ring the bell: a long training has ended; `text` is empty then."""


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
    seconds_left=None,
    penalty=0.0,
    gradient_norm=0.0,
    history=np.empty((0, len(COLUMNS))),
    layer=1,
    theta=np.zeros((2, 1)),
    gradient=np.zeros((2, 1)),
    step=np.zeros((2, 1)),
    edits=(),
    frozen=np.zeros((2, 1), dtype=bool),
    offer=None,
    range_test=None,
    advice=(),
    stepping=Stepping(),
    breakpoints=(),
    hit=None,
    best_epoch=0,
    final=None,
    original_epochs=1,
    present=(0, 0),
    rewinding=False,
    branches=(),
    can_undo_start=False,
    unsaved="",
)
"""A widget's snapshot before it gets its first one: the smallest network, one example, nothing trained.

Compare with it by identity. The sequence of a session's snapshots begins with 1.
"""
