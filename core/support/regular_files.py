"""Opening files that may have come from someone else: regular files only, and none too large.

A run folder is handed on whole. A symbolic link in it would let us read and write elsewhere, a pipe or a device would
keep us waiting for ever, and a file of terabytes would fill the memory. What a person named may be a link, and
is opened by `open_named` and `read_named`.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from .errors import InputError
from .i18n import _
from .memory import size_text

AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""A FIFO or a device that was put there just now mustn't keep us waiting, either."""
NO_LINK = getattr(os, "O_NOFOLLOW", 0)

MODES = {
    "rb": os.O_RDONLY,
    "r+b": os.O_RDWR,
    "wb": os.O_WRONLY | os.O_CREAT | os.O_EXCL,
    "ab": os.O_WRONLY | os.O_CREAT | os.O_APPEND,
    "a+b": os.O_RDWR | os.O_CREAT | os.O_APPEND,
}
"""As `open` has them, but "wb" makes a new file."""


class Refused(InputError):
    """A file that isn't opened: a link, no regular file, or too large. The message names it and says what to do."""


def check_regular(path: Path, largest: int | None = None) -> os.stat_result | None:
    """A file's lstat, None where there is none. Raises Refused for what `open_file` doesn't open, and OSError."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    _check(path, found, largest)
    return found


def is_regular(path: Path) -> bool:
    """Whether there is a regular file, as far as we can see. Raises Refused for anything else."""
    try:
        return check_regular(path) is not None
    except Refused:
        raise
    except (OSError, ValueError):  # in a folder that we may not enter; a path that no file can have
        return False


def check_folder(path: Path) -> bool:
    """Whether there is a folder. Raises Refused for a link, or what is none; OSError."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        raise Refused(_("{}: found {}, expected a folder; remove it").format(path, file_kind(found.st_mode)))
    return True


def open_file(path: Path, mode: str = "rb", *, largest: int | None = None) -> BinaryIO:
    """The regular file, without a buffer where it is written; no link is followed.

    Raises Refused for anything else, also where it has more than `largest` bytes; OSError as `open` does.
    """
    check_regular(path, largest)
    return _opened(path, mode, NO_LINK, largest)


def read_regular(path: Path, largest: int) -> bytes:
    """All of a regular file. Raises Refused and OSError as `open_file` does."""
    with open_file(path, largest=largest) as file:
        content = file.read(largest + 1)
    if len(content) > largest:  # it has grown meanwhile
        raise _too_large(path, len(content), largest)
    return content


@contextmanager
def open_named(path: Path, expected: str, follow: bool = True) -> Iterator[BinaryIO]:
    """A regular file that a person named, to be read; links are followed, unless a run's folder was named with it.

    Raises InputError where there is none or it can't be read: `expected` says what it should be.
    """
    try:
        _check(path, os.stat(path, follow_symlinks=follow), None, expected)
        file = _opened(path, "rb", 0 if follow else NO_LINK, None, expected)
    except Refused:
        raise
    except (OSError, ValueError) as problem:  # ValueError: a path that no file can have
        raise _unreadable(path, problem, expected) from problem
    with file:
        try:
            yield file
        except OSError as problem:
            raise _unreadable(path, problem, expected) from problem


def read_named(path: Path, expected: str, largest: int, follow: bool = True) -> bytes:
    """All of a file that a person named. Raises InputError as `open_named` does, and for a larger one."""
    with open_named(path, expected, follow) as file:
        size = size_of(file)
        if size > largest:
            message = _("{}: found a file of {}, expected {} of at most {}")
            raise InputError(message.format(path, size_text(size), expected, size_text(largest)))
        return file.read(size) or b""


def size_of(file: BinaryIO) -> int:
    """The size of an open file in bytes."""
    return os.fstat(file.fileno()).st_size


def _opened(path: Path, mode: str, flags: int, largest: int | None, expected: str = "") -> BinaryIO:
    """Open, and check again: what stood there when we looked may have been replaced."""
    descriptor = os.open(path, MODES[mode] | AT_ONCE | flags, 0o666)
    try:
        _check(path, os.fstat(descriptor), largest, expected)
        return cast(BinaryIO, os.fdopen(descriptor, mode, -1 if mode == "rb" else 0))
    except BaseException:
        os.close(descriptor)
        raise


def _check(path: Path, found: os.stat_result, largest: int | None, expected: str = "") -> None:
    """Raises Refused. What stands in the place of a run's own file is to be removed; a person's file isn't."""
    if not stat.S_ISREG(found.st_mode):
        expected = expected or _("a regular file; remove it")
        raise Refused(_("{}: found {}, expected {}").format(path, file_kind(found.st_mode), expected))
    if largest is not None and found.st_size > largest:
        raise _too_large(path, found.st_size, largest)


def _too_large(path: Path, size: int, largest: int) -> Refused:
    message = _("{}: found a file of {}, expected at most {}; it is not what its name says, remove it")
    return Refused(message.format(path, size_text(size), size_text(largest)))


def _unreadable(path: Path, problem: OSError | ValueError, expected: str) -> InputError:
    reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else problem
    return InputError(_("{}: cannot be read: {}; expected {}").format(path, reason, expected))


def file_kind(mode: int) -> str:
    """The kind of a file in words, by the mode in its `os.stat`."""
    words = {
        stat.S_IFREG: _("a regular file"),
        stat.S_IFDIR: _("a folder"),
        stat.S_IFLNK: _("a symbolic link"),
        stat.S_IFIFO: _("a pipe"),
        stat.S_IFSOCK: _("a socket"),
        stat.S_IFCHR: _("a device"),
        stat.S_IFBLK: _("a device"),
    }
    return words.get(stat.S_IFMT(mode), _("something else"))
