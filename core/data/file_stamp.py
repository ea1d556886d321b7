"""What tells whether a file is still the one that was read."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class FileStamp(NamedTuple):
    """Path, size in bytes and time of the last change in nanoseconds of a file."""

    path: str
    size: int
    changed: int


def stamps_of(*paths: str | None) -> tuple[FileStamp, ...]:
    """The stamps of those that are regular files."""
    stamps = []
    for path in filter(None, paths):
        with suppress(OSError):  # whoever reads it says so
            if Path(path).is_file():
                status = os.stat(path)
                stamps.append(FileStamp(path, status.st_size, status.st_mtime_ns))
    return tuple(stamps)


def changed_files(before: Sequence[FileStamp], after: Sequence[FileStamp]) -> list[str]:
    """The paths of files that were written in between."""
    known = {stamp.path: stamp for stamp in before}
    return [stamp.path for stamp in after if known.get(stamp.path, stamp) != stamp]
