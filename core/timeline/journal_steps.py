"""The steps that led to where a training is: what people did, without what they undid by going back.

Steps that were taken after a place no longer count once training has gone back to it.
"""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from .journal import Action, Change, Entry, GoOn, JournalStep, Position, Rewind, position_of


def effective_steps(entries: Iterable[Entry]) -> list[JournalStep]:
    """What people did on the way to where training is now, in order, without what was undone by going back."""
    way: list[JournalStep] = []
    for entry in entries:
        if isinstance(entry, Rewind):
            del way[_kept(way, entry.to) :]
        elif isinstance(entry, Change | Action | GoOn):
            way.append(entry)
    return way


def extend_steps(way: list[JournalStep], entry: Entry) -> list[JournalStep]:
    """The steps after one more entry: the same list, longer, or a new one after going back."""
    if isinstance(entry, Rewind):
        return steps_before(way, entry.to)
    if isinstance(entry, Change | Action | GoOn):
        way.append(entry)
    return way


def steps_before(way: Sequence[JournalStep], to: Position) -> list[JournalStep]:
    """The steps that were taken before a place; those at the place itself are left out."""
    return list(way[: _kept(way, to)])


def _kept(way: Sequence[JournalStep], to: Position) -> int:
    """How many steps come before a place. From the end on: a long journal may go back thousands of times."""
    count = len(way)
    while count and position_of(way[count - 1]) >= to:
        count -= 1
    return count


def branch_point(one: Sequence[JournalStep], other: Sequence[JournalStep]) -> Position | None:
    """The place at which two sequences of steps of the same training begin to differ; None where they don't."""
    for first, second in zip_longest(one, other):
        if first != second:
            return min(position_of(step) for step in (first, second) if step is not None)
    return None
