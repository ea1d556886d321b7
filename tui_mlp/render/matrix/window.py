"""The part of a large matrix that is on the screen, in one of three forms."""

from dataclasses import dataclass, replace
from typing import Literal, Self

from textual.strip import Strip

from core.support.i18n import N_
from tui_mlp.render.colours.palette import Palette

from .heatmap import heat, heat_at, heat_visible, rows_a_line
from .histogram import histogram
from .labels import MatrixLabels
from .matrix import Cell, Matrix, cell_at, columns_shown, matrix, visible

Form = Literal["figures", "colours", "histogram"]
FORMS: dict[Form, str] = {"figures": N_("figures"), "colours": N_("colours"), "histogram": N_("histogram")}
"""The forms, in the order in which a key changes them, with their names."""

BESIDE_COLOURS = 7
"""The cells beside the colours: row labels of the usual width and the position bar."""


@dataclass(frozen=True, eq=False)
class MatrixWindow:
    """Which cells of a matrix of this `shape` are shown, from row and column `corner` on.

    `width` cells and `height` lines are those of the screen, the line of column labels included.
    """

    form: Form
    shape: Cell
    corner: Cell
    width: int
    height: int
    labels: MatrixLabels
    palette: Palette

    @property
    def label(self) -> int:
        """The cells of the row labels."""
        return self.labels.width(self.palette.ascii)

    @property
    def rows(self) -> int:
        """The number of rows that fit."""
        return max(1, self.height - 1) * (1 if self.form == "figures" else rows_a_line(self.palette))

    @property
    def columns(self) -> int:
        """The number of columns that fit."""
        if self.form == "figures":
            return columns_shown(self.shape[1], self.width, label=self.label)
        return self.width - BESIDE_COLOURS

    def around(self, cell: Cell) -> Self:
        """The window, moved as little as needed to show the cell."""
        (top, left), size, label = self.corner, (self.width, self.height), self.label
        if self.form == "figures":
            return replace(self, corner=visible(self.shape, *size, top, left, cell, label=label))
        if self.form == "colours":
            return replace(self, corner=heat_visible(self.shape, *size, top, left, cell, self.palette, label=label))
        return self

    def moved(self, down: int, right: int) -> Self:
        """The window, moved by rows and columns, but not beyond the last ones."""
        top = max(0, min(self.corner[0] + down, self.shape[0] - self.rows))
        left = max(0, min(self.corner[1] + right, self.shape[1] - self.columns))
        return replace(self, corner=(top, left))

    def nearest(self, cell: Cell) -> Cell:
        """The shown cell that is nearest to one that may lie outside the window."""
        (top, left), (row, column) = self.corner, cell
        row = max(top, min(row, top + self.rows - 1))
        return row, max(left, min(column, left + max(1, self.columns) - 1))

    def cell_at(self, x: int, y: int) -> Cell | None:
        """The row and column drawn x cells from the left and y lines from the top; None beside the matrix."""
        if self.form == "histogram":
            return None
        if self.form == "figures":
            return cell_at(
                self.shape, self.width, x, y, *self.corner,
                label=self.label, height=self.height, spaced=self.palette.spaced,
            )  # fmt: skip
        return heat_at(self.shape, self.width, x, y, *self.corner, self.palette, label=self.label)

    def draw(
        self, values: Matrix, cursor: Cell, power: int, vmax: float | None, pointed: Cell | None = None
    ) -> list[Strip]:
        """The values, `height` strips of `width` cells.

        Figures are shown divided by ten to the `power`; `vmax` is the value of the strongest colour, by default the
        largest of the matrix, and `pointed` the cell that the pointer frames.
        """
        (top, left), labels, palette = self.corner, self.labels, self.palette
        if self.form == "histogram":
            return histogram(values, self.width, self.height, palette, vmax=vmax)
        if self.form == "figures":
            return matrix(
                values, self.width, self.height, palette, rows=labels.row, columns=labels.column, corner="j\\k",
                cursor=cursor, top=top, left=left, power=power, label=self.label, vmax=vmax, pointed=pointed,
            )  # fmt: skip
        return heat(
            values, self.width, self.height, palette, rows=labels.row, columns=labels.column, corner="j\\k",
            cursor=cursor, top=top, left=left, label=self.label, vmax=vmax, pointed=pointed,
        )  # fmt: skip
