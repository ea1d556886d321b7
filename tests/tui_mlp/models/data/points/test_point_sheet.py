"""The sheet on which points are drawn: cursor, hand, and what each change makes of the table."""

import numpy as np
import pytest

from core.experiment.point_table import PointTable
from core.support.errors import InputError
from tui_mlp.models.data.points.drawn_points import at_cell, limits_of, nearest_point, plane_of_cells
from tui_mlp.models.data.points.point_file import points_csv
from tui_mlp.models.data.points.point_sheet import PointEdit, PointSheet, neat, value_step

CORNERS = PointTable(
    [[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0], [0.5, 0.5]],
    [[0.0], [0.0], [1.0], [1.0], [1.0]],
    (4, 1, 0),
    ("no", "yes"),
    "class",
)
VALUES = PointTable([[0.0, 0.0], [1.0, 1.0]], [[-1.0], [1.0]], (2, 0, 0), (), "y")
LIMITS = (-0.5, 1.5, -0.5, 1.5)
PLANE = plane_of_cells(LIMITS, 20, 10)
"""Cells of 0.1 by 0.2; column 5 begins at x = 0, row 7 ends at y = −0.1."""


@pytest.fixture
def sheet() -> PointSheet:
    found = PointSheet.of(CORNERS)
    assert found.at == (0.5, 0.5)
    return found.pointing(PLANE, (0.5, 0.5), LIMITS)


def test_what_points_are_drawn_as(sheet: PointSheet) -> None:
    points = sheet.points
    assert points.split.tolist() == [0, 0, 0, 0, 1]
    assert points.place.tolist() == [0, 1, 2, 3, 0]
    assert points.wanted.tolist() == [0, 0, 1, 1, 1]
    assert points.signs.tolist() == [-1, -1, 1, 1, 1]
    assert PointSheet.of(VALUES).points.signs.tolist() == [-1, 1]


def test_the_limits_stay_while_all_points_lie_inside(sheet: PointSheet) -> None:
    first = limits_of(sheet.points)
    assert first == (-0.12, 1.12, -0.12, 1.12), "a margin of an eighth or so"
    assert limits_of(sheet.points, LIMITS) == LIMITS
    assert limits_of(sheet.points, (0.5, 2.0, -1.0, 2.0)) == (-0.24, 2.24, -1.0, 2.0)


def test_the_cursor_moves_by_cells_and_more_paper_comes_into_view(sheet: PointSheet) -> None:
    assert at_cell(PLANE, 5, 7) == (0.05, 0.0)
    moved = sheet.moved(PLANE, -5, 2)
    assert moved.at == (0.05, 0.0)
    assert moved.point == 0, "the point within a cell"
    assert moved.moved(PLANE, 2, -2).point is None
    beyond = sheet.moved(PLANE, 40, 0)
    assert beyond.at == (4.55, 0.4)
    assert beyond.limits[0] < 4.55 < beyond.limits[1]
    assert beyond.whole().limits == limits_of(sheet.points)


def test_the_nearest_point_as_it_looks_on_the_screen(sheet: PointSheet) -> None:
    assert nearest_point(sheet.points, PLANE, 0.13, 0.0) == 0
    assert nearest_point(sheet.points, PLANE, 0.23, 0.0) is None
    assert nearest_point(sheet.points, PLANE, 0.13, 0.0, reach=0) is None
    far = plane_of_cells((-5.0, 5.0, -5.0, 5.0), 10, 5)
    assert nearest_point(sheet.points, far, 0.9, 0.1) == 3


def test_points_one_by_one(sheet: PointSheet) -> None:
    free = sheet.moved(PLANE, 0, -3)
    assert free.point is None
    assert free.next_point(1).point == 0
    assert free.next_point(-1).point == 4
    assert free.next_point(-1).next_point(1).at == (0.0, 0.0)


def test_what_is_in_hand() -> None:
    sheet = PointSheet.of(CORNERS)
    assert [sheet.target, sheet.turned(1).target, sheet.turned(2).target, sheet.turned(-1).target] == [
        "no", "yes", "no", "yes",
    ]  # fmt: skip
    values = PointSheet.of(VALUES)
    assert value_step(VALUES) == 0.1
    assert [values.target, values.turned(1).turned(1).turned(1).target, values.turned(-1).target] == [0.0, 0.3, -0.1]
    assert neat(0.1 + 0.2, 0.1) == 0.3


def test_a_point_is_added_with_what_is_in_hand(sheet: PointSheet) -> None:
    added, edit = sheet.turned(1).moved(PLANE, 3, -1).adding()
    assert edit == PointEdit("add_point", (0.85, 0.6, "yes"))
    assert added.table.inputs[4] == [0.85, 0.6]
    assert added.table.sizes == (5, 1, 0)
    assert added.point == 4
    assert added.at == (0.85, 0.6)


def test_a_taken_point_comes_along_and_is_put_down_or_goes_back(sheet: PointSheet) -> None:
    taken = sheet.at_point(3).taking().moved(PLANE, 2, 0)
    assert taken.shown.x.tolist() == [0, 1, 0, 1.25, 0.5]
    assert taken.points.x.tolist() == [0, 1, 0, 1, 0.5]
    put, edit = taken.putting()
    assert edit == PointEdit("move_point", (3, 1.25, 0.0))
    assert put.table.inputs[3] == [1.25, 0]
    assert not put.taken
    back = taken.putting_back()
    assert (back.at, back.taken, back.table) == ((1.0, 0.0), False, CORNERS)
    assert sheet.at_point(3).taking().putting()[1] is None, "where it stood before"


def test_a_point_gets_another_class_or_is_removed(sheet: PointSheet) -> None:
    given, edit = sheet.turned(1).giving(0)
    assert edit == PointEdit("move_point", (0, 0.0, 0.0, "yes"))
    assert given.table.target_of(0) == "yes"
    removed, edit = sheet.removing(4)
    assert edit == PointEdit("remove_point", (4,))
    assert (len(removed.table), removed.point) == (4, None)
    with pytest.raises(InputError):
        removed.removing(0)[0].removing(0)


def test_other_classes_leave_another_one_in_hand(sheet: PointSheet) -> None:
    assert sheet.turned(1).with_table(VALUES).target == 0.0
    assert PointSheet.of(VALUES).with_table(CORNERS).target == "no"
    assert np.isfinite(sheet.with_table(VALUES).limits).all()


def test_the_table_as_a_file() -> None:
    assert points_csv(CORNERS, ("x1", "x2")).splitlines()[:2] == ["x1,x2,class", "0.0,0.0,no"]
    assert points_csv(VALUES, ("x", "y")).splitlines() == ["x,y,y_target", "0.0,0.0,-1.0", "1.0,1.0,1.0"]
