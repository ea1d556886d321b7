"""A sheet of points: the cursor, what is in hand, and the changes that keys make."""

from dataclasses import dataclass, field, replace
from math import floor, log10
from typing import Any, NamedTuple

import numpy as np

from core.analysis.maps.plane import Limits, Plane
from core.experiment.point_table import PointTable
from tui_mlp.models.output.plane.map_points import MapPoints
from tui_mlp.models.output.plane.plane_moves import showing

from .drawn_points import at_cell, cell_places, drawn_points, limits_of, middle, nearest_point, value_limits

Place = tuple[float, float]
"""x1 and x2 in the units of the source."""

STEPS = 20
"""The steps from the least to the largest value in hand, about."""


class PointEdit(NamedTuple):
    """An edit of the points: the action's name in `core.timeline.actions`, and its arguments."""

    act: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class PointSheet:
    """Points of a table, drawn in `limits` of x1 and x2.

    `at` is the place of the cursor, and `point` the number of the point in focus, None where there is none. `hand` is
    the number of the class that added points get, or their value. While a point `taken` is moved, it is drawn where the
    cursor is. `view` is what was drawn last, the limits or more, so that circles are round; None before.
    """

    table: PointTable
    points: MapPoints = field(repr=False)
    limits: Limits
    at: Place
    hand: float = 0.0
    point: int | None = None
    taken: bool = False
    view: Limits | None = None

    @classmethod
    def of(cls, table: PointTable) -> "PointSheet":
        """A new sheet, with the cursor in the middle and the first class, or a value in the middle, in hand."""
        points = drawn_points(table)
        limits = limits_of(points)
        step = value_step(table)
        hand = 0.0 if table.classes else neat(round(sum(value_limits(table)) / 2 / step) * step, step)
        return cls(table, points, limits, middle(limits), hand)

    def with_table(self, table: PointTable, point: int | None = None) -> "PointSheet":
        """The sheet with other points, and one of them in focus; cursor, limits and hand stay where they can."""
        points = drawn_points(table)
        hand = self.hand
        if table.classes != self.table.classes:
            hand = PointSheet.of(table).hand
        seen = self.view is not None and limits_of(points, self.view) == self.view
        limits = self.limits if seen else limits_of(points, self.limits)
        return replace(self, table=table, points=points, limits=limits, point=point, hand=hand, taken=False)

    @property
    def shown(self) -> MapPoints:
        """The points as they are drawn: the one that is taken stands at the cursor."""
        if not self.taken or self.point is None:
            return self.points
        x, y = self.points.x.copy(), self.points.y.copy()
        x[self.point], y[self.point] = self.at
        return replace(self.points, x=x, y=y)

    @property
    def target(self) -> str | float:
        """The class in hand, by its name, or the value in hand."""
        return self.table.classes[int(self.hand)] if self.table.classes else self.hand

    # The cursor

    def moved(self, plane: Plane, right: int, down: int) -> "PointSheet":
        """The sheet with the cursor some cells further; beyond the edge a further part of the plane comes into view."""
        column, row = (float(place[0]) for place in cell_places(np.array([self.at[0]]), np.array([self.at[1]]), plane))
        at = at_cell(plane, column + right, row + down)
        inside = 0 <= column + right < plane.columns and 0 <= row + down < plane.rows
        return self.pointing(plane, at, self.limits if inside else _showing_cells(plane, at))

    def pointing(self, plane: Plane, at: Place, limits: Limits | None = None) -> "PointSheet":
        """The sheet with the cursor at a place, and the point there in focus; a point that is taken comes along."""
        point = self.point if self.taken else nearest_point(self.points, plane, *at)
        return replace(self, at=at, point=point, limits=limits or self.limits)

    def at_point(self, point: int) -> "PointSheet":
        """The sheet with a point in focus, and the cursor at it."""
        at = float(self.points.x[point]), float(self.points.y[point])
        left, right, bottom, top = self.view or self.limits
        seen = left <= at[0] <= right and bottom <= at[1] <= top
        limits = self.limits if seen else showing(self.limits, *at)
        return replace(self, at=at, point=point, taken=False, limits=limits)

    def next_point(self, direction: int) -> "PointSheet":
        """The sheet with the next (1) or the previous (-1) point in focus, in the order of the table."""
        first = 0 if direction > 0 else len(self.table) - 1
        return self.at_point(first if self.point is None else (self.point + direction) % len(self.table))

    def whole(self) -> "PointSheet":
        """The sheet with all points in view, and no more of the plane than at first."""
        return replace(self, limits=limits_of(self.points))

    # What is in hand

    def turned(self, direction: int) -> "PointSheet":
        """The sheet with the next (1) or the previous (-1) class in hand, or a larger or smaller value."""
        if self.table.classes:
            return replace(self, hand=float((int(self.hand) + direction) % len(self.table.classes)))
        step = value_step(self.table)
        return replace(self, hand=neat(self.hand + direction * step, step))

    def taking(self) -> "PointSheet":
        """The sheet with the point in focus taken, and the cursor at it; as it is where no point is."""
        return self if self.point is None else replace(self.at_point(self.point), taken=True)

    def putting_back(self) -> "PointSheet":
        """The sheet with the taken point where it stood."""
        return self if self.point is None else self.at_point(self.point)

    # Changes: each the new sheet, and the edit that the training is to make. They raise InputError.

    def adding(self, at: Place | None = None) -> tuple["PointSheet", PointEdit]:
        """A point of what is in hand at a place, by default at the cursor."""
        x1, x2 = at or self.at
        place = self.table.sizes[0]
        sheet = replace(self, at=(x1, x2)).with_table(self.table.added(x1, x2, self.target), place)
        return sheet, PointEdit("add_point", (x1, x2, self.target))

    def putting(self) -> tuple["PointSheet", PointEdit | None]:
        """The taken point put down at the cursor; without an edit where it stood there before."""
        assert self.point is not None, "a point was taken"
        if self.at == (float(self.points.x[self.point]), float(self.points.y[self.point])):
            return self.putting_back(), None
        sheet = self.with_table(self.table.moved(self.point, *self.at), self.point)
        return sheet, PointEdit("move_point", (self.point, *self.at))

    def giving(self, point: int) -> tuple["PointSheet", PointEdit]:
        """A point gets what is in hand: another class, or another value."""
        x1, x2 = self.table.inputs[point]
        sheet = self.with_table(self.table.moved(point, x1, x2, self.target), point)
        return sheet, PointEdit("move_point", (point, x1, x2, self.target))

    def removing(self, point: int) -> tuple["PointSheet", PointEdit]:
        """A point is removed."""
        return self.with_table(self.table.removed(point)), PointEdit("remove_point", (point,))


def _showing_cells(plane: Plane, at: Place) -> Limits:
    """The limits of a plane, moved by whole cells, so that a place is in view: cells keep their middles."""
    left, right, bottom, top = plane.limits
    wide, high = (right - left) / plane.columns, (top - bottom) / plane.rows
    wanted = showing(plane.limits, *at)
    across, up = round((wanted[0] - left) / wide) * wide, round((wanted[2] - bottom) / high) * high
    return left + across, right + across, bottom + up, top + up


def value_step(table: PointTable) -> float:
    """The step of a value in hand: 1, 2 or 5 times a power of ten."""
    low, high = value_limits(table)
    wanted = (high / 2 - low / 2) / STEPS * 2
    power = 10.0 ** floor(log10(wanted))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= wanted * (1 - 1e-9))


def neat(value: float, step: float) -> float:
    """A multiple of a step without the digits that binary fractions add."""
    return round(value, max(0, 1 - floor(log10(step)))) + 0.0
