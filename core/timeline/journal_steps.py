"""The steps that led to the present state: a journal without what was undone.

Once training has gone back to a position, the steps taken after it no longer count.
"""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from .journal import Action, Change, Entry, GoOn, JournalStep, Position, Rewind, position_of


def effective_steps(entries: Iterable[Entry]) -> list[JournalStep]:
    """The steps that led to where training is now, in order, without those undone by going back."""
    steps: list[JournalStep] = []
    for entry in entries:
        if isinstance(entry, Rewind):
            del steps[_count_before(steps, entry.to) :]
        elif isinstance(entry, Change | Action | GoOn):
            steps.append(entry)
    return steps


def extend_steps(steps: list[JournalStep], entry: Entry) -> list[JournalStep]:
    """The effective steps after one more entry: the same list, extended, or a new one after going back."""
    if isinstance(entry, Rewind):
        return steps_before(steps, entry.to)
    if isinstance(entry, Change | Action | GoOn):
        steps.append(entry)
    return steps


def steps_before(steps: Sequence[JournalStep], to: Position) -> list[JournalStep]:
    """The steps before a position, without those at the position itself."""
    return list(steps[: _count_before(steps, to)])


def _count_before(steps: Sequence[JournalStep], to: Position) -> int:
    """How many steps come before a position. Counted from the end, as a long journal may go back thousands of times."""
    count = len(steps)
    while count and position_of(steps[count - 1]) >= to:
        count -= 1
    return count


def branch_point(first: Sequence[JournalStep], second: Sequence[JournalStep]) -> Position | None:
    """The position at which two sequences of steps of the same training begin to differ; None where they don't."""
    for pair in zip_longest(first, second):
        if pair[0] != pair[1]:
            return min(position_of(step) for step in pair if step is not None)
    return None
