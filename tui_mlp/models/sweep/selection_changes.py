"""Changes of the selection in the Sweep view, each from one selection to the next."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from msgspec import structs

from core.sweeps.saved.records import INTERRUPTED, PAUSED, WAITING, TrialRecord

from .sweep_selection import LETTERS, SweepSelection
from .trial_columns import sorted_by, trial_columns

SelectionChange = Callable[[SweepSelection], SweepSelection]


def updated_selection(selection: SweepSelection, **changes: object) -> SweepSelection:
    """The selection with these changes, its rows found and sorted again.

    The focus stays on a trial that a person chose; otherwise it is on the first row.
    """
    selection = replace(selection, **changes)  # type: ignore[arg-type]
    if selection.sweep is None:
        return replace(selection, rows=(), columns=(), focus=0, letters={})
    columns = trial_columns(selection.objectives, selection.keys, selection.further_figure, selection.figures)
    selection = replace(selection, columns=columns)
    done = {one.trial for one in selection.ended}
    begun: Sequence[TrialRecord] = () if selection.status is None else selection.status.training
    if selection.state in (INTERRUPTED, PAUSED):  # they go on once the sweep does
        begun = [structs.replace(one, state=WAITING) for one in begun]
    every = [*selection.ended, *(one for one in begun if one.trial not in done)]
    rows = tuple(sorted_by(every, selection.column, selection.reverse))
    numbers = {one.trial for one in rows}
    chose = selection.holds_focus or "order" in changes or "reverse" in changes
    holds = chose and selection.focus in numbers
    focus = selection.focus if holds else rows[0].trial if rows else 0
    letters = {trial: letter for trial, letter in selection.letters.items() if trial in numbers}
    return replace(selection, rows=rows, focus=focus, holds_focus=holds, letters=letters)


def focus_moved(selection: SweepSelection, steps: int) -> SweepSelection:
    """The selection with the focus `steps` rows further down."""
    if not selection.rows:
        return selection
    place = max(0, min(selection.row_index + steps, len(selection.rows) - 1))
    return replace(selection, focus=selection.rows[place].trial, holds_focus=True)


def focused(selection: SweepSelection, trial: int) -> SweepSelection:
    """The selection with the focus on a trial, where there is one of that number."""
    there = any(one.trial == trial for one in selection.rows)
    return replace(selection, focus=trial, holds_focus=True) if there else selection


def mark_toggled(selection: SweepSelection) -> SweepSelection:
    """The selection with the trial in focus marked with the first free letter, or no longer marked."""
    if selection.trial is None:
        return selection
    letters = dict(selection.letters)
    if letters.pop(selection.focus, None) is None:
        free = [letter for letter in LETTERS if letter not in letters.values()]
        letters |= {selection.focus: free[0]} if free else {}
    return replace(selection, letters=letters, holds_focus=True)


def sorted_by_next(selection: SweepSelection, direction: int) -> SweepSelection:
    """The selection sorted by the next (1) or the previous (-1) column, in the column's usual direction."""
    if not selection.columns:
        return selection
    keys = [column.key for column in selection.columns]
    here = keys.index(selection.column.key)
    return updated_selection(selection, order=keys[(here + direction) % len(keys)], reverse=False)


def key_turned(selection: SweepSelection, direction: int) -> SweepSelection:
    """The selection with the next (1) or the previous (-1) key of the space drawn."""
    keys = selection.keys
    if not keys:
        return selection
    return replace(selection, wanted_key=keys[(keys.index(selection.drawn_key) + direction) % len(keys)])


def form_turned(selection: SweepSelection) -> SweepSelection:
    """The selection with parallel coordinates drawn instead of points, or the other way round."""
    return replace(selection, parallel=not selection.parallel)
