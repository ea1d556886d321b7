"""The complete state of a training between two mini-batches, to return to it exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.calls import Array
from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.support.errors import InputError
from core.support.i18n import _, ngettext

from .epoch import EpochPosition
from .stopping.breakpoints import ConditionsHeld
from .stopping.stop_rules import epoch_of_weights


@dataclass(frozen=True, eq=False)
class TrainingState:
    """Copies of a trainer's arrays and the states of its generators. `theta` and the like are flat, as long as Θ."""

    experiment: Experiment
    sizes: tuple[int, ...]
    epoch: int
    position: EpochPosition
    theta: Array
    gradient: Array
    vectors: Mapping[str, Array]
    """The optimiser's state: mu, nu, and t if step counts differ between weights or some are frozen."""
    step: Array
    count: int
    squared_norm: float
    dropout: Mapping[str, Any]
    best: Array | None
    best_loss: float
    best_epoch: int
    patience_from: int
    stopped_by: str | None
    held: ConditionsHeld = field(default_factory=dict)
    """Where the conditions of breakpoints hold."""
    frozen: Array | None = None
    """Which weights are frozen, as booleans; None if none is."""
    tolerated: bool = False
    """Whether a train loss at or under the tolerance is passed over, as in `StopRules`."""
    figures: tuple[float, ...] = ()
    """The last row of the history, which is needed even if other rows are thinned out."""

    @property
    def place(self) -> tuple[int, int]:
        """Completed epochs, and mini-batches done in the present one."""
        return self.epoch, self.position.settled + self.position.done

    @property
    def arrays(self) -> list[Array]:
        """All arrays, with `best`, which several states may share."""
        found = [self.theta, self.gradient, self.step, *self.vectors.values()]
        may_be = self.position.order, self.position.Z, self.best, self.frozen
        return [*found, *(one for one in may_be if one is not None)]

    @property
    def nbytes(self) -> int:
        """The size of all arrays in bytes."""
        return sum(array.nbytes for array in self.arrays)

    @property
    def weights_epoch(self) -> int:
        """The epoch that the weights are of: the best one where early stopping has put them back."""
        return epoch_of_weights(self.theta, self.epoch, self.stopped_by, self.best, self.best_epoch)


def check_fit(state: TrainingState, data: Data) -> None:
    """Raises InputError if data don't fit a state: in inputs, outputs or, within an epoch, in the number of rows."""
    check_ends(state.sizes, data)
    order = state.position.order
    if order is not None and len(order) != data.train.m:
        message = ngettext(
            "its data have changed: found {} training example, expected {}, as it was saved within an epoch",
            "its data have changed: found {} training examples, expected {}, as it was saved within an epoch",
            data.train.m,
        )
        raise InputError(message.format(data.train.m, len(order)))


def check_ends(layers: Sequence[int], data: Data) -> None:
    """Raises InputError if data have another number of inputs or outputs than a network of these layers."""
    inputs, outputs = data.train.inputs.shape[1], data.train.Y.shape[1]
    if (inputs, outputs) != (layers[0], layers[-1]):
        sizes = (inputs, *layers[1:-1], outputs)
        message = _(
            "its data have changed, or are read otherwise now: the network was {}, with these data it would be {}"
        )
        raise InputError(message.format("-".join(map(str, layers)), "-".join(map(str, sizes))))
