"""Predictions of one target as points, and their errors."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.split_outputs import SplitOutputs
from core.analysis.regression.errors import errors_of, rows_drawn, worst_by_error
from core.calls import Array
from tui_mlp.models.output.output_focus import OutputFocus
from tui_mlp.models.output.shown_example import shown_example

from .output_values import shown_output


@dataclass(frozen=True, eq=False)
class Predictions:
    """The examples of a split that are drawn, n: their rows in its outputs, targets and predictions in their unit.

    `worst` are the rows of the largest errors, the largest first; `target` is the number of the target, from 0.
    """

    outputs: SplitOutputs = field(repr=False)
    target: int
    rows: Array = field(repr=False)
    actual: Array = field(repr=False)
    predicted: Array = field(repr=False)
    worst: Array = field(repr=False)

    @classmethod
    def of(cls, outputs: SplitOutputs, chosen: int | None) -> "Predictions":
        """The points of the chosen target, or of the first one."""
        target = shown_output(outputs.meaning, chosen) or 0
        found, rows = outputs.figure(errors_of), outputs.figure(rows_drawn)
        return cls(
            outputs=outputs,
            target=target,
            rows=rows,
            actual=found.actual[rows, target],
            predicted=found.predicted[rows, target],
            worst=outputs.figure(worst_by_error)[target],
        )

    @property
    def errors(self) -> Array:
        """Target minus prediction, n numbers."""
        with np.errstate(all="ignore"):
            return self.actual - self.predicted

    def of_row(self, row: int) -> tuple[float, float]:
        """Target and prediction of one row of the outputs."""
        found = self.outputs.figure(errors_of)
        return float(found.actual[row, self.target]), float(found.predicted[row, self.target])

    def place(self, index: int) -> int:
        """The place in its split of the point with this index."""
        return int(self.outputs.places[self.rows[index]])

    @property
    def worst_places(self) -> list[int]:
        """The places in the split of the largest errors, the largest first."""
        return [int(place) for place in self.outputs.places[self.worst].tolist()]


class PredictionInFocus(NamedTuple):
    """The example in focus: its target, NaN where there is none, its prediction, and its row in the source, from 0."""

    actual: float
    predicted: float
    row: int | None


def prediction_in_focus(outputs: Outputs, focus: OutputFocus) -> PredictionInFocus | None:
    """The example in focus; None before there are outputs of its split."""
    if (shown := shown_example(outputs, focus)) is None:
        return None
    target = shown_output(shown.meaning, focus.output) or 0
    actual = float("nan") if shown.one.wanted is None else float(shown.one.wanted[target])
    return PredictionInFocus(actual, float(shown.outputs[target]), shown.row)


def nearest_towards(across: Array, up: Array, here: tuple[float, float], step: tuple[int, int]) -> int | None:
    """The index of the nearest point in a direction, (1, 0) for right and (0, 1) for up; None where there is none.

    `across` and `up` are places in dots. A point counts that is at least a dot further; one beside the direction counts
    as twice as far to that side.
    """
    with np.errstate(all="ignore"):
        right, above = across - here[0], up - here[1]
        along, aside = (right, above) if step[0] else (above, right)
        along = along * (step[0] or step[1])
        far = np.where(along >= 1, along + 2 * np.abs(aside), np.inf)
    far[np.isnan(far)] = np.inf
    found = int(far.argmin()) if len(far) else 0
    return found if len(far) and np.isfinite(far[found]) else None
