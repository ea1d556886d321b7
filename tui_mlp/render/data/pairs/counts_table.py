"""Two columns of categories as a table of counts, with shares of each line."""

from dataclasses import dataclass

from rich.segment import Segment
from textual.strip import Strip

from core.calls import Array
from core.support.i18n import _
from tui_mlp.models.data.pairs.column_pair import ColumnPair
from tui_mlp.render.cell_text import cut, widest
from tui_mlp.render.colours.palette import LEVELS, Palette, bold
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.strips import fit
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count

from .strip_plot import LONGEST_NAME

SHARE = len("100 %")
"""The cells of a share."""
LEAST_CELL = 6
"""The cells of a column of the table, at least."""

Cell = tuple[int, int]
"""The numbers of a category of x and one of y."""


@dataclass(frozen=True)
class TableLayout:
    """Which lines and columns of a table are shown: `name` cells for names, `cell` for a column, `total` for the sums.

    `shares` says whether there is room for them. Before a name stand two cells, and one behind it.
    """

    lines: range
    columns: range
    name: int
    cell: int
    total: int
    shares: bool

    @property
    def margin(self) -> int:
        """The cells on the left of the counts."""
        return self.name + 3

    def cell_at(self, x: int, y: int) -> Cell | None:
        """The cell at a place of the table; None beside its counts."""
        line, column = self.lines.start + y - 1, self.columns.start + (x - self.margin) // (self.cell + 1)
        inside = y > 0 and x >= self.margin and line in self.lines and column in self.columns
        return (line, column) if inside else None


def table_layout(pair: ColumnPair, at: Cell | None, width: int, height: int, ascii: bool) -> TableLayout:
    """The layout in `height` lines of `width` cells, in which the cell `at` is shown."""
    assert pair.x.names is not None, "a table has categories"
    assert pair.y.names is not None, "a table has categories"
    assert pair.counts is not None, "a table has counts"
    name = min(LONGEST_NAME, widest(pair.x.names, ascii))
    total = max(len(count(int(pair.counts.sum()))), widest((_("all"),), ascii))
    digits, names = len(count(int(pair.counts.sum(0).max(initial=0)))), min(LONGEST_NAME, widest(pair.y.names, ascii))
    room = width - name - 3 - total - 1
    each = max(names, digits + 1 + SHARE, LEAST_CELL)
    shares = len(pair.y.names) * (each + 1) <= room
    if not shares:
        each = max(LEAST_CELL, digits, min(names, room // len(pair.y.names) - 1))
    across = max(1, min(len(pair.y.names), room // (each + 1)))
    down = max(1, min(len(pair.x.names), height - 1))
    top, left = (
        scrolled(number, shown, 0, None if at is None else at[axis])
        for axis, (number, shown) in enumerate(((len(pair.x.names), down), (len(pair.y.names), across)))
    )
    return TableLayout(range(top, top + down), range(left, left + across), name, each, total, shares)


def counts_table(pair: ColumnPair, layout: TableLayout, at: Cell | None, width: int, palette: Palette) -> list[Strip]:
    """A line of names, one for each category of x: its counts, tinted by their share of the line, and sums at last."""
    assert pair.x.names is not None, "a table has categories"
    assert pair.y.names is not None, "a table has categories"
    assert pair.counts is not None, "a table has counts"
    styles, ascii, marks = palette.bg, palette.ascii, glyphs(palette.ascii)
    head = [Segment(" " * layout.margin, styles.blank)]
    for column in layout.columns:
        style = styles.accent if at is not None and at[1] == column else styles.muted
        head.append(Segment(cut(pair.y.names[column], layout.cell, ascii, right=True) + " ", style))
    head.append(Segment(cut(_("all"), layout.total, ascii, right=True), styles.faint))
    lines = [fit(head, width, styles.blank)]
    for line in layout.lines:
        counts, here = pair.counts[line], at is not None and at[0] == line
        whole = int(counts.sum())
        mark = marks.mark if here else " "
        drawn = [
            Segment(f"{mark} ", styles.accent),
            Segment(cut(pair.x.names[line], layout.name + 1, ascii), styles.fg),
        ]
        for column in layout.columns:
            number = int(counts[column])
            share = number / whole if whole else 0.0
            text = count(number) + (f" {100 * share:3.0f} %" if layout.shares else "")
            style = palette.figures[LEVELS + round(share * LEVELS)]
            style = styles.on_accent if at == (line, column) else bold(style) if share >= 0.5 else style
            drawn.append(Segment(cut(text, layout.cell, ascii, right=True), style if number else styles.faint))
            bracket = "<" if at == (line, column) and palette.brackets else " "
            drawn.append(Segment(bracket, styles.accent))
        drawn.append(Segment(cut(count(whole), layout.total, ascii, right=True), styles.muted))
        lines.append(fit(drawn, width, styles.blank))
    lines.append(_sums(pair.counts, layout, width, palette))
    return lines


def _sums(counts: Array, layout: TableLayout, width: int, palette: Palette) -> Strip:
    """The sums of the columns, with the share of all rows that each is."""
    ascii, muted, all_rows = palette.ascii, palette.bg.muted, int(counts.sum())
    drawn = [Segment("  " + cut(_("all"), layout.name + 1, ascii), palette.bg.faint)]
    for column in layout.columns:
        number = int(counts[:, column].sum())
        share = f" {100 * number / max(1, all_rows):3.0f} %" if layout.shares else ""
        drawn.append(Segment(cut(f"{count(number)}{share}", layout.cell, ascii, right=True) + " ", muted))
    drawn.append(Segment(cut(count(all_rows), layout.total, ascii, right=True), muted))
    return fit(drawn, width, palette.bg.blank)
