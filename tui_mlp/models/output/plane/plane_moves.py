"""Zooming and moving the part of a plane that is shown."""

from core.analysis.maps.plane import Limits, Plane

NEAREST, FARTHEST = 1e-9, 64.0
"""The least and the largest part of the plane of all examples that is shown: with less, floats run out of digits."""
STEP = 0.25
"""Of the range, the part by which it is moved."""


def zoomed(plane: Plane, home: Plane, at: tuple[float, float], factor: float) -> Limits:
    """The limits with the range divided by a factor; the place `at` stays where it is on the screen.

    A place outside the limits comes into the middle. `home` is the plane of all examples.
    """
    left, right, bottom, top = plane.limits
    x = _range_zoomed(left, right, at[0], factor, home.limits[1] / 2 - home.limits[0] / 2)
    y = _range_zoomed(bottom, top, at[1], factor, home.limits[3] / 2 - home.limits[2] / 2)
    return (*x, *y)


def moved(limits: Limits, right: int, up: int) -> Limits:
    """The limits moved by a part of their ranges: 1 to the right or up, -1 to the left or down."""
    west, east, south, north = limits
    across, upward = right * STEP * (east - west), up * STEP * (north - south)
    return west + across, east + across, south + upward, north + upward


def showing(limits: Limits, x: float, y: float) -> Limits:
    """The limits, moved as little as needed so that a point is inside, a tenth of the range from the edge."""
    left, right, bottom, top = limits
    across, upward = _shift(left, right, x), _shift(bottom, top, y)
    return left + across, right + across, bottom + upward, top + upward


def _range_zoomed(low: float, high: float, at: float, factor: float, home: float) -> tuple[float, float]:
    half = (high / 2 - low / 2) / factor
    scale = max(abs(low), abs(high), 1e-300)
    if not NEAREST <= half / home <= FARTHEST or half < 1e-12 * scale or half > 1e300:
        return low, high
    share = (at / 2 - low / 2) / (high / 2 - low / 2)
    if not 0 <= share <= 1:
        share = 0.5
    return at - 2 * half * share, at + 2 * half * (1 - share)


def _shift(low: float, high: float, value: float) -> float:
    edge = (high - low) / 10
    if low <= value <= high:
        return 0.0
    return value - (low + edge) if value < low else value - (high - edge)
