"""The state of the Sweep view: the trials, the one in focus, the marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from core.calls import Array
from core.sweeps.saved.records import (
    RUNNING,
    TRAINING,
    SweepStatus,
    TrialRecord,
)
from core.sweeps.saved.sweep_state import sweep_state, wanted_trials
from tui_mlp.session.sweep.trial_curves import curve_figure

from .trial_columns import TrialColumn, sorted_by
from .trial_figures import objective_of

if TYPE_CHECKING:
    from core.sweeps.space.space import Narrowing
    from core.sweeps.sweep_experiment import SweepExperiment

LETTERS = "abcde"
"""The letters of marked trials, as many as there are colours for them."""


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
        """One of the states in `records`."""
        return sweep_state(self.status, self.lives)

    @property
    def can_pause(self) -> bool:
        """Whether the sweep runs, so that `p` pauses it rather than letting it go on."""
        return self.state == RUNNING

    @property
    def narrowing(self) -> "Narrowing":
        """To which part the space was narrowed by hand."""
        return {} if self.status is None else self.status.narrowed

    @property
    def wanted_trials(self) -> int:
        """How many trials there are to be; 0 if unknown."""
        return 0 if self.sweep is None else wanted_trials(self.status, self.sweep.settings)

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

    # What is drawn

    @property
    def drawn_key(self) -> str:
        """The key that is drawn against the objective; empty without a sweep."""
        return self.wanted_key if self.wanted_key in self.keys else next(iter(self.keys), "")

    @property
    def column(self) -> TrialColumn:
        """The column that the rows are sorted by: at first the first objective's."""
        return next((column for column in self.columns if column.key == self.order), self.columns[1])


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
