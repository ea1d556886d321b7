"""The rows of a source counted by where a column's cells lie, and by their targets."""

import math
from dataclasses import dataclass, field

import numpy as np

from core.calls import Array
from tui_mlp.models.data.row_targets import RowTargets


@dataclass(frozen=True, eq=False)
class Tally:
    """The rows in each of b places, such as bins; behind them stand the rows whose cell is missing, so b + 1 in all.

    `rows` counts them, `known` those of them that have a target. `groups`, k × (b + 1), are the rows of each class or
    with each label; `mean` and `deviation` those of a target of numbers, NaN without rows. Without targets all of these
    are empty.
    """

    rows: Array = field(repr=False)
    known: Array = field(repr=False)
    groups: Array = field(repr=False)
    mean: Array = field(repr=False)
    deviation: Array = field(repr=False)

    def shares(self, group: int) -> Array:
        """The share of a class or label among the rows with a target, b + 1; NaN where there are none."""
        with np.errstate(all="ignore"):
            found: Array = self.groups[group] / np.where(self.known > 0, self.known, np.nan)
        return found

    @property
    def present(self) -> Array:
        """The rows in each of the b places."""
        found: Array = self.rows[:-1]
        return found

    @property
    def missing(self) -> int:
        """How many cells are missing."""
        return int(self.rows[-1])

    def ordered(self, order: Array) -> "Tally":
        """The same with some of the places, in this order; missing cells stay behind them."""
        at = np.append(order, len(self.rows) - 1)
        arrays = (self.rows, self.known, self.groups, self.mean, self.deviation)
        return Tally(*(array[..., at] if array.size else array for array in arrays))


def tally(places: Array, count: int, targets: RowTargets | None, rows: Array | None, target: int = 0) -> Tally:
    """Count the places of m rows, numbers below `count`, which is that of missing cells; `rows` are some of the rows.

    Of several targets of numbers it is the mean of number `target`.
    """
    size = count + 1
    if rows is not None:
        places = places[rows]
    counted = np.bincount(places, minlength=size)
    none = np.zeros(0)
    if targets is None:
        return Tally(counted, none, none, none, none)

    def some(array: Array) -> Array:
        return array if rows is None else array[rows]

    known, k = some(targets.known), len(targets.names)
    with_target = counted if known.all() else np.bincount(places[known], minlength=size)
    if targets.numbers is not None:
        together = places[known].astype(np.int64)
        together += some(targets.numbers)[known].astype(np.int64) * size
        groups = np.bincount(together, minlength=k * size).reshape(k, size)
        return Tally(counted, with_target, groups, none, none)
    if targets.labels is not None:
        labels = some(targets.labels)
        groups = np.array([np.bincount(places[labels[:, place]], minlength=size) for place in range(k)])
        return Tally(counted, with_target, groups, none, none)
    at, values = places[known], some(targets.value(target))[known]
    power = math.frexp(float(np.abs(values).max(initial=0.0)))[1]  # as shares of it: no sum or square overflows
    values = np.ldexp(values, -power)
    with np.errstate(all="ignore"):
        mean = np.bincount(at, values, minlength=size) / with_target
        squares = np.bincount(at, (values - mean[at]) ** 2, minlength=size) / with_target
    return Tally(counted, with_target, none, np.ldexp(mean, power), np.ldexp(np.sqrt(squares), power))
