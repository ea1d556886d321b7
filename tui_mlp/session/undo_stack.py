"""What can be undone: the states around each thing that a person did, within a budget of memory."""

from dataclasses import dataclass

from core.calls import Array
from core.timeline.journal import Action, Change, JournalStep, Position
from core.timeline.kept_states import CompactState

BYTES = 64 * 1024**2
DEEP = 200


@dataclass(frozen=True, eq=False)
class UndoStep:
    """Something that was done, with the ways, the states and the histories before and after it."""

    step: Change | Action
    way: tuple[JournalStep, ...]
    way_after: tuple[JournalStep, ...]
    before: CompactState
    after: CompactState
    history: Array
    history_after: Array

    @property
    def place(self) -> Position:
        """Where training stood after it."""
        return self.after.place


class UndoStack:
    """A stack of them, and one of those that were undone; the oldest go where memory runs out."""

    def __init__(self, budget: int = BYTES) -> None:
        self._budget = budget
        self.done: list[UndoStep] = []
        self.undone: list[UndoStep] = []

    def add(self, doing: UndoStep) -> None:
        """A new one: what was undone before can't be done again any more."""
        self.done.append(doing)
        self.undone.clear()
        while len(self.done) > 1 and (len(self.done) > DEEP or self.nbytes > self._budget):
            del self.done[0]

    @property
    def nbytes(self) -> int:
        """Memory of all states, arrays that several share counted once."""
        parts: dict[int, int] = {}
        for doing in (*self.done, *self.undone):
            parts |= doing.before.parts | doing.after.parts
        return sum(parts.values())
