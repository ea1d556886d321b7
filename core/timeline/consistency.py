"""Whether a journal and the checkpoints beside it can be of one training: contradictions between them, in words."""

from collections.abc import Iterator, Sequence

from core.experiment.experiment import Experiment
from core.support.i18n import _, ngettext

from .journal import Action, Change, Entry, JournalStep, Position, Resume, Rewind, Start, Stop, Unreadable, position_of


def contradictions(entries: Sequence[Entry], saved: Sequence[tuple[int, Position]]) -> Iterator[str]:
    """Places that can't follow on each other: training only goes forward, unless somebody goes back.

    `saved` has for each checkpoint, in the order in which they were saved, the number of entries of the journal that it
    holds, and its place.
    """
    at: Position = (0, 0)
    for count, entry in enumerate((None, *entries)):
        if isinstance(entry, Unreadable):
            yield _("line {}: {}").format(entry.line, entry.problem)
            at = (0, 0)  # it may have gone back to anywhere
        elif not isinstance(entry, Start | None):
            if position_of(entry) < at and not isinstance(entry, Resume):  # a run goes on from any checkpoint
                text = _("line {}: found {}, but training had come to {}")
                yield text.format(count, position_text(*position_of(entry)), position_text(*at))
            at = position_after(entry)
        for where in (where for held, where in saved if held == count):
            if where < at:
                text = ngettext(
                    "the checkpoint of {}: found {} line of the journal in it, which is of {}",
                    "the checkpoint of {}: found {} lines of the journal in it, of which the last is of {}",
                    count,
                )
                yield text.format(position_text(*where), f"{count:,}", position_text(*at))
            at = where
    for held, where in saved:
        if held > len(entries):
            text = ngettext(
                "the checkpoint of {}: found {} line of the journal in it, but now it has {}",
                "the checkpoint of {}: found {} lines of the journal in it, but now it has {}",
                held,
            )
            yield text.format(position_text(*where), f"{held:,}", f"{len(entries):,}")


def position_after(entry: Resume | JournalStep | Rewind | Stop) -> Position:
    """Where training was after an entry."""
    if isinstance(entry, Rewind):
        return entry.to
    begins_again = isinstance(entry, Action) and entry.act == "set_key"  # other examples: the epoch starts over
    return (entry.epoch, 0) if begins_again else position_of(entry)


def wrong_previous_values(steps: Sequence[JournalStep], experiment: Experiment) -> Iterator[str]:
    """Changes of a key from a value that it didn't have, at the start or by the change before."""
    values: dict[str, object] = {}
    for step in steps:
        if isinstance(step, Change):
            value = values.get(step.key, experiment.get(step.key))
            if step.before != value:
                text = _("{}: found that {} was {} before it was changed, but it was {}")
                yield text.format(position_text(*position_of(step)), step.key, step.before, value)
            values[step.key] = step.after


def position_text(epoch: int, batch: int) -> str:
    """A place in words."""
    return _("epoch {}, mini-batch {}").format(epoch, batch) if batch else _("epoch {}").format(epoch)
