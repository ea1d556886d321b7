"""What the screen may know of two trainings beside each other."""

from dataclasses import dataclass

from core.analysis.comparison import ComparisonSide
from core.calls import Array
from core.experiment.experiment import Experiment
from core.training.history import COLUMNS

from .snapshot import RunState


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
    """A row an epoch, the columns those of core.training.history.COLUMNS."""

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
    state: RunState
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


def error_text(side: ComparisonSide) -> str:
    """How Δ(L) is computed, with the lecture's number where it has one; between two mini-batches only."""
    symbol = f"Δ({side.trainer.network.parameters.L})"
    equation = next(one for one in side.trainer.equations if one.symbol == symbol)
    number = f"  ({equation.number})" if equation.number else ""
    return f"{symbol} = {equation.text}{number}"


def standing(side: ComparisonSide, error: str) -> Standing:
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
