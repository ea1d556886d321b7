"""How the pointer frames a cell: a box where lines are apart, else arrows or a ring."""

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_mlp.text.glyphs import glyphs

from .cell_text import cells
from .colours.palette import Palette

CellLine = tuple[list[str], list[Style]]
"""The characters of a line, one for each cell of the screen, and their styles."""


def put_arrows(line: CellLine, start: int, cell: int, palette: Palette) -> None:
    """Frame the `cell` cells from `start` on, the last a gap: inverse, with arrows in the gaps around them."""
    characters, drawn = line
    before, behind = tuple(glyphs(palette.ascii).points)
    drawn[start - 1 : start + cell] = [palette.bg.on_accent] * (cell + 1)
    characters[start - 1], characters[start + cell - 1] = before, behind


def put_box(lines: tuple[CellLine, CellLine, CellLine], start: int, cell: int, palette: Palette) -> None:
    """Draw a box around the `cell` cells from `start` on, of which the last is a gap, in their line and in two others.

    The others are the blank lines above and below it.
    """
    left, across, right, down, low_left, low_right = tuple(glyphs(palette.ascii).frame)
    above, own, below = lines
    edge, end = palette.bg.accent_bold, start + cell
    for (characters, drawn), first, last in ((above, left, right), (below, low_left, low_right)):
        characters[start - 1 : end] = [first, *[across] * (cell - 1), last]
        drawn[start - 1 : end] = [edge] * (cell + 1)
    own[0][start - 1], own[0][end - 1] = down, down
    own[1][start : end - 1] = [palette.bg.on_accent] * (cell - 1)
    own[1][start - 1], own[1][end - 1] = edge, edge


def framed_line(strip: Strip, palette: Palette) -> Strip:
    """A whole line framed: inverse, with the arrows at its ends, for which a word at its start moves on."""
    line = cells(strip.text)
    before, behind = tuple(glyphs(palette.ascii).points)
    if len(line) > 1:
        line = [before, *(line[:-1] if line[0].isalnum() else line[1:])]
        line[-1] = behind
        if cell_len(line[-2]) > 1:  # a wide character of which only half has room
            line[-2] = " "
    return Strip([Segment("".join(line), palette.bg.on_accent)], strip.cell_length)


def arrowed(text: str, palette: Palette) -> str:
    """A text between the two arrows."""
    before, behind = tuple(glyphs(palette.ascii).points)
    return f"{before}{text}{behind}"


def ring(shape: tuple[int, ...], cell: tuple[int, int] | None) -> NDArray[np.bool_]:
    """Which cells of a matrix of this shape touch the cell, itself not; none without a cell, or one far outside."""
    found = np.zeros(shape, bool)
    if cell is not None:
        row, column = cell
        found[max(0, row - 1) : max(0, row + 2), max(0, column - 1) : max(0, column + 2)] = True
        if 0 <= row < shape[0] and 0 <= column < shape[1]:
            found[row, column] = False
    return found
