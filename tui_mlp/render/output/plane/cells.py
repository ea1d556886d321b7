"""The cells of a map: pixels, points, marks of wrong ones, and the one in focus."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rich.segment import Segment
from rich.style import Style

from core.data.dataset import SPLITS
from tui_mlp.models.output.plane.map_points import MapPoints
from tui_mlp.render.colours.palette import LEVELS, Palette, bold, half_block_style, level
from tui_mlp.render.strips import runs
from tui_mlp.text.glyphs import glyphs

from .pixel_points import NO_POINT
from .shading import Shading, pixel_characters, pixel_colours, pixel_styles

Ints = NDArray[np.int_]
Pixel = tuple[int, int]
"""Row and column."""

NAMES = "0123456789abcdefghijklmnopqrstuvwyz"
"""The character of a point by its class, or by the tenth of the range in which its target lies. No x: it marks wrong
ones."""


def rows_a_line(palette: Palette) -> int:
    """The rows of pixels in one line: 2 where half blocks can show two colours."""
    return 2 if palette.map else 1


def map_cells(
    shading: Shading, points: MapPoints, shown_points: Ints, focus: Pixel | None, wrong: bool, palette: Palette
) -> list[list[Segment]]:
    """The lines of a map. `shown_points` are the points that pixels show, `focus` is the pixel of the point in focus.

    `wrong` says whether that point is classified wrongly.
    """
    draw = _coloured if palette.map else _written
    return draw(shading, points, shown_points, focus, wrong, palette)


def point_colours(points: MapPoints, classes: bool, palette: Palette) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """The colours of all points, n, and those of their marks where they are wrong; by class, or by the target."""
    colours = palette.map_colours
    by_kind: Mapping[str, tuple[str, ...]] = colours.class_points if classes else colours.points
    table = np.array([by_kind[split] for split in SPLITS])
    column = points.wanted % table.shape[1] if classes else level(points.signs, 1.0) + LEVELS
    return table[points.split, column], np.array(by_kind["wrong"])[column]


def point_names(points: MapPoints, classes: bool) -> NDArray[np.str_]:
    """The character of each point, n: of its class, of whether the class or label is wanted, or by its target."""
    if classes:
        number = points.wanted % len(NAMES)
    elif points.numbers:
        number = np.minimum((np.nan_to_num(points.signs) + 1) * 5, 9).astype(int)
    else:
        number = (points.signs > 0).astype(int)
    names: NDArray[np.str_] = np.array(list(NAMES))[number]
    return names


@lru_cache(maxsize=64)
def split_style(style: Style, split: str) -> Style:
    """The style of a point's character by its split: training plain, validation underlined, test in bold too."""
    return style if split == "train" else style + Style(underline=True, bold=split == "test" or None)


def _coloured(
    shading: Shading, points: MapPoints, shown_points: Ints, focus: Pixel | None, wrong: bool, palette: Palette
) -> list[list[Segment]]:
    ground = pixel_colours(shading, palette)
    colours = ground.copy()
    colours[shading.border & ~shading.broken] = palette.map_colours.border
    there = shown_points != NO_POINT
    classes = shading.classes is not None
    own, marks = point_colours(points, classes, palette)
    colours[there] = own[shown_points[there]]
    if len(colours) % 2:
        colours = np.vstack([colours, np.full((1, colours.shape[1]), palette.theme.bg)])
    upper, lower = colours[::2], colours[1::2]
    marked = _marked(points, shown_points, ground, marks, focus, wrong, palette)
    changes = (upper[:, 1:] != upper[:, :-1]) | (lower[:, 1:] != lower[:, :-1])
    for line, column in marked:
        changes[line, max(0, column - 1) : column + 1] = True
    found = []
    for line, (top, bottom, change) in enumerate(zip(upper.tolist(), lower.tolist(), changes, strict=True)):
        starts = [0, *(np.flatnonzero(change) + 1).tolist()] if top else []
        ends = [*starts[1:], len(top)]
        found.append(
            [
                marked.get((line, at)) or _halves(end - at, top[at], bottom[at])
                for at, end in zip(starts, ends, strict=False)
            ]
        )
    return found


@lru_cache(2**14)
def _halves(cells: int, top: str, bottom: str) -> Segment:
    """Half blocks of two colours. Cached: a drawing has the same few of them many times."""
    return Segment("▀" * cells, half_block_style(top, bottom))


@lru_cache(2**12)
def _mark(text: str, colour: str, ground: str) -> Segment:
    return Segment(text, Style(color=colour, bgcolor=ground, bold=True))


def _marked(
    points: MapPoints,
    shown_points: Ints,
    ground: NDArray[np.str_],
    colours: NDArray[np.str_],
    focus: Pixel | None,
    wrong: bool,
    palette: Palette,
) -> dict[Pixel, Segment]:
    """The cells, by line and column, that a mark takes: on wrong points, and on the one in focus.

    `ground` are the colours of the pixels beneath: without the border, on which a mark would hardly be seen.
    """
    marks = glyphs(palette.ascii)
    found: dict[Pixel, Segment] = {}
    there = shown_points != NO_POINT
    rows, columns = np.nonzero(there)
    of = shown_points[there]
    bad = points.wrong[of]
    for row, column, point in zip(rows[bad].tolist(), columns[bad].tolist(), of[bad].tolist(), strict=True):
        beneath = palette.map_colours.mark_ground or str(ground[row, column])
        found.setdefault((row // 2, column), _mark(marks.wrong, str(colours[point]), beneath))
    if focus is not None:
        text = marks.wrong if wrong else marks.point
        found[focus[0] // 2, focus[1]] = Segment(text, palette.bg.on_accent)
    return found


def _written(
    shading: Shading, points: MapPoints, shown_points: Ints, focus: Pixel | None, wrong: bool, palette: Palette
) -> list[list[Segment]]:
    marks, classes = glyphs(palette.ascii), shading.classes is not None
    drawn, numbers = pixel_characters(shading, palette)
    by_number = pixel_styles(palette)
    text, styles = drawn.tolist(), [[by_number[number] for number in row] for row in numbers.tolist()]
    names = point_names(points, classes)
    rows, columns = np.nonzero(shown_points != NO_POINT)
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        point = int(shown_points[row, column])
        if points.wrong[point]:
            text[row][column], styles[row][column] = marks.wrong, bold(palette.bg.bad)
        else:
            text[row][column] = str(names[point])
            styles[row][column] = split_style(_ink(points, point, classes, palette), SPLITS[points.split[point]])
    if focus is not None:
        row, column = focus
        text[row][column] = (
            marks.wrong if wrong else marks.point if shown_points[focus] == NO_POINT else text[row][column]
        )
        styles[row][column] = palette.bg.on_accent
        for beside, bracket in ((column - 1, "["), (column + 1, "]")):
            if palette.brackets and 0 <= beside < len(text[row]):
                text[row][beside], styles[row][beside] = bracket, palette.bg.accent_bold
    return [runs(*line) for line in zip(text, styles, strict=True)]


def _ink(points: MapPoints, point: int, classes: bool, palette: Palette) -> Style:
    """The style of a point's character, as far as there are colours."""
    if classes:
        return palette.runs[int(points.wanted[point]) % len(palette.runs)]
    return palette.bg.pos if points.signs[point] > 0 else palette.bg.neg
