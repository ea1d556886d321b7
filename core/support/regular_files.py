"""Opening files of unknown origin: regular files only, with a limit on their size.

Run folders are passed on as a whole. A symbolic link in one would make us read and write elsewhere, a pipe or a device
would block for ever, and a file of terabytes would fill the memory. A file that the user names may be a link: it is
opened by `open_named` or read by `read_named`.
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
"""Flags for `os.open`: a pipe or device that replaced the file after the check must not block either."""
NO_LINK = getattr(os, "O_NOFOLLOW", 0)

MODES = {
    "rb": os.O_RDONLY,
    "r+b": os.O_RDWR,
    "wb": os.O_WRONLY | os.O_CREAT | os.O_EXCL,
    "ab": os.O_WRONLY | os.O_CREAT | os.O_APPEND,
    "a+b": os.O_RDWR | os.O_CREAT | os.O_APPEND,
}
"""The modes of `open` as flags, except that "wb" fails if the file exists."""


class Refused(InputError):
    """A file that isn't opened, as it is a link, not a regular file, or too large. The message says what to do."""


def check_regular(path: Path, largest: int | None = None) -> os.stat_result | None:
    """A file's lstat, None if it doesn't exist. Raises Refused for what `open_file` doesn't open, and OSError."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    _check(path, found, largest)
    return found


def is_regular(path: Path) -> bool:
    """Whether there is a regular file, as far as permissions show. Raises Refused for anything else."""
    try:
        return check_regular(path) is not None
    except Refused:
        raise
    except (OSError, ValueError):  # a folder without permission; an impossible path
        return False


def check_folder(path: Path) -> bool:
    """Whether there is a folder. Raises Refused for a link or anything but a folder, and OSError."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        raise Refused(_("{}: found {}, expected a folder; remove it").format(path, file_kind(found.st_mode)))
    return True


def open_file(path: Path, mode: str = "rb", *, largest: int | None = None) -> BinaryIO:
    """Open a regular file, unbuffered for writing; no link is followed.

    Raises Refused for anything else or for more than `largest` bytes, and OSError as `open` does.
    """
    check_regular(path, largest)
    return _opened(path, mode, NO_LINK, largest)


def read_regular(path: Path, largest: int) -> bytes:
    """All of a regular file. Raises Refused and OSError as `open_file` does."""
    with open_file(path, largest=largest) as file:
        content = file.read(largest + 1)
    if len(content) > largest:  # it has grown since
        raise _too_large(path, len(content), largest)
    return content


@contextmanager
def open_named(path: Path, expected: str, follow: bool = True) -> Iterator[BinaryIO]:
    """Open a regular file that the user named for reading, following links if `follow`.

    Raises InputError if there is none or it can't be read; `expected` says in the message what it should be.
    """
    try:
        _check(path, os.stat(path, follow_symlinks=follow), None, expected)
        file = _opened(path, "rb", 0 if follow else NO_LINK, None, expected)
    except Refused:
        raise
    except (OSError, ValueError) as problem:  # ValueError: an impossible path
        raise _unreadable(path, problem, expected) from problem
    with file:
        try:
            yield file
        except OSError as problem:
            raise _unreadable(path, problem, expected) from problem


def read_named(path: Path, expected: str, largest: int, follow: bool = True) -> bytes:
    """All of a file that the user named. Raises InputError as `open_named` does, and for more than `largest` bytes."""
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
    """Open, and check again: the file may have been replaced since the first check."""
    descriptor = os.open(path, MODES[mode] | AT_ONCE | flags, 0o666)
    try:
        _check(path, os.fstat(descriptor), largest, expected)
        return cast(BinaryIO, os.fdopen(descriptor, mode, -1 if mode == "rb" else 0))
    except BaseException:
        os.close(descriptor)
        raise


def _check(path: Path, found: os.stat_result, largest: int | None, expected: str = "") -> None:
    """Raises Refused, with the advice to remove the file unless `expected` is given, as for the user's own files."""
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
    """The kind of a file in words, by the `st_mode` of its stat."""
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
