"""Predictions beside targets in the units of the source, their errors, and which of them are the largest.

An error is e = y − a, target minus output, as Δ^(L) in the lecture: positive where the network says too little.
"""

from dataclasses import dataclass, field

import numpy as np

from core.analysis.outputs.split_outputs import SplitOutputs
from core.calls import Array

LISTED = 1_000
"""The most examples that are ordered by their error."""


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
    """For each of the k targets, the rows in `outputs` of its largest absolute errors, at most LISTED, largest first.

    An error that isn't a number counts as the largest. Of equal errors the first row comes first.
    """
    return tuple(_largest_first(np.abs(column)) for column in outputs.figure(errors_of).errors.T)


def _largest_first(sizes: Array) -> Array:
    sizes = np.where(np.isnan(sizes), np.inf, sizes)
    rows = np.arange(len(sizes))
    if len(sizes) > LISTED:
        least = np.partition(sizes, len(sizes) - LISTED)[len(sizes) - LISTED]
        rows = np.flatnonzero(sizes >= least)
    found: Array = rows[np.argsort(-sizes[rows], kind="stable")][:LISTED]
    return found
