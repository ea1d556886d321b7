"""Files that are whole or not there: written under another name, brought to the disk, then renamed."""

import os
from contextlib import suppress
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Replace the file; after a crash or a loss of power it has the old content or the new. Raises OSError."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            sync(file.fileno())
        os.replace(unfinished, path)
        sync_folder(path.parent)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise


def append(path: Path, content: bytes, *, safe: bool = False) -> None:
    """Add to the file, `safe` from a loss of power when this returns. Raises OSError."""
    with path.open("ab") as file:
        file.write(content)
        if safe:
            file.flush()
            sync(file.fileno())


def sync(descriptor: int) -> None:
    """To the disk; on file systems that can't, as far as they can."""
    with suppress(OSError):
        os.fsync(descriptor)


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
