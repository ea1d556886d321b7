"""DuckDB, which reads the rows of tables: opened for some files, without other access."""

import glob
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from core.support.memory import available_memory

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

THREADS = 4
"""Threads that read a file, at most. More of them need more memory, and wait for the disk."""
INTERRUPTED = "Query interrupted"
"""What DuckDB makes of Ctrl+C during a query: a RuntimeError of these words."""
LEAST_MEMORY = 256 * 2**20
LINE_SIZE = 2_000_000
"""The longest line that is read, in bytes, unless the first lines are long."""


@contextmanager
def connect(*paths: Path) -> "Iterator[DuckDBPyConnection]":
    """A database in memory that may read these files alone.

    Extensions are never fetched, nothing is written to disk. Raises KeyboardInterrupt where a query was interrupted so,
    as Python does everywhere else.
    """
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
        allowed = [quoted(name) for path in paths for name in (os.path.abspath(path), pattern_of(path))]
        connection.execute(f"SET allowed_paths = [{', '.join(allowed)}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        try:
            yield connection
        except RuntimeError as problem:
            if str(problem) == INTERRUPTED:
                raise KeyboardInterrupt from problem
            raise


def pattern_of(path: Path) -> str:
    """The pattern that only this path fits, as DuckDB takes every path for a pattern."""
    import os

    return glob.escape(os.path.abspath(path))


def quoted(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


class TextRows(NamedTuple):
    """Rows of text that DuckDB can read as they are.

    `skipped` lines stand above them; each ends with `ends`, a line feed after a carriage return or without one.
    `longest` is the length of a long line, as DuckDB must know in advance how long a line may be.
    """

    path: Path
    width: int
    separator: str = ","
    quote: str = '"'
    ends: str = "\n"
    skipped: int = 0
    longest: int = 0


def text_scan(rows: TextRows, missing: Sequence[str]) -> str:
    """The call that reads rows as columns c0, c1 … of texts, NULL for those in `missing`."""
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(rows.width))
    quote = quoted(rows.quote)
    # DuckDB 2.0 takes a carriage return in quotes for the end of a line where it must find out what ends lines; and it
    # finds no row where it is told "\r\n" and to skip lines.
    ends = "new_line = '\\n', " if rows.ends == "\n" else ""
    return (
        f"read_csv({quoted(pattern_of(rows.path))}, auto_detect = false, header = false, columns = {{{columns}}}, "
        f"delim = {quoted(rows.separator)}, quote = {quote}, escape = {quote}, comment = '', {ends}"
        f"skip = {rows.skipped}, nullstr = [{', '.join(map(quoted, missing))}], strict_mode = true, "
        f"compression = 'none', max_line_size = {max(LINE_SIZE, 8 * rows.longest)}, "
        "hive_partitioning = false, filename = false)"
    )
