"""Files that a crash leaves whole: replaced under another name, or grown line by line; brought to the disk at once."""

import errno
import os
from contextlib import suppress
from pathlib import Path

TAIL = 4096
"""Bytes at the end of a file that are read to find its last line."""
CANNOT = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)
"""How a file system says that it has no way to bring files to the disk at once."""


def write(path: Path, content: bytes) -> None:
    """Replace the file; after a crash or a loss of power it has the old content or the new. Raises OSError."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            sync(file.fileno())
        os.replace(unfinished, path)
        sync_folder(path.parent)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise


def append(path: Path, content: bytes) -> None:
    """Add to the file, all of it or nothing; a crash may leave a part. Raises OSError."""
    with path.open("ab", buffering=0) as file:
        end, left = file.seek(0, os.SEEK_END), memoryview(content)
        try:
            while left:
                left = left[file.write(left) :]
            sync(file.fileno())
        except OSError:
            with suppress(OSError):
                file.truncate(end)
            raise


def mend(path: Path) -> None:
    """Cut off a last line that a crash left without its end. Raises OSError."""
    if path.exists():
        with path.open("r+b") as file:
            file.truncate(whole(file.read()))


def whole(content: bytes) -> int:
    """How many bytes of it are whole lines."""
    return content.rfind(b"\n") + 1


def last_line(path: Path) -> str:
    """The last whole line, if it isn't too long; empty where there is none. Raises OSError."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL))
        tail = file.read()
    lines = tail[: whole(tail)].splitlines()
    return lines[-1].decode("utf-8", "replace") if lines else ""


def sync(descriptor: int) -> None:
    """To the disk; on file systems that can't, as far as they can. Raises OSError, where the disk is full also."""
    try:
        os.fsync(descriptor)
    except OSError as problem:
        if problem.errno not in CANNOT:
            raise


def sync_folder(folder: Path) -> None:
    """The folder's list of names too: without it a renamed file may be gone after a loss of power."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def clean(folder: Path) -> None:
    """Remove what a program that was killed left unfinished."""
    for path in folder.glob(".*.*"):
        if path.suffix.removeprefix(".").isdecimal():
            with suppress(OSError):
                path.unlink()
