"""Predictions beside targets in the units of the source, and their errors.

An error is e = y − a, target minus output, as Δ^(L) in the lecture: positive where the network says too little.
"""

from dataclasses import dataclass, field

import numpy as np

from core.analysis.outputs.ranking import largest_first
from core.analysis.outputs.split_outputs import SplitOutputs
from core.calls import Array

DRAWN = 20_000
"""The most examples that are drawn: more would cover each other, and drawing them would take too long."""


@dataclass(frozen=True, eq=False)
class Errors:
    """The predictions and the targets of m examples, both m × k in float64, in the units of the source."""

    predicted: Array = field(repr=False)
    actual: Array = field(repr=False)

    @property
    def errors(self) -> Array:
        """Target minus prediction, m × k; NaN or infinite where a diverged network says so."""
        with np.errstate(all="ignore"):
            found: Array = self.actual - self.predicted
        return found


def errors_of(outputs: SplitOutputs) -> Errors:
    """The predictions and targets of a split's examples, in the units of the source."""
    predicted, actual = outputs.A.astype(float), outputs.Y.astype(float)
    scaling = outputs.target_scaling
    if scaling is not None:
        predicted, actual = scaling.restored(predicted), scaling.restored(actual)
    return Errors(predicted, actual)


def worst_by_error(outputs: SplitOutputs) -> tuple[Array, ...]:
    """For each of the k targets, the rows in `outputs` of its largest absolute errors, the largest first.

    At most as many as a ranking has. An error that isn't a number counts as the largest.
    """
    return tuple(largest_first(np.abs(column)) for column in outputs.figure(errors_of).errors.T)


def rows_drawn(outputs: SplitOutputs) -> Array:
    """The rows in `outputs` that are drawn, ascending: all; of more than DRAWN, evenly spaced ones and the worst."""
    if outputs.m <= DRAWN:
        return np.arange(outputs.m)
    spaced = np.linspace(0, outputs.m - 1, DRAWN).astype(int)
    return np.unique(np.concatenate([spaced, *outputs.figure(worst_by_error)]))
