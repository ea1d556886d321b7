"""A sheet of points in a pane: axes, cells, legend, and a line on the cursor's place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rich.segment import Segment
from textual.strip import Strip

from core.analysis.maps.plane import Limits, Plane
from core.data.dataset import SPLITS
from core.experiment.point_table import PointTable
from core.support.i18n import _
from tui_mlp.models.data.points.drawn_points import cell_places, plane_of_cells
from tui_mlp.models.data.points.point_sheet import PointSheet
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.data.class_styles import class_style
from tui_mlp.render.output.plane.axes import left_margin, margin_of, x_axis
from tui_mlp.render.output.plane.cells import split_style
from tui_mlp.render.output.plane.legend import Group, whole_groups
from tui_mlp.render.output.plane.shading import Shading
from tui_mlp.render.strips import StyledText, cells_of, fit
from tui_mlp.render.word_wrap import line
from tui_mlp.text.numbers import count, data_number
from tui_mlp.text.split_words import split_word

from .point_cells import class_sample, point_cells, split_marks, value_style

AXES_FROM = (18, 6)
"""Cells and lines from which there are axes."""
LEGEND_FROM, STATUS_FROM = 9, 4
"""Lines from which there are a legend, and a line on what is at the cursor."""
LONGEST_NAME = 14
"""Cells of the name of a class or an input, at most."""

"""The same in fewer cells."""


@dataclass(frozen=True, eq=False)
class PointsLayout:
    """A body of `width` cells and `height` lines: the `plane` of cells, and `margin` cells on its left."""

    plane: Plane
    margin: int
    width: int
    height: int

    @property
    def axes(self) -> bool:
        """Whether there is room for axes."""
        return has_axes(self.width, self.height)

    def cell_under(self, x: int, y: int) -> tuple[int, int] | None:
        """The column and the row of the cell under a place of the body; None beside the plane."""
        inside = 0 <= x - self.margin < self.plane.columns and 0 <= y < self.plane.rows
        return (x - self.margin, y) if inside else None


def has_axes(width: int, height: int) -> bool:
    """Whether a body of this size has room for axes."""
    return width >= AXES_FROM[0] and height >= AXES_FROM[1]


def points_layout(limits: Limits, width: int, height: int, y_name: str, palette: Palette) -> PointsLayout:
    """The room of a body shared between the plane and what is said of it."""
    axes = has_axes(width, height)
    rows = max(1, height - axes - (height >= LEGEND_FROM) - (height >= STATUS_FROM))
    plane, margin = plane_of_cells(limits, width, rows), 0
    if axes:
        margin = margin_of(plane, rows, y_name, palette.ascii)
        plane = plane_of_cells(limits, width - margin, rows)
    return PointsLayout(plane, margin, width, height)


def points_plot(
    sheet: PointSheet, layout: PointsLayout, names: tuple[str, str], map_shading: Shading | None, palette: Palette
) -> list[Strip]:
    """The sheet in its layout; `names` are those of x1 and x2, `map_shading` is the network's map in its cells."""
    plane, width = layout.plane, layout.width
    across, down = cell_places(np.array(sheet.at[:1]), np.array(sheet.at[1:]), plane)
    cells = point_cells(
        sheet.shown, plane, len(sheet.table.classes), (int(down[0]), int(across[0])), map_shading, palette
    )  # fmt: skip
    margins: Sequence[Segment] = [Segment("", palette.bg.blank)] * plane.rows
    if layout.axes:
        margins = left_margin(plane, plane.rows, layout.margin, names[1], palette)
    strips = [fit([left, *row], width, palette.bg.blank) for left, row in zip(margins, cells, strict=True)]
    if layout.axes:
        strips.append(x_axis(plane, layout.margin, width, names[0], palette))
    if layout.height >= LEGEND_FROM:
        strips.append(line(legend(sheet, width, palette), width, palette))
    if layout.height >= STATUS_FROM:
        strips.append(line(cursor_texts(sheet, names, width, palette), width, palette))
    return strips


def legend(sheet: PointSheet, width: int, palette: Palette) -> list[StyledText]:
    """The classes, or the ends of the range of values, and the splits with their numbers of points."""
    styles, table = palette.bg, sheet.table
    groups: list[Group] = []
    for number, name in enumerate(table.classes):
        text = f" {clipped(name, LONGEST_NAME, palette.ascii)}"
        in_hand = number == int(sheet.hand)
        groups.append(
            [class_sample(number, len(table.classes), palette), (text, styles.strong if in_hand else styles.muted)]
        )
    if not table.classes:
        values = [row[0] for row in table.targets]
        for value, sign in ((min(values), -1.0), (max(values), 1.0)):
            mark = split_marks(palette)[0] if palette.map else "0" if sign < 0 else "9"
            groups.append([(mark, value_style(sign, palette)), (f" {data_number(value)}", styles.muted)])
    whole = [*groups, *_splits(table, False, palette)]
    if cells_of([part for group in whole for part in group], palette.ascii) + 2 * len(whole) - 2 > width:
        whole = [*groups, *_splits(table, True, palette)]
    return whole_groups(whole, width, palette)


def _splits(table: PointTable, short: bool, palette: Palette) -> list[Group]:
    """The splits with their marks and numbers of points."""
    groups: list[Group] = []
    for place, (split, size) in enumerate(zip(SPLITS, table.sizes, strict=True)):
        text = f"{split_word(split, short)} {count(size)}"
        if size and palette.map:
            groups.append([(f"{split_marks(palette)[place]} {text}", palette.bg.muted)])
        elif size:
            groups.append([(text, split_style(palette.bg.muted, split))])
    return groups


def cursor_texts(sheet: PointSheet, names: tuple[str, str], width: int, palette: Palette) -> list[StyledText]:
    """The coordinates of the cursor, and the point there with its split and its class or value."""
    styles, found = palette.bg, list[StyledText]()
    for name, value in zip(names, sheet.at, strict=True):
        found += [(f"{clipped(name, LONGEST_NAME, palette.ascii)} ", styles.muted)]
        found += [(f"{data_number(value)}  ", styles.strong)]
    point = sheet.point
    if point is None:
        return [*found, (_("no point here"), styles.faint)]
    table = sheet.table
    if sheet.taken:
        words: list[StyledText] = [(_("moving point {}: enter puts it down").format(count(point + 1)), styles.accent)]
        short: list[StyledText] = [(_("moving point {}").format(count(point + 1)), styles.accent)]
    else:
        target = table.target_of(point)
        split = split_word(table.split_of(point))
        if isinstance(target, str):
            style = class_style(int(table.targets[point][0]), len(table.classes), palette)
            said = _("class {}").format(clipped(target, LONGEST_NAME, palette.ascii))
        else:
            style, said = styles.strong, f"{clipped(table.target, LONGEST_NAME, palette.ascii)} {data_number(target)}"
        words = [(_("point {}, {}, ").format(count(point + 1), split), styles.muted), (said, style)]
        short = [(f"{split}, ", styles.muted), (said, style)]
    return found + (words if cells_of([*found, *words], palette.ascii) <= width else short)
