"""What a comparison session shows to the screen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.analysis.comparison import ComparisonSide
from core.calls import Array
from core.experiment.experiment import Experiment
from core.training.history import COLUMNS
from tui_mlp.session.snapshot import RunState

if TYPE_CHECKING:
    from core.analysis.split_metrics import SplitMetrics


@dataclass(frozen=True, eq=False)
class SideSnapshot:
    """The state of one of the two trainings."""

    experiment: Experiment
    sizes: tuple[int, ...]
    error: str
    """The equation of Δ(L), such as Δ(3) = Y − A(3)."""
    epoch: int
    stopped_by: str | None
    problem: str
    """The likely cause of a divergence, and what to try; empty unless training diverged."""
    gradient_norm: float
    largest_error: float
    """max |Δ(L)| of the last mini-batch, NaN before the first."""
    history: Array
    """A row per epoch, the columns core.training.history.COLUMNS."""
    final: "SplitMetrics | None" = None
    """The metrics of the test rows, once both trainings have ended."""

    @property
    def architecture(self) -> str:
        """The layers' sizes, such as 2-8-8-1."""
        return "-".join(map(str, self.sizes))

    def figures(self, key: str) -> Array:
        """A column of the history, one figure per epoch."""
        return self.history[:, COLUMNS.index(key)]

    def latest(self, key: str) -> float:
        """The last figure of a column, NaN before the first epoch."""
        return float(self.figures(key)[-1]) if len(self.history) else float("nan")


@dataclass(frozen=True, eq=False)
class ComparisonSnapshot:
    """The state of both trainings between two mini-batches.

    `sequence` grows by one with each snapshot; `commands` is the number of commands carried out by then.
    """

    sequence: int
    commands: int
    state: RunState
    speed: float
    """Epochs a second of each as measured last, 0 if not measured yet at the present speed setting."""
    sides: tuple[SideSnapshot, SideSnapshot]
    differences: dict[str, tuple[object, object]]
    """The dotted keys in which the two differ, with both values."""
    one_scale: bool
    """Whether the losses of both are on the same scale."""
    regression: bool
    validated: bool

    @property
    def epoch(self) -> int:
        """The larger number of completed epochs."""
        return max(side.epoch for side in self.sides)


def error_text(side: ComparisonSide) -> str:
    """The equation of Δ(L), with the lecture's number if it has one. Call it between two mini-batches."""
    symbol = f"Δ({side.trainer.network.parameters.L})"
    equation = next(each for each in side.trainer.equations if each.symbol == symbol)
    number = f"  ({equation.number})" if equation.number else ""
    return f"{symbol} = {equation.text}{number}"


def side_snapshot(side: ComparisonSide, error: str, final: "SplitMetrics | None") -> SideSnapshot:
    """The snapshot of one side. Its history is a view whose rows don't change."""
    trainer = side.trainer
    return SideSnapshot(
        experiment=trainer.experiment,
        sizes=tuple(trainer.network.parameters.sizes),
        error=error,
        epoch=trainer.epoch,
        stopped_by=side.stopped_by,
        problem=side.problem.brief if side.problem else "",
        gradient_norm=trainer.gradient_norm,
        largest_error=trainer.largest_error,
        history=trainer.history.view(),
        final=final,
    )
