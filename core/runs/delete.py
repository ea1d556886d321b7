"""Deleting a run: only a run's own files, and never while it is being written.

Of links only the link itself is deleted.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path

from core.experiment.parsing import EXPERIMENT_FILE
from core.support import atomic_files as files
from core.support.errors import InputError
from core.support.file_locks import Lock
from core.support.i18n import _, ngettext
from core.support.regular_files import Refused

from .run_folder import BEST, JOURNAL, LABEL, LAST, LOCK, METRICS, OBJECTIVES, PREPARATION, RESULT, SUMMARY, RunFolder

OWN = (RESULT, LAST, BEST, METRICS, JOURNAL, LABEL, LOCK, OBJECTIVES, PREPARATION, EXPERIMENT_FILE, SUMMARY)
"""In the order of deletion: while the last one exists, lists show the run, so that it can be deleted again."""


def delete_run(folder: RunFolder) -> list[str]:
    """Delete the run. Returns the names of other files in its folder, which are not deleted.

    Of a link, whether it is the folder itself or a file in it, only the link is deleted. Raises InputError where the
    folder isn't a run, another program writes it (Locked), or it can't be deleted.
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
        with suppress(OSError):  # other files are in it
            place.rmdir()
    return sorted(os.listdir(folder.path)) if folder.path.exists() else []


def _lock(folder: RunFolder) -> "nullcontext[None] | Lock":
    try:
        return Lock(folder.path / LOCK)
    except Refused:  # not a lock file: it is deleted too
        return nullcontext()


def _own(folder: RunFolder) -> Iterator[Path]:
    """The existing files of the run, or links, pipes and the like in their places; no folders."""
    files.remove_unfinished_files(folder.path)
    if _is_file(folder.checkpoints):
        yield folder.checkpoints
    elif folder.checkpoints.exists():
        yield from filter(_is_file, folder.checkpoint_paths())
        files.remove_unfinished_files(folder.checkpoints)
    yield from filter(_is_file, (folder.path / name for name in OWN))


def _is_file(path: Path) -> bool:
    try:
        return not stat.S_ISDIR(os.lstat(path).st_mode)
    except FileNotFoundError:
        return False
