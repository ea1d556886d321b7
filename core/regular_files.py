"""Opening files that may have come from someone else: regular ones only, no link followed, none too large for its kind.

A run folder is handed on whole. A symbolic link in it would let us read and write elsewhere, a pipe or a device would
keep us waiting for ever, and a file of terabytes would fill the memory.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, cast

from .errors import InputError
from .texts import _

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
"""As `open` has them, but that "wb" makes a new file."""


class Refused(InputError):
    """A file that isn't opened: a link, no regular file, or too large. The message names it and says what to do."""


def check(path: Path, largest: int | None = None, follow: bool = False) -> os.stat_result | None:
    """What a file is, None where there is none. Raises Refused for what `open_file` doesn't open, OSError."""
    try:
        found = os.stat(path) if follow else os.lstat(path)
    except FileNotFoundError:
        return None
    _check(path, found, largest)
    return found


def is_there(path: Path) -> bool:
    """Whether there is a regular file, as far as we can see. Raises Refused for a link, a pipe or a device."""
    try:
        return check(path) is not None
    except (OSError, ValueError) as problem:  # a folder, one that we may not enter, a path that no file can have
        if isinstance(problem, Refused):
            raise
        return False


def check_folder(path: Path) -> bool:
    """Whether there is a folder. Raises Refused for a link, or what is none; OSError."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        raise Refused(_("{}: found {}, expected a folder; remove it").format(path, kind(found.st_mode)))
    return True


def open_file(path: Path, mode: str = "rb", *, largest: int | None = None, follow: bool = False) -> BinaryIO:
    """The regular file, without a buffer where it is written. `follow` takes links too, for what a person named.

    Raises Refused for anything else, also where it has more than `largest` bytes; OSError as `open` does.
    """
    check(path, largest, follow)
    descriptor = os.open(path, MODES[mode] | AT_ONCE | (0 if follow else NO_LINK), 0o666)
    try:
        _check(path, os.fstat(descriptor), largest)
        return cast(BinaryIO, os.fdopen(descriptor, mode, -1 if mode == "rb" else 0))
    except BaseException:
        os.close(descriptor)
        raise


def read(path: Path, largest: int, *, follow: bool = False) -> bytes:
    """All of a regular file. Raises Refused and OSError as `open_file` does."""
    with open_file(path, largest=largest, follow=follow) as file:
        content = file.read(largest + 1)
    if len(content) > largest:  # it has grown meanwhile
        raise _too_large(path, len(content), largest)
    return content


def _check(path: Path, found: os.stat_result, largest: int | None) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(found.st_mode):
        raise Refused(_("{}: found {}, expected a regular file; remove it").format(path, kind(found.st_mode)))
    if largest is not None and found.st_size > largest:
        raise _too_large(path, found.st_size, largest)


def _too_large(path: Path, size: int, largest: int) -> Refused:
    message = _("{}: found {} bytes, expected at most {}; it is not what its name says, remove it")
    return Refused(message.format(path, f"{size:,}", f"{largest:,}"))


def kind(mode: int) -> str:
    """What stands there, in words; `mode` is that of `os.stat`."""
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
