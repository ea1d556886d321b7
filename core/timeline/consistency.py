"""Contradictions within a journal, and between it and the checkpoints beside it."""

from collections.abc import Iterator, Sequence

from core.experiment.experiment import Experiment
from core.support.i18n import _, ngettext

from .journal import (
    DATA_ACTIONS,
    Action,
    Change,
    Entry,
    JournalStep,
    Position,
    Resume,
    Rewind,
    Start,
    Stop,
    Unreadable,
    position_of,
)


def contradictions(entries: Sequence[Entry], saved: Sequence[tuple[int, Position]]) -> Iterator[str]:
    """Positions that can't follow each other, in words: without a rewind, training only goes forward.

    `saved` has for each checkpoint, in the order of saving, the number of journal entries before it, and its position.
    """
    at: Position = (0, 0)
    for count, entry in enumerate((None, *entries)):
        if isinstance(entry, Unreadable):
            yield _("line {}: {}").format(entry.line, entry.problem)
            at = (0, 0)  # it may have been a rewind to any position
        elif not isinstance(entry, Start | None):
            if position_of(entry) < at and not isinstance(entry, Resume):  # a run resumes from any checkpoint
                text = _("line {}: found {}, but training had only reached {}")
                yield text.format(count, position_text(*position_of(entry)), position_text(*at))
            at = position_after(entry)
        for position in (position for entry_count, position in saved if entry_count == count):
            if position < at:
                text = ngettext(
                    "the checkpoint of {}: found {} line of the journal in it, which is of {}",
                    "the checkpoint of {}: found {} lines of the journal in it, of which the last is of {}",
                    count,
                )
                yield text.format(position_text(*position), f"{count:,}", position_text(*at))
            at = position
    for entry_count, position in saved:
        if entry_count > len(entries):
            text = ngettext(
                "the checkpoint of {}: found {} line of the journal in it, but now it has {}",
                "the checkpoint of {}: found {} lines of the journal in it, but now it has {}",
                entry_count,
            )
            yield text.format(position_text(*position), f"{entry_count:,}", f"{len(entries):,}")


def position_after(entry: Resume | JournalStep | Rewind | Stop) -> Position:
    """The position of training after an entry."""
    if isinstance(entry, Rewind):
        return entry.to
    restarts_epoch = (
        isinstance(entry, Action) and entry.act in DATA_ACTIONS
    )  # the epoch starts again with other examples
    return (entry.epoch, 0) if restarts_epoch else position_of(entry)


def wrong_previous_values(steps: Sequence[JournalStep], experiment: Experiment) -> Iterator[str]:
    """Changes of a key whose `before` isn't the value that it had, at the start or by the previous change; in words."""
    values: dict[str, object] = {}
    for step in steps:
        if isinstance(step, Change):
            value = values.get(step.key, experiment.get(step.key))
            if step.before != value:
                text = _("{}: found that {} was {} before it was changed, but it was {}")
                yield text.format(position_text(*position_of(step)), step.key, step.before, value)
            values[step.key] = step.after


def position_text(epoch: int, batch: int) -> str:
    """A position in words."""
    return _("epoch {}, mini-batch {}").format(epoch, batch) if batch else _("epoch {}").format(epoch)
