"""The trials of a sweep as points: a key against the objective, or two objectives."""

from collections import Counter
from collections.abc import Mapping
from math import hypot

import numpy as np
from rich.segment import Segment
from textual.strip import Strip

from core.calls import Array
from core.support.i18n import _, ngettext
from core.timeline.setting_names import setting_name
from tui_mlp.models.sweep.plots.drawn_trials import DrawnTrials
from tui_mlp.models.sweep.plots.trial_axis import TrialAxis
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.plot.axes import left_axis
from tui_mlp.render.strips import fill, fit, segments
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count

from .axis_across import Across, axis_below
from .axis_ticks import UpScale, up_scale
from .cell_grid import CellGrid
from .trial_styles import points_legend, trial_mark

LEAST_WIDTH, LEAST_HEIGHT = 18, 5
"""Narrower or lower plots have no axes: the points need the cells."""
LINES_FOR_LEGEND = 8
LABEL = 5
"""The cells of the labels on the left, at least."""
NEAR = 4.0
LABELLED = 6
"""The most trials of a Pareto front that have their numbers."""


class PointsPlot:
    """The latest drawing: which trial lies where. Before the first one there is none."""

    def __init__(self) -> None:
        self._places: dict[int, tuple[int, int]] = {}
        self._margin = 0

    def draw(
        self,
        trials: DrawnTrials,
        x: TrialAxis,
        y: TrialAxis,
        colours: TrialAxis | None,
        width: int,
        height: int,
        palette: Palette,
    ) -> list[Strip]:
        """`height` strips of `width` cells: each trial that has a figure, the best ones in front, with their numbers.

        Trials with the same value of a key with a list stand beside each other. Those above the limits are marks at
        the top.
        """
        blank, self._places = palette.bg.blank, {}
        across, up = trials.places(x), trials.places(y)
        drawn = np.isfinite(across) & np.isfinite(up)
        if not drawn.any():
            return fill(sentences(_no_points(trials, x, across), width, palette), width, height, blank)
        framed, below = width >= LEAST_WIDTH and height >= LEAST_HEIGHT, list[Strip]()
        if height >= LINES_FOR_LEGEND:
            below = _legend(trials, colours, width, palette)
        rows = max(1, height - len(below) - framed)
        scale = up_scale(y, up[drawn], rows)
        self._margin = margin = max([LABEL, *map(len, scale.labels.values())]) + 1 if framed else 0
        scale_x = Across(x, *x.limits(across[drawn]), max(1, width - margin))
        grid = CellGrid(scale_x.columns, rows, palette, scale.labels if framed else ())
        self._places = _cells(trials, across, up, scale_x, scale)
        _draw_trials(grid, trials, colours, self._places, palette)
        axis = [left_axis(scale.labels.get(row), margin, palette) if framed else [] for row in range(rows)]
        lines = grid.strips(axis)
        if framed:
            lines.append(axis_below(scale_x, margin, width, palette))
        return fill([*lines, *below], width, height, blank)

    def trial_at(self, x: int, y: int) -> int | None:
        """The number of the trial nearest to a place of the plot, up to NEAR cells away; None where there is none."""

        def distance(trial: int) -> float:
            row, column = self._places[trial]
            return hypot(column + self._margin - x, 2 * (max(0, row) - y))  # cells are twice as high as wide

        nearest = min(self._places, key=distance, default=None)
        return nearest if nearest is not None and distance(nearest) <= NEAR else None


def _legend(trials: DrawnTrials, colours: TrialAxis | None, width: int, palette: Palette) -> list[Strip]:
    parts, blank = points_legend(trials, colours, width - LABEL, palette), palette.bg.blank
    return [fit([Segment(" " * LABEL, blank), *segments(parts, palette.ascii)], width, blank)] if parts else []


def _draw_trials(
    grid: CellGrid,
    trials: DrawnTrials,
    colours: TrialAxis | None,
    places: Mapping[int, tuple[int, int]],
    palette: Palette,
) -> None:
    """The points, and the numbers of the best trials where there is room."""
    in_front = {places[number]: row for row in trials.order if (number := trials.records[row].trial) in places}
    for (row, column), trial in in_front.items():
        mark = trial_mark(trials.records[trial], trials, colours, palette)
        grid.put(max(0, row), column, glyphs(palette.ascii).up if row < 0 else mark.glyph, mark.style)
    for number in sorted(trials.best & set(places))[:LABELLED]:
        row, column = places[number]
        text = _("trial {}").format(number) if len(trials.best) == 1 else str(number)
        grid.label(max(0, row), column, displayed(text, palette.ascii), palette.bg.accent_bold)


def _no_points(trials: DrawnTrials, x: TrialAxis, across: Array) -> str:
    if trials.records and not np.isfinite(across).any():
        return _("No trial has a value of {}.").format(setting_name(x.name))
    return _("No trial has been evaluated yet.")


def _cells(
    trials: DrawnTrials, across: Array, up: Array, scale_x: Across, scale: UpScale
) -> dict[int, tuple[int, int]]:
    """The row and the column of each trial by its number; row −1 where it is above the limits."""
    drawn = np.flatnonzero(np.isfinite(across) & np.isfinite(up))
    rows, columns = scale.rows_of(up[drawn]).tolist(), scale_x.columns_of(across[drawn]).tolist()
    if scale_x.axis.choices:
        columns = _beside_each_other(rows, columns, scale_x)
    numbers = [trials.records[row].trial for row in drawn.tolist()]
    return dict(zip(numbers, zip(rows, columns, strict=True), strict=True))


def _beside_each_other(rows: list[int], middles: list[int], scale_x: Across) -> list[int]:
    """The columns of points in the bands of choices: by turns to the right and to the left of the middle.

    Where a row of a band is full, further points lie in its middle.
    """
    reach = max(0, int((scale_x.band - 2) / 2))
    counts, found = Counter[tuple[int, int]](), list[int]()
    for cell in zip(rows, middles, strict=True):
        number = counts[cell]
        counts[cell] += 1
        step = (number + 1) // 2 if number <= 2 * reach else 0
        found.append(cell[1] + (step if number % 2 else -step))
    return found


def not_drawn_text(trials: DrawnTrials, x: TrialAxis, y: TrialAxis) -> str:
    """How many trials have no point, because they have no figure or lack the key; empty if none."""
    missing = int((~(np.isfinite(trials.places(x)) & np.isfinite(trials.places(y)))).sum())
    return ngettext("{} trial not drawn", "{} trials not drawn", missing).format(count(missing)) if missing else ""
