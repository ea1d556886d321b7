"""metrics.csv: one line per epoch, all digits kept; a long training keeps fewer and fewer of its epochs.

Lines are only appended. Where training went back, they continue from an earlier epoch, and what stood after that epoch
no longer counts.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from math import nan
from pathlib import Path
from typing import NamedTuple

import numpy as np

from core.calls import Array
from core.support import atomic_files as files
from core.support.i18n import _
from core.support.regular_files import Refused, open_file
from core.support.regular_files import read_regular as read_file
from core.training.history import COLUMNS, History, stride

from .run_folder import LARGEST, METRICS

FILE_NAME = METRICS
DENSE = 2**13
"""Up to here every epoch has its line; then every second one, and so on: a night of 40,000 epochs a second, 10⁹ epochs,
takes 12 MiB.
"""
FIGURES = COLUMNS[:7]
"""The epoch, and what is drawn over it."""
LAST_EPOCH = 2**53
"""Up to here a float counts every integer."""
WRONG = 10_000
"""After so many lines without figures the rest of a file isn't read."""

Row = tuple[float, ...]


class Metrics(NamedTuple):
    """The history of a training, n × COLUMNS, one row per epoch; and what is wrong with lines that hold no figures."""

    rows: Array
    problems: list[str]


class Curves:
    """The figures of a run that may still be written: read once, and after that only what was appended.

    `table` is n × FIGURES, its epochs ascending, NaN where a figure wasn't taken. Tables that were handed out are never
    changed.
    """

    def __init__(self, path: Path) -> None:
        self.table: Array = np.empty((0, len(FIGURES)))
        self._path = path
        self._keys: list[str] = []
        self._read = self._file = 0

    def look(self) -> bool:
        """Read what was appended since the last time; whether anything was. A file that can't be read has no lines."""
        before = self.table
        try:
            with open_file(self._path, largest=LARGEST[METRICS]) as file:
                found = os.fstat(file.fileno())
                if found.st_ino != self._file or found.st_size < self._read:  # another file than before
                    self.table, self._keys = self.table[:0], []
                    self._read, self._file = 0, found.st_ino
                file.seek(self._read)
                added = file.read(max(0, found.st_size - self._read))
        except (OSError, Refused):
            self.table, self._keys, self._read = self.table[:0], [], 0
        else:
            complete = added[: files.complete_lines(added)]
            self._read += len(complete)
            lines = BytesIO(complete)
            if not self._keys and (head := lines.readline()):
                self._keys = keys_of(head.rstrip(b"\r\n"))
            self.table = extended(self.table, rows_of(lines, self._keys, FIGURES, []))
        return self.table is not before and not np.array_equal(self.table, before, equal_nan=True)


def keeps(epoch: int, marked: set[int]) -> bool:
    """Whether an epoch has a line."""
    return epoch <= DENSE or epoch % stride(epoch, DENSE) == 0 or epoch in marked


def lines(records: Iterable[Mapping[str, float | None]]) -> str:
    """A line for each epoch, a figure that wasn't taken left empty."""
    return "".join(
        ",".join("" if value is None else repr(value) for value in record.values()) + "\n" for record in records
    )


def last_epoch(path: Path) -> int:
    """The epoch of the last line; 0 where there is none, or none that can be read."""
    try:
        return int(files.last_line(path).partition(",")[0])
    except (OSError, ValueError):
        return 0


def read(path: Path) -> Metrics:
    """The file's content; a last line without its end, as a crash leaves it, is ignored. Raises OSError, Refused."""
    content = read_file(path, LARGEST[FILE_NAME])
    lines = BytesIO(content[: files.complete_lines(content)])
    head, problems, table = lines.readline(), list[str](), np.empty((0, len(COLUMNS)))
    keys = keys_of(head)
    if keys in (list(History(task).keys) for task in ("classification", "regression")):
        table = extended(table, rows_of(lines, keys, COLUMNS, problems))
    elif head:
        problems = [_("line 1: found no names of figures, expected {},…").format(",".join(COLUMNS[:3]))]
    return Metrics(table, problems)


def keys_of(head: bytes) -> list[str]:
    """The names of the figures in a file's first line."""
    return head.decode("utf-8", "replace").rstrip("\n").split(",")


def rows_of(lines: Iterable[bytes], keys: Sequence[str], columns: Sequence[str], problems: list[str]) -> Iterator[Row]:
    """The figures of each line that holds any, in the order of `columns`; what is wrong with the others is added to
    `problems`. The lines are those after the first, which has `keys`.
    """
    places = [keys.index(column) if column in keys else None for column in columns]
    wrong = 0
    for number, line in enumerate(lines, 2):
        row = figures(line, len(keys), places)
        if row is not None:
            yield row
            continue
        wrong += 1
        problems.append(_("line {}: found no figures of an epoch").format(number))
        if wrong == WRONG:
            problems.append(_("line {}: so many lines are wrong that the rest is not read").format(number))
            return


def figures(line: bytes, count: int, places: Iterable[int | None]) -> Row | None:
    """The figures of an epoch, the epoch first and NaN where one wasn't taken; None for a line that has none.

    A line has `count` fields, and `places` are those of the figures.
    """
    if line.count(b",") + 1 != count:
        return None
    fields = line.split(b",")
    try:
        row = tuple(nan if place is None else float(fields[place].strip() or nan) for place in places)
    except ValueError:
        return None
    return row if 1 <= row[0] <= LAST_EPOCH and row[0].is_integer() else None


def extended(table: Array, rows: Iterable[Row]) -> Array:
    """The table with more rows, in the order of the file; an earlier epoch than the last removes all after it.

    The same table where there are no more.
    """
    known = len(table)
    fresh: list[Row] = []
    for row in rows:
        while fresh and fresh[-1][0] >= row[0]:
            fresh.pop()
        if not fresh and known and table[known - 1, 0] >= row[0]:
            known = int(np.searchsorted(table[:known, 0], row[0]))
        fresh.append(row)
    return np.concatenate([table[:known], np.array(fresh)]) if fresh else table
