"""Which columns of a wide table are in sight, moved as little as needed."""

from collections.abc import Callable
from typing import NamedTuple

Width = Callable[[int], int]
"""The cells of a column, with the blanks before it, by its place from 0."""


class ColumnsInSight(NamedTuple):
    """The places of the columns in sight, from 0: from `first` up to `end`, which is the first one behind them."""

    first: int
    end: int

    @property
    def places(self) -> range:
        """The places themselves."""
        return range(self.first, self.end)


def cells_of_all(width: Width, count: int, most: int) -> int | None:
    """The cells of all columns together; None where these are more than `most`. Wide tables aren't measured whole."""
    taken = 0
    for place in range(count):
        taken += width(place)
        if taken > most:
            return None
    return taken


def columns_in_sight(width: Width, count: int, room: int, first: int, focus: int | None) -> ColumnsInSight:
    """The columns that fit into `room` cells, moved from `first` as little as needed for the one in focus.

    At least one column is in sight, though it be cut; none where there are none.
    """
    if not count:
        return ColumnsInSight(0, 0)
    first = max(0, min(first, count - 1))
    if focus is not None:
        first = min(first, focus)
        earliest, taken = focus, width(focus)
        while earliest > first and taken + width(earliest - 1) <= room:
            earliest -= 1
            taken += width(earliest)
        first = max(first, earliest)
    end, taken = first, 0
    while end < count and taken + width(end) <= room:
        taken += width(end)
        end += 1
    while end == count and first > 0 and taken + width(first - 1) <= room:
        first -= 1
        taken += width(first)
    return ColumnsInSight(first, min(count, max(end, first + 1)))
