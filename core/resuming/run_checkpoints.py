"""The checkpoints of a run, and which of them lie on the journal's present branch."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from core.runs import checkpoint
from core.runs.run_folder import NumberedCheckpoint, RunFolder
from core.support.errors import InputError
from core.support.i18n import _
from core.timeline.journal import Entry, JournalStep, Position, Rewind, Unreadable, position_of
from core.timeline.journal_steps import effective_steps


class SavedCheckpoint(NamedTuple):
    """A checkpoint's file, and the numbers of journal entries and of effective steps before it."""

    file: NumberedCheckpoint
    entries: int
    steps: int

    @property
    def place(self) -> Position:
        """Completed epochs, and mini-batches of the next one."""
        return self.file.place


def readable_checkpoints(folder: RunFolder, entries: Sequence[Entry], problems: list[str]) -> Iterator[SavedCheckpoint]:
    """The checkpoints with readable headers and the position in their names, in the order of writing.

    Messages on the others are added to `problems`.
    """
    for saved in folder.numbered_checkpoints():
        try:
            count, at = checkpoint.read_head(saved.path)
            if at != saved.place:
                raise InputError(misplaced_message(saved.path, at))
        except InputError as problem:
            problems.append(str(problem))
            continue
        yield SavedCheckpoint(saved, count, len(effective_steps(entries[:count])))


def is_on_branch(entries: Sequence[Entry], saved: SavedCheckpoint) -> bool:
    """Whether a checkpoint lies on the branch with which the journal ends."""
    return (
        not was_rewound(entries, saved.entries, saved.place)
        and remaining_steps(entries, saved.entries, saved.place) is not None
    )


def was_rewound(entries: Sequence[Entry], count: int, at: Position) -> bool:
    """Whether training has gone back to before a position since the first `count` entries."""
    return any(isinstance(entry, Rewind) and entry.to < at for entry in entries[count:])


def remaining_steps(entries: Sequence[Entry], count: int, at: Position) -> list[JournalStep] | None:
    """The steps after a state that was saved after `count` entries; None where it isn't on the present branch.

    Where lines of the journal can't be read, the state is trusted.
    """
    if len(entries) < count or any(isinstance(entry, Unreadable) for entry in entries):
        return effective_steps(entries[count:])
    all_steps, taken = effective_steps(entries), effective_steps(entries[:count])
    ahead = all_steps[len(taken) :]
    return ahead if all_steps[: len(taken)] == taken and all(position_of(step) >= at for step in ahead) else None


def misplaced_message(path: Path, at: Position) -> str:
    """The message for a checkpoint of another position than its name says."""
    return _("{}: found epoch {}, mini-batch {} in it, expected those of its name").format(path, *at)
