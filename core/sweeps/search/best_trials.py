"""The best trials so far: one, or the Pareto front of several objectives."""

from collections.abc import Sequence
from math import isfinite

from core.sweeps.objectives import Objective
from core.sweeps.saved.records import FINISHED, PRUNED, TrialRecord


def has_figures(record: TrialRecord) -> bool:
    """Whether a trial has a number for each objective."""
    figures = record.objectives
    return bool(figures) and all(one is not None and isfinite(one) for one in figures)


def is_dominated(record: TrialRecord, by: TrialRecord, objectives: Sequence[Objective]) -> bool:
    """Whether another trial is better in one objective, and worse in none."""
    better = False
    for objective, own, other in zip(objectives, record.objectives, by.objectives, strict=True):
        assert own is not None
        assert other is not None
        if objective.is_better(own, other):
            return False
        better = better or objective.is_better(other, own)
    return better


class BestTrials:
    """The best trials so far, in the order in which they ended. Of equal ones with one objective, the first.

    Pruned ones count too, as those that a person stopped: their best epoch is saved as that of others.
    """

    def __init__(self, objectives: Sequence[Objective]) -> None:
        self._objectives = objectives
        self.trials: list[TrialRecord] = []

    def add(self, record: TrialRecord) -> None:
        """Take a trial that has ended into account."""
        if record.state not in (FINISHED, PRUNED) or not has_figures(record):
            return
        if any(is_dominated(record, best, self._objectives) for best in self.trials):
            return
        kept = [best for best in self.trials if not is_dominated(best, record, self._objectives)]
        if len(self._objectives) == 1 and kept:  # as good as the best
            return
        self.trials = [*kept, record]
