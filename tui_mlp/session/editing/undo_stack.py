"""Undo and redo: the states before and after each of the user's edits."""

from dataclasses import dataclass

from core.calls import Array
from core.timeline.journal import Action, Change, JournalStep, Position
from core.timeline.kept_states import CompactState

BYTES = 64 * 1024**2
MOST_STEPS = 200


@dataclass(frozen=True, eq=False)
class UndoStep:
    """An edit with the journal steps, the states and the histories before and after it."""

    edit: Change | Action
    steps_before: tuple[JournalStep, ...]
    steps_after: tuple[JournalStep, ...]
    before: CompactState
    after: CompactState
    history_before: Array
    history_after: Array

    @property
    def position(self) -> Position:
        """Where training stood after the edit."""
        return self.after.place


class UndoStack:
    """The edits that can be undone, and those that can be done again, oldest first.

    The oldest are dropped when there are more than MOST_STEPS or their states take more than `budget` bytes.
    """

    def __init__(self, budget: int = BYTES) -> None:
        self._budget = budget
        self.done: list[UndoStep] = []
        self.undone: list[UndoStep] = []

    def add(self, step: UndoStep) -> None:
        """Push a new edit. What was undone before it can't be done again any more."""
        self.done.append(step)
        self.undone.clear()
        while len(self.done) > 1 and (len(self.done) > MOST_STEPS or self.nbytes > self._budget):
            del self.done[0]

    @property
    def nbytes(self) -> int:
        """Bytes of all states; arrays that several of them share are counted once."""
        parts: dict[int, int] = {}
        for step in (*self.done, *self.undone):
            parts |= step.before.parts | step.after.parts
        return sum(parts.values())
