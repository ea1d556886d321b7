"""Two columns beside each other: points, strips, a table of counts, or a map."""

import numpy as np
from textual.binding import Binding
from textual.strip import Strip

from core.calls import Array
from core.support.i18n import N_, _
from tui_mlp.models.data.pairs.column_pair import ColumnPair
from tui_mlp.models.data.pairs.moves import nearest, next_cell, next_row
from tui_mlp.models.data.shown_rows import next_split
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.data.pairs.pair_plot import PairPlot
from tui_mlp.render.frame import Facts
from tui_mlp.render.strips import fill
from tui_mlp.render.word_wrap import sentences
from tui_mlp.session.refresh_rates import changing_seconds
from tui_mlp.text.csv_text import csv_text
from tui_mlp.text.split_words import split_word
from tui_mlp.views.data.pane import ExampleWanted, OutputsNeeded
from tui_mlp.widgets.canvas import READABLE_SECONDS

from .pair_pane import PairPane

LONGEST_NAME = 18
"""Cells of a column's name in the title, at most."""


class TwoColumnsPane(PairPane):
    """The column in focus and another one: points, strips, a table, or the network's output over their plane."""

    BINDINGS = [
        Binding("left", "move(-1,0)", N_("Point on the left"), show=False),
        Binding("right", "move(1,0)", N_("Point on the right"), show=False),
        Binding("up", "move(0,1)", N_("Point above"), show=False),
        Binding("down", "move(0,-1)", N_("Point below"), show=False),
        Binding("x", "turn_column(1)", N_("Next column")),
        Binding("X", "turn_column(-1)", N_("Previous column")),
        Binding("right_square_bracket", "turn_other(1)", N_("Next column beside it")),
        Binding("left_square_bracket", "turn_other(-1)", N_("Previous column beside it")),
        Binding("d", "turn_split", N_("Rows of another split, or of all")),
        Binding("v", "turn_map", N_("Points, or the network's output over these two columns")),
        Binding("enter", "show_example(0)", N_("This row in the Output view")),
        Binding("e", "show_example(1)", N_("Step through this row")),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._wants_map = False
        self._plot = PairPlot()

    @property
    def OUTPUTS(self) -> bool:  # type: ignore[override]
        """Whether the map is shown, which draws outputs of the network."""
        return self._wants_map and self.map_axes is not None

    @property
    def PERIOD(self) -> float:  # type: ignore[override]
        """Seconds from one drawing to the next while training: a map more seldom, as all of its cells may change."""
        return changing_seconds(min(self.plot_cells, self.changed_cells)) if self.OUTPUTS else READABLE_SECONDS

    @property
    def plot_cells(self) -> int:
        """The cells of the map, where one is shown."""
        return self.size.area if self.OUTPUTS else 0

    # Drawing

    def title(self) -> str:
        """Which column goes up, and which to the right."""
        ascii = self.palette.ascii
        column, other = (clipped(name, LONGEST_NAME, ascii) for name in (self.column, self.other))
        if not other:
            return _("Two columns")
        pair = self.pair()
        if pair is None or pair.form == "table":
            return f"{column} × {other}"
        if pair.form == "strips":
            names = (clipped(one.name, LONGEST_NAME, ascii) for one in (pair.x, pair.y))
            return _("{} by {}").format(*names)
        return f"{other} ↑ {column} →"

    def facts(self) -> Facts:
        """The rows that are drawn, and whether it is the network's output."""
        split = self.data_focus.split
        found = [_("output of the network")] if self.OUTPUTS else []
        return "  ".join([*found, *([split_word(split)] if split else [])])

    def keys(self) -> list[tuple[str, str]]:
        """The keys that choose columns, points, splits and the map."""
        found = [("x X", _("column")), ("[ ]", _("beside")), (_("arrows"), _("row")), ("d", _("split"))]
        if self.map_axes is not None:
            found.insert(2, ("v", _("points") if self._wants_map else _("map")))
        return [*found, ("↵", _("Output")), ("e", _("step"))]

    def draw_data(self, width: int, height: int) -> list[Strip]:
        """The points, strips, table or map, and the lines below."""
        problem = self.missing()
        if problem:
            return sentences(problem, width, self.palette)
        pair, source = self.pair(), self.rows
        if pair is None or source is None:
            return sentences(_("The columns are being looked at."), width, self.palette)
        if not len(pair.rows):
            return sentences(_("No row that is shown has a value in both columns."), width, self.palette)
        axes, outputs = (self.map_axes, self.snapshot.outputs) if self._wants_map else (None, None)
        if axes is not None and (outputs is None or outputs.data is not self.data):
            return sentences(_("The outputs are being computed."), width, self.palette)
        if axes is not None and outputs is not None:
            found = self._plot.draw_map(source, pair, outputs, axes, self.row, width, height, self.palette)
        else:
            found = self._plot.draw(source, pair, self.row, width, height, self.palette)
        return fill(found, width, height, self.palette.bg.blank)

    # Keys and mouse

    def action_move(self, right: int, up: int) -> None:
        """Focus the nearest row in this direction, or the first one of the next cell of a table."""
        pair = self.pair()
        if pair is None or not len(pair.rows):
            return
        here = pair.place_of(self.row)
        if pair.form != "table":
            found = next_row(pair, self._plot.places(pair), self._plot.place(pair, here), (right, up))
            if found is not None:
                self.move_focus(row=found)
            return
        assert pair.counts is not None, "a table has counts"
        if not np.isfinite(here).all():
            self.move_focus(row=int(pair.rows[0]))
            return
        self._go_to_cell(pair, next_cell(pair.counts, (int(here[0]), int(here[1])), (right, up)))

    def _go_to_cell(self, pair: ColumnPair, cell: tuple[int, int]) -> None:
        assert pair.first_rows is not None, "a table has rows"
        at = pair.place_of(self.row)
        row = int(pair.first_rows[cell])
        if row >= 0 and at != cell:
            self.move_focus(row=row)

    def clicked(self, x: int, y: int) -> None:
        """Focus the row that is drawn nearest to the mouse, or the first one of a cell of the table."""
        pair = self.pair()
        if pair is None:
            return
        if pair.form == "table":
            cell = self._plot.cell_at(x, y)
            if cell is not None:
                self._go_to_cell(pair, cell)
            return
        at = self._plot.place_at(x, y)
        found = None if at is None else nearest(self._plot.places(pair), at)
        if found is not None:
            self.move_focus(row=int(pair.rows[found]))

    def action_turn_column(self, direction: int) -> None:
        """Focus the next (1) or previous (-1) column."""
        column = self.turned_column(self.column, direction)
        if column:
            self.move_focus(column=column, input=0)
            self.post_message(OutputsNeeded())

    def action_turn_other(self, direction: int) -> None:
        """Draw it beside the next (1) or previous (-1) column."""
        other = self.turned_column(self.other, direction, without=self.column)
        if other:
            self.move_focus(other=other)
            self.post_message(OutputsNeeded())

    def action_turn_split(self) -> None:
        """Draw the rows of the next split, after the last one those of all."""
        if self.rows is not None:
            self.move_focus(split=next_split(self.data, self.data_focus.split))

    def action_turn_map(self) -> None:
        """Show the network's output over the plane of both columns, or the points alone."""
        if not self._wants_map and self.map_axes is None:
            self.notify(_("A map needs two columns that are numbers and inputs of the network."))
            return
        self._wants_map = not self._wants_map
        self.post_message(OutputsNeeded())
        self.redraw()

    def action_show_example(self, step: int) -> None:
        """Show the row in focus in the Output view (0), or step through it (1)."""
        if self.rows is not None:
            self.post_message(ExampleWanted(self.row, bool(step)))

    def text_to_copy(self, latex: bool) -> str:
        """The rows that are drawn as CSV: row, x and y; of a table the counts."""
        pair, source = self.pair(), self.rows
        if pair is None or source is None:
            return super().text_to_copy(latex)
        if pair.counts is not None:
            names = pair.y.names or ()
            lines = zip(pair.x.names or (), pair.counts.tolist(), strict=True)
            return csv_text([f"{pair.x.name} / {pair.y.name}", *names], ([name, *counts] for name, counts in lines))
        columns = [source.by_name[one.name] for one in (pair.x, pair.y)]
        rows: Array = pair.rows
        return csv_text(
            ["row", pair.x.name, pair.y.name],
            ([row + 1, *(column.text(row) for column in columns)] for row in rows.tolist()),
        )

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "The column in focus beside another one, at first the target. Two columns of numbers are points in the "
            "colours of their classes, or of their targets; brighter where many fall together, and over a target with "
            "the mean as a curve. Numbers by category are a strip for each category, its bars the number of rows, its "
            "lines the quartiles, its dot the mean. Two columns of categories are a table of counts, with the share "
            "that each is of its line. Ignored columns can be drawn too, where they hold numbers or few texts. Of each "
            "split at most 4,000 rows are drawn as points; all figures are of all rows.\n\n"
            "r is Pearson's correlation, from -1 to 1. η² is the share of the variance of the numbers that lies "
            "between the categories, Cramér's V the same for two columns of categories; both go from 0 to 1.\n\n"
            "x  X     the next column, the previous one\n"
            "]  [     draw it beside the next column, the previous one\n"
            "← ↑ ↓ →  the nearest row in this direction, or the next cell of a table; a click chooses one too\n"
            "d        the rows of another split, or of all\n"
            "v        the network's output over these two columns, all others held at usual values; points again\n"
            "↵  e     show this row in the Output view; step through it (enter, e)\n"
            "y        copy the points, or the counts, as CSV"
        )
