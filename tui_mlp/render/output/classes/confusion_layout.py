"""Where the cells of a confusion matrix stand, and what is scrolled away."""

from dataclasses import dataclass, replace
from typing import Self

from tui_mlp.render.matrix.matrix import Cell, scrolled

LONGEST_LABEL = 18
"""The most cells of the name of a class beside its row."""
WIDEST_COLUMN, USUAL_COLUMN = 12, 7
"""The most cells of a column, as its class's name wants them, and those that it has where there is room."""
SHORTEST_WITH_SUMS = 6
"""The lines from which the sums of columns have one, unless all rows are seen without them alone."""


@dataclass(frozen=True)
class ConfusionLayout:
    """Places in `width` × `height` cells: a line of names, `lines` rows of the matrix, from `top` on, then the sums.

    Each row: `label` cells of its name, a blank, `shown` columns of `each` cells from `left` on, `sums` cells of its
    sum. `below` lines at the bottom are left for words.
    """

    classes: int
    width: int
    height: int
    label: int
    each: int
    sums: int
    column_sums: bool
    below: int
    top: int = 0
    left: int = 0

    @classmethod
    def of(
        cls, classes: int, width: int, height: int, name: int, figure: int, total: int, words: int = 1
    ) -> "ConfusionLayout":
        """The layout for names, figures and sums of so many cells at most, and so many lines of words below.

        Words take the line of the sums where there is no other.
        """
        label = min(name, LONGEST_LABEL, max(3, width // 4))
        least, sums = figure + 1, total + 1
        if width - label - 1 - sums < min(2, classes) * least:
            sums = 0
        room = max(0, width - label - 1 - sums)
        wanted = max(USUAL_COLUMN, min(WIDEST_COLUMN, name + 1), least)
        each = max(least, min(wanted, room // max(1, classes)))
        column_sums = height >= SHORTEST_WITH_SUMS and height != classes + 1
        left_over = height - 1 - column_sums - classes
        below = max(0, min(words + 1, left_over))
        if not below and left_over < 0 and height >= SHORTEST_WITH_SUMS + words + 2:
            below = words
        return cls(classes, width, height, label, each, sums, column_sums, below)

    @property
    def shown(self) -> int:
        """How many columns fit."""
        room = max(0, self.width - self.label - 1 - self.sums)
        return max(1, min(self.classes, room // self.each))

    @property
    def lines(self) -> int:
        """How many rows fit."""
        return max(1, min(self.classes, self.height - 1 - self.column_sums - self.below))

    @property
    def columns(self) -> range:
        """The columns that are shown."""
        return range(self.left, min(self.classes, self.left + self.shown))

    @property
    def rows(self) -> range:
        """The rows that are shown."""
        return range(self.top, min(self.classes, self.top + self.lines))

    def around(self, cell: Cell, corner: Cell) -> Self:
        """The same with the first row and column moved from `corner` as little as needed to show the cell."""
        top, left = corner
        return replace(
            self,
            top=scrolled(self.classes, self.lines, top, cell[0]),
            left=scrolled(self.classes, self.shown, left, cell[1]),
        )

    def cell_at(self, x: int, y: int) -> Cell | None:
        """The row and column drawn x cells from the left and y lines from the top; None beside the matrix."""
        row, column = self.top + y - 1, self.left + (x - self.label - 1) // self.each
        inside = y >= 1 and x > self.label and row in self.rows and column in self.columns
        return (row, column) if inside else None
