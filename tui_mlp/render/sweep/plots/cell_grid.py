"""A grid of cells, into which a plot of trials is drawn."""

from collections.abc import Iterable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_mlp.render.cell_text import cells
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import runs
from tui_mlp.text.glyphs import glyphs


class CellGrid:
    """`rows` × `columns` cells, each a character and its style; text of any origin must be displayed() before."""

    def __init__(self, columns: int, rows: int, palette: Palette, gridded: Iterable[int] = ()) -> None:
        styles = palette.bg
        self.columns, self.rows = columns, rows
        self._free = {" ", glyphs(palette.ascii).grid}
        self.text = [[" "] * columns for _row in range(rows)]
        self.styles = [[styles.blank] * columns for _row in range(rows)]
        for row in gridded:
            self.text[row] = [glyphs(palette.ascii).grid] * columns
            self.styles[row] = [styles.grid] * columns

    def put(self, row: int, column: int, character: str, style: Style) -> None:
        """One character; nothing beyond the grid."""
        if 0 <= row < self.rows and 0 <= column < self.columns:
            self.text[row][column], self.styles[row][column] = character, style

    def write(self, row: int, column: int, text: str, style: Style) -> None:
        """A text, moved to the left where it would leave the grid at the right; what still doesn't fit is cut."""
        letters = cells(text)[: self.columns]
        column = max(0, min(column, self.columns - len(letters)))
        for place, character in enumerate(letters):
            self.put(row, column + place, character, style)

    def is_free(self, row: int, column: int, width: int, but: int | None = None) -> bool:
        """Whether nothing but lines of the grid stands in these cells and in one more on either side.

        What stands in column `but` doesn't count.
        """
        if not (0 <= row < self.rows and 0 <= column and column + width <= self.columns):
            return False
        around = range(max(0, column - 1), min(self.columns, column + width + 1))
        return all(self.text[row][at] in self._free for at in around if at != but)

    def label(self, row: int, column: int, text: str, style: Style) -> bool:
        """Write a text beside, below or above a point where there is room; False where there is none."""
        width = len(cells(text))
        places = [(row, column + 2), (row, column - 1 - width)]
        places += [(other, column - part) for other in (row + 1, row - 1) for part in (width - 1, width // 2, 0)]
        for other, at in places:
            if self.is_free(other, at, width, but=column if other == row else None):
                self.write(other, at, text, style)
                return True
        return False

    def line(self, row: int) -> list[Segment]:
        """The segments of a row."""
        return runs(self.text[row], self.styles[row])

    def strips(self, margins: Sequence[Sequence[Segment]]) -> list[Strip]:
        """All rows, each behind its margin."""
        return [Strip([*margins[row], *self.line(row)]) for row in range(self.rows)]
