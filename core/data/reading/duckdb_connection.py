"""DuckDB, which reads the rows of tables: opened for one file, without access to anything else."""

import glob
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from core.support.memory import available_memory

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

THREADS = 4
"""Threads that read a file, at most. More of them need more memory, and wait for the disk."""
LEAST_MEMORY = 256 * 2**20
LINE_SIZE = 2_000_000
"""The longest line that is read, in bytes, unless the first lines are long."""
LINES_AT_ONCE = 10_000


@contextmanager
def connect(path: Path) -> "Iterator[DuckDBPyConnection]":
    """A database in memory that may read this file alone. Extensions are never fetched, nothing is written to disk."""
    import os

    import duckdb

    memory = min(available_memory() * 0.8, 2**40)
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "threads": min(THREADS, os.cpu_count() or 1),
        "memory_limit": f"{int(max(memory, LEAST_MEMORY) / 2**20)}MiB",
        "temp_directory": "",
    }
    with duckdb.connect(":memory:", config=settings) as connection:
        connection.execute(f"SET allowed_paths = [{quoted(os.path.abspath(path))}, {quoted(pattern_of(path))}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection


def pattern_of(path: Path) -> str:
    """The pattern that only this path fits, as DuckDB takes every path for a pattern."""
    import os

    return glob.escape(os.path.abspath(path))


def quoted(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def text_scan(
    path: Path, width: int, separator: str, quote: str, skipped: int, longest: int, missing: Sequence[str]
) -> str:
    """The call that reads a text table as columns c0, c1 … of texts, NULL for those in `missing`.

    `longest` is the length of a long line: DuckDB must know in advance.
    """
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(width))
    return (
        f"read_csv({quoted(pattern_of(path))}, auto_detect = false, header = false, columns = {{{columns}}}, "
        f"delim = {quoted(separator)}, quote = {quoted(quote)}, escape = {quoted(quote)}, comment = '', "
        f"skip = {skipped}, nullstr = [{', '.join(map(quoted, missing))}], strict_mode = true, "
        f"compression = 'none', max_line_size = {max(LINE_SIZE, 8 * longest)}, "
        "hive_partitioning = false, filename = false)"
    )


def unpacked_lines(path: Path) -> Iterator[bytes]:
    """The bytes of a Zstandard file, unpacked, many lines at once; lines end with a line feed."""
    scan = (
        f"read_csv({quoted(pattern_of(path))}, auto_detect = false, header = false, columns = {{'line': 'VARCHAR'}}, "
        "delim = '\x01', quote = '', escape = '', comment = '', strict_mode = false, compression = 'zstd', "
        "encoding = 'latin-1', hive_partitioning = false, filename = false)"
    )
    with connect(path) as connection:
        found = connection.execute(f"SELECT line FROM {scan}")
        while rows := found.fetchmany(LINES_AT_ONCE):
            yield "".join((line or "") + "\n" for (line,) in rows).encode("latin-1")
