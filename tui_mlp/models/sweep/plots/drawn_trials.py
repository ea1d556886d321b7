"""The trials of a sweep as its plots show them: which are the best, marked, in focus, and how good each is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nsmallest
from math import inf, isfinite

from core.calls import Array
from core.sweeps.saved.records import DIVERGED, FAILED, FINISHED, PRUNED, TRAINING, TrialRecord

from .trial_axis import TrialAxis

ENDED_BADLY = (PRUNED, DIVERGED, FAILED)
"""The states of trials that are dimmed."""
SHARE_OF_BEST = 0.1
"""The share of the finished trials that stand out where all are drawn."""


@dataclass(frozen=True, eq=False)
class DrawnTrials:
    """The trials of a sweep.

    `best` are the numbers of the best trial, or of the Pareto front; `letters` those of marked trials with their
    letters; `focus` the number of the trial in focus. `minimize` says whether the first objective is to be small.
    `known` are the places of trials on axes, which others with the same `records` may take over.
    """

    records: tuple[TrialRecord, ...] = ()
    best: frozenset[int] = frozenset()
    focus: int | None = None
    letters: Mapping[int, str] = field(default_factory=dict)
    minimize: bool = True
    known: dict[tuple[object, ...], Array] = field(default_factory=dict)

    def places(self, axis: TrialAxis) -> Array:
        """Where each trial lies on an axis, (n,); NaN for those without a place."""
        key = (axis.name, axis.log, axis.objective)
        if key not in self.known:
            self.known[key] = axis.places(self.records)
        return self.known[key]

    @cached_property
    def states(self) -> dict[int, str]:
        """The state of each trial by its number."""
        return {one.trial: one.state for one in self.records}

    @cached_property
    def training(self) -> tuple[TrialRecord, ...]:
        """Those that have begun and not ended."""
        return tuple(one for one in self.records if one.state == TRAINING)

    @cached_property
    def good(self) -> frozenset[int]:
        """The numbers of the best tenth of the finished trials."""
        finished = [one for one in self.records if one.state == FINISHED]
        return frozenset(one.trial for one in nsmallest(_tenth(len(finished)), finished, self.badness))

    def is_special(self, trial: TrialRecord) -> bool:
        """Whether a person looks at just this trial: it is the best, marked, or in focus."""
        return trial.trial in self.best or trial.trial in self.letters or trial.trial == self.focus

    def badness(self, trial: TrialRecord) -> float:
        """What to sort by, so that the best trial comes first and those without an objective last."""
        value = trial.objectives[0] if trial.objectives else None
        if value is None or not isfinite(value):
            return inf
        return value if self.minimize else -value

    def level(self, trial: TrialRecord) -> int:
        """How far in front a trial is drawn: 0 dimmed, 1 finished, 2 good, 3 training, 4 focus, 5 marked, 6 best."""
        if trial.trial in self.best:
            return 6
        if trial.trial in self.letters:
            return 5
        if trial.trial == self.focus:
            return 4
        if trial.state == TRAINING:
            return 3
        if trial.state in ENDED_BADLY:
            return 0
        return 2 if trial.trial in self.good else 1

    def in_order(self, trials: Iterable[TrialRecord]) -> list[TrialRecord]:
        """These trials, those that are drawn in front last."""
        return sorted(trials, key=lambda one: (self.level(one), -self.badness(one)))


def _tenth(count: int) -> int:
    return max(1, round(count * SHARE_OF_BEST)) if count else 0
