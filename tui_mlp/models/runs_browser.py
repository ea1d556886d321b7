"""The state of the Runs view: which runs, in which order, in focus and compared."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from core.calls import Array
from core.runs.metrics_file import FIGURES
from core.runs.run_list import ListedRun

from .run_columns import NEWEST, Column, columns_for, sorted_by

LETTERS = "abcde"
"""The letters of marked runs, as many as there are colours for curves."""

QUANTITIES = ("validation_loss", "train_loss", "validation_accuracy")
"""The quantities that can be drawn: columns of the metrics file."""

NOT_READ: Array = np.empty((0, len(FIGURES)))
"""The table of a run whose figures have not been read yet."""


class ComparedRun(NamedTuple):
    """A run whose curve is drawn.

    `letter` is that of its mark, empty without one. `table` holds its figures, (n, len(FIGURES)).
    """

    letter: str
    run: ListedRun
    table: Array

    def curve(self, key: str) -> tuple[Array, Array]:
        """Epochs and figures of a quantity, both (n,). R² stands in for an accuracy that was never computed."""
        values = self.table[:, FIGURES.index(key)]
        if key.endswith("accuracy") and np.isnan(values).all():
            values = self.table[:, FIGURES.index(key.replace("accuracy", "r2"))]
        return self.table[:, 0], values

    def is_r2(self, key: str) -> bool:
        """Whether the curve of this quantity is R², because the run is a regression."""
        figures = self.table[:, FIGURES.index(key)]
        return key.endswith("accuracy") and len(figures) > 0 and bool(np.isnan(figures).all())

    def has(self, key: str) -> bool:
        """Whether a figure of this quantity was ever computed."""
        return bool(np.isfinite(self.curve(key)[1]).any())

    def value_at(self, key: str, epoch: int) -> tuple[int, float] | None:
        """The epoch and the value of the last figure up to an epoch; None before the first and after the last."""
        epochs, values = self.curve(key)
        place = int(np.searchsorted(epochs, epoch, "right"))
        taken = np.flatnonzero(np.isfinite(values[:place]))
        if not len(taken) or epoch > epochs[-1]:
            return None
        return int(epochs[taken[-1]]), float(values[taken[-1]])


@dataclass(frozen=True, eq=False)
class RunsSelection:
    """What a person selected among `runs`, which is None until the folder has been read.

    `rows` are the runs that contain all `words`, sorted by the column `order`; `columns` are theirs. `focus` is the
    folder name of the run in focus. `letters` and `tables` map folder names to the letter of a mark and to a run's
    figures. `epoch` is where the curves are read, `wanted_quantity` what they are to show.
    """

    runs: tuple[ListedRun, ...] | None = None
    words: str = ""
    order: str = NEWEST
    reverse: bool = False
    focus: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Array] = field(default_factory=dict)
    epoch: int | None = None
    wanted_quantity: str = QUANTITIES[0]
    rows: tuple[ListedRun, ...] = ()
    columns: tuple[Column, ...] = ()

    @cached_property
    def row_index(self) -> int:
        """The row in focus; 0 where there is none."""
        return next((place for place, run in enumerate(self.rows) if run.folder.name == self.focus), 0)

    @property
    def run(self) -> ListedRun | None:
        """The run in focus."""
        return self.rows[self.row_index] if self.rows else None

    @property
    def column(self) -> Column:
        """The column that the rows are sorted by."""
        return next(column for column in self.columns if column.key == self.order)

    @cached_property
    def compared(self) -> tuple[ComparedRun, ...]:
        """The marked runs by letter, then the one in focus if it isn't marked."""
        known = {run.folder.name: run for run in self.runs or ()}
        named = [(letter, name) for name, letter in self.letters.items() if name in known]
        if self.run is not None and self.focus not in self.letters:
            named.append(("", self.focus))
        pairs = sorted(named, key=lambda pair: (not pair[0], pair[0]))
        return tuple(ComparedRun(letter, known[name], self.tables.get(name, NOT_READ)) for letter, name in pairs)

    @property
    def quantity(self) -> str:
        """The quantity that is drawn: the wanted one, but the train loss where no run has a validation loss."""
        tables = [compared_run for compared_run in self.compared if len(compared_run.table)]
        if (
            tables
            and self.wanted_quantity == QUANTITIES[0]
            and not any(compared_run.has(self.wanted_quantity) for compared_run in tables)
        ):
            return QUANTITIES[1]
        return self.wanted_quantity


def updated_selection(selection: RunsSelection, **changes: object) -> RunsSelection:
    """The selection with these changes, its rows found and sorted again.

    Where the run in focus is gone, the run that takes its row gets the focus.
    """
    place = selection.row_index
    selection = replace(selection, **changes)  # type: ignore[arg-type]
    runs = selection.runs or ()
    wanted = selection.words.casefold().split()
    rows = [run for run in runs if all(word in run.search_text for word in wanted)]
    selection = replace(selection, columns=columns_for(rows, selection.order))
    rows = sorted_by(rows, selection.column, selection.reverse)
    names = [run.folder.name for run in rows]
    focus = selection.focus if selection.focus in names else names[min(place, len(names) - 1)] if names else ""
    there = {run.folder.name for run in runs}
    letters = {name: letter for name, letter in selection.letters.items() if name in there}
    return replace(selection, rows=tuple(rows), focus=focus, letters=letters)


def focus_moved(selection: RunsSelection, steps: int) -> RunsSelection:
    """The selection with the focus `steps` rows further down."""
    if not selection.rows:
        return selection
    place = max(0, min(selection.row_index + steps, len(selection.rows) - 1))
    return replace(selection, focus=selection.rows[place].folder.name)


def mark_toggled(selection: RunsSelection) -> RunsSelection:
    """The selection with the run in focus marked with the first free letter, or no longer marked."""
    if selection.run is None:
        return selection
    letters = dict(selection.letters)
    if letters.pop(selection.focus, None) is None:
        free = [letter for letter in LETTERS if letter not in letters.values()]
        letters |= {selection.focus: free[0]} if free else {}
    return replace(selection, letters=letters)


def sorted_by_next(selection: RunsSelection, columns: Sequence[str], direction: int) -> RunsSelection:
    """The selection sorted by the next (1) or the previous (-1) of these columns, in the column's usual direction."""
    here = columns.index(selection.order) if selection.order in columns else 0
    return updated_selection(selection, order=columns[(here + direction) % len(columns)], reverse=False)


def reading_moved(selection: RunsSelection, epochs: int) -> RunsSelection:
    """The selection with the curves read `epochs` further; first at the end of the longest curve."""
    last = max(
        (int(compared_run.table[-1, 0]) for compared_run in selection.compared if len(compared_run.table)), default=0
    )
    if not last:
        return selection
    wanted = last if selection.epoch is None else selection.epoch + epochs
    return replace(selection, epoch=max(1, min(wanted, last)))


def without_common_prefix(names: Iterable[str]) -> list[str]:
    """The names without the words with which all of them begin; a dash, a blank or an underscore ends a word."""
    parts = [re.split("(?<=[-_ ])", name) for name in names]
    while len(parts) > 1 and min(map(len, parts)) > 1 and len({first for first, *_rest in parts}) == 1:
        parts = [rest for _first, *rest in parts]
    return ["".join(rest) for rest in parts]
