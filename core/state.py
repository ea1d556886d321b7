"""All that a training is between two mini-batches, so that it can go back there, to the bit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .calls import Array
from .epoch import Position
from .experiment import Experiment


@dataclass(frozen=True, eq=False)
class State:
    """Copies of a trainer's arrays, and the states of its generators. `theta` and the like are flat, as long as Θ."""

    experiment: Experiment
    epoch: int
    position: Position
    theta: Array
    gradient: Array
    vectors: Mapping[str, Array]
    """The optimiser's state: mu, nu."""
    step: Array
    count: int
    squared_norm: float
    dropout: Mapping[str, Any]
    epochs: int
    """Rows of the history."""
    best: Array | None
    best_loss: float
    best_epoch: int
    patience_from: int
    stopped_by: str | None

    @property
    def nbytes(self) -> int:
        """Memory of its arrays."""
        arrays = [self.theta, self.gradient, self.step, *self.vectors.values()]
        arrays += [array for array in (self.position.order, self.position.Z) if array is not None]
        return sum(array.nbytes for array in arrays)
