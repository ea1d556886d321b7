"""Points on a plane in cells: by class and split, with a cursor and the map beneath."""

import numpy as np
from numpy.typing import NDArray
from rich.segment import Segment
from rich.style import Style

from core.analysis.maps.plane import Plane
from core.data.dataset import SPLITS
from tui_mlp.models.output.plane.map_points import MapPoints
from tui_mlp.render.colours.palette import Palette, bold
from tui_mlp.render.data.class_styles import STEPS, class_style, step_style
from tui_mlp.render.output.plane.cells import point_colours, point_names, split_style
from tui_mlp.render.output.plane.pixel_points import NO_POINT, shown_points
from tui_mlp.render.output.plane.shading import Shading, pixel_characters, pixel_colours, pixel_styles
from tui_mlp.render.strips import StyledText, runs
from tui_mlp.text.glyphs import glyphs

Cell = tuple[int, int]
"""Row and column, from the top left."""


def point_cells(
    points: MapPoints, plane: Plane, classes: int, cursor: Cell | None, map_shading: Shading | None, palette: Palette
) -> list[list[Segment]]:
    """The lines of a plane, a cell for each of its pixels.

    `classes` are their number, 0 for values. `map_shading` is that of the network's map in these pixels, None for
    blank ground. Of several points in a cell one for validation is shown first, then one for test.
    """
    text, styles = _ground(plane, map_shading, palette)
    colours = pixel_colours(map_shading, palette) if map_shading is not None and palette.map else None
    shown = shown_points(points, plane)
    marks = point_marks(points, classes, palette)
    own = point_colours(points, classes > 2, palette)[0] if colours is not None else None
    for row, column in np.argwhere(shown != NO_POINT).tolist():
        point = int(shown[row, column])
        text[row][column] = str(marks[point])
        if colours is not None and own is not None:
            styles[row][column] = Style(color=str(own[point]), bgcolor=str(colours[row, column]), bold=True)
        else:
            styles[row][column] = _ink(points, point, classes, palette)
    if cursor is not None:
        _draw_cursor(text, styles, cursor, palette)
    return [runs(*line) for line in zip(text, styles, strict=True)]


def point_marks(points: MapPoints, classes: int, palette: Palette) -> NDArray[np.str_]:
    """The character of each point: of its split where colours tell the classes, else of its class or value."""
    if not palette.map:
        return point_names(points, classes > 0)
    found: NDArray[np.str_] = np.array(split_marks(palette))[points.split]
    return found


def split_marks(palette: Palette) -> tuple[str, str, str]:
    """The characters of a point for training, validation and test, where colours tell the classes."""
    marks = glyphs(palette.ascii)
    return marks.here, marks.validation, marks.test


def class_sample(number: int, classes: int, palette: Palette) -> StyledText:
    """The character of a training point of a class, for the legend."""
    text = split_marks(palette)[0] if palette.map else str(point_names(_one_point(number), True)[0])
    return text, class_style(number, classes, palette)


def value_style(sign: float, palette: Palette) -> Style:
    """The style of a value by where it lies in its range, from -1 to 1."""
    return step_style(round((sign + 1) / 2 * (STEPS - 1)), palette)


def _ink(points: MapPoints, point: int, classes: int, palette: Palette) -> Style:
    """The style of a point on blank ground."""
    if classes:
        plain = class_style(int(points.wanted[point]), classes, palette)
    else:
        plain = value_style(float(points.signs[point]), palette)
    return plain if palette.map else split_style(plain, SPLITS[points.split[point]])


def _ground(plane: Plane, map_shading: Shading | None, palette: Palette) -> tuple[list[list[str]], list[list[Style]]]:
    """The characters and styles of a plane without points."""
    if map_shading is None:
        blank = palette.bg.blank
        return [[" "] * plane.columns for _ in range(plane.rows)], [[blank] * plane.columns for _ in range(plane.rows)]
    if not palette.map:
        drawn, numbers = pixel_characters(map_shading, palette)
        by_number = pixel_styles(palette)
        return drawn.tolist(), [[by_number[number] for number in row] for row in numbers.tolist()]
    colours = pixel_colours(map_shading, palette)
    border = (map_shading.border & ~map_shading.broken).tolist()
    mark = glyphs(palette.ascii).border
    kinds = {colour: Style(bgcolor=colour) for colour in set(colours.ravel().tolist())}
    edges = {colour: Style(color=palette.map_colours.border, bgcolor=colour) for colour in kinds}
    rows = list(zip(colours.tolist(), border, strict=True))
    return (
        [[mark if at else " " for at in edge] for _line, edge in rows],
        [
            [(edges if at else kinds)[colour] for colour, at in zip(line, edge, strict=True)]
            for line, edge in rows
        ],
    )  # fmt: skip


def _draw_cursor(text: list[list[str]], styles: list[list[Style]], cursor: Cell, palette: Palette) -> None:
    row, column = cursor
    if not (0 <= row < len(text) and 0 <= column < len(text[row])):
        return
    styles[row][column] = palette.bg.on_accent
    for beside, bracket in ((column - 1, "["), (column + 1, "]")):
        if palette.brackets and 0 <= beside < len(text[row]):
            text[row][beside], styles[row][beside] = bracket, bold(palette.bg.accent)


def _one_point(number: int) -> MapPoints:
    """One point of a class, for a legend."""
    zero, nothing = np.zeros(1, int), np.zeros(1)
    return MapPoints(zero, zero, nothing, nothing, np.array([number]), nothing, zero > 0, nothing, {}, {})
