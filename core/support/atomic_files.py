"""Writing files so that a crash leaves them whole: replace by rename, or append.

All is synced to the disk at once, except below folders that are `unsynced`. Only regular files are opened, and no link
is followed: all functions raise Refused as those of `regular_files` do.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from .regular_files import check_regular, open_file

TAIL = 4096
"""Bytes read at a time to find the last line of a file."""
_unsynced: frozenset[Path] = frozenset()
_unsynced_lock = Lock()

NO_FSYNC = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)
"""Error numbers of a file system without fsync."""


def write(path: Path, content: bytes, folder_too: bool = True) -> None:
    """Replace the file: after a crash or power failure it has either the old or the new content. Raises OSError.

    Without `folder_too` its folder isn't synced: who writes many files calls `sync_folder` once.
    """
    with replacing(path, folder_too) as file:
        write_all(file, content)


@contextmanager
def replacing(path: Path, folder_too: bool = True) -> Iterator[BinaryIO]:
    """An unbuffered file, to be written bit by bit, that replaces the one at `path` at the end of the context.

    After an exception in the context the file at `path` stays as it was. `folder_too` as in `write`. Raises OSError.
    """
    check_regular(path)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with suppress(FileNotFoundError):  # left by an earlier process with our process id
            unfinished.unlink()
        with open_file(unfinished, "wb") as file:
            yield file
            if _is_synced(path):
                sync(file.fileno())
        os.replace(unfinished, path)
        if folder_too and _is_synced(path):
            sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise


def append(path: Path, content: bytes) -> None:
    """Append all of the content or, on an error, nothing; a crash may leave a part. Raises OSError."""
    with open_file(path, "ab") as file:
        end = file.seek(0, os.SEEK_END)
        try:
            write_all(file, content)
            if _is_synced(path):
                sync(file.fileno())
        except OSError:
            with suppress(OSError):
                file.truncate(end)
            raise


def write_all(file: BinaryIO, content: bytes) -> None:
    """Write all of the content to an unbuffered file, in several writes if need be. Raises OSError."""
    left = memoryview(content)
    while left:
        left = left[file.write(left) :]


def remove_unfinished_line(path: Path) -> None:
    """Cut off a last line without a line break, which a crash has left. Raises OSError."""
    if check_regular(path) is not None:
        with open_file(path, "r+b") as file:
            end = file.seek(0, os.SEEK_END)
            while end:  # from the end on, as the file may be long
                start = max(0, end - TAIL)
                file.seek(start)
                if lines := complete_lines(file.read(end - start)):
                    end = start + lines
                    break
                end = start
            file.truncate(end)


def complete_lines(content: bytes) -> int:
    """The length in bytes of all complete lines, with their line breaks."""
    return content.rfind(b"\n") + 1


def last_line(path: Path) -> str:
    """The last complete line, at most TAIL bytes long; empty if there is none. Raises OSError."""
    with open_file(path) as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL))
        tail = file.read(TAIL)
    lines = tail[: complete_lines(tail)].splitlines()
    return lines[-1].decode("utf-8", "replace") if lines else ""


@contextmanager
def unsynced(folder: Path) -> Iterator[None]:
    """Within the context, files below a folder aren't synced: a temporary one, which nobody needs after a crash.

    For all threads, as another one may do the writing.
    """
    global _unsynced
    with _unsynced_lock:
        _unsynced |= {folder}
    try:
        yield
    finally:
        with _unsynced_lock:
            _unsynced -= {folder}


def _is_synced(path: Path) -> bool:
    return _unsynced.isdisjoint(path.parents)


def sync(descriptor: int) -> None:
    """fsync, if the file system has it. Raises OSError, for example if the disk is full."""
    try:
        os.fsync(descriptor)
    except OSError as problem:
        if problem.errno not in NO_FSYNC:
            raise


def sync_folder(folder: Path) -> None:
    """fsync a folder: without it, a renamed file may be lost in a power failure."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def remove_unfinished_files(folder: Path) -> None:
    """Remove the temporary files that killed processes have left."""
    for path in folder.glob(".*.*"):
        if path.suffix.removeprefix(".").isdecimal():
            with suppress(OSError):
                path.unlink()
