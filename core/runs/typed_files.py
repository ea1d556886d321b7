"""Files at paths that a person has typed: where they may be written, and how."""

import os
from pathlib import Path

from core.support import atomic_files as files
from core.support.errors import InputError
from core.support.i18n import _
from core.support.regular_files import Refused

from .run_folder import SUMMARY


def path_to_write(text: str, ending: str, example: str) -> Path:
    """The absolute path of a file that a person has typed, links followed, with this ending.

    Raises InputError where no such file can be written, or must not be; `example` is a name that it suggests.
    """
    if not text.strip():
        raise InputError(_("found no name, expected a file such as {}").format(example))
    path = Path(os.path.realpath(os.path.expanduser(text.strip())))
    if path.is_dir():
        raise InputError(_("{}: is a folder; add the name of a file").format(path))
    if path.suffix != ending:
        path = Path(os.path.realpath(path.with_name(path.name + ending)))
    if not path.parent.is_dir():
        raise InputError(_("{}: there is no such folder; make it first, or choose another").format(path.parent))
    if os.path.lexists(path.parent / SUMMARY):
        message = _("{}: is the folder of a saved run, whose files never change; choose another folder")
        raise InputError(message.format(path.parent))
    return path


def write_file(path: Path, content: bytes) -> None:
    """Write the file, in place of one that is there. Raises InputError where that fails; the old file stays then."""
    try:
        files.write(path, content)
    except Refused as problem:
        raise InputError(_("{}; choose another name").format(problem)) from problem
    except OSError as problem:
        message = _("{}: cannot be written: {}; choose another folder, or make room on the disk")
        raise InputError(message.format(path, problem.strerror)) from problem
