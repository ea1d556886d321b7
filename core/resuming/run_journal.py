"""The journal in a run's folder, checked, as the folder may come from someone else."""

from collections.abc import Sequence
from pathlib import Path

from core.experiment.settings import LARGEST_COUNT
from core.runs import metrics_file as metrics
from core.runs.run_folder import JOURNAL, METRICS, RunFolder
from core.runs.summary import read_summary
from core.support.errors import InputError
from core.support.i18n import _, ngettext
from core.timeline.actions import arguments_of
from core.timeline.journal import Action, Change, Entry, Start, Unreadable, read_journal

from .moved_data import initial_experiment

MOST_NAMED = 3
"""Largest number of wrong lines that notes name."""


def read_run_journal(folder: RunFolder, notes: list[str]) -> list[Entry]:
    """The run's entries; wrong and impossible ones are Unreadable, and `notes` get messages on them."""
    path = folder.path / JOURNAL
    try:
        entries = read_journal(folder.read(JOURNAL))
    except OSError as problem:
        text = _("{}: cannot be read: {}; what was changed while it trained is not known")
        notes.append(text.format(path, problem.strerror))
        return []
    last = last_possible_epoch(folder, entries)
    entries = [as_impossible(entry, line, last) or entry for line, entry in enumerate(entries, 1)]
    wrong = [entry for entry in entries if isinstance(entry, Unreadable)]
    notes += line_notes(path, [_("line {}: {}").format(entry.line, entry.problem) for entry in wrong])
    return entries


def as_impossible(entry: Entry, line: int, last: int) -> Unreadable | None:
    """An entry that can't be of this run as Unreadable, else None.

    It has an unknown action, or a position after the last possible epoch, to which a replay would train for ever.
    """
    if isinstance(entry, Start | Unreadable):
        return None
    if isinstance(entry, Action):
        try:
            arguments_of(entry)
        except InputError as problem:
            return Unreadable(line, str(problem))
    if entry.epoch > last:
        return Unreadable(line, _("found epoch {}, but the run never passed epoch {}").format(entry.epoch, last))
    return None


def last_possible_epoch(folder: RunFolder, entries: Sequence[Entry]) -> int:
    """The last epoch that the run can have reached, by its settings, its journal and its other files."""
    found = [
        metrics.last_epoch(folder.path / METRICS),
        *(one.place[0] for one in folder.numbered_checkpoints()),
    ]
    key = "training.epochs"
    values = [value for entry in entries if isinstance(entry, Change) and entry.key == key
              for value in (entry.before, entry.after)]  # fmt: skip
    found += [value for value in values if isinstance(value, int) and value <= LARGEST_COUNT]
    try:
        about = read_summary(folder)
        found += [about.epochs, int(str(about.settings[key]))]
    except (OSError, ValueError, KeyError):  # there is none that can be read
        try:
            found.append(initial_experiment(folder, None).training.epochs)
        except InputError:  # its data may have been moved, or the file is gone
            found.append(LARGEST_COUNT)
    return max(found) + 1  # an epoch that has just ended may not be in the other files yet


def line_notes(path: Path, problems: Sequence[str]) -> list[str]:
    """Notes on problems with a file; only the first MOST_NAMED are named."""
    notes = [f"{path}: {problem}" for problem in problems[:MOST_NAMED]]
    if len(problems) > MOST_NAMED:
        more = len(problems) - MOST_NAMED
        text = ngettext("{}: and {} more line like these", "{}: and {} more lines like these", more)
        notes.append(text.format(path, f"{more:,}"))
    return notes
