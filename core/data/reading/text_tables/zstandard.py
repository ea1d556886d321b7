"""Texts packed by Zstandard: whether they are complete, and unpacked by DuckDB."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from core.support.regular_files import size_of

from ..duckdb_connection import connect, pattern_of, quoted

MAGIC = b"\x28\xb5\x2f\xfd"
SKIPPED = b"\x2a\x4d\x18"
"""The end of the magic number of a frame without data."""
ONE_BYTE = 1
"""The type of a block that holds a single byte, which is repeated."""

LINES_AT_ONCE = 10_000


def is_complete(file: BinaryIO) -> bool:
    """Whether a Zstandard file ends with the end of a frame, by RFC 8878; DuckDB reads a part without a word."""
    size = size_of(file)
    while magic := file.read(4):
        if magic[1:] == SKIPPED and magic[0] >> 4 == 5:
            file.seek(int.from_bytes(file.read(4), "little"), 1)
        elif magic != MAGIC or not _skip_frame(file, size):
            return False
        if file.tell() > size:
            return False
    return True


def unpacked_lines(path: Path) -> Iterator[bytes]:
    """The bytes of a Zstandard file, unpacked, many lines at once; lines end with a line feed. Raises duckdb.Error."""
    scan = (
        f"read_csv({quoted(pattern_of(path))}, auto_detect = false, header = false, columns = {{'line': 'VARCHAR'}}, "
        "delim = '\x01', quote = '', escape = '', comment = '', strict_mode = false, compression = 'zstd', "
        "encoding = 'latin-1', hive_partitioning = false, filename = false)"
    )
    with connect(path) as connection:
        found = connection.execute(f"SELECT line FROM {scan}")
        while rows := found.fetchmany(LINES_AT_ONCE):
            yield "".join((line or "") + "\n" for (line,) in rows).encode("latin-1")


def _skip_frame(file: BinaryIO, size: int) -> bool:
    """Go to the end of a frame, behind its magic number; whether it is there."""
    described = file.read(1)
    if not described:
        return False
    is_single, has_checksum = described[0] >> 5 & 1, described[0] >> 2 & 1
    file.seek((1 - is_single) + (0, 1, 2, 4)[described[0] & 3] + (is_single, 2, 4, 8)[described[0] >> 6], 1)
    is_last = False
    while not is_last:
        block = file.read(3)
        if len(block) < 3:
            return False
        header = int.from_bytes(block, "little")
        is_last = bool(header & 1)
        file.seek(1 if header >> 1 & 3 == ONE_BYTE else header >> 3, 1)
        if file.tell() > size:
            return False
    file.seek(4 * has_checksum, 1)
    return file.tell() <= size
