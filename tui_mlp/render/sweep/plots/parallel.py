"""Parallel coordinates: an axis for each key, a line for each trial."""

from collections.abc import Sequence
from math import isnan
from typing import NamedTuple

import numpy as np
from rich.style import Style
from textual.strip import Strip

from core.calls import Array
from tui_mlp.models.sweep.plots.drawn_trials import DrawnTrials
from tui_mlp.models.sweep.plots.trial_axis import TrialAxis
from tui_mlp.models.sweep.plots.trial_table import BEST, DIMMED, ENDED, GOOD, IN_FOCUS, MARKED, RUNNING
from tui_mlp.models.sweep.trial_figures import figure_label, key_label, setting_text
from tui_mlp.render.cell_text import cells, clipped
from tui_mlp.render.colours.palette import Palette, bold
from tui_mlp.render.plot.dots import LEFT_DOTS, braille, graph_counts
from tui_mlp.render.plot.end_labels import EndLabel, moved_apart
from tui_mlp.render.strips import fill, runs
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import NOTHING

from .axis_ticks import end_texts
from .cell_grid import CellGrid
from .parallel_axes import LABELS, LEAST_APART, ParallelAxis, line_heights, parallel_axes
from .trial_styles import letter_style

DENSE = 0.3
"""The share of the plot's dots that a layer may take: of more lines, only where most of them run."""
MOST_LINES = 1000
"""The most lines of one layer that are drawn, evenly chosen: more can't be told apart, and take time."""


class Layer(NamedTuple):
    """Lines that are drawn together, over those of layers before: their places in the list of trials, their style.

    `character` stands for them where there are no dots, and where there is no colour for those `in_front`.
    """

    trials: list[int]
    style: Style
    character: str
    dotted: bool = False
    in_front: bool = False


