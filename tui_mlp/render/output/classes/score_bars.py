"""How many rows have each score, as bars, with the threshold among them."""

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.calls import Array
from tui_mlp.render.cell_text import cut
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import fill

from .unit_plot import UnitPlot


def score_bars(
    counts: Array, most: int, threshold: float, name: str, style: Style, width: int, height: int, palette: Palette
) -> list[Strip]:
    """`height` strips of `width` cells: the name on the left, then a bar for each of the `counts` by score.

    `counts` are those of equal parts of the scores from 0 to 1, as many as `bar_columns` says. A bar for `most` rows
    is of full height.
    """
    name_cells = width - bar_columns(width)
    plot = UnitPlot(width - name_cells, height, palette, axes=False)
    plot.upright(threshold, 0, 1, palette.bg.accent, dotted=True)
    plot.bars(counts, height, style, most)
    lines = []
    for row, strip in enumerate(plot.strips("")):
        said = name if row == height - 1 else ""
        lines.append(Strip([Segment(cut(said, name_cells, palette.ascii), palette.bg.muted), *strip]))
    return fill(lines, width, height, palette.bg.blank)


def bar_columns(width: int) -> int:
    """The columns of bars in a width that has room for their name too."""
    return max(1, width - NAME_CELLS)


NAME_CELLS = 12
"""Cells of the name on the left, a blank included."""
