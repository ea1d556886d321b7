"""The trials of a saved sweep, the best first, and the run of the best."""

from collections.abc import Iterable, Sequence
from math import inf
from pathlib import Path

from core.sweeps.objectives import OBJECTIVES

from .records import TrialRecord
from .sweep_reader import SavedSweep


def best_first(
    records: Iterable[TrialRecord], objectives: Sequence[str], best: Sequence[int] = ()
) -> list[TrialRecord]:  # fmt: skip
    """The trials that have a value of the first objective: those in `best`, then the others."""
    sign = 1 if OBJECTIVES[objectives[0]].minimize else -1

    def objective(record: TrialRecord) -> float | None:
        return record.objectives[0] if record.objectives else None

    def place(record: TrialRecord) -> tuple[bool, float]:
        value = objective(record)
        return record.trial not in best, inf if value is None else sign * value

    return sorted((one for one in records if objective(one) is not None), key=place)


def best_trials(saved: SavedSweep) -> list[TrialRecord]:
    """The best trials that have ended: one, or of several objectives those of the Pareto front; at first none."""
    if saved.status is not None and saved.status.best:
        return [one for one in saved.ended if one.trial in saved.status.best]
    return best_first(saved.ended, saved.sweep.settings.objective)[:1]


def best_run(saved: SavedSweep) -> Path | None:
    """The folder of the first run of the best trial; None before there is one."""
    found = next((one.runs[0].run for one in best_trials(saved) if one.runs), None)
    return None if found is None else saved.folder.run(found)
