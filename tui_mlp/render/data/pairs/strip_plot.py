"""Numbers by category: a strip of points for each, with mean and quartiles."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip as Line

from tui_mlp.models.data.pairs.column_pair import ColumnPair, Strip
from tui_mlp.render.cell_text import cut, widest
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.data.class_styles import class_style, step_style
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.output.numbers.predictions import crowd_styles
from tui_mlp.render.plot.plane_axes import PlaneAxes, plane_axes, x_axis
from tui_mlp.render.strips import fit, runs
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count

from .cell_groups import Ints, cell_groups
from .scatter import range_of

LONGEST_NAME, MOST_LINES = 14, 5
"""Cells of a category's name, and the lines of its strip, at most."""


@dataclass(frozen=True)
class StripLayout:
    """Where strips lie: `each` lines one, `shown` are those that are shown, `axes` have their columns and margin."""

    axes: PlaneAxes
    shown: range
    each: int
    name: int

    def category_at(self, y: int) -> int | None:
        """The category of a line; None below the strips."""
        at = self.shown.start + y // self.each
        return at if 0 <= y and at in self.shown else None


def strip_layout(pair: ColumnPair, at: int | None, width: int, height: int, ascii: bool) -> StripLayout:
    """The layout of `height` lines of `width` cells, in which category `at` is shown."""
    assert pair.y.names is not None, "strips have categories"
    number = len(pair.y.names)
    each = max(1, min(MOST_LINES, (height - 1) // number))
    down = max(1, min(number, (height - 1) // each))
    top = scrolled(number, down, 0, at)
    name = min(LONGEST_NAME, widest(pair.y.names, ascii), max(1, width // 4))
    counts = max(len(count(one.count)) for one in pair.strips)
    margin = min(width - 1, 2 + name + 1 + counts + 1)
    axes = plane_axes(range_of(pair.across), (0.0, 1.0), width - margin, 1, framed=False)
    return StripLayout(axes._replace(margin=margin), range(top, min(number, top + down)), each, name)


def strip_plot(pair: ColumnPair, layout: StripLayout, here: tuple[float, float], palette: Palette) -> list[Line]:
    """The strips, and below them the axis; `here` are the value and the category of the row in focus, NaN for none."""
    axes = layout.axes
    dots = np.floor(axes.across(pair.across) + 0.5)
    columns = np.clip(dots // 2, 0, axes.columns - 1).astype(int)
    cells = pair.up.astype(int) * axes.columns + columns
    assert pair.y.names is not None, "strips have categories"
    size = len(pair.y.names) * axes.columns
    counts = np.bincount(cells, minlength=size).reshape(-1, axes.columns)
    groups = np.zeros(size, np.int_)
    groups[cells] = cell_groups(pair, cells)
    by_category = groups.reshape(-1, axes.columns)
    lines = []
    for number in layout.shown:
        at = axes.column(here[0]) if here[1] == number else None
        drawn = _strip(counts[number], by_category[number], pair, number, layout.each, at, axes, palette)
        for place, part in enumerate(drawn):
            margin = _margin(pair, number, layout, here[1] == number, palette) if place == 0 else []
            blank = axes.margin - sum(segment.cell_length for segment in margin)
            lines.append(
                fit(
                    [*margin, Segment(" " * blank, palette.bg.blank), *part],
                    axes.margin + axes.columns,
                    palette.bg.blank,
                )
            )
    return [*lines, x_axis(axes, "", palette)]


def _margin(pair: ColumnPair, number: int, layout: StripLayout, here: bool, palette: Palette) -> list[Segment]:
    """The mark of the row in focus, the category's name and its count."""
    assert pair.y.names is not None, "strips have categories"
    styles, strip = palette.bg, pair.strips[number]
    of_classes = pair.groups is not None and pair.y.names == pair.names
    style = class_style(number, len(pair.names), palette) if of_classes else styles.fg
    mark = glyphs(palette.ascii).mark if here else " "
    name = cut(pair.y.names[number], layout.name, palette.ascii)
    room = layout.axes.margin - cell_len(name) - 4
    return [
        Segment(f"{mark} ", styles.accent),
        Segment(f"{name} ", style),
        Segment(count(strip.count).rjust(max(0, room)) + " ", styles.muted),
    ]


def _strip(
    counts: NDArray[np.int_],
    groups: Ints,
    pair: ColumnPair,
    number: int,
    lines: int,
    at: int | None,
    axes: PlaneAxes,
    palette: Palette,
) -> list[list[Segment]]:
    """One strip: bars by how many points fall in a cell; mean and quartiles below them, or on them in one line."""
    marks, styles = glyphs(palette.ascii), palette.bg
    high = max(1, lines - 1)
    steps = np.ceil(counts / max(1, int(counts.max(initial=0))) * 8 * high).astype(int)
    inks = [_ink(pair, group, palette) for group in groups.tolist()]
    found = []
    for line in range(high - 1, -1, -1):
        parts = np.clip(steps - 8 * line, 0, 8).tolist()
        text, drawn = [marks.bars[part] for part in parts], list(inks)
        if line == 0:
            if lines == 1:
                _mark(text, drawn, pair.strips[number], axes, palette)
            if at is not None:
                text[at], drawn[at] = marks.here, styles.on_accent
        found.append(runs(text, drawn))
    if lines > 1:
        text, drawn = [" "] * axes.columns, [styles.muted] * axes.columns
        box = pair.strips[number]
        ends = axes.column(box.quartiles[0]), axes.column(box.quartiles[2])
        if box.count and ends[0] is not None and ends[1] is not None:
            text[ends[0] : ends[1] + 1] = marks.across * (ends[1] + 1 - ends[0])
        _mark(text, drawn, box, axes, palette)
        found.append(runs(text, drawn))
    return found


def _mark(text: list[str], drawn: list[Style], strip: Strip, axes: PlaneAxes, palette: Palette) -> None:
    """Put marks at the quartiles, and at the mean."""
    if not strip.count:
        return
    marks, styles = glyphs(palette.ascii), palette.bg
    for value, mark in (*((each, marks.bar) for each in strip.quartiles), (strip.mean, marks.point)):
        column = axes.column(value)
        if column is not None:
            text[column], drawn[column] = mark, styles.strong


def _ink(pair: ColumnPair, group: int, palette: Palette) -> Style:
    if pair.groups is not None:
        return class_style(group, len(pair.names), palette)
    return step_style(group, palette) if pair.levels is not None else crowd_styles(palette)[-1]
