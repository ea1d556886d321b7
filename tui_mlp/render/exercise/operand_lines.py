"""The matrices that a question gives, side by side, to the decimals asked for."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual.strip import Strip

from core.exercises.shown_numbers import shown_number
from core.support.i18n import _
from tui_mlp.models.operand_views import OperandView
from tui_mlp.render.colours.palette import LEVELS, Palette, level
from tui_mlp.render.matrix.operands import distribute, fitting_title
from tui_mlp.render.strips import StyledText, fill, fit, segments
from tui_mlp.render.word_wrap import wrapped
from tui_mlp.text.numbers import peak

from .cell_grid import CellGrid, grid_width, matrix_lines

LEAST = 12
"""Cells of a matrix of which only a part is shown."""
GAP = 2
LEAST_COLUMN = 4
ALL_MEASURED = 400
"""Values up to which the widest is found by writing each."""


def operands_wanted(
    views: Sequence[OperandView], letters: Mapping[str, float], decimals: int, width: int, apart: bool = False
) -> int:
    """The lines in which all rows of the matrices are shown; with `apart` with blank lines between them."""
    return sum(lines_wanted(row, apart) for row in in_rows(views, decimals, width)) + bool(letters)


def lines_wanted(row: Sequence[OperandView], apart: bool) -> int:
    """The lines of matrices beside each other, with their names."""
    return 1 + max(matrix_lines(len(view.values), apart) for view in row)


def operand_lines(
    views: Sequence[OperandView],
    letters: Mapping[str, float],
    decimals: int,
    width: int,
    height: int,
    palette: Palette,
    shift: tuple[int, int] = (0, 0),
) -> list[Strip]:
    """`height` lines: rows of matrices under their names, then what letters such as α stand for.

    Matrices of which only a part fits are scrolled by `shift` rows and columns.
    """
    rows = in_rows(views, decimals, width)
    if not rows:
        return fill([], width, height, palette.bg.blank)
    last = letter_line(letters, width, palette) if letters else []
    apart = palette.spaced and operands_wanted(views, letters, decimals, width, True) <= height
    wanted = [lines_wanted(row, apart) for row in rows]
    heights = distribute(max(height - len(last), 3 * len(rows)), [min(3, most) for most in wanted], wanted)
    lines = list[Strip]()
    for row, high, most in zip(rows, heights, wanted, strict=True):
        lines += side_by_side(row, decimals, width, min(high, most), palette, shift, apart)
    return fill([*lines, *last], width, height, palette.bg.blank)


def in_rows(views: Sequence[OperandView], decimals: int, width: int) -> list[list[OperandView]]:
    """The matrices in rows of the screen: as many beside each other as fit whole; a larger one has a row of its own."""
    rows, room = list[list[OperandView]](), 0
    for view in views:
        wide = wanted_width(view, decimals) + GAP
        if not rows or wide > room:
            rows.append([])
            room = width + GAP
        rows[-1].append(view)
        room -= wide
    return rows


def wanted_width(view: OperandView, decimals: int) -> int:
    """The cells that show all of a matrix, and its name."""
    return max(grid_width(view, cell_width(view, decimals)), cell_len(view.title))


def cell_width(view: OperandView, decimals: int) -> int:
    """The cells of a column, with a blank behind the number; at least those of its label."""
    least = len(_("bias")) + 2 if view.columns.bias else LEAST_COLUMN
    if view.values.size <= ALL_MEASURED:
        return max(least, 2 + max(len(shown_number(value, decimals)) for value in view.values.flat))
    return max(least, 3 + len(shown_number(peak(view.values) + 10.0**-decimals / 3, decimals)))  # with a minus sign


def side_by_side(
    views: Sequence[OperandView],
    decimals: int,
    width: int,
    height: int,
    palette: Palette,
    shift: tuple[int, int],
    apart: bool,
) -> list[Strip]:
    """Matrices in columns, each under its name; of one that doesn't fit, the part that matters is shown."""
    columns, styles = list[list[Strip]](), palette.bg
    for view in views:
        wide = min(wanted_width(view, decimals), max(LEAST, width))
        named = fit(
            segments([(fitting_title(view, wide, palette, figures=False), styles.muted)], palette.ascii),
            wide,
            styles.blank,
        )
        columns.append([named, *draw_operand(view, decimals, wide, height - 1, palette, shift, apart)])
    gap = Strip.blank(GAP, styles.blank)
    rows = zip(*columns, strict=True)
    return [fit([one for strip in row for one in (*strip, *gap)], width, styles.blank) for row in rows]


def draw_operand(
    view: OperandView, decimals: int, width: int, height: int, palette: Palette, shift: tuple[int, int], apart: bool
) -> list[Strip]:
    """The numbers of a matrix on tinted cells; what the value in focus was computed from is lit, the rest dimmed."""
    wide, most = cell_width(view, decimals), peak(view.values)
    across, down = view.lit
    marks = view.lit != (None, None)

    def content(row: int, column: int) -> list[StyledText]:
        lit = across in (None, row) and down in (None, column)
        ramp = palette.figures if not marks else palette.lit if lit else palette.dimmed
        value = float(view.values[row, column])
        style = ramp[int(level(view.values[row : row + 1, column : column + 1], most)[0, 0]) + LEVELS]
        return [(f"{shown_number(value, decimals):>{wide - 1}} ", style)]

    return CellGrid(view, wide, width, height, view.cell, shift, marks, apart).draw(content, palette)


def letter_line(letters: Mapping[str, float], width: int, palette: Palette) -> list[Strip]:
    """What letters stand for: α = 0.5   m = 4."""
    parts = list[StyledText]()
    for name, value in letters.items():
        parts += [("   ", palette.bg.blank)] if parts else []
        parts += [(f"{name} = ", palette.bg.muted), (f"{value:g}", palette.bg.strong)]
    return wrapped(parts, width, palette)[:1]
