"""Which rows are listed: all, those of a split or class, wrong ones, doubled ones …"""

from dataclasses import dataclass, field
from typing import Literal

from core.calls import Array

ChoiceKind = Literal["all", "split", "left out", "wrong", "class", "missing", "doubled", "in several splits"]


@dataclass(frozen=True)
class RowChoice:
    """Which rows are listed. `value` is the name of the split, or of the class or label; else empty.

    "wrong" are rows that are given another class than wanted; of a regression the tenth with the largest errors.
    "missing" are rows with a missing cell in a column of inputs, "doubled" those equal to another one in inputs and
    target, and "in several splits" those of them of which another split has one too.
    """

    kind: ChoiceKind = "all"
    value: str = ""


ALL = RowChoice()


@dataclass(frozen=True, eq=False)
class ChosenRows:
    """The rows that are listed, by their numbers in `SourceRows`, ascending; `rows` None: all `count` of them.

    There may be none at all: `row` must not be asked for then. `name` is what is listed, empty for all. `found` are
    the listed rows that were searched for, ascending, None where nothing is searched for; `problem` says why nothing
    can be found.
    """

    count: int
    rows: Array | None = field(default=None, repr=False)
    name: str = ""
    found: Array | None = field(default=None, repr=False)
    problem: str = ""

    def row(self, place: int) -> int:
        """The row at a place of the list, from 0."""
        return place if self.rows is None else int(self.rows[place])

    def place(self, row: int) -> int:
        """The place of a row in the list, or that of the next one behind it; the last one if there is none."""
        if self.rows is None:
            return max(0, min(row, self.count - 1))
        return max(0, min(_place(self.rows, row), self.count - 1))

    def holds(self, row: int) -> bool:
        """Whether a row is listed."""
        return 0 <= row < self.count if self.rows is None else _is_among(self.rows, row)

    def is_found(self, row: int) -> bool:
        """Whether a row is one of those that were searched for."""
        return self.found is not None and _is_among(self.found, row)

    def found_number(self, row: int) -> int | None:
        """The number, from 1, of a row among those that were found; None where it isn't one of them."""
        return _place(self.found, row) + 1 if self.found is not None and self.is_found(row) else None

    def found_beside(self, row: int, direction: int) -> int | None:
        """The next (1) or the previous (-1) row that was found; behind the last one the first. None without any."""
        if self.found is None or not len(self.found):
            return None
        place = _place(self.found, row)
        if direction > 0:
            place += self.is_found(row)
        else:
            place -= 1
        return int(self.found[place % len(self.found)])

    def found_from(self, row: int) -> int | None:
        """The first row that was found from `row` on; behind the last one the first. None without any."""
        return row if self.is_found(row) else self.found_beside(row, 1)


def _place(ascending: Array, row: int) -> int:
    import numpy as np

    return int(np.searchsorted(ascending, row))


def _is_among(ascending: Array, row: int) -> bool:
    place = _place(ascending, row)
    return place < len(ascending) and int(ascending[place]) == row
