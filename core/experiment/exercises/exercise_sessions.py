"""Folders of sessions of exercises, told apart from those of runs and of images."""

import os
from pathlib import Path

from core.support.i18n import _

EXERCISE_FILE, JOURNAL_FILE = "exercise.toml", "journal.jsonl"


def is_exercise_session(folder: Path) -> bool:
    """Whether a folder is that of a session of an exercise, which has the exercise and a journal."""
    return os.path.lexists(folder / EXERCISE_FILE) and os.path.lexists(folder / JOURNAL_FILE)


def no_run_but_session(folder: Path) -> str:
    """A message for who takes the folder for a run or an experiment: what it is, and how to go on with it."""
    message = _(
        "{0}: found a session of an exercise, expected a run or an experiment; `mlp-tui exercise {0}` goes on with it, "
        "`mlp-tui mark {0}` marks it"
    )
    return message.format(folder)