def parallel_plot(
    trials: DrawnTrials,
    keys: Sequence[TrialAxis],
    objective: TrialAxis,
    drawn: str,
    width: int,
    height: int,
    palette: Palette,
) -> list[Strip]:
    """`height` strips of `width` cells; names above, the ends' numbers above and below the axes.

    The lines of the best trials lie over those of others. `drawn` is the name of the key in focus.
    """
    framed = height >= 7 and width >= 20
    rows = max(1, height - 3 * framed)
    labels = LABELS if width >= 20 else 0
    axes = parallel_axes(trials, [*keys, objective], max(1, width - labels))
    grid = CellGrid(max(1, width), rows, palette)
    for axis in axes:
        for row in range(rows):
            grid.put(row, axis.column, glyphs(palette.ascii).axis, palette.bg.border)
    heights = line_heights(axes, 2 * max(1, width - labels))
    if len(trials.records):
        for layer in _layers(trials, palette):
            _draw(grid, heights[layer.trials] * (4 * rows - 1), layer, palette)
    apart = max(LEAST_APART, width // len(axes))
    for axis in axes:
        _write_choices(grid, axis, apart - 2, palette)
    if labels:
        _label_ends(grid, trials, axes[-1], palette)
    lines = grid.strips([[] for _row in range(rows)])
    if framed:
        ends = [end_texts(one.axis, one.low, one.high) for one in axes]
        above = _beside_axes(axes, [high for _low, high in ends], apart - 1, width, palette)
        under = _beside_axes(axes, [low for low, _high in ends], apart - 1, width, palette)
        lines = [_names(axes, drawn, apart - 1, width, palette), above, *lines, under]
    return fill(lines, width, height, palette.bg.blank)


def _layers(trials: DrawnTrials, palette: Palette) -> list[Layer]:
    """The trials by how far in front their lines are."""
    styles = palette.bg

    def at(level: int) -> list[int]:
        found = np.flatnonzero(trials.levels == level)
        return found[:: -(-len(found) // MOST_LINES)].tolist() if len(found) else []

    marks = glyphs(palette.ascii)
    found = [
        Layer(at(DIMMED), styles.border, ".", dotted=True),
        Layer(at(ENDED), styles.faint, ":"),
        Layer(at(GOOD), styles.fg, "+"),
        Layer(at(RUNNING), styles.validation, marks.training[0], in_front=True),
        Layer(at(IN_FOCUS), styles.strong, marks.here, in_front=True),
    ]
    for place in at(MARKED):
        letter = trials.letters[trials.records[place].trial]
        found.append(Layer([place], letter_style(letter, palette), letter, in_front=True))
    found.append(Layer(at(BEST), styles.accent_bold, marks.best_point, in_front=True))
    return [layer for layer in found if layer.trials]


def _draw(grid: CellGrid, heights: Array, layer: Layer, palette: Palette) -> None:
    """The lines of a layer as Braille dots; in ASCII a character for each cell."""
    counts = graph_counts(heights, grid.rows)
    drawn = counts > 0
    if len(heights) > 1 and drawn.mean() > DENSE:
        drawn = counts > np.quantile(counts, 1 - DENSE)
    dots = braille(drawn)
    if layer.dotted and not palette.ascii:
        dots &= LEFT_DOTS
    by_character = palette.ascii or (palette.mono and layer.in_front)
    for row, column in np.argwhere(dots).tolist():
        grid.put(row, column, layer.character if by_character else chr(0x2800 + int(dots[row, column])), layer.style)


def _write_choices(grid: CellGrid, axis: ParallelAxis, room: int, palette: Palette) -> None:
    """The values of a key with a list, each beside its place at the axis; and – where trials lack the key."""
    texts = [setting_text(axis.axis.name, value) for value in axis.axis.choices]
    heights = list(zip(texts, axis.height(np.arange(len(texts), dtype=np.float64)).tolist(), strict=True))
    if axis.lacking:
        heights.append((NOTHING, 0.0))
    if len(heights) > grid.rows:  # no line for each
        return
    for text, share in heights:
        row = grid.rows - 1 - round(share * (4 * grid.rows - 1)) // 4
        shown = clipped(text, room, palette.ascii)
        grid.write(row, axis.column + 1, shown, palette.bg.fg)


def _label_ends(grid: CellGrid, trials: DrawnTrials, last: ParallelAxis, palette: Palette) -> None:
    """The letters of marked trials and the numbers of the best ones at the ends of their lines."""
    found = []
    for row_of_trial in trials.special:
        trial, share = trials.records[row_of_trial], float(last.heights[row_of_trial])
        if isnan(share):
            continue
        letter = trials.letters.get(trial.trial, "")
        text = letter or str(trial.trial)
        style = letter_style(letter, palette) if letter else palette.bg.fg
        style = palette.bg.accent if trial.trial in trials.best else style
        row = grid.rows - 1 - round(share * (4 * grid.rows - 1)) // 4
        if len(text) <= LABELS:  # a part of a number would be another trial
            found.append(EndLabel(row, last.column + 1, share, text, bold(style)))
    for label in moved_apart(found, grid.rows):
        grid.write(label.row, label.column, label.text, label.style)


def _beside_axes(axes: Sequence[ParallelAxis], texts: Sequence[str], room: int, width: int, palette: Palette) -> Strip:
    """A line with a text at each axis of numbers, centred on it where that leaves the line."""
    ruler = [" "] * width
    for axis, text in zip(axes, texts, strict=True):
        if not axis.axis.choices:
            _put_centred(ruler, axis.column, clipped(text, room, palette.ascii))
    return Strip(runs(ruler[:width], [palette.bg.muted] * width))


def _names(axes: Sequence[ParallelAxis], drawn: str, room: int, width: int, palette: Palette) -> Strip:
    """The line with the names of all axes."""
    ruler, styles = [" "] * width, [palette.bg.fg] * width
    for axis in axes:
        name = key_label(axis.axis.name) if axis.axis.objective is None else figure_label(axis.axis.name)
        places = _put_centred(ruler, axis.column, clipped(name, room, palette.ascii))
        if axis.axis.name == drawn:
            styles[places.start : places.stop] = [palette.bg.accent_bold] * len(places)
    return Strip(runs(ruler[:width], styles))


def _put_centred(ruler: list[str], column: int, text: str) -> range:
    letters = cells(text)
    at = max(0, min(column - (len(letters) - 1) // 2, len(ruler) - len(letters)))
    ruler[at : at + len(letters)] = letters
    return range(at, at + len(letters))
