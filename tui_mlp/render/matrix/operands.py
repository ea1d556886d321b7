"""The matrices of an equation as figures, or as colours where figures don't fit."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from tui_mlp.models.operand_views import OperandView, axis_letters, index_label
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.colours.palette import LEVELS, Palette, level
from tui_mlp.render.pointer import ring
from tui_mlp.render.strips import fill, fit, runs
from tui_mlp.render.word_wrap import line
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import common_power, peak, power

from .heatmap import half_blocks, rows_a_line
from .matrix import LABEL, Cell, matrix, scrolled, visible

_WIDEST = 3  # cells of a column of colours
_WEAK = 2.2


def operand_title(view: OperandView, figures: bool = True) -> str:
    """Symbol, shape, and the power of ten that its figures share."""
    return f"{view.title}  {view.shape}{_power(view, figures)}"


def fitting_title(view: OperandView, width: int, palette: Palette, figures: bool = True) -> str:
    """The title, without its shape where that doesn't fit; the power of ten goes last, for the figures need it."""
    titles = operand_title(view, figures), _without_shape(view, figures)
    return next((title for title in titles if _cells(title, palette) <= width), view.title)


def _without_shape(view: OperandView, figures: bool) -> str:
    return f"{view.title}{_power(view, figures)}"


def _power(view: OperandView, figures: bool) -> str:
    exponent = common_power(peak(view.values)) if figures else 0
    return f" {power(exponent)}" if exponent else ""


def as_figures(
    view: OperandView, width: int, height: int, palette: Palette, corner_at: Cell = (0, 0), *, focus: bool = False
) -> tuple[list[Strip], Cell]:
    """`height` strips of `width` cells, and the window's first row and column, moved from `corner_at` as needed.

    In the result (`focus`) the value in focus is marked; in operands what it was computed from is lit, the rest dimmed.
    In both the pointer frames its cell.
    """
    values, names = view.values, row_label_width(view)
    top, left = visible(values.shape, width, height, *corner_at, view.cell, label=names, figure=6)
    strips = matrix(
        values, width, height, palette, label=names, figure=6, top=top, left=left,
        rows=lambda row: index_label(row, view.rows), columns=lambda column: index_label(column, view.columns),
        corner=axis_letters(view), power=common_power(peak(values)), cursor=view.cell if focus else None,
        lit=None if focus or view.cell is None else view.lit, pointed=view.pointed,
    )  # fmt: skip
    return strips, (top, left)


def row_label_width(view: OperandView) -> int:
    """The cells of the row labels."""
    least = max(LABEL, len(index_label(0, view.rows))) if view.rows.bias else 2
    return max(least, len(index_label(len(view.values) - 1, view.rows)), len(axis_letters(view)))


