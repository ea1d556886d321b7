"""The lines below a matrix: the cell in focus, norms, or the distribution."""

from collections.abc import Sequence
from math import frexp, hypot, ldexp
from typing import NamedTuple

import numpy as np
from rich.cells import cell_len
from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.render.bar import bar
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText, cells_of
from tui_mlp.text.numbers import percent, plain_number

from .labels import MatrixLabels
from .matrix import Cell, Matrix

GAP = "   "
"""Between two things that are said in one line."""


class CellNotes(NamedTuple):
    """What is said below a matrix about the cell in focus: its value, what it links, and what else is known of it."""

    symbol: str
    """Of a cell, such as θ."""
    value: float
    cell: Cell
    """Row and column, from 0."""
    labels: MatrixLabels
    frozen: bool = False
    gradient: str = ""
    """The weight's gradient and the examples that it is of; empty where neither is known or meant."""
    gradient_short: str = ""

    def links(self) -> tuple[str, str]:
        """From where to where the weight leads, at length and in short."""
        (j, k), l = self.cell, self.labels.layer
        source = self.labels.source(j)
        return (
            _("{} of layer {} → neuron {} of layer {}").format(source, l, k + 1, l + 1),
            _("{} → neuron {}").format(source, k + 1),
        )

    def head(self, palette: Palette) -> list[StyledText]:
        """The symbol with indices, the value, and whether it is frozen."""
        (j, k), styles = self.cell, palette.bg
        parts = [(f"{self.symbol}[{j},{k + 1}]", styles.accent_bold), (f" {plain_number(self.value)}", styles.strong)]
        return [*parts, ("  " + _("frozen"), styles.muted)] if self.frozen else parts

    def draw(self, lines: int, norms: Sequence[str], width: int, palette: Palette) -> list[Strip]:
        """At most two `lines`. A gradient that has no room in the first one begins the second, before the `norms`.

        Where there is one line only, the gradient is more than what the weight links: the labels tell that too.
        """
        head, (long, short) = self.head(palette), self.links()
        room = width - cells_of(head, palette.ascii)

        def fitting(*found: tuple[str, ...]) -> str:
            texts = ("".join(f"  {part}" for part in parts if part) for parts in found)
            return next((text for text in texts if cell_len(displayed(text, palette.ascii)) <= room), "")

        both = ((long, self.gradient), (short, self.gradient))
        if lines < 2:
            first = fitting(*both, (self.gradient,), (self.gradient_short,), (long,), (short,))
        else:
            first = fitting(*both, (long,), (short,), (self.gradient,), (self.gradient_short,))
        said = not self.gradient or self.gradient in first or self.gradient_short in first
        second = list(norms) if said else [self.gradient, *norms]
        while len(second) > 1 and cell_len(displayed(GAP.join(second), palette.ascii)) > width:
            second.pop()
        muted = palette.bg.muted
        texts: list[list[StyledText]] = [[*head, (first, muted)], [(GAP.join(second), muted)]]
        return [bar(text, [], width, palette.bg, palette.ascii) for text in texts[:lines]]


def norms(values: Matrix, cell: Cell) -> tuple[str, str]:
    """The Euclidean norms of the cell's row and column."""
    lines = values[cell[0]], values[:, cell[1]]
    row, column = (plain_number(hypot(*line.tolist())) for line in lines)  # the squares of huge weights would overflow
    return _("‖row‖ {}").format(row), _("‖column‖ {}").format(column)


def distribution_text(values: Matrix) -> str:
    """The mean of all values, their standard deviation, and the share of zeros."""
    zeros = percent(float(np.count_nonzero(values == 0)) / values.size)
    with np.errstate(all="ignore"):
        unit = frexp(float(np.abs(values).max()))[1]  # a power of two: the squares of huge weights would overflow
        shares = np.ldexp(values.astype(float), -unit)
        mean, spread = (plain_number(ldexp(float(share), unit)) for share in (shares.mean(), shares.std()))
    return _("mean {}   deviation {}   zeros {}").format(mean, spread, zeros)
