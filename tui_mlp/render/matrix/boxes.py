"""Matrices in boxes: their arrangement, and width and height of each by what it holds."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from tui_mlp.models.operand_views import OperandView
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.frame import PADDING

from .heatmap import rows_a_line
from .matrix import columns_shown
from .operands import distribute, operand_title, row_label_width

_LEAST = (12, 4)
"""Columns and lines of the smallest box: one figure."""
_TITLE = 6
"""The cells of a frame's top border that aren't its title's."""


class Content(NamedTuple):
    """A matrix, and whether its box holds figures or colours."""

    view: OperandView
    figures: bool


class Box(NamedTuple):
    """A matrix and the place of its box."""

    content: Content
    x: int
    y: int
    width: int
    height: int


def arranged(contents: Sequence[Content], width: int, height: int, palette: Palette) -> list[list[Box]]:
    """Rows of boxes, together of this width and height, so that as much as possible of each matrix is shown.

    Where several arrangements show as much, the usual one is taken: two beside each other, three of five and more.
    """
    usual = 2 if len(contents) < 5 else 3
    across = [number for number in range(1, len(contents) + 1) if number > 1 or len(contents) == 1]
    found = [_placed(contents, number, width, height, palette) for number in across]
    return max(found, key=lambda rows: (_used(rows, palette), -abs(len(rows[0]) - usual)))


def lines_of_boxes(contents: Sequence[Content], width: int, palette: Palette) -> int:
    """The lines in which all rows of all matrices are shown."""
    lines = sum(_height(content, palette) for content in contents)
    return sum(max(_height(box.content, palette) for box in row) for row in arranged(contents, width, lines, palette))


def _placed(contents: Sequence[Content], across: int, width: int, height: int, palette: Palette) -> list[list[Box]]:
    """Rows of so many boxes; in each the widths, and over all rows the heights, are shared by what each needs."""
    rows = [contents[first : first + across] for first in range(0, len(contents), across)]
    tall = [max(_height(content, palette) for content in row) for row in rows]
    heights = distribute(height, [min(_LEAST[1], most) for most in tall], tall)
    placed, y = [], 0
    for row, high in zip(rows, heights, strict=True):
        wanted = [_width(content, palette) for content in row]
        widths = distribute(width, [min(_LEAST[0], most) for most in wanted], wanted)
        edges = [sum(widths[:place]) for place in range(len(row))]
        boxes = zip(row, edges, widths, strict=True)
        placed.append([Box(content, x, y, wide, high) for content, x, wide in boxes])
        y += high
    return placed


def _width(content: Content, palette: Palette) -> int:
    """The columns of a box in which the title and all columns of the matrix are shown."""
    view, figures = content
    columns: int = view.values.shape[1]
    title = cell_len(displayed(operand_title(view, figures), palette.ascii)) + _TITLE
    return max(title, 2 * PADDING + (row_label_width(view) + 1 + 7 * columns if figures else columns))


def _height(content: Content, palette: Palette) -> int:
    """The lines of a box in which all rows of the matrix are shown."""
    rows: int = len(content.view.values)
    return 2 + (rows + 1 if content.figures else -(-rows // rows_a_line(palette)))


def _used(rows: Sequence[Sequence[Box]], palette: Palette) -> float:
    """The cells of the screen that show values, in all boxes."""
    return sum(_used_by(box, palette) for row in rows for box in row)


def _used_by(box: Box, palette: Palette) -> float:
    (view, figures), wide, high = box.content, box.width - 2 * PADDING, box.height - 2
    rows, columns = view.values.shape
    if figures:
        across, down = columns_shown(columns, wide, label=row_label_width(view), figure=6), min(rows, high - 1)
        return float(7 * max(0, across) * max(0, down))
    return max(0, min(columns, wide)) * max(0, min(rows / rows_a_line(palette), high))
