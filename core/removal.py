"""Deleting a run: nothing that is being written, and no file that isn't a run's own."""

import os
from contextlib import suppress
from pathlib import Path

from . import files, labels, metrics
from .errors import InputError
from .experiment_file import FILE_NAME
from .runs import BEST, CHECKPOINT, JOURNAL, LAST, LOCK, RESULT, SUMMARY, RunFolder
from .texts import _

OWN = (SUMMARY, RESULT, LAST, BEST, metrics.FILE_NAME, JOURNAL, labels.FILE_NAME, FILE_NAME, LOCK)
"""In the order of deletion: without the first, no list shows it."""


def remove(folder: RunFolder) -> list[str]:
    """Delete the run; the names of files in its folder that aren't a run's, which stay there.

    Raises InputError where it is no run, where another program writes it (Locked), or where it can't be deleted.
    """
    folder = RunFolder.open(folder.path)
    if not (folder.path / SUMMARY).is_file():
        raise InputError(_("{}: found no {} there, so it is not deleted as a run").format(folder.path, SUMMARY))
    with folder.locked():
        try:
            return _remove(folder)
        except OSError as problem:
            message = _("{}: cannot be deleted: {}")
            raise InputError(message.format(problem.filename or folder.path, problem.strerror)) from problem


def _remove(folder: RunFolder) -> list[str]:
    (folder.path / SUMMARY).unlink()
    files.clean(folder.path)
    files.clean(folder.checkpoints)
    for path in _checkpoints(folder):
        path.unlink()
    for name in OWN[1:]:
        (folder.path / name).unlink(missing_ok=True)
    with suppress(OSError):  # something else is in there
        folder.checkpoints.rmdir()
    with suppress(OSError):
        folder.path.rmdir()
    return sorted(os.listdir(folder.path)) if folder.path.exists() else []


def _checkpoints(folder: RunFolder) -> list[Path]:
    try:
        found = list(folder.checkpoints.iterdir())
    except FileNotFoundError:
        return []
    return [path for path in found if path.name == BEST or CHECKPOINT.fullmatch(path.name)]
