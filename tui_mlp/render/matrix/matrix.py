"""A window of a matrix as signed figures on tinted cells."""

import math
import re
from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_mlp.render.cell_text import cells, displayed
from tui_mlp.render.colours.palette import LEVELS, Palette, level
from tui_mlp.render.pointer import CellLine, put_arrows, put_box
from tui_mlp.render.strips import fill, fit, runs
from tui_mlp.text.glyphs import Glyphs, glyphs
from tui_mlp.text.numbers import figure5, figure6, peak

Matrix = NDArray[np.floating]
Label = Callable[[int], str]
Cell = tuple[int, int]

_TELLING_END = re.compile(r"(?<=.)=[^=]*$|(?<=\D)\d+$", re.DOTALL)

LABEL = 4
"""Cells of a row's label: `bias`, or four digits."""

SPACED = 10
"""Cells of a column where columns stand apart."""


def columns_shown(columns: int, width: int, left: int = 0, *, label: int = LABEL, figure: Literal[5, 6] = 5) -> int:
    """How many of a matrix's columns, from `left` on, fit `width`."""
    cell, room = _cell(columns, width, label, figure), width - label - 1
    if columns * cell <= room:
        return columns
    return max(0, min(columns - left, (room - 1) // cell))  # the last cell holds the mark for further columns


def lines_of_rows(rows: int, height: int, spaced: bool) -> int:
    """The lines of `height` that column labels and rows take; twice as many where rows stand apart and all have room.

    Then a blank line stands above and below each row.
    """
    return 2 * rows + 2 if spaced and 2 * rows + 2 <= height else min(rows + 1, height)


def cell_at(
    shape: Cell,
    width: int,
    x: int,
    y: int,
    top: int,
    left: int,
    *,
    label: int = LABEL,
    figure: Literal[5, 6] = 5,
    height: int = 0,
    spaced: bool = False,
) -> Cell | None:
    """The (row, column) drawn x cells from the window's left and y lines from its top; None beside the matrix.

    `height` is that of the window; it matters where rows may stand apart, as they may with `spaced`.
    """
    apart = lines_of_rows(shape[0], height, spaced) > shape[0] + 1
    column = left + (x - label - 1) // _cell(shape[1], width, label, figure, spaced)
    row = (y - 2) // 2 if apart else top + y - 1
    inside = x > label and y > apart and row < shape[0]
    shown = columns_shown(shape[1], width, left, label=label, figure=figure)
    return (row, column) if inside and column < min(shape[1], left + shown) else None


def visible(
    shape: Cell,
    width: int,
    height: int,
    top: int,
    left: int,
    cursor: Cell | None,
    *,
    label: int = LABEL,
    figure: Literal[5, 6] = 5,
) -> Cell:
    """(top, left), moved as little as needed so that the window is full and the cursor inside it."""
    columns = columns_shown(shape[1], width, label=label, figure=figure)
    row, column = cursor if cursor else (None, None)
    return scrolled(shape[0], height - 1, top, row), scrolled(shape[1], columns, left, column)


def scrolled(count: int, shown: int, first: int, cursor: int | None) -> int:
    """The first of `shown` of `count` items, moved from `first` as little as needed to show the one at `cursor`."""
    shown = max(1, shown)
    if cursor is not None:
        first = min(max(first, cursor - shown + 1), cursor)
    return max(0, min(first, count - shown))


def matrix(
    values: Matrix,
    width: int,
    height: int,
    palette: Palette,
    *,
    rows: Label,
    columns: Label,
    corner: str = "",
    cursor: Cell | None = None,
    top: int = 0,
    left: int = 0,
    vmax: float | None = None,
    figure: Literal[5, 6] = 5,
    power: int = 0,
    label: int = LABEL,
    lit: tuple[int | None, int | None] | None = None,
    pointed: Cell | None = None,
) -> list[Strip]:
    """The part of `values` (any r × s) from row `top` and column `left` on, `height` strips of `width` cells.

    `rows` and `columns` give the label of an index; `vmax` is the value of the strongest tint (else the largest |v| of
    all), `power` the common power of ten that the title shows. Figures of 5 cells become 6 where whole rows have room
    for it. `lit` marks the operands of a cell in focus and dims the rest: (row, None), (None, column) or (row, column).
    `pointed` is the cell that the pointer frames. With a spaced palette rows and columns stand apart where all fit so.
    """
    if width <= 0 or height <= 0:
        return fill((), width, height, palette.bg.blank)
    marks, styles = glyphs(palette.ascii), palette.bg
    cell = _cell(values.shape[1], width, label, figure, palette.spaced)
    last = min(values.shape[0], top + height - 1)
    end = min(values.shape[1], left + columns_shown(values.shape[1], width, left, label=label, figure=figure))
    window = np.asarray(values[top:last, left:end], dtype=np.float64)
    levels = level(window, peak(values) if vmax is None else vmax) + LEVELS
    head = _head(range(left, end), values.shape[1], palette, marks, columns, corner, cursor, label, cell)
    lines = list[CellLine]()
    text, gap = figure5 if cell == 6 else figure6, "  " if cell == SPACED else " "
    shown = (window * 10.0**-power if power else window).tolist()
    for i, row in enumerate(range(top, last)):
        on_row = cursor is not None and cursor[0] == row
        hint = marks.up if i == 0 and top else marks.down if row == last - 1 and last < values.shape[0] else " "
        named = styles.accent_bold if on_row or (lit is not None and lit[0] == row) else styles.muted
        characters = [*cells(label_text(rows(row), label, palette.ascii)), hint]
        drawn: list[Style] = [named] * label + [styles.muted]
        ramps = _ramps(row, left, end, palette, lit)
        for value, at, ramp in zip(shown[i], levels[i].tolist(), ramps, strict=True):
            characters += f"{text(value)}{gap}".rjust(cell)
            drawn += [ramp[at] if math.isfinite(value) else styles.bad] * cell
        if on_row and cursor is not None and left <= cursor[1] < end:
            _mark(characters, drawn, label + 1 + (cursor[1] - left) * cell, cell, palette)
        lines.append((characters, drawn))
    apart = lines_of_rows(values.shape[0], height, palette.spaced) > values.shape[0] + 1
    if apart:
        lines = _set_apart(lines, styles.blank)
    if pointed is not None and top <= pointed[0] < last and left <= pointed[1] < end:
        start, at = label + 1 + (pointed[1] - left) * cell, pointed[0] - top
        if apart:
            put_box((lines[2 * at], lines[2 * at + 1], lines[2 * at + 2]), start, cell, palette)
        else:
            put_arrows(lines[at], start, cell, palette)
    drawn_lines = [fit(runs(*one), width, styles.blank) for one in lines]
    return fill([fit(head, width, styles.blank), *drawn_lines], width, height, styles.blank)


def _set_apart(lines: list[CellLine], blank: Style) -> list[CellLine]:
    """The lines, with a blank line above and below each."""
    width = len(lines[0][0])
    found = [([" "] * width, [blank] * width)]
    for one in lines:
        found += [one, ([" "] * width, [blank] * width)]
    return found


def _cell(columns: int, width: int, label: int, figure: Literal[5, 6], spaced: bool = False) -> int:
    """The cells of a column: the figure and the gap after it, and where columns stand apart blanks before it."""
    if spaced and columns * SPACED <= width - label - 1:
        return SPACED
    return 7 if figure == 6 or columns * 7 <= width - label - 1 else 6


def _head(
    shown: range,
    count: int,
    palette: Palette,
    marks: Glyphs,
    columns: Label,
    corner: str,
    cursor: Cell | None,
    label: int,
    cell: int,
) -> list[Segment]:
    styles = palette.bg
    segments = [
        Segment(label_text(corner, label, palette.ascii), styles.faint),
        Segment(marks.left if shown.start else " ", styles.muted),
    ]
    for column in shown:
        on = cursor is not None and cursor[1] == column
        gap = "  " if cell == SPACED else " "
        name = label_text(columns(column), cell - len(gap), palette.ascii)
        segments.append(Segment(f"{name}{gap}", styles.accent_bold if on else styles.muted))
    if shown.stop < count:
        segments.append(Segment(marks.right, styles.muted))
    return segments


def label_text(text: str, width: int, ascii: bool) -> str:
    """Exactly `width` cells, right-aligned; longer text is cut without a mark, for which there is no room.

    The end stays where it tells inputs that begin alike apart: a category, as in `island=Biscoe`, or a number, as in
    `gene_012`.
    """
    text = displayed(text, ascii)
    if cell_len(text) > width:
        end = _TELLING_END.search(text)
        start, kept = (text[: end.start()], end.group()) if end else (text, "")
        return set_cell_size(set_cell_size(start, max(0, width - cell_len(kept))) + kept, width)
    return " " * (width - cell_len(text)) + text


def _ramps(
    row: int, left: int, end: int, palette: Palette, lit: tuple[int | None, int | None] | None
) -> list[tuple[Style, ...]]:
    """For each column the styles that its cell's level selects from."""
    if lit is None:
        return [palette.figures] * (end - left)
    across, down = lit
    return [
        palette.lit if across in (None, row) and down in (None, column) else palette.dimmed
        for column in range(left, end)
    ]


def _mark(characters: list[str], drawn: list[Style], start: int, cell: int, palette: Palette) -> None:
    """Mark the cell that begins at `start` as the cursor; where colour can't, by brackets in the gaps around it."""
    drawn[start : start + cell] = [palette.bg.on_accent] * cell
    if palette.brackets:
        characters[start - 1], characters[start + cell - 1] = "[", "]"
        drawn[start - 1] = palette.bg.on_accent
