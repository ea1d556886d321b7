"""The trials of a sweep as its plots show them, and which lie in front."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from core.calls import Array
from core.sweeps.saved.records import TrialRecord

from .trial_axis import TrialAxis
from .trial_table import BEST, IN_FOCUS, MARKED, TrialTable


@dataclass(frozen=True, eq=False)
class DrawnTrials:
    """The trials of a sweep.

    `best` are the numbers of the best trial, or of the Pareto front; `letters` those of marked trials with their
    letters; `focus` the number of the trial in focus. `minimize` says whether the first objective is to be small.
    `shared` is the table of the same records, where it is known already.
    """

    records: tuple[TrialRecord, ...] = ()
    best: frozenset[int] = frozenset()
    focus: int | None = None
    letters: Mapping[int, str] = field(default_factory=dict)
    minimize: bool = True
    shared: TrialTable | None = None

    @cached_property
    def table(self) -> TrialTable:
        """What is true of the trials whichever is selected."""
        return self.shared or TrialTable(self.records, self.minimize)

    def places(self, axis: TrialAxis) -> Array:
        """Where each trial lies on an axis, (n,); NaN for those without a place."""
        return self.table.places(axis)

    def is_special(self, trial: int) -> bool:
        """Whether a person looks at just the trial of this number: it is the best, marked, or in focus."""
        return trial in self.best or trial in self.letters or trial == self.focus

    @cached_property
    def special(self) -> dict[int, int]:
        """The rows of these trials with how far in front they are drawn; those in front last."""
        numbers = {*self.best, *self.letters, *(() if self.focus is None else (self.focus,))}
        rows = {self.table.row_of[number]: self._level(number) for number in numbers if number in self.table.row_of}
        return dict(sorted(rows.items(), key=lambda pair: (pair[1], -self.table.badness[pair[0]])))

    @cached_property
    def levels(self) -> Array:
        """How far in front each trial is drawn, (n,), from DIMMED to BEST."""
        levels = self.table.levels.copy()
        for row, level in self.special.items():
            levels[row] = level
        return levels

    @cached_property
    def order(self) -> list[int]:
        """The rows of all trials, those that are drawn in front last."""
        return [row for row in self.table.order if row not in self.special] + list(self.special)

    def _level(self, number: int) -> int:
        return BEST if number in self.best else MARKED if number in self.letters else IN_FOCUS
