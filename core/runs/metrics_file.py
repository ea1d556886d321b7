"""metrics.csv: one line an epoch, with all digits; a long training keeps fewer epochs.

Lines are only appended. Where training went back, they continue from an earlier epoch, which replaces all that was
written after that epoch.
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

DENSE = 2**13
"""Up to this epoch every one has a line, then every second one, and so on: 10⁹ epochs take 12 MiB."""
FIGURES = COLUMNS[:7]
"""The columns that are plotted: the epoch and the figures over it."""
LAST_EPOCH = 2**53
"""Up to here a float represents every integer."""
MOST_WRONG_LINES = 10_000
"""After this many wrong lines the rest of a file isn't read."""

Row = tuple[float, ...]


class Metrics(NamedTuple):
    """The history of a training, n × len(COLUMNS), one row per epoch, and messages on wrong lines."""

    rows: Array
    problems: list[str]


class MetricsReader:
    """Reads the metrics of a run that may still be training: once completely, then only what was appended.

    `table` is n × len(FIGURES), its epochs ascending, NaN where a figure wasn't computed; never changed in place.
    """

    def __init__(self, path: Path) -> None:
        self.table: Array = np.empty((0, len(FIGURES)))
        self._path = path
        self._keys: list[str] = []
        self._read = self._file = 0

    def refresh(self) -> bool:
        """Read what was appended since the last time; True if `table` is another one. An unreadable file is empty."""
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
                self._keys = column_names(head.rstrip(b"\r\n"))
            self.table = append_rows(self.table, parse_rows(lines, self._keys, FIGURES, []))
        return self.table is not before and not np.array_equal(self.table, before, equal_nan=True)


def has_line(epoch: int, marked: set[int]) -> bool:
    """Whether an epoch has a line."""
    return epoch <= DENSE or epoch % stride(epoch, DENSE) == 0 or epoch in marked


def csv_lines(records: Iterable[Mapping[str, float | None]]) -> str:
    """A CSV line for each epoch; None becomes an empty field."""
    return "".join(
        ",".join("" if value is None else repr(value) for value in record.values()) + "\n" for record in records
    )


def last_epoch(path: Path) -> int:
    """The epoch of the last line; 0 where there is none or it is wrong."""
    try:
        return int(files.last_line(path).partition(",")[0])
    except (OSError, ValueError):
        return 0


def read_metrics(path: Path) -> Metrics:
    """The file's content, without an unfinished last line as a crash leaves it. Raises OSError, Refused."""
    content = read_file(path, LARGEST[METRICS])
    lines = BytesIO(content[: files.complete_lines(content)])
    head, problems, table = lines.readline(), list[str](), np.empty((0, len(COLUMNS)))
    keys = column_names(head)
    if keys in (list(History(task).keys) for task in ("classification", "regression")):
        table = append_rows(table, parse_rows(lines, keys, COLUMNS, problems))
    elif head:
        problems = [_("line 1: found no names of figures, expected {},…").format(",".join(COLUMNS[:3]))]
    return Metrics(table, problems)


def column_names(head: bytes) -> list[str]:
    """The column names in a file's first line."""
    return head.decode("utf-8", "replace").rstrip("\n").split(",")


def parse_rows(
    lines: Iterable[bytes], keys: Sequence[str], columns: Sequence[str], problems: list[str]
) -> Iterator[Row]:
    """The figures of each valid line, in the order of `columns`; messages on the others are added to `problems`.

    The `lines` are those after the first one, which names the columns `keys`.
    """
    indices = [keys.index(column) if column in keys else None for column in columns]
    wrong = 0
    for number, line in enumerate(lines, 2):
        row = parse_line(line, len(keys), indices)
        if row is not None:
            yield row
            continue
        wrong += 1
        problems.append(_("line {}: found no figures of an epoch").format(number))
        if wrong == MOST_WRONG_LINES:
            problems.append(_("line {}: too many lines are wrong; the rest is not read").format(number))
            return


def parse_line(line: bytes, count: int, indices: Iterable[int | None]) -> Row | None:
    """The figures of an epoch, the epoch first, NaN where one wasn't computed; None for a wrong line.

    A line has `count` fields; `indices` are the figures' fields, None for a column that the file lacks.
    """
    if line.count(b",") + 1 != count:
        return None
    fields = line.split(b",")
    try:
        row = tuple(nan if index is None else float(fields[index].strip() or nan) for index in indices)
    except ValueError:
        return None
    return row if 1 <= row[0] <= LAST_EPOCH and row[0].is_integer() else None


def append_rows(table: Array, rows: Iterable[Row]) -> Array:
    """The table with more rows, in the order of the file; a row removes all rows of the same or later epochs.

    The same object where there are no more rows.
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
