"""The base of the pane of two columns: which they are, and what is computed of them."""

from functools import partial

from core.support.i18n import _
from tui_mlp.models.data.pairs.chosen_columns import map_axes, other_of, turned
from tui_mlp.models.data.pairs.column_pair import ColumnPair, column_pair
from tui_mlp.models.data.pairs.drawn_column import drawable_names, problem_of
from tui_mlp.render.cell_text import displayed
from tui_mlp.views.data.kept_results import KeptResults
from tui_mlp.views.data.pane import DataPane


class PairPane(DataPane):
    """The column in focus and the one beside it, computed once as long as the same rows are shown."""

    FOCUS = ("column", "other", "row", "split")
    LISTED = True

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._pairs: KeptResults[ColumnPair] = KeptResults(self, most=1)

    @property
    def column(self) -> str:
        """The name of the column in focus."""
        described = self.data_focus.described(self.data)
        return "" if described is None else described.name

    @property
    def other(self) -> str:
        """The name of the column beside it; empty where there is none, or the rows aren't read."""
        return other_of(self.data_focus, self.rows, self.column) if self.rows is not None else ""

    @property
    def map_axes(self) -> tuple[int, int] | None:
        """The places of both among the raw inputs, where both are numbers that the network gets; else None."""
        return map_axes(self.data, self.column, self.other) if self.other else None

    def pair(self) -> ColumnPair | None:
        """What is drawn; None as long as it is being computed on another thread, or where nothing can be drawn."""
        source, other = self.rows, self.other
        if source is None or not other or self.missing():
            return None
        wanted = self.column, other, self.chosen, self.data_focus.split
        return self._pairs.result(source, wanted, partial(column_pair, source, *wanted))

    def missing(self) -> str:
        """Why nothing can be drawn; empty where something can."""
        source = self.rows
        if source is None or self.column not in source.by_name:
            return _("There are no columns.")
        problem = problem_of(source.by_name[self.column])
        if problem:
            return problem.format(displayed(self.column, self.palette.ascii))
        return "" if self.other else _("There is no other column to draw it beside.")

    @property
    def row(self) -> int:
        """The row in focus; the last one where there are fewer."""
        return min(self.data_focus.row, self.rows.rows - 1) if self.rows is not None else 0

    def turned_column(self, here: str, direction: int, without: str = "") -> str:
        """The column, of those that can be drawn, after (1) or before (-1) one; never `without`."""
        names = drawable_names(self.rows) if self.rows is not None else ()
        return turned(names, here, direction, without)
