"""The axes and trials of what is selected in the Sweep view, as its plots take them."""

from core.sweeps.objectives import OBJECTIVES
from core.sweeps.space.keys import Key, Range
from tui_mlp.models.sweep.sweep_selection import SweepSelection

from .drawn_trials import DrawnTrials
from .trial_axis import TrialAxis

LOG_FROM = 10.0
"""The ratio of the largest to the smallest loss from which their axis is logarithmic, unless the user chooses."""


def key_axes(selection: SweepSelection) -> list[TrialAxis]:
    """The axes of all keys of the space, in its order."""
    return [] if selection.sweep is None else [_key_axis(key) for key in selection.sweep.space.keys]


def _key_axis(key: Key) -> TrialAxis:
    if isinstance(key, Range):
        return TrialAxis(key.key, log=key.log, ends=(key.low, key.high), integer=key.integer)
    return TrialAxis(key.key, choices=key.values)


def drawn_axis(selection: SweepSelection) -> TrialAxis | None:
    """The axis of the key that is drawn against the objective; None without a sweep."""
    return next((axis for axis in key_axes(selection) if axis.name == selection.drawn_key), None)


def objective_axis(selection: SweepSelection, place: int = 0, log: bool | None = None) -> TrialAxis:
    """The axis of an objective; for a loss logarithmic if `log`, or if it is None and the trials' losses differ much.

    A loss that isn't above 0 has no place on a log axis, so then it is linear.
    """
    name = selection.objectives[place]
    if not OBJECTIVES[name].minimize:
        return TrialAxis(name, objective=place)
    ends = selection.objective_ends[place]
    possible = ends is not None and ends[0] > 0
    wanted = ends is not None and ends[1] > LOG_FROM * ends[0] if log is None else log
    return TrialAxis(name, log=possible and wanted, objective=place)


def drawn_trials(selection: SweepSelection, before: DrawnTrials | None = None) -> DrawnTrials:
    """The trials as the plots show them; of those drawn `before`, what is still true is taken over."""
    shared = before.table if before is not None and before.records is selection.rows else None
    return DrawnTrials(
        selection.rows,
        frozenset(selection.best),
        selection.focus or None,
        selection.letters,
        not selection.objectives or OBJECTIVES[selection.objectives[0]].minimize,
        shared,
    )