def as_colours(view: OperandView, width: int, height: int, palette: Palette) -> list[Strip]:
    """`height` strips of `width` cells in colours or density characters; what the value in focus took is strongest."""
    if width < 1 or height < 1:
        return fill([], width, height, palette.bg.blank)
    rows, columns = view.values.shape
    each, per = max(1, min(_WIDEST, width // columns)), rows_a_line(palette)
    at = view.cell or (0, 0)
    left = scrolled(columns, width // each, 0, at[1])
    top = scrolled(-(-rows // per), height, 0, at[0] // per) * per
    window = np.asarray(view.values[top : top + per * height, left : left + width // each], dtype=np.float64)
    levels = level(window, peak(view.values))
    lit = _lit(view, top, left, window.shape)
    spot = (at[0] - top, at[1] - left) if view.cell and view.cell != view.pointed else None
    around = ring(levels.shape, (view.pointed[0] - top, view.pointed[1] - left) if view.pointed else None)
    if palette.heat:
        colours = np.array(palette.heat)[np.where(lit, levels, (levels / _WEAK).astype(int)) + LEVELS]
        if spot:
            colours[spot] = palette.theme.accent
        colours[around] = palette.theme.accent
        lines = half_blocks(colours, palette, each)
    else:
        lines = _densities(levels, lit, around, spot, each, palette)
    return fill([Strip(one) for one in lines], width, height, palette.bg.blank)


def _lit(view: OperandView, top: int, left: int, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Which cells of the window the value in focus was computed from; all where that isn't known."""
    lit = np.ones(shape, bool)
    for axis, (chosen, first) in enumerate(zip(view.lit, (top, left), strict=True)):
        if view.cell is not None and chosen is not None:
            places = np.arange(shape[axis]) + first == chosen
            lit &= places[:, None] if axis == 0 else places[None, :]
    return lit


def _densities(
    levels: NDArray[np.int_],
    lit: NDArray[np.bool_],
    around: NDArray[np.bool_],
    spot: Cell | None,
    each: int,
    palette: Palette,
) -> list[list[Segment]]:
    """A line for each row, one character for each level."""
    marks, styles = glyphs(palette.ascii), palette.bg
    lines = []
    for r, row in enumerate(levels.tolist()):
        chosen = [
            styles.on_accent if spot == (r, c) or around[r, c] else styles.strong if lit[r, c] else styles.faint
            for c in range(len(row))
        ]
        characters = "".join(marks.density(one) * each for one in row)
        lines.append(runs(characters, [style for style in chosen for _ in range(each)]))
    return lines


def draw_operand(view: OperandView, width: int, height: int, palette: Palette, figures: bool) -> list[Strip]:
    """An operand as figures or as colours."""
    return as_figures(view, width, height, palette)[0] if figures else as_colours(view, width, height, palette)


def draw_operands(
    views: Sequence[OperandView], width: int, height: int, palette: Palette, figures: bool
) -> list[Strip]:
    """All operands: as figures in several rows where they fit so, else beside each other."""
    lines = lines_as_figures(views, width, palette) if figures else None
    if lines is None or lines > height:
        return side_by_side(views, width, height, palette, figures)
    rows = rows_of_operands(views, width, palette)
    return [
        strip
        for row in rows
        for strip in side_by_side(row, width, 2 + max(len(one.values) for one in row), palette, True)
    ]


def side_by_side(views: Sequence[OperandView], width: int, height: int, palette: Palette, figures: bool) -> list[Strip]:
    """Matrices in columns, each under its name, with a blank column before each."""
    blank = Strip.blank(1, palette.bg.blank)
    columns = []
    for view, wide in zip(views, operand_widths(views, width, palette, figures), strict=True):
        named = line([(fitting_title(view, wide, palette, figures), palette.bg.muted)], wide, palette)
        columns.append([named, *draw_operand(view, wide, height - 1, palette, figures)])
    rows = zip(*columns, strict=True)
    return [fit([s for strip in row for s in (*blank, *strip)], width, palette.bg.blank) for row in rows]


def operand_widths(views: Sequence[OperandView], width: int, palette: Palette, figures: bool) -> list[int]:
    """The cells for each: what it can use where there is room, else all its columns, else at least its symbol's."""
    room, least = width - len(views), [least_width(view, palette, figures) for view in views]
    if sum(least) > room:
        least = [_cells(view.title, palette) for view in views]
    return distribute(room, least, [full_width(view, palette, figures) for view in views])


def full_width(view: OperandView, palette: Palette, figures: bool) -> int:
    """The cells in which the whole operand and its title fit."""
    return max(_cells(operand_title(view, figures), palette), least_width(view, palette, figures))


def least_width(view: OperandView, palette: Palette, figures: bool) -> int:
    """The cells in which the whole operand fits, under a title without its shape."""
    columns: int = view.values.shape[1]
    return max(
        _cells(_without_shape(view, figures), palette), row_label_width(view) + 1 + 7 * columns if figures else columns
    )


def rows_of_operands(views: Sequence[OperandView], width: int, palette: Palette) -> list[list[OperandView]]:
    """Operands as figures in rows, as many beside each other as fit."""
    rows: list[list[OperandView]] = []
    left = 0
    for view in views:
        cells = full_width(view, palette, True) + 1
        if cells > left or not rows:
            rows.append([])
            left = width
        rows[-1].append(view)
        left -= cells
    return rows


def lines_as_figures(views: Sequence[OperandView], width: int, palette: Palette) -> int | None:
    """The lines in which all of them can be read at once, None where one is too wide."""
    if any(full_width(view, palette, True) >= width for view in views):
        return None
    return sum(2 + max(len(view.values) for view in row) for row in rows_of_operands(views, width, palette))


def _cells(text: str, palette: Palette) -> int:
    return cell_len(displayed(text, palette.ascii))


def distribute(room: int, least: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """The cells of the room, shared out. Each gets `least`; the rest goes to those that have least and want more."""
    given = list(least)
    while (left := room - sum(given)) > 0:
        hungry = [place for place in range(len(given)) if given[place] < wanted[place]] or list(range(len(given)))
        lowest = min(given[place] for place in hungry)
        poorest = [place for place in hungry if given[place] == lowest]
        # As far as nobody is satisfied and nobody else is as poor; the last few cells go to the first of them.
        limits = [wanted[place] - lowest for place in poorest] + [given[place] - lowest for place in hungry]
        rise = min([left // len(poorest), *(limit for limit in limits if limit > 0)]) or 1
        for place in poorest[:left]:
            given[place] += rise
    return given
