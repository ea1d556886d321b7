"""The state of the Sweep view: the sweep's trials in their order, the one in focus, marks, what is drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import structs

from core.calls import Array
from core.sweeps.saved.records import (
    ENDED,
    INTERRUPTED,
    PAUSED,
    RUNNING,
    TRAINING,
    WAITING,
    SweepStatus,
    TrialRecord,
    WorkerRecord,
)
from tui_mlp.session.sweep.trial_curves import curve_figure

from .trial_columns import TrialColumn, sorted_by, trial_columns
from .trial_figures import objective_of

if TYPE_CHECKING:
    from core.sweeps.space.space import Narrowing
    from core.sweeps.sweep_experiment import SweepExperiment

LETTERS = "abcde"
"""The letters of marked trials, as many as there are colours for them."""
READY = "ready"
"""The state of a sweep that hasn't begun."""


@dataclass(frozen=True, eq=False)
class SweepSelection:
    """What is known of a sweep, and what a person selected in it.

    `sweep` is None until one has been read, as there may be none; `read` says whether it is known. `name` is its
    folder's, or the experiment's before it has one; `problem` says why it can't be read. `ended` are the trials that
    have ended in this order, `status` what goes on, None before it has begun; `lives` whether its process does.
    `curves` map trial numbers to (n, 2) arrays, epochs and the best `curve_figure` up to each; `figures` to the
    figure `further_figure` at the trial's best epoch: both only of the trials that have been read.

    `rows` are all trials that have begun, sorted by the column `order`; `columns` are the table's. `focus` is the
    number of the trial in focus, 0 for none: that of the first row, so that the best trial stays in sight, until a
    person has chosen one (`holds_focus`). `letters` map numbers to the letter of a mark. `wanted_key` is the key that
    is drawn against the objective, `parallel` whether parallel coordinates are drawn instead.
    """

    sweep: "SweepExperiment | None" = None
    read: bool = False
    name: str = ""
    problem: str = ""
    ended: tuple[TrialRecord, ...] = ()
    status: SweepStatus | None = None
    lives: bool = False
    curves: Mapping[int, Array] = field(default_factory=dict)
    figures: Mapping[int, float] = field(default_factory=dict)
    further_figure: str = ""
    order: str = ""
    reverse: bool = False
    focus: int = 0
    holds_focus: bool = False
    letters: Mapping[int, str] = field(default_factory=dict)
    wanted_key: str = ""
    parallel: bool = False
    rows: tuple[TrialRecord, ...] = ()
    columns: tuple[TrialColumn, ...] = ()

    # The sweep

    @property
    def objectives(self) -> tuple[str, ...]:
        """The names of the objectives."""
        return () if self.sweep is None else tuple(self.sweep.settings.objective)

    @property
    def keys(self) -> tuple[str, ...]:
        """The dotted keys of the space, in its order."""
        return () if self.sweep is None else tuple(key.key for key in self.sweep.space.keys)

    @property
    def state(self) -> str:
        """READY, or a state of records: INTERRUPTED where it hasn't ended and no process works on it."""
        if self.status is None:
            return RUNNING if self.lives else READY
        return self.status.state if self.lives or self.status.state == ENDED else INTERRUPTED

    @property
    def narrowing(self) -> "Narrowing":
        """To which part the space was narrowed by hand."""
        return {} if self.status is None else self.status.narrowed

    @property
    def wanted_trials(self) -> int:
        """How many trials there are to be; 0 if unknown."""
        if self.status is not None and self.status.trials:
            return self.status.trials
        if self.sweep is None or self.sweep.settings.sampler == "grid":
            return 0
        return self.sweep.settings.trials

    @property
    def curve_figure(self) -> str:
        """The figure that `curves` hold."""
        return curve_figure(self.objectives or ("validation_loss",))

    # The trials

    @cached_property
    def row_index(self) -> int:
        """The row in focus; 0 where there is none."""
        return next((place for place, one in enumerate(self.rows) if one.trial == self.focus), 0)

    @property
    def trial(self) -> TrialRecord | None:
        """The trial in focus."""
        return self.rows[self.row_index] if self.rows else None

    @cached_property
    def best(self) -> tuple[int, ...]:
        """The numbers of the best trials: one, or those of the Pareto front."""
        if self.status is not None and self.status.best:
            return tuple(self.status.best)
        if len(self.objectives) != 1:
            return ()
        column = next(one for one in self.columns if one.key == self.objectives[0])
        found = [one for one in sorted_by(self.ended, column, reverse=False) if column.value(one) is not None]
        return (found[0].trial,) if found else ()

    @cached_property
    def marked(self) -> tuple[tuple[str, TrialRecord], ...]:
        """The marked trials with their letters, by letter."""
        there = {one.trial: one for one in self.rows}
        pairs = [(letter, there[trial]) for trial, letter in self.letters.items() if trial in there]
        return tuple(sorted(pairs, key=lambda pair: pair[0]))

    @cached_property
    def objective_ends(self) -> tuple[tuple[float, float] | None, ...]:
        """The least and the largest value of each objective; None where no trial has one."""
        ends = []
        for place in range(len(self.objectives)):
            values = [value for one in self.rows if (value := objective_of(one, place)) is not None]
            ends.append((min(values), max(values)) if values else None)
        return tuple(ends)

    @cached_property
    def training(self) -> tuple[TrialRecord, ...]:
        """The trials that train now."""
        return tuple(one for one in self.rows if one.state == TRAINING)

    def workers_at(self, trial: int) -> list[WorkerRecord]:
        """The workers that train runs of a trial now."""
        return [] if self.status is None else [one for one in self.status.workers if one.trial == trial]

    # What is drawn

    @property
    def drawn_key(self) -> str:
        """The key that is drawn against the objective; empty without a sweep."""
        return self.wanted_key if self.wanted_key in self.keys else next(iter(self.keys), "")

    @property
    def column(self) -> TrialColumn:
        """The column that the rows are sorted by: at first the first objective's."""
        return next((column for column in self.columns if column.key == self.order), self.columns[1])


SelectionChange = Callable[[SweepSelection], SweepSelection]


BEST_DRAWN = 40
"""The most trials, those with the best objectives, whose curves are drawn without being marked."""


def curves_wanted(selection: SweepSelection) -> set[int]:
    """The numbers of the trials whose curves are drawn: those that train, the marked ones, that in focus, the best."""
    if not selection.rows:
        return set()
    column = next(one for one in selection.columns if one.key == selection.objectives[0])
    best: Sequence[TrialRecord] = selection.rows
    if column is not selection.column or selection.reverse:
        best = sorted_by(best, column, reverse=False)
    found = {one.trial for one in (*best[:BEST_DRAWN], *selection.training)}
    return found | set(selection.letters) | {selection.focus}


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


def can_pause(selection: SweepSelection) -> bool:
    """Whether the sweep runs, so that `p` pauses it rather than letting it go on."""
    return selection.state == RUNNING
