"""Deleting a run: never one that is being written, no file that isn't a run's own, nothing that a link leads to."""

import os
import stat
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path

from core.experiment.parsing import FILE_NAME
from core.support import atomic_files as files
from core.support.errors import InputError
from core.support.file_locks import Lock
from core.support.i18n import _, ngettext
from core.support.regular_files import Refused

from .run_folder import BEST, JOURNAL, LABEL, LAST, LOCK, METRICS, RESULT, SUMMARY, RunFolder

OWN = (RESULT, LAST, BEST, METRICS, JOURNAL, LABEL, LOCK, FILE_NAME, SUMMARY)
"""In the order of deletion: as long as the last is there, lists show the run, and it can be deleted again."""


def remove(folder: RunFolder) -> list[str]:
    """Delete the run. Returns the names of files in its folder that aren't a run's, which stay there.

    Of a link, be it the folder itself or something in it, only the link goes.

    Raises InputError where it is no run, where another program writes it (Locked), or where it can't be deleted.
    """
    if not os.path.lexists(folder.path / SUMMARY):
        folder = RunFolder.open(folder.path)
        raise InputError(_("{}: found no {} there, so it is not deleted as a run").format(folder.path, SUMMARY))
    gone = 0
    try:
        if folder.path.is_symlink():
            folder.path.unlink()
            return []
        with _lock(folder):
            for path in _own(folder):
                path.unlink()
                gone += 1
    except OSError as problem:
        message = _("{}: cannot be deleted: {}").format(problem.filename or folder.path, problem.strerror)
        if gone:
            message += ngettext(
                "; {} file of the run is gone, but it is still in the list: delete it again",
                "; {} files of the run are gone, but it is still in the list: delete it again",
                gone,
            ).format(gone)
        raise InputError(message) from problem
    for place in (folder.checkpoints, folder.path):
        with suppress(OSError):  # something else is in there
            place.rmdir()
    return sorted(os.listdir(folder.path)) if folder.path.exists() else []


def _lock(folder: RunFolder) -> "nullcontext[None] | Lock":
    try:
        return Lock(folder.path / LOCK)
    except Refused:  # what stands there is no lock of ours, and goes
        return nullcontext()


def _own(folder: RunFolder) -> Iterator[Path]:
    """The run's own files that exist, and links, pipes and the like in their places; no folders."""
    files.remove_unfinished_files(folder.path)
    if _is_file(folder.checkpoints):
        yield folder.checkpoints
    elif folder.checkpoints.exists():
        yield from filter(_is_file, folder.saved())
        files.remove_unfinished_files(folder.checkpoints)
    yield from filter(_is_file, (folder.path / name for name in OWN))


def _is_file(path: Path) -> bool:
    try:
        return not stat.S_ISDIR(os.lstat(path).st_mode)
    except FileNotFoundError:
        return False
