"""Matrices without boxes: the result below its operands, or beside them."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.strip import Strip

from tui_mlp.models.operand_views import OperandView
from tui_mlp.render.colours.palette import Palette

from .heatmap import rows_a_line
from .operands import draw_operands, full_width, least_width, lines_as_figures, side_by_side


class Arrangement(NamedTuple):
    """The cells of a result beside its operands, None below them; their form, and the lines that show all rows."""

    beside: int | None
    figures: bool
    lines: int


def unframed(
    read: Sequence[OperandView],
    written: OperandView,
    width: int,
    height: int,
    palette: Palette,
    figures: bool | None = None,
) -> Arrangement:
    """The arrangement that shows most in this width and height, of operands in a given form or in the best one.

    The result stands below its operands, with a rule and column labels of its own. It stands beside them if some of
    its rows, or the operands' figures, would be missing there, and if all columns of all matrices fit.
    """
    below = 2 + len(written.values)
    lines = {form: operand_lines(read, width, palette, form) for form in (True, False)}
    readable = lines_as_figures(read, width, palette) is not None
    if figures is not False and readable and lines[True] + below <= height:
        return Arrangement(None, True, lines[True] + below)
    for form in (True, False):
        if figures in (None, form) and (form or lines[False] + below > height):
            beside = _width_beside(read, written, width, palette, form)
            if read and beside is not None:
                return Arrangement(beside, form, 2 + max(len(view.values) for view in (*read, written)))
    if figures is None:
        figures = readable and lines[True] <= room_above(height - 1, written)
    return Arrangement(None, figures, lines[figures] + below)


def room_above(height: int, written: OperandView) -> int:
    """The lines for the operands: half of the height, or more if the result leaves more."""
    return max(height // 2, height - len(written.values) - 1)


def operands_above(
    read: Sequence[OperandView], written: OperandView, width: int, height: int, chosen: Arrangement, palette: Palette
) -> list[Strip]:
    """The operands of a result that stands below them, of `height` lines together with it and its rule.

    On a projector the rows of all of them stand apart where there is room for that.
    """
    if not read:
        return []
    high = min(chosen.lines - 2 - len(written.values), room_above(height - 1, written))
    apart, result_apart = 3 + 2 * max(len(view.values) for view in read), 2 + 2 * len(written.values)
    if palette.spaced and chosen.figures and apart + 1 + result_apart <= height:
        return side_by_side(read, width, apart, palette, True)
    return draw_operands(read, width, high, palette, chosen.figures)


def operand_lines(read: Sequence[OperandView], width: int, palette: Palette, figures: bool) -> int:
    """The lines that show all rows of the operands."""
    if not read:
        return 0
    tall = max(len(view.values) for view in read)
    if figures:
        return max(tall + 2, lines_as_figures(read, width, palette) or 0)
    return 1 + -(-tall // rows_a_line(palette))


def _width_beside(
    read: Sequence[OperandView], written: OperandView, width: int, palette: Palette, figures: bool
) -> int | None:
    """The cells of a result that stands right of its operands; None where a column of a matrix would be missing."""
    left = width - 1 - sum(1 + least_width(view, palette, figures) for view in read)
    return None if left < least_width(written, palette, True) else min(left, full_width(written, palette, True))
