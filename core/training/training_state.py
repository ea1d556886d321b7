"""All that a training is between two mini-batches, so that it can go back there, to the bit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.calls import Array
from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.support.errors import InputError
from core.support.i18n import _, ngettext

from .breakpoints import ConditionsHeld
from .epoch import EpochPosition


@dataclass(frozen=True, eq=False)
class TrainingState:
    """Copies of a trainer's arrays, and the states of its generators. `theta` and the like are flat, as long as Θ."""

    experiment: Experiment
    sizes: tuple[int, ...]
    epoch: int
    position: EpochPosition
    theta: Array
    gradient: Array
    vectors: Mapping[str, Array]
    """The optimiser's state: mu, nu; t where weights differ in the steps they have taken, or some are frozen."""
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
    """Where the conditions of breakpoints held."""
    frozen: Array | None = None
    """Which weights stay as they are, as booleans; None where all go on."""
    figures: tuple[float, ...] = ()
    """The last row of the history, which is there whatever becomes of the others."""

    @property
    def place(self) -> tuple[int, int]:
        """Completed epochs, and mini-batches of the next one."""
        return self.epoch, self.position.settled + self.position.done

    @property
    def arrays(self) -> list[Array]:
        """All of them, `best` too, which states may share."""
        found = [self.theta, self.gradient, self.step, *self.vectors.values()]
        may_be = self.position.order, self.position.Z, self.best, self.frozen
        return [*found, *(one for one in may_be if one is not None)]

    @property
    def nbytes(self) -> int:
        """Memory of its arrays."""
        return sum(array.nbytes for array in self.arrays)


def check_fit(state: TrainingState, data: Data) -> None:
    """Raises InputError where data have other inputs, outputs or, within an epoch, rows than a state's network had."""
    ends, order = (data.train.inputs.shape[1], data.train.Y.shape[1]), state.position.order
    if ends != (state.sizes[0], state.sizes[-1]):
        sizes = (ends[0], *state.sizes[1:-1], ends[1])
        message = _("its data have changed: the network was {}, with these data it would be {}")
        raise InputError(message.format("-".join(map(str, state.sizes)), "-".join(map(str, sizes))))
    if order is not None and len(order) != data.train.m:
        message = ngettext(
            "its data have changed: found {} training example, expected {}, as it was saved within an epoch",
            "its data have changed: found {} training examples, expected {}, as it was saved within an epoch",
            data.train.m,
        )
        raise InputError(message.format(data.train.m, len(order)))
