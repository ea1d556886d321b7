"""What a person looks at in a folder of runs: which of them, in which order, which one, and which are compared."""

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
"""What marked runs are called; as many as there are colours to tell curves apart."""

QUANTITIES = ("validation_loss", "train_loss", "validation_accuracy")
"""What the curves can show: columns of the metrics."""

NOT_READ: Array = np.empty((0, len(FIGURES)))
"""What stands for the figures of a run till they have been read."""


class ComparedRun(NamedTuple):
    """A run whose curve is drawn: its letter, empty for one that isn't marked, and its figures, n × FIGURES."""

    letter: str
    run: ListedRun
    table: Array

    def curve(self, key: str) -> tuple[Array, Array]:
        """Epochs and figures of a key, both (n,); in place of an accuracy that was never taken, R²."""
        values = self.table[:, FIGURES.index(key)]
        if key.endswith("accuracy") and np.isnan(values).all():
            values = self.table[:, FIGURES.index(key.replace("accuracy", "r2"))]
        return self.table[:, 0], values

    def has(self, key: str) -> bool:
        """Whether a figure of this key was ever taken."""
        return bool(np.isfinite(self.curve(key)[1]).any())

    def at(self, key: str, epoch: int) -> tuple[int, float] | None:
        """The last figure that was taken up to an epoch, and its own epoch; None before the first, after the last."""
        epochs, values = self.curve(key)
        place = int(np.searchsorted(epochs, epoch, "right"))
        taken = np.flatnonzero(np.isfinite(values[:place]))
        if not len(taken) or epoch > epochs[-1]:
            return None
        return int(epochs[taken[-1]]), float(values[taken[-1]])


@dataclass(frozen=True, eq=False)
class RunsSelection:
    """A person's look at `runs`, which are None till the folder has been read.

    `rows` are those that hold all `words`, in order; `columns` tell them apart. `focus` is the folder's name of the
    run in focus, `letters` those of the marked ones; `tables` are the figures of runs, `epoch` is where they are read.
    Of the figures, `wanted` are drawn.
    """

    runs: tuple[ListedRun, ...] | None = None
    words: str = ""
    order: str = NEWEST
    reverse: bool = False
    focus: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Array] = field(default_factory=dict)
    epoch: int | None = None
    wanted: str = QUANTITIES[0]
    rows: tuple[ListedRun, ...] = ()
    columns: tuple[Column, ...] = ()

    @cached_property
    def place(self) -> int:
        """The row in focus; 0 where there is none."""
        return next((place for place, run in enumerate(self.rows) if run.folder.name == self.focus), 0)

    @property
    def run(self) -> ListedRun | None:
        """The run in focus."""
        return self.rows[self.place] if self.rows else None

    @property
    def column(self) -> Column:
        """The one that the rows are sorted by."""
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
        """What is drawn: what is wanted, unless no run has it while training had no validation examples."""
        tables = [one for one in self.compared if len(one.table)]
        if tables and self.wanted == QUANTITIES[0] and not any(one.has(self.wanted) for one in tables):
            return QUANTITIES[1]
        return self.wanted


def arranged(browsing: RunsSelection, **changes: object) -> RunsSelection:
    """With these changes, the rows found and sorted anew. Where the run in focus is gone, the one in its place is."""
    place = browsing.place
    browsing = replace(browsing, **changes)  # type: ignore[arg-type]
    runs = browsing.runs or ()
    wanted = browsing.words.casefold().split()
    rows = [run for run in runs if all(word in run.search_text for word in wanted)]
    browsing = replace(browsing, columns=columns_for(rows, browsing.order))
    rows = sorted_by(rows, browsing.column, browsing.reverse)
    names = [run.folder.name for run in rows]
    focus = browsing.focus if browsing.focus in names else names[min(place, len(names) - 1)] if names else ""
    there = {run.folder.name for run in runs}
    letters = {name: letter for name, letter in browsing.letters.items() if name in there}
    return replace(browsing, rows=tuple(rows), focus=focus, letters=letters)


def moved(browsing: RunsSelection, steps: int) -> RunsSelection:
    """Another run in focus, so many rows further."""
    if not browsing.rows:
        return browsing
    place = max(0, min(browsing.place + steps, len(browsing.rows) - 1))
    return replace(browsing, focus=browsing.rows[place].folder.name)


def marked(browsing: RunsSelection) -> RunsSelection:
    """The run in focus marked with the first letter that is free, or not any more."""
    if browsing.run is None:
        return browsing
    letters = dict(browsing.letters)
    if letters.pop(browsing.focus, None) is None:
        free = [letter for letter in LETTERS if letter not in letters.values()]
        letters |= {browsing.focus: free[0]} if free else {}
    return replace(browsing, letters=letters)


def ordered(browsing: RunsSelection, columns: Sequence[str], direction: int) -> RunsSelection:
    """Sorted by the next of these columns, best or newest first."""
    here = columns.index(browsing.order) if browsing.order in columns else 0
    return arranged(browsing, order=columns[(here + direction) % len(columns)], reverse=False)


def read_at(browsing: RunsSelection, epochs: int) -> RunsSelection:
    """The curves read so many epochs further; at the end of the longest at first."""
    last = max((int(one.table[-1, 0]) for one in browsing.compared if len(one.table)), default=0)
    if not last:
        return browsing
    wanted = last if browsing.epoch is None else browsing.epoch + epochs
    return replace(browsing, epoch=max(1, min(wanted, last)))


def shortened(names: Iterable[str]) -> list[str]:
    """Names without what they all begin with, up to a blank or a dash."""
    parts = [re.split("(?<=[-_ ])", name) for name in names]
    while len(parts) > 1 and min(map(len, parts)) > 1 and len({first for first, *_rest in parts}) == 1:
        parts = [rest for _first, *rest in parts]
    return ["".join(rest) for rest in parts]
