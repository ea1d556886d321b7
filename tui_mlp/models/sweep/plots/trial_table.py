"""What the plots need to know of all trials, computed once for thousands."""

from functools import cached_property
from heapq import nsmallest
from math import inf, isfinite

import numpy as np

from core.calls import Array
from core.sweeps.saved.records import DIVERGED, FAILED, FINISHED, PRUNED, TRAINING, WAITING, TrialRecord

from .trial_axis import TrialAxis

ENDED_BADLY = (PRUNED, DIVERGED, FAILED)
"""The states of trials that are dimmed."""
NOT_ENDED = (TRAINING, WAITING)
"""The states of trials that have begun and not ended."""
SHARE_OF_BEST = 0.1
"""The share of the finished trials that stand out where all are drawn."""
DIMMED, ENDED, GOOD, RUNNING, IN_FOCUS, MARKED, BEST = range(7)
"""How far in front a trial is drawn: those of the best tenth before others that finished, those that go on before."""


class TrialTable:
    """The trials of a sweep in arrays, in the order of `records`; which of them are selected isn't known here."""

    def __init__(self, records: tuple[TrialRecord, ...], minimize: bool) -> None:
        self.records, self.minimize = records, minimize
        self._places: dict[tuple[object, ...], Array] = {}

    def places(self, axis: TrialAxis) -> Array:
        """Where each trial lies on an axis, (n,); NaN for those without a place."""
        key = (axis.name, axis.log, axis.objective)
        if key not in self._places:
            self._places[key] = axis.places(self.records)
        return self._places[key]

    @cached_property
    def row_of(self) -> dict[int, int]:
        """The row of each trial by its number."""
        return {one.trial: row for row, one in enumerate(self.records)}

    @cached_property
    def states(self) -> dict[int, str]:
        """The state of each trial by its number."""
        return {one.trial: one.state for one in self.records}

    @cached_property
    def not_ended(self) -> tuple[TrialRecord, ...]:
        """Those that have begun and not ended."""
        return tuple(one for one in self.records if one.state in NOT_ENDED)

    @cached_property
    def has_pruned(self) -> bool:
        """Whether any trial is dimmed."""
        return any(one.state in ENDED_BADLY for one in self.records)

    @cached_property
    def badness(self) -> list[float]:
        """What to sort by, so that the best trial comes first and those without an objective last."""
        return [_badness(one, self.minimize) for one in self.records]

    @cached_property
    def levels(self) -> Array:
        """How far in front each trial is drawn, (n,), as long as a person doesn't look at just this one."""
        finished = [row for row, one in enumerate(self.records) if one.state == FINISHED]
        most = max(1, round(len(finished) * SHARE_OF_BEST))
        good = set(nsmallest(most, finished, self.badness.__getitem__))
        return np.array([_level(one, row in good) for row, one in enumerate(self.records)], dtype=np.int_)

    @cached_property
    def order(self) -> list[int]:
        """The rows, those that are drawn in front last, better ones before worse ones of the same level."""
        order: list[int] = np.lexsort((-np.array(self.badness), self.levels)).tolist()
        return order


def _badness(trial: TrialRecord, minimize: bool) -> float:
    value = trial.objectives[0] if trial.objectives else None
    if value is None or not isfinite(value):
        return inf
    return value if minimize else -value


def _level(trial: TrialRecord, good: bool) -> int:
    if trial.state in NOT_ENDED:
        return RUNNING
    if trial.state in ENDED_BADLY:
        return DIMMED
    return GOOD if good else ENDED
