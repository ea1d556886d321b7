"""The axes of parallel coordinates, and where the lines of trials go between them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.calls import Array
from tui_mlp.models.sweep.plots.drawn_trials import DrawnTrials
from tui_mlp.models.sweep.plots.trial_axis import TrialAxis
from tui_mlp.render.matrix.matrix import scrolled

LEAST_APART = 8
"""The cells from one axis to the next, at least."""
LABELS = 5
"""The cells on the right for the numbers and letters of single trials."""
BELOW = 0.1
"""The share of an axis' height that lies under its lowest value where trials lack the key: they go through a –."""


class ParallelAxis(NamedTuple):
    """An axis in its cell column, with the heights of all trials on it, (n,), as shares of the plot; NaN for none."""

    axis: TrialAxis
    column: int
    heights: Array
    low: float
    high: float
    lacking: bool

    def height(self, places: Array) -> Array:
        """The shares of the plot's height at which places lie; NaN for NaN."""
        below = BELOW if self.lacking else 0.0
        if self.axis.choices:
            share = (places + 0.5) / len(self.axis.choices)
        else:
            span = self.high - self.low
            share = (places - self.low) / span if span > 0 else 0.5 + (places - self.low)
        return below + (1 - below) * share


def shown_axes(keys: Sequence[TrialAxis], drawn: str, width: int, before: int) -> tuple[int, list[TrialAxis]]:
    """The first key that is shown, and those that fit beside the objective, the one with name `drawn` among them."""
    most = max(1, (width - LABELS - 1) // LEAST_APART)
    here = next((place for place, axis in enumerate(keys) if axis.name == drawn), None)
    first = scrolled(len(keys), most, before, here)
    return first, list(keys[first : first + most])


def parallel_axes(trials: DrawnTrials, axes: Sequence[TrialAxis], width: int) -> list[ParallelAxis]:
    """The axes spread over `width` cells, the first at the left edge and the last at the right one."""
    found = []
    for place, axis in enumerate(axes):
        places = trials.places(axis)
        low, high = axis.limits(places)
        lacking = axis.objective is None and bool(np.isnan(places).any())
        column = round(place * (width - 1) / max(1, len(axes) - 1))
        one = ParallelAxis(axis, column, places, low, high, lacking)
        heights = one.height(places)
        if lacking:
            heights[np.isnan(places)] = 0.0
        found.append(one._replace(heights=heights))
    return found


def line_heights(axes: Sequence[ParallelAxis], dots: int) -> Array:
    """The height of each trial's line in each column of dots, n × dots, as shares; NaN where it has none."""
    across = np.arange(dots, dtype=np.float64)
    at = np.array([2 * axis.column + 0.5 for axis in axes])
    at[0], at[-1] = 0.0, dots - 1.0
    right = np.clip(np.searchsorted(at, across, side="left"), 1, len(axes) - 1)
    share = (across - at[right - 1]) / (at[right] - at[right - 1])
    ends = np.stack([axis.heights for axis in axes], axis=1)
    found: Array = ends[:, right - 1] * (1 - share) + ends[:, right] * share
    return found
