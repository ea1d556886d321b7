"""The matrices of an equation: as figures, or as colours where there is no room for figures."""

import numpy as np
from textual.strip import Strip

from ..pieces import Piece, corner, label
from .heat import half_blocks
from .matrix import LABEL, Cell, matrix, scrolled, visible
from .numbers import common_power, peak, power
from .palette import LEVELS, Palette, level
from .strips import fill

_WIDEST = 3  # cells of a column of colours
_WEAK = 2.2


def title(piece: Piece, figures: bool = True) -> str:
    """Symbol, shape, and the power of ten that its figures share."""
    rows, columns = piece.values.shape
    exponent = common_power(peak(piece.values)) if figures else 0
    return f"{piece.title}  {rows}×{columns}" + (f" {power(exponent)}" if exponent else "")


def as_figures(
    piece: Piece, width: int, height: int, palette: Palette, corner_at: Cell = (0, 0), *, focus: bool = False
) -> tuple[list[Strip], Cell]:
    """`height` strips of `width` cells, and the window's first row and column, moved from `corner_at` as needed.

    In the result (`focus`) the value in focus is marked; in operands what it took is lit and the rest dimmed.
    """
    values = piece.values
    names = max(LABEL if piece.rows.bias else 2, len(label(len(values) - 1, piece.rows)), len(corner(piece)))
    top, left = visible(values.shape, width, height, *corner_at, piece.at, label=names, figure=6)
    strips = matrix(
        values, width, height, palette, label=names, figure=6, top=top, left=left,
        rows=lambda row: label(row, piece.rows), columns=lambda column: label(column, piece.columns),
        corner=corner(piece), power=common_power(peak(values)), cursor=piece.at if focus else None,
        lit=None if focus or piece.at is None else piece.lit,
    )  # fmt: skip
    return strips, (top, left)


def as_colours(piece: Piece, width: int, height: int, palette: Palette) -> list[Strip]:
    """The same, two rows a line, what the value in focus took at full strength."""
    rows, columns = piece.values.shape
    each = max(1, min(_WIDEST, width // columns))
    at = piece.at or (0, 0)
    left = scrolled(columns, width // each, 0, at[1])
    top = scrolled(-(-rows // 2), height, 0, at[0] // 2) * 2
    window = np.asarray(piece.values[top : top + 2 * height, left : left + width // each], dtype=np.float64)
    levels = level(window, peak(piece.values))
    if piece.at is not None:
        lit = np.ones(window.shape, bool)
        for axis, (chosen, first) in enumerate(zip(piece.lit, (top, left), strict=True)):
            if chosen is not None:
                places = np.arange(window.shape[axis]) + first == chosen
                lit &= places[:, None] if axis == 0 else places[None, :]
        levels = np.where(lit, levels, (levels / _WEAK).astype(int))
    colours = np.array(palette.heat)[levels + LEVELS]
    if piece.at is not None:
        colours[at[0] - top, at[1] - left] = palette.theme.accent
    return fill([Strip(line) for line in half_blocks(colours, palette, each)], width, height, palette.bg.blank)
