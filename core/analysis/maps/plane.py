"""The plane of two raw inputs as a grid of pixels, with all other inputs held."""

from dataclasses import dataclass, field, replace

import numpy as np

from core.calls import Array
from core.data.dataset import Data
from core.model.model import preparation_of

from .raw_columns import column_limits, usual_values

Limits = tuple[float, float, float, float]
"""Least and greatest x, least and greatest y, in the units of the source."""

MARGIN = 0.12
"""Of the range of the examples, the part that is added on each side."""
SIMILAR = 3.0
"""The ratio of the ranges of x and y up to which both have the same scale, so that circles are round."""
WIDER = 2.0
"""The factor by which one range grows, at most, for the same scale."""
FARTHEST = 1e300


@dataclass(frozen=True, eq=False)
class Plane:
    """Pixels, `rows` × `columns`, of the plane of the raw columns `x` and `y`, given by their places from 0.

    `limits` are those of the outer edges of the pixels. `held` are the raw values of all s columns, as in
    `Table.inputs`; those of `x` and `y` don't matter.
    """

    x: int
    y: int
    limits: Limits
    columns: int
    rows: int
    held: Array = field(repr=False)

    @property
    def xs(self) -> Array:
        """The x of the pixels' middles, from the left."""
        return between(self.limits[0], self.limits[1], (np.arange(self.columns) + 0.5) / self.columns)

    @property
    def ys(self) -> Array:
        """The y of the pixels' middles, from the top."""
        return between(self.limits[3], self.limits[2], (np.arange(self.rows) + 0.5) / self.rows)

    def raw_inputs(self) -> Array:
        """The raw inputs of all pixels, (rows · columns) × s: from the left, row by row from the top."""
        raw = np.tile(self.held, (self.rows * self.columns, 1))
        raw[:, self.x] = np.tile(self.xs, self.rows)
        raw[:, self.y] = np.repeat(self.ys, self.columns)
        return raw

    def places(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Where points lie: their distances from the left and from the top, in pixels; outside the limits too."""
        left, right, bottom, top = (limit / 2 for limit in self.limits)  # halves: a range may be beyond floats
        with np.errstate(all="ignore"):
            across = (x / 2 - left) / (right - left) * self.columns
            down = (top - y / 2) / (top - bottom) * self.rows
        return across, down

    def pixel(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and the column of the pixel in which a point lies; None outside the plane."""
        across, down = (float(places[0]) for places in self.places(np.array([x]), np.array([y])))
        inside = 0 <= across < self.columns and 0 <= down < self.rows
        return (int(down), int(across)) if inside else None

    def point(self, across: float, down: float) -> tuple[float, float]:
        """The x and y of a place, in pixels from the left and from the top."""
        left, right, bottom, top = self.limits
        shares = np.array([across / max(1, self.columns)]), np.array([down / max(1, self.rows)])
        return float(between(left, right, shares[0])[0]), float(between(top, bottom, shares[1])[0])

    def coarser(self, factor: int) -> "Plane":
        """The plane of pixels `factor` times as wide and high, as many as cover this one, from its top left."""
        columns, rows = -(-self.columns // factor), -(-self.rows // factor)
        left, _right, _bottom, top = self.limits
        right, bottom = self.point(columns * factor, rows * factor)
        return replace(self, columns=columns, rows=rows, limits=(left, right, bottom, top))


def between(start: float, end: float, shares: Array) -> Array:
    """The numbers at these shares of the way from `start` to `end`, without overflow where these are huge."""
    found: Array = start * (1 - shares) + end * shares
    return found


def plane_of_examples(data: Data, x: int, y: int, columns: int, rows: int, held: Array | None = None) -> Plane:
    """The plane that has all examples of all splits; the same scale for x and y where their ranges are similar.

    `held` are the values of all raw columns, s; None for those that stand for the training rows. For a scale that is
    the same, pixels are taken as square.
    """
    limits = (*with_margin(*column_limits(data, x)), *with_margin(*column_limits(data, y)))
    held = usual_values(data) if held is None else held
    return Plane(x, y, same_scale(limits, columns, rows), columns, rows, held)


def number_columns(data: Data) -> list[int]:
    """The places of the raw columns that are numbers, which can span a plane."""
    return [place for place, coding in enumerate(preparation_of(data).codings) if coding.one_number]


def with_margin(low: float, high: float) -> tuple[float, float]:
    """The range with a margin on both sides; of a single value one around it."""
    span = MARGIN * (high / 2 - low / 2) * 2
    if span <= 1e-12 * max(abs(low), abs(high)):
        span = abs(low) / 2 or 1.0
    return max(-FARTHEST, low - span), min(FARTHEST, high + span)


def same_scale(limits: Limits, columns: int, rows: int) -> Limits:
    """The limits, one range widened so that a pixel is as wide as it is high; the same where that changes too much."""
    left, right, bottom, top = limits
    wide, high = right / 2 - left / 2, top / 2 - bottom / 2
    if columns <= 0 or rows <= 0 or not 1 / SIMILAR <= wide / high <= SIMILAR:
        return limits
    wanted = columns / rows / (wide / high)
    if not 1 / WIDER <= wanted <= WIDER:
        return limits
    if wanted > 1:
        return (*widened(left, right, wanted), bottom, top)
    return (left, right, *widened(bottom, top, 1 / wanted))


def widened(low: float, high: float, factor: float) -> tuple[float, float]:
    """The range, made larger by a factor around its middle."""
    middle, half = low / 2 + high / 2, (high / 2 - low / 2) * factor
    return max(-FARTHEST, middle - half), min(FARTHEST, middle + half)
