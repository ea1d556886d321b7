"""Which rows the Rows pane lists: all, those of a split or a class, wrong ones, doubled ones, those that were found."""

from dataclasses import dataclass, field

from core.calls import Array


@dataclass(frozen=True)
class RowChoice:
    """Which rows are listed. `kind` is "all", "split", "class", "wrong", "doubled", "missing" or "left out".

    `value` is the split's name, or the name of the class.
    """

    kind: str = "all"
    value: str = ""


ALL = RowChoice()


@dataclass(frozen=True, eq=False)
class ChosenRows:
    """The rows that are listed, by their numbers in `SourceRows`, ascending; `rows` None: all `count` of them."""

    count: int
    rows: Array | None = field(default=None, repr=False)

    def row(self, place: int) -> int:
        """The row at a place of the list, from 0."""
        return place if self.rows is None else int(self.rows[place])

    def place(self, row: int) -> int:
        """The place of a row in the list, or that of the next one behind it; the last one if there is none."""
        import numpy as np

        if self.rows is None:
            return max(0, min(row, self.count - 1))
        return max(0, min(int(np.searchsorted(self.rows, row)), self.count - 1))
