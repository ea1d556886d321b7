"""Zooming and moving the part of a plane that is shown."""

from dataclasses import replace

import numpy as np
import pytest

from core.analysis.maps.plane import Plane
from tui_mlp.models.output.plane.plane_moves import moved, showing, zoomed

HOME = Plane(0, 1, (0.0, 8.0, -4.0, 4.0), 16, 16, np.zeros(2))


def test_the_place_zoomed_around_stays_where_it_is() -> None:
    limits = zoomed(HOME, HOME, (2.0, 4.0), 2.0)
    assert limits == pytest.approx((1.0, 5.0, 0.0, 4.0))
    assert zoomed(replace(HOME, limits=limits), HOME, (2.0, 4.0), 0.5) == pytest.approx(HOME.limits)


def test_a_place_outside_comes_into_the_middle() -> None:
    assert zoomed(HOME, HOME, (20.0, 0.0), 2.0) == pytest.approx((18.0, 22.0, -2.0, 2.0))


@pytest.mark.parametrize("factor", [1.5, 1 / 1.5])
def test_zooming_ends_where_floats_do(factor: float) -> None:
    plane, limits = HOME, HOME.limits
    for _ in range(200):
        limits = zoomed(plane, HOME, (1.1, 0.3), factor)
        assert limits[0] < limits[1]
        assert limits[2] < limits[3]
        assert np.isfinite(limits).all()
        plane = replace(plane, limits=limits)
    assert zoomed(plane, HOME, (1.1, 0.3), factor) == limits
    assert len(np.unique(plane.xs)) == plane.columns


def test_moving_by_a_quarter() -> None:
    assert moved(HOME.limits, 1, 0) == (2.0, 10.0, -4.0, 4.0)
    assert moved(HOME.limits, 0, -1) == (0.0, 8.0, -6.0, 2.0)


def test_showing_a_point_moves_as_little_as_needed() -> None:
    assert showing(HOME.limits, 8.0, -4.0) == HOME.limits
    assert showing(HOME.limits, 10.0, 0.0) == pytest.approx((2.8, 10.8, -4.0, 4.0))
    assert showing(HOME.limits, 1.0, -5.0) == pytest.approx((0.0, 8.0, -5.8, 2.2))
