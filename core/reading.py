"""Files that people name, read whole. A pipe, a device or a socket is refused: reading it could wait for ever."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from .errors import InputError
from .memory import amount
from .regular_files import kind, open_file
from .texts import _


def read_regular(path: Path, expected: str, most: int, follow: bool = True) -> bytes:
    """The bytes of a regular file, at most `most` of them. Raises InputError as `opened` does, and for a larger one."""
    with opened(path, expected, follow) as file:
        size = size_of(file)
        if size > most:
            text = _("{}: found a file of {}, expected {} of at most {}")
            raise InputError(text.format(path, amount(size), expected, amount(most)))
        return file.read(size) or b""


@contextmanager
def opened(path: Path, expected: str, follow: bool = True) -> Iterator[BinaryIO]:
    """A regular file, to be read. Raises InputError where there is none or it can't be read.

    `expected` says what it should be. Links are followed: a person named the way. In a run folder they aren't.
    """
    if follow:
        require_regular(path, expected)
    try:
        file = open_file(path, follow=follow)
    except InputError:
        raise
    except IsADirectoryError as problem:
        raise InputError(_("{}: found {}, expected {}").format(path, _("a folder"), expected)) from problem
    except (OSError, ValueError) as problem:  # ValueError: a path that no file can have
        raise InputError(_unreadable(path, problem, expected)) from problem
    with file:
        try:
            yield file
        except OSError as problem:
            raise InputError(_unreadable(path, problem, expected)) from problem


def size_of(file: BinaryIO) -> int:
    """Bytes of an open file."""
    return os.fstat(file.fileno()).st_size


def require_regular(path: Path, expected: str) -> None:
    """Raises InputError where there is no regular file."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as problem:
        raise InputError(_unreadable(path, problem, expected)) from problem
    if not stat.S_ISREG(mode):
        raise InputError(_("{}: found {}, expected {}").format(path, kind(mode), expected))


def _unreadable(path: Path, problem: OSError | ValueError, expected: str) -> str:
    reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else problem
    return _("{}: cannot be read: {}; expected {}").format(path, reason, expected)
