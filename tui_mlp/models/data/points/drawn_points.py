"""The points of a table made ready for drawing, and the plane that shows them."""

from math import ceil, log10

import numpy as np

from core.analysis.maps.plane import Limits, Plane, same_scale, with_margin
from core.calls import Array
from core.data.dataset import SPLITS
from core.experiment.point_table import PointTable
from tui_mlp.models.output.plane.map_points import MapPoints, signs_of

LINES_A_CELL = 2
"""A cell is about twice as high as it is wide."""


def drawn_points(table: PointTable) -> MapPoints:
    """The points of a table, in its order. None of them is marked as wrong: no network says anything of them here."""
    places, numbers = np.array(table.inputs), np.array(table.targets)[:, 0]
    m = len(table)
    if table.classes:
        wanted = numbers.astype(int)
        signs = np.where(wanted == len(table.classes) - 1, 1.0, -1.0)
    else:
        wanted, signs = np.zeros(m, int), signs_of(numbers, value_limits(table))
    sizes: dict[str, int] = dict(zip(SPLITS, table.sizes, strict=True))
    return MapPoints(
        split=np.repeat([0, 1, 2], table.sizes),
        place=np.concatenate([np.arange(size) for size in table.sizes]),
        x=places[:, 0],
        y=places[:, 1],
        wanted=wanted,
        signs=signs,
        wrong=np.zeros(m, bool),
        losses=np.zeros(m),
        shown=sizes,
        of=sizes,
        numbers=not table.classes,
    )


def value_limits(table: PointTable) -> tuple[float, float]:
    """The least and the greatest value of a regression; a range around a single one."""
    numbers = [row[0] for row in table.targets]
    low, high = min(numbers), max(numbers)
    return (low, high) if low < high else (low - 1, high + 1)


def limits_of(points: MapPoints, before: Limits | None = None) -> Limits:
    """The part of the plane in which all points lie, with a margin of free room.

    It is `before`, made larger where a point lies outside, so that the points don't move when one is added.
    """
    found: list[float] = []
    for values, old in ((points.x, before and before[:2]), (points.y, before and before[2:])):
        low, high = float(values.min()), float(values.max())
        if old and old[0] <= low and high <= old[1]:
            found += old
        else:
            found += with_margin(min(low, old[0]) if old else low, max(high, old[1]) if old else high)
    return found[0], found[1], found[2], found[3]


def plane_of_cells(limits: Limits, columns: int, rows: int) -> Plane:
    """The plane of x1 and x2 in `rows` × `columns` cells, each a pixel; circles are round where the ranges allow it."""
    columns, rows = max(1, columns), max(1, rows)
    return Plane(0, 1, same_scale(limits, columns, LINES_A_CELL * rows), columns, rows, np.zeros(2))


def nearest_point(points: MapPoints, plane: Plane, x: float, y: float, reach: int = 1) -> int | None:
    """The point nearest to a place, as it looks on the screen, at most `reach` cells from its cell; None without."""
    across, down = cell_places(points.x, points.y, plane)
    column, row = (float(place[0]) for place in cell_places(np.array([x]), np.array([y]), plane))
    beside, above = across - column, down - row
    near = (np.abs(beside) <= reach) & (np.abs(above) <= reach)
    if not near.any():
        return None
    distances = np.where(near, np.hypot(*_exact(points, plane, x, y)), np.inf)
    return int(distances.argmin())


def cell_places(x: Array, y: Array, plane: Plane) -> tuple[Array, Array]:
    """The column and the row of the cell of each place, from the top left."""
    across, down = plane.places(x, y)
    return np.floor(across), np.floor(down)


def _exact(points: MapPoints, plane: Plane, x: float, y: float) -> tuple[Array, Array]:
    """How far each point is from a place, to the right and down, in widths of a cell."""
    across, down = plane.places(points.x, points.y)
    column, row = (float(place[0]) for place in plane.places(np.array([x]), np.array([y])))
    return across - column, LINES_A_CELL * (down - row)


def at_cell(plane: Plane, column: float, row: float) -> tuple[float, float]:
    """The place in the middle of a cell, with as many digits as it takes to tell it from its neighbours."""
    x, y = plane.point(column + 0.5, row + 0.5)
    left, right, bottom, top = plane.limits
    return _rounded(x, (right - left) / plane.columns), _rounded(y, (top - bottom) / plane.rows)


def middle(limits: Limits) -> tuple[float, float]:
    """About the middle of a part of the plane, in few digits."""
    left, right, bottom, top = limits
    return _rounded((left + right) / 2, (right - left) / 20), _rounded((bottom + top) / 2, (top - bottom) / 20)


def _rounded(value: float, step: float) -> float:
    """A number with the digits that a tenth of a step has."""
    return round(value, 1 - ceil(log10(step))) + 0.0 if 1e-300 < step < 1e300 else value
