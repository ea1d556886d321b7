"""Draws two columns in the form that suits them, and knows where their rows lie."""

import numpy as np
from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.calls import Array
from core.data.source_rows.source_rows import SourceRows
from tui_mlp.models.data.pairs.column_pair import ColumnPair
from tui_mlp.models.output.output_focus import ExampleFocus, OutputFocus, PlaneFocus
from tui_mlp.models.output.plane.held_text import held_text
from tui_mlp.models.output.plane.map_choice import map_choice
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.output.plane.cells import rows_a_line
from tui_mlp.render.plot.plane_axes import PlaneAxes
from tui_mlp.render.strips import fill

from .counts_table import Cell, TableLayout, counts_table, table_layout
from .pair_lines import legend_lines, measure_line, row_line
from .pair_map import PairMapDrawer
from .scatter import scatter, scatter_axes
from .strip_plot import StripLayout, strip_layout, strip_plot

LINES_FOR_ROW, LINES_FOR_MEASURE, LINES_FOR_LEGEND = 5, 7, 9
"""Lines of the body from which on one has the row in focus, another the association, a third the colours."""

FAR = 1e6
"""From one strip to the next: a point in another strip is never the nearest."""


class PairPlot:
    """The latest drawing: where the rows lie in it. Before the first one they lie nowhere."""

    def __init__(self) -> None:
        self._axes: PlaneAxes | None = None
        self._strips: StripLayout | None = None
        self._table: TableLayout | None = None
        self._map: PairMapDrawer | None = None
        self._drawer = PairMapDrawer()

    def draw(
        self, source: SourceRows, pair: ColumnPair, row: int, width: int, height: int, palette: Palette
    ) -> list[Strip]:
        """The plot, and below it what colours mean, the association, and the row in focus."""
        self._axes = self._strips = self._table = self._map = None
        below = self._below(source, pair, row, width, height, palette)
        here, room = pair.place_of(row), height - len(below)
        if pair.form == "points":
            self._axes = scatter_axes(pair, width, room)
            drawn = scatter(pair, self._axes, here, palette)
        elif pair.form == "strips":
            at = int(here[1]) if np.isfinite(here[1]) else None
            self._strips = strip_layout(pair, at, width, room, palette.ascii)
            drawn = strip_plot(pair, self._strips, here, palette)
        else:
            cell = (int(here[0]), int(here[1])) if np.isfinite(here).all() else None
            self._table = table_layout(pair, cell, width, room, palette.ascii)
            drawn = counts_table(pair, self._table, cell, width, palette)
        return [*fill(drawn, width, room, palette.bg.blank), *below]

    def draw_map(
        self,
        source: SourceRows,
        pair: ColumnPair,
        outputs: Outputs,
        axes: tuple[int, int],
        row: int,
        width: int,
        height: int,
        palette: Palette,
    ) -> list[Strip]:
        """The network's output over the plane of both columns, `axes` among the raw inputs, with the drawn rows."""
        self._axes = self._strips = self._table = None
        self._map, below = self._drawer, []
        if height >= LINES_FOR_ROW:
            below = [row_line(source, pair, row, _target(source), width, palette)]
        if not source.split_name(row):  # the network doesn't see it, so another row is marked
            row = next((at for at in pair.rows.tolist() if source.split_name(at)), row)
        example = ExampleFocus(source.split_name(row), int(source.place[row])) if source.split_name(row) else None
        focus = OutputFocus(plane=PlaneFocus(*axes), example=example)
        self._drawer.choose(source, pair.rows)
        choice = map_choice(focus, outputs.model.meaning, None)
        room, held = height - len(below), held_text(outputs.data, axes)
        drawn = self._drawer.draw(outputs, focus, choice, held, False, width, room, palette)
        return [*fill(drawn, width, room, palette.bg.blank), *below]

    def _below(
        self, source: SourceRows, pair: ColumnPair, row: int, width: int, height: int, palette: Palette
    ) -> list[Strip]:
        found = legend_lines(pair, _target(source), width, palette) if height >= LINES_FOR_LEGEND else []
        if height >= LINES_FOR_MEASURE:
            found.append(measure_line(pair, width, palette))
        if height >= LINES_FOR_ROW:
            found.append(row_line(source, pair, row, _target(source), width, palette))
        return found

    # Where rows lie

    def places(self, pair: ColumnPair) -> tuple[Array, Array]:
        """Where all points that are drawn lie, n across and n up, in dots; in strips FAR from one to the next."""
        return self._placed(pair.across, pair.up)

    def place(self, pair: ColumnPair, here: tuple[float, float]) -> tuple[float, float]:
        """Where a pair of values lies; NaN where one is missing, and before the first drawing."""
        across, up = self._placed(*(np.array([value]) for value in here))
        return float(across[0]), float(up[0])

    def _placed(self, x: Array, y: Array) -> tuple[Array, Array]:
        with np.errstate(all="ignore"):
            if self._map is not None and self._map.plane is not None:
                plane, palette = self._map.plane, self._map.layout
                across, down = plane.places(x, y)
                high = 2.0 if palette is not None and rows_a_line(palette.palette) == 2 else 4.0
                return across * 2, -down * high  # in dots of about the same size both ways
            if self._axes is not None:
                return self._axes.across(x), self._axes.up(y)
            if self._strips is not None:
                return self._strips.axes.across(x), y * FAR
        return np.full(len(x), np.nan), np.full(len(x), np.nan)

    def place_at(self, x: int, y: int) -> tuple[float, float] | None:
        """The place, as `places` has it, under a place of the body; None beside the plot."""
        if self._map is not None:
            found = self._map.place_under(x, y)
            if found is None or self._map.plane is None:
                return None
            (across,), (up,) = self._placed(*(np.array([one]) for one in self._map.plane.point(*found)))
            return float(across), float(up)
        if self._axes is not None:
            inside = 0 <= x - self._axes.margin < self._axes.columns and 0 <= y < self._axes.rows
            return self._axes.place_at(x - self._axes.margin, y) if inside else None
        if self._strips is not None:
            category = self._strips.category_at(y)
            across = x - self._strips.axes.margin
            return (2 * across + 0.5, FAR * category) if category is not None and across >= 0 else None
        return None

    def cell_at(self, x: int, y: int) -> Cell | None:
        """The cell of the table under a place of the body; None beside it."""
        return None if self._table is None else self._table.cell_at(x, y)


def _target(source: SourceRows) -> str:
    """The name of the target, of several that of the first."""
    return next(iter(source.data.description.target), "")
