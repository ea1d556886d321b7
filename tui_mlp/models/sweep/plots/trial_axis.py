"""An axis of a sweep's plots: a key of the space, or an objective."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite, log10, nan

import numpy as np

from core.calls import Array
from core.sweeps.saved.records import TrialRecord, Value

SMALLEST, LARGEST = 1e-250, 1e300
"""The numbers between which an axis can be divided: others are drawn at these ends."""


@dataclass(frozen=True)
class TrialAxis:
    """A key or an objective as an axis.

    `ends` are the least and the greatest number of a range; None where the trials themselves tell. `choices` are the
    values of a key that has a list of them: each is a place of its own, from 0. `objective` is the number of an
    objective, None for a key.
    """

    name: str
    log: bool = False
    ends: tuple[float, float] | None = None
    integer: bool = False
    choices: tuple[Value, ...] = ()
    objective: int | None = None

    def places(self, trials: Sequence[TrialRecord]) -> Array:
        """Where each trial lies, (n,): its number, on a log axis the exponent of ten, or the place of its choice.

        NaN for a trial without such a value, and on a log axis for one that isn't above 0.
        """
        return np.fromiter((self._place(trial) for trial in trials), np.float64, len(trials))

    def place_of(self, value: object) -> float:
        """Where a value lies."""
        if self.choices:
            return self._place_by_choice.get(_hashable(value), nan)
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            return nan
        if self.log:
            return log10(max(value, SMALLEST)) if value > 0 else nan
        return 0.0 if abs(value) < SMALLEST else float(max(-LARGEST, min(value, LARGEST)))

    def limits(self, places: Array) -> tuple[float, float]:
        """The least and the greatest place that are to be shown, `places` among them; 0 and 1 without any."""
        if self.choices:
            return 0.0, len(self.choices) - 1.0
        shown = [place for end in self.ends or () if isfinite(place := self.place_of(end))]
        known = places[np.isfinite(places)]
        if len(known):
            shown += [float(known.min()), float(known.max())]
        return (min(shown), max(shown)) if shown else (0.0, 1.0)

    def _place(self, trial: TrialRecord) -> float:
        if self.objective is None:
            return self.place_of(trial.settings.get(self.name))
        return self.place_of(trial.objectives[self.objective] if self.objective < len(trial.objectives) else None)

    @cached_property
    def _place_by_choice(self) -> dict[object, float]:
        return {_hashable(value): float(place) for place, value in enumerate(self.choices)}


def _hashable(value: object) -> object:
    if isinstance(value, list):
        return tuple(map(_hashable, value))
    return (value,) if isinstance(value, bool) else None if isinstance(value, dict) else value


def colour_axis(axes: Iterable[TrialAxis], drawn: TrialAxis, most: int) -> TrialAxis | None:
    """The key whose values have colours of their own: the first with a list of at most `most`, not the one drawn."""
    return next((axis for axis in axes if 1 < len(axis.choices) <= most and axis.name != drawn.name), None)
