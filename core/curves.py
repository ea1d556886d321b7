"""The curves of a run that may still be written: its metrics are read once, and then only what was added."""

import os
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import numpy as np

from .calls import Array
from .history import COLUMNS
from .metrics import WRONG, figures
from .regular_files import Refused, open_file
from .runs import LARGEST, METRICS

FIGURES = COLUMNS[:7]
"""The epoch, and what is drawn over it."""

Row = tuple[float, ...]


class Curves:
    """The figures in a metrics.csv: `table` has a row an epoch that was kept, ascending, in the order of FIGURES, NaN
    where one wasn't taken. Tables that were handed out stay as they are.
    """

    def __init__(self, path: Path) -> None:
        self.table: Array = np.empty((0, len(FIGURES)))
        self._path = path
        self._head: list[bytes] = []
        self._read = self._file = 0

    def look(self) -> bool:
        """Read what was added since the last time; whether anything was. A file that can't be read has no lines."""
        before = self.table
        try:
            with open_file(self._path, largest=LARGEST[METRICS]) as file:
                found = os.fstat(file.fileno())
                if found.st_ino != self._file or found.st_size < self._read:  # another file than before
                    self.table, self._head = self.table[:0], []
                    self._read, self._file = 0, found.st_ino
                file.seek(self._read)
                added = file.read(max(0, found.st_size - self._read))
        except (OSError, Refused):
            self.table, self._head, self._read = self.table[:0], [], 0
        else:
            whole = added[: added.rfind(b"\n") + 1]
            self._read += len(whole)
            self._take(BytesIO(whole))
        return self.table is not before and not np.array_equal(self.table, before, equal_nan=True)

    def _take(self, lines: BytesIO) -> None:
        if not self._head and (head := lines.readline()):
            self._head = head.rstrip(b"\r\n").split(b",")
        fresh: list[Row] = []
        known = len(self.table)
        for row in self._rows(lines):
            # Training went back: what came after is another branch.
            while fresh and fresh[-1][0] >= row[0]:
                fresh.pop()
            if not fresh and known and self.table[known - 1, 0] >= row[0]:
                known = int(np.searchsorted(self.table[:known, 0], row[0]))
            fresh.append(row)
        if fresh:
            self.table = np.concatenate([self.table[:known], np.array(fresh)])

    def _rows(self, lines: Iterable[bytes]) -> Iterator[Row]:
        """The lines that are whole, a figure that isn't there as NaN."""
        head = self._head
        places = [head.index(key.encode()) if key.encode() in head else None for key in FIGURES]
        wrong = 0
        for line in lines:
            row = figures(line, len(head), places)
            if row is not None:
                yield row
            elif (wrong := wrong + 1) == WRONG:
                return
