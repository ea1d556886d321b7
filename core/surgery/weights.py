"""Single weights by hand: set a value, check a gradient, freeze and thaw.

As in surgery, each change takes a state between two mini-batches and returns another one for `Trainer.restore`.
"""

from dataclasses import replace
from math import isfinite
from typing import NamedTuple

import numpy as np

from core.analysis.central_difference import WeightCheck
from core.analysis.objective import Objective
from core.calls import Array
from core.data.dataset import Data
from core.optimizers import OPTIMIZERS
from core.parameters import split
from core.support.errors import InputError
from core.support.i18n import _
from core.training.training_state import TrainingState

from .transform import merge_step_counts


class ThetaPart(NamedTuple):
    """A part of Θ(layer), with the lecture's indices: rows from 0, the bias, and columns from 1; None takes all.

    `ThetaPart(2, 3, 1)` is the weight Θ(2)[3,1], `ThetaPart(2, column=1)` the weights and the bias that lead to neuron
    1 of layer 3, `ThetaPart(2, row=3)` the weights from neuron 3 of layer 2, `ThetaPart(2)` the whole Θ(2).
    """

    layer: int
    row: int | None = None
    column: int | None = None

    @property
    def symbol(self) -> str:
        """The lecture's symbol, with a colon for all rows or all columns."""
        if self.row is None and self.column is None:
            return f"Θ({self.layer})"
        row, column = (":" if place is None else place for place in (self.row, self.column))
        return f"Θ({self.layer})[{row},{column}]"

    def of(self, vector: Array, sizes: tuple[int, ...]) -> Array:
        """A two-dimensional view of the part in a vector as long as Θ. Raises InputError where it doesn't exist."""
        if not 1 <= self.layer < len(sizes):
            raise InputError(_("{}: found layer {}, expected 1 to {}").format(self.symbol, self.layer, len(sizes) - 1))
        theta = split(vector, sizes)[self.layer - 1]
        rows, columns = theta.shape
        if self.row is not None and not 0 <= self.row < rows:
            raise InputError(_("{}: found row {}, expected 0 to {}").format(self.symbol, self.row, rows - 1))
        if self.column is not None and not 1 <= self.column <= columns:
            raise InputError(_("{}: found column {}, expected 1 to {}").format(self.symbol, self.column, columns))
        row = slice(None) if self.row is None else slice(self.row, self.row + 1)
        return theta[row, slice(None) if self.column is None else slice(self.column - 1, self.column)]


class WeightEffect(NamedTuple):
    """How setting a weight changes J, over all training examples without dropout."""

    before: float
    """The weight's old value."""
    after: float
    gradient: float
    """∂J/∂θ before the change, penalty included."""
    loss_before: float
    loss_after: float
    penalty_before: float
    penalty_after: float

    @property
    def predicted(self) -> float:
        """How much J would change if it were linear in the weight: g Δθ."""
        return self.gradient * (self.after - self.before)

    @property
    def change(self) -> float:
        """How much J changes, penalty included."""
        return self.loss_after + self.penalty_after - self.loss_before - self.penalty_before


class Edited(NamedTuple):
    """The state with a weight's new value, and its effect on J."""

    state: TrainingState
    effect: WeightEffect


def set_weight(state: TrainingState, data: Data, weight: ThetaPart, value: float) -> Edited:
    """Set one weight, even a frozen one, to a value, which is rounded to the network's dtype.

    Raises InputError for a part that isn't one weight, and for a value beyond the dtype's range.
    """
    place = weight_index(state, weight)
    with np.errstate(over="ignore"):
        rounded = float(state.theta.dtype.type(value))
    if not isfinite(rounded):
        message = _("{}: found {:g}, expected a number within ±{:.4g}, what {} can hold")
        raise InputError(message.format(weight.symbol, value, np.finfo(state.theta.dtype).max, state.theta.dtype))
    objective = Objective(state, data)
    before, gradients = objective.gradient()
    gradient = gradients[weight.layer - 1][place]
    theta = state.theta.copy()
    weight.of(theta, state.sizes)[...] = value
    objective.thetas[weight.layer - 1][place] = rounded
    after = objective.value()
    old = float(weight.of(state.theta, state.sizes).item())
    effect = WeightEffect(old, rounded, float(gradient), before.loss, after.loss, before.penalty, after.penalty)
    return Edited(replace(state, theta=theta), effect)


def check_weight(state: TrainingState, data: Data, weight: ThetaPart) -> WeightCheck:
    """Check the gradient of one weight by central differences, over all training examples without dropout.

    Raises InputError for a part that isn't one weight.
    """
    row, column = weight_index(state, weight)
    objective = Objective(state, data)
    of_theta = objective.gradient()[1][weight.layer - 1]
    gradient, largest = float(of_theta[row, column]), float(np.abs(of_theta).max())
    return objective.compare(weight.layer, row, column, gradient, largest)


def weight_index(state: TrainingState, weight: ThetaPart) -> tuple[int, int]:
    """Row and column of one weight in Θ(layer), both from 0. Raises InputError for a part that isn't one weight."""
    if weight.row is None or weight.column is None:
        raise InputError(_("found {}, expected one weight").format(weight.symbol))
    weight.of(state.theta, state.sizes)
    return weight.row, weight.column - 1


def freeze(state: TrainingState, part: ThetaPart) -> TrainingState:
    """The state with these weights frozen too. Raises InputError where there is no such part."""
    return _with_marked(state, part, True)


def thaw(state: TrainingState, part: ThetaPart) -> TrainingState:
    """The state with these weights no longer frozen. Raises InputError where there is no such part."""
    return _with_marked(state, part, False)


def with_frozen(state: TrainingState, frozen: Array) -> TrainingState:
    """The state with exactly these weights frozen, booleans as long as Θ; step counts don't change."""
    vectors = dict(state.vectors)
    if OPTIMIZERS[state.experiment.training.optimizer].counts_steps:
        vectors.setdefault("t", np.full(len(state.theta), state.count))
    mask = frozen.copy() if frozen.any() else None
    vectors, count = merge_step_counts(vectors, state.count, mask)
    return replace(state, vectors=vectors, count=count, frozen=mask)


def _with_marked(state: TrainingState, part: ThetaPart, mark: bool) -> TrainingState:
    """The state with the `frozen` marks of a part set or cleared."""
    frozen = np.zeros(len(state.theta), bool) if state.frozen is None else state.frozen.copy()
    part.of(frozen, state.sizes)[...] = mark
    return with_frozen(state, frozen)
