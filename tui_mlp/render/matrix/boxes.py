"""Matrices in boxes: their arrangement, and width and height of each by what it holds."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, combinations, pairwise
from typing import NamedTuple

from rich.cells import cell_len

from tui_mlp.models.operand_views import OperandView
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.frame import PADDING

from .heatmap import rows_a_line
from .matrix import SPACED, columns_shown
from .operands import distribute, operand_title, row_label_width

_LEAST = (12, 4)
"""Columns and lines of the smallest box: one figure."""
_CLEARLY = 1.055
"""By what factor another arrangement must show more than the usual one."""
_EVENLY = 0.85
"""The power of the values shown of a matrix: below 1, so that a part of each counts more than one matrix whole."""
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


class _Need(NamedTuple):
    """A matrix, and the columns and lines of a box in which all of it is shown."""

    content: Content
    width: int
    height: int


def arranged(contents: Sequence[Content], width: int, height: int, palette: Palette) -> list[list[Box]]:
    """Rows of boxes, together of this width and height, so that as much as possible of each matrix is shown.

    The usual arrangement is two beside each other, three of five and more; another one must show clearly more, so that
    boxes stay in place from one equation to the next.
    """
    return _arranged([_need(content, palette) for content in contents], width, height, palette)


def lines_of_boxes(contents: Sequence[Content], width: int, palette: Palette) -> int:
    """The fewest lines in which all rows of all matrices are shown, and nearly as many columns as in more lines."""
    needs = [_need(content, palette) for content in contents]
    found = [(_used(_placed(rows, width, height), palette), height) for rows, height in _cuts(needs)]
    most = max(used for used, _height in found)
    return min(height for used, height in found if used * _CLEARLY >= most)


def values_shown(contents: Sequence[Content], width: int, height: int, palette: Palette) -> float:
    """How much of the matrices is shown in this width and height."""
    return _used(arranged(contents, width, height, palette), palette)


def _arranged(needs: Sequence[_Need], width: int, height: int, palette: Palette) -> list[list[Box]]:
    count = len(needs)
    across = min(count, 2 if count < 5 else 3)
    usual = _placed(_cut(needs, range(across, count, across)), width, height)
    best = max((_placed(rows, width, height) for rows, _lines in _cuts(needs)), key=lambda rows: _used(rows, palette))
    return best if _used(best, palette) > _CLEARLY * _used(usual, palette) else usual


def _cuts(needs: Sequence[_Need]) -> Iterator[tuple[list[Sequence[_Need]], int]]:
    """All ways to cut the matrices into rows, each with the lines that show all of their rows."""
    count = len(needs)
    for ends in (ends for number in range(count) for ends in combinations(range(1, count), number)):
        rows = _cut(needs, ends)
        yield rows, sum(max(need.height for need in row) for row in rows)


def _cut(needs: Sequence[_Need], ends: Iterable[int]) -> list[Sequence[_Need]]:
    """Rows of matrices, each of which ends before one of these places."""
    return [needs[first:end] for first, end in pairwise([0, *ends, len(needs)])]


def _placed(rows: Sequence[Sequence[_Need]], width: int, height: int) -> list[list[Box]]:
    """Boxes in rows; in each row the widths, and over all rows the heights, are shared by what each needs."""
    tall = [max(need.height for need in row) for row in rows]
    heights = distribute(height, [min(_LEAST[1], most) for most in tall], tall)
    placed, y = [], 0
    for row, high in zip(rows, heights, strict=True):
        widths = distribute(width, [min(_LEAST[0], need.width) for need in row], [need.width for need in row])
        edges = [0, *accumulate(widths)]
        placed.append([Box(need.content, x, y, wide, high) for need, x, wide in zip(row, edges, widths, strict=False)])
        y += high
    return placed


def _need(content: Content, palette: Palette) -> _Need:
    """The columns in which the title and all columns of the matrix fit, and the lines in which all its rows do."""
    view, figures = content
    rows, columns = view.values.shape
    title = cell_len(displayed(operand_title(view, figures), palette.ascii)) + _TITLE
    cell, high = (SPACED, 2 * rows + 2) if palette.spaced else (7, rows + 1)
    inside = row_label_width(view) + 1 + cell * columns if figures else columns
    lines = high if figures else -(-rows // rows_a_line(palette))
    return _Need(content, max(title, 2 * PADDING + inside), 2 + lines)


def _used(rows: Sequence[Sequence[Box]], palette: Palette) -> float:
    """How much is shown of all matrices together."""
    return sum(math.pow(_used_by(box, palette), _EVENLY) for row in rows for box in row)


def _used_by(box: Box, palette: Palette) -> float:
    """The cells of the screen that show values in a box."""
    (view, figures), wide, high = box.content, box.width - 2 * PADDING, box.height - 2
    rows: int = view.values.shape[0]
    columns: int = view.values.shape[1]
    if figures:
        across, down = columns_shown(columns, wide, label=row_label_width(view), figure=6), min(rows, high - 1)
        return float(7 * max(0, across) * max(0, down))
    return max(0, min(columns, wide)) * max(0, min(rows / rows_a_line(palette), high))
