"""The lines below a matrix: the cell in focus, norms, or the distribution."""

import numpy as np
from rich.cells import cell_len
from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.render.bar import bar
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import cells_of
from tui_mlp.text.numbers import percent, plain_number

from .labels import MatrixLabels
from .matrix import Cell, Matrix


def cell_note(
    symbol: str, value: float, cell: Cell, more: str, labels: MatrixLabels, width: int, palette: Palette
) -> Strip:
    """A value with its indices, what the weight links, and `more`, as far as they fit."""
    (j, k), l, styles = cell, labels.layer, palette.bg
    parts = [(f"{symbol}[{j},{k + 1}]", styles.accent_bold), (f" {plain_number(value)}", styles.strong)]
    source = labels.source(j)
    links = _("{} of layer {} → neuron {} of layer {}").format(source, l, k + 1, l + 1)
    short = _("{} → neuron {}").format(source, k + 1)
    left = cells_of(parts, palette.ascii)
    for link, end in ((links, more), (short, more), (short, ""), ("", "")):
        text = f"  {link}{end}" if link else ""
        if left + cell_len(displayed(text, palette.ascii)) <= width:
            break
    return bar([*parts, (text, styles.muted)], [], width, styles, palette.ascii)


def norms_note(values: Matrix, cell: Cell, width: int, palette: Palette) -> Strip:
    """The Euclidean norms of the cell's row and column."""
    row, column = (plain_number(float(np.linalg.norm(line))) for line in (values[cell[0]], values[:, cell[1]]))
    text = _("‖row‖ {}   ‖column‖ {}").format(row, column)
    return bar([(text, palette.bg.muted)], [], width, palette.bg, palette.ascii)


def distribution_note(values: Matrix, width: int, palette: Palette) -> Strip:
    """The mean of all values, their standard deviation, and the share of zeros."""
    zeros = percent(float(np.count_nonzero(values == 0)) / values.size)
    mean, spread = plain_number(float(values.mean())), plain_number(float(values.std()))
    text = _("mean {}   spread {}   zero {}").format(mean, spread, zeros)
    return bar([(text, palette.bg.muted)], [], width, palette.bg, palette.ascii)
