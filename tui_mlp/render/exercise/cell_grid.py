"""A window of a matrix whose cells are texts of one width: numbers, or fields."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip

from tui_mlp.models.operand_views import OperandView, axis_letters, index_label
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.matrix.matrix import Cell, label_text, scrolled
from tui_mlp.render.matrix.operands import row_label_width
from tui_mlp.render.strips import StyledText, fill, fit, segments
from tui_mlp.text.glyphs import glyphs


@dataclass(frozen=True)
class CellGrid:
    """Which cells of a matrix are drawn, and where: `width` cells and `height` lines, the line of labels included.

    Each cell takes `wide` cells of the screen. The window is moved as little as needed to show `around`, and from there
    by `shift` rows and columns. `marks` says whether the labels of `around` stand out. With `spaced` there is a blank
    line before each row, if all rows have room so.
    """

    view: OperandView
    wide: int
    width: int
    height: int
    around: Cell | None = None
    shift: Cell = (0, 0)
    marks: bool = True
    spaced: bool = False

    @property
    def apart(self) -> bool:
        """Whether there is a blank line before each row."""
        return self.spaced and self.height >= matrix_lines(len(self.view.values), True)

    @property
    def label(self) -> int:
        """The cells of the row labels, with a blank behind them."""
        return row_label_width(self.view) + 1

    @property
    def columns(self) -> int:
        """How many columns fit."""
        return max(1, (self.width - self.label) // self.wide)

    @property
    def top(self) -> int:
        """The first row shown."""
        return 0 if self.apart else self.first(0, self.height - 1)

    @property
    def left(self) -> int:
        """The first column shown."""
        return self.first(1, self.columns)

    def first(self, axis: int, shown: int) -> int:
        """The first row (axis 0) or column (1) of so many that are shown."""
        count = int(self.view.values.shape[axis])
        start = scrolled(count, shown, 0, self.around and self.around[axis])
        return max(0, min(start + self.shift[axis], count - max(1, shown)))

    def region_of(self, cell: Cell) -> Region | None:
        """Where a cell is drawn, from the left and the top of the grid; None outside the window."""
        row, column = cell[0] - self.top, cell[1] - self.left
        line = 2 + 2 * row if self.apart else 1 + row
        if 0 <= row and line < self.height and 0 <= column < self.columns:
            return Region(self.label + column * self.wide, line, self.wide, 1)
        return None

    def draw(self, content: Callable[[int, int], Sequence[StyledText]], palette: Palette) -> list[Strip]:
        """`height` strips of `width` cells; `content` gives the parts of a cell, `wide` cells together."""
        styles, marks, (rows, columns) = palette.bg, glyphs(palette.ascii), self.view.values.shape
        end, last = min(columns, self.left + self.columns), min(rows, self.top + self.height - 1)
        marked = self.around if self.marks else None
        head = [Segment(label_text(axis_letters(self.view), self.label - 1, palette.ascii), styles.faint)]
        head.append(Segment(marks.left if self.left else " ", styles.muted))
        for column in range(self.left, end):
            style = styles.accent_bold if marked and marked[1] == column else styles.muted
            name = label_text(index_label(column, self.view.columns), self.wide - 2, palette.ascii)
            head.append(Segment(f"{name}  ", style))
        head += [Segment(marks.right, styles.muted)] if end < columns else []
        lines = [fit(head, self.width, styles.blank)]
        for row in range(self.top, last):
            more = marks.up if row == self.top and self.top else marks.down if row == last - 1 and last < rows else " "
            style = styles.accent_bold if marked and marked[0] == row else styles.muted
            name = label_text(index_label(row, self.view.rows), self.label - 1, palette.ascii)
            parts: list[StyledText] = [(name, style), (more, styles.muted)]
            for column in range(self.left, end):
                parts += content(row, column)
            lines += [Strip.blank(self.width, styles.blank)] if self.apart else []
            lines.append(fit(segments(parts, palette.ascii), self.width, styles.blank))
        return fill(lines, self.width, self.height, styles.blank)


def matrix_lines(rows: int, apart: bool) -> int:
    """The lines of so many rows and of their labels; with `apart` with a blank line before each row."""
    return 1 + rows * (2 if apart else 1)


def grid_width(view: OperandView, wide: int) -> int:
    """The cells of the screen that show all columns of a matrix, each `wide` cells, with their labels."""
    return row_label_width(view) + 1 + int(view.values.shape[1]) * wide
