"""The plane of two inputs: its pixels, its limits, and the other inputs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.maps.plane import (
    FARTHEST,
    Limits,
    Plane,
    number_columns,
    plane_of_examples,
    same_scale,
    with_margin,
)
from core.data.dataset import Data, Split
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation

HELD = np.array([5.0, -1.0, 7.0])


def test_pixels_from_the_top_left_with_the_others_held() -> None:
    plane = Plane(2, 0, (0.0, 4.0, -1.0, 1.0), 4, 2, HELD)
    assert plane.raw_inputs().tolist() == [
        [0.5, -1, 0.5], [0.5, -1, 1.5], [0.5, -1, 2.5], [0.5, -1, 3.5],
        [-0.5, -1, 0.5], [-0.5, -1, 1.5], [-0.5, -1, 2.5], [-0.5, -1, 3.5],
    ]  # fmt: skip
    across, down = plane.places(np.array([0.0, 4.0, 3.0]), np.array([1.0, -1.0, 0.0]))
    assert (across.tolist(), down.tolist()) == ([0, 4, 3], [0, 2, 1])
    assert plane.point(3, 1) == (3.0, 0.0)
    assert (plane.pixel(0.0, 1.0), plane.pixel(3.9, -0.9)) == ((0, 0), (1, 3))
    outside = [plane.pixel(*point) for point in ((4.0, 0.0), (0.0, -1.0), (-0.1, 0.0), (0.0, 1.1))]
    assert outside == [None] * 4, "a pixel holds its upper left edge alone"


def test_coarser_pixels_cover_the_plane_from_the_same_corner() -> None:
    coarse = Plane(0, 1, (0.0, 5.0, 0.0, 3.0), 5, 3, HELD).coarser(2)
    assert (coarse.columns, coarse.rows) == (3, 2)
    assert coarse.limits == pytest.approx((0.0, 6.0, -1.0, 3.0))
    np.testing.assert_allclose(coarse.xs, [1.0, 3.0, 5.0])
    np.testing.assert_allclose(coarse.ys, [2.0, 0.0], atol=1e-12)


@given(
    st.floats(-1e308, 1e308), st.floats(-1e308, 1e308), st.integers(1, 90), st.integers(1, 90)
)  # fmt: skip
def test_all_examples_are_inside_whatever_their_values(one: float, other: float, columns: int, rows: int) -> None:
    low, high = min(one, other), max(one, other)
    limits = same_scale((*with_margin(low, high), *with_margin(-1.0, 1.0)), columns, rows)
    assert np.isfinite(limits).all()
    assert limits[0] < limits[1]
    inside = max(low, -FARTHEST), min(high, FARTHEST)
    assert limits[0] <= inside[0] <= inside[1] <= limits[1]


@pytest.mark.parametrize(
    ("limits", "columns", "rows", "expected"),
    [
        ((0, 2, 0, 2), 40, 20, (-1, 3, 0, 2)),  # as wide as pixels are square
        ((0, 2, 0, 2), 20, 30, (0, 2, -0.5, 2.5)),
        ((0, 2, 0, 2), 60, 20, (0, 2, 0, 2)),  # it would be three times as wide
        ((0, 4, 0, 2), 60, 20, (-1, 5, 0, 2)),  # twice as wide as high on three times as many pixels
        ((0, 2, 0, 20), 40, 40, (0, 2, 0, 20)),  # other units, as it seems
    ],
)
def test_the_same_scale_where_ranges_are_similar(limits: Limits, columns: int, rows: int, expected: Limits) -> None:
    assert same_scale(limits, columns, rows) == pytest.approx(expected)


def test_a_single_value_has_room_around_it() -> None:
    assert with_margin(0.0, 0.0) == (-1.0, 1.0)
    assert with_margin(-8.0, -8.0) == (-12.0, -4.0)


def test_the_plane_of_a_data_set_has_all_splits_and_the_usual_values() -> None:
    train = Split(np.array([[1, 0.0, 5, 1], [1, 1, 7, 0]]), np.zeros((2, 1)))
    test = Split(np.array([[1, 10.0, 6, 1]]), np.zeros((1, 1)))
    codings = (
        ColumnCoding(name="a"),
        ColumnCoding(name="b"),
        ColumnCoding(name="c", kind="category", levels=("u", "v"), own=(1,)),
    )
    data = Data("regression", "identity", train, test=test, preparation=Preparation(codings))
    plane = plane_of_examples(data, 0, 1, 10, 10)
    assert plane.limits == pytest.approx((-1.2, 11.2, 4.76, 7.24))
    assert plane.held.tolist() == [0.5, 6.0, 1.0]
    assert number_columns(data) == [0, 1]
    assert plane_of_examples(data, 1, 0, 10, 10, HELD).held is HELD
