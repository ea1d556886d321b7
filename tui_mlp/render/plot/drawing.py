"""Draws curves, marks and labels into a grid of cells."""

from collections.abc import Sequence

import numpy as np
from rich.style import Style

from tui_mlp.render.colours.palette import Palette, bold
from tui_mlp.text.ascii_text import to_ascii
from tui_mlp.text.glyphs import Glyphs, glyphs
from tui_mlp.text.numbers import short_number

from .axes import Axes
from .dots import LEFT_DOTS, line_dots
from .downsampling import thin
from .end_labels import EndLabel, moved_apart
from .series import Curve, Ints
from .sharing import shared_out

Cells = tuple[list[str], list[Style]]


def canvas(
    curves: Sequence[Curve],
    axes: Axes,
    palette: Palette,
    gridded: set[int],
    reading: int | None,
    changes: Sequence[int],
    beside: int,
) -> list[Cells]:
    """Rows of (characters, styles), the curves over the grid, with `beside` more cells on the right for labels."""
    marks, styles = glyphs(palette.ascii), palette.bg
    cells: list[Cells] = [
        (
            [marks.grid if row in gridded else " "] * axes.columns + [" "] * beside,
            [styles.grid] * axes.columns + [styles.blank] * beside,
        )
        for row in range(axes.rows)
    ]
    for epoch in changes:
        if axes.first <= epoch <= axes.last:
            column = int(axes.across(np.array([epoch]))[0]) // 2
            for text, drawn in cells:
                text[column], drawn[column] = marks.change, styles.grid
            cells[0][0][column], cells[0][1][column] = marks.down, styles.warn
    if reading is not None and axes.first <= reading <= axes.last:
        column = int(axes.across(np.array([reading]))[0]) // 2
        for text, drawn in cells:
            text[column], drawn[column] = marks.axis, styles.accent
    dots = [_dots(curve, axes, palette) for curve in curves]
    shares = shared_out(dots, [curve.series.behind for curve in curves])
    for curve, drawn_dots, own in reversed(list(zip(curves, dots, shares, strict=True))):
        glyph = curve.series.character or (marks.dotted if curve.series.dotted else marks.solid)
        by_character = palette.ascii or (palette.mono and bool(curve.series.character))
        for row, column in np.argwhere(own).tolist():
            text, drawn = cells[row]
            text[column] = glyph if by_character else chr(0x2800 + int(drawn_dots[row, column]))
            drawn[column] = curve.series.style
    for curve in reversed(curves):
        _mark_only_point(cells, curve, axes, marks)
    _mark_beyond(cells, curves, axes, palette)
    _label_ends(cells, curves, axes, palette, beside)
    return cells


def _dots(curve: Curve, axes: Axes, palette: Palette) -> Ints:
    dots = line_dots(*thin(axes.across(curve.epochs), axes.up(curve.values)), axes.columns, axes.rows)
    return dots & LEFT_DOTS if curve.series.dotted and not palette.ascii else dots


def _mark_only_point(cells: list[Cells], curve: Curve, axes: Axes, marks: Glyphs) -> None:
    """Draw a visible point where a curve has only one."""
    if len(curve.epochs) == 1:
        text, drawn = cells[axes.row(float(curve.values[0]))]
        column = int(axes.across(curve.epochs)[0]) // 2
        text[column], drawn[column] = marks.point, curve.series.style


def _mark_beyond(cells: list[Cells], curves: Sequence[Curve], axes: Axes, palette: Palette) -> None:
    """Mark where curves leave at the top, and write how far they go beside it where nothing else stands."""
    marks, (text, drawn) = glyphs(palette.ascii), cells[0]
    highest: dict[int, float] = {}
    for curve in reversed(curves):
        beyond = np.flatnonzero(axes.up(curve.values) > 4 * axes.rows - 0.5)
        columns = axes.across(curve.epochs[beyond]) // 2
        for column, value in zip(columns.tolist(), curve.values[beyond].tolist(), strict=True):
            text[column], drawn[column] = marks.up, curve.series.style
            highest[column] = max(value, highest.get(column, value))
    groups = list[list[int]]()
    for column in sorted(highest):
        if groups and column == groups[-1][-1] + 1:
            groups[-1].append(column)
        else:
            groups.append([column])
    free = {" ", marks.grid}
    for group in groups:
        value = max(highest[column] for column in group)
        name = short_number(10.0**value if axes.log else value)
        for start in (group[-1] + 1, group[0] - len(name)):
            place = slice(max(0, start - 1), start + len(name) + 1)
            inside = 0 <= start and start + len(name) <= axes.columns
            if inside and all(one in free or place.start + i in group for i, one in enumerate(text[place])):
                text[start : start + len(name)] = name
                drawn[start : start + len(name)] = [palette.bg.muted] * len(name)
                break


def _label_ends(cells: list[Cells], curves: Sequence[Curve], axes: Axes, palette: Palette, beside: int) -> None:
    """Write each curve's label behind its end, with a blank between.

    Without room beside the curves only a letter is written, over the curve's last cells: a part of a figure would read
    as another figure.
    """
    labels = []
    for curve in curves:
        text = to_ascii(curve.series.label) if palette.ascii else curve.series.label
        if not beside and len(text) > 1:
            continue
        end = int(axes.across(curve.epochs[-1:])[0]) // 2
        column = min(end + (2 if beside else 1), axes.columns + beside - len(text))
        value = float(curve.values[-1])
        height = float(axes.up(np.array([value]))[0])
        if text:
            labels.append(EndLabel(axes.row(value), column, height, text, bold(curve.series.style)))
    for label in moved_apart(labels, axes.rows):
        text_cells, drawn = cells[label.row]
        at = slice(label.column, label.column + len(label.text))
        text_cells[at], drawn[at] = label.text, [label.style] * len(label.text)
