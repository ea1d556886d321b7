"""Metrics of each epoch, one row an epoch, as `train --json` prints them."""

from collections.abc import Iterator, Sequence
from math import isnan
from typing import Any

import numpy as np

from core.calls import Array

COLUMNS = (
    "epoch", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "train_r2", "validation_r2",
    "gradient_norm", "learning_rate", "seconds",
)  # fmt: skip

DENSE = 2**15
"""Epochs up to which every row is kept; from here to twice as many every second row, then every fourth, and so on. A
night of 40,000 epochs a second takes less than 25 MB that way.
"""

LEAST = 256
"""Rows for which a table has room at first."""
SMALL = 2**14
NIGHT = 10 * DENSE
"""A table of more than SMALL rows gets NIGHT rows at once, enough for 8 · 10⁹ epochs. Unused rows take no memory, but
freeing ever larger tables makes the C library hold back more of what is freed later.
"""


def stride(epoch: int, dense: int) -> int:
    """Every how many epochs a row is kept around this epoch."""
    return 1 << max(0, ((epoch - 1) // dense).bit_length())


class History:
    """Rows of metrics, NaN where one wasn't computed. Each column is an attribute, such as `history.train_loss`.

    The last row and those of `marked` epochs are always kept. The arrays that `view` returns don't change any more, so
    other threads may read them.
    """

    def __init__(self, task: str = "classification") -> None:
        self.keys = tuple(key for key in COLUMNS if task == "regression" or not key.endswith("r2"))
        self.marked: set[int] = set()
        self._table = np.empty((LEAST, len(COLUMNS)))
        self._length = self._seen = 0

    def __getstate__(self) -> dict[str, Any]:
        """For `copy` and `pickle`: a copy of the table without unused rows."""
        return {**vars(self), "marked": set(self.marked), "_table": self._table[: self._length].copy(), "_seen": 0}

    def append(self, *figures: float) -> None:
        """Add the row of an epoch, in the order of COLUMNS."""
        if figures[0] > DENSE and self._length > self._seen and not self.keeps(int(self._table[self._length - 1, 0])):
            self._length -= 1  # no view contains it
        if self._length == len(self._table):
            room = 2 * self._length
            self._move(max(room, LEAST) if self._length < SMALL else max(room, NIGHT))
        self._table[self._length] = figures
        self._length += 1

    def keeps(self, epoch: int) -> bool:
        """Whether the row of an epoch is kept when others follow."""
        return epoch <= DENSE or epoch in self.marked or epoch % stride(epoch, DENSE) == 0

    def truncate(self, epoch: int) -> None:
        """Remove all epochs after this one, in a new table, so that views don't change."""
        length = int(np.searchsorted(self._table[: self._length, 0], epoch, "right"))
        if length < self._length:
            self._length, self._seen = length, min(length, self._seen)
            self._move(len(self._table))

    @property
    def last(self) -> tuple[float, ...]:
        """The last row; empty if there is none."""
        return tuple(self._table[self._length - 1].tolist()) if self._length else ()

    def ensure_last(self, figures: tuple[float, ...]) -> None:
        """Add this row if it was thinned out, so that it is the last one."""
        if figures and self.last[:1] != figures[:1]:
            self.append(*figures)

    def replace(self, rows: Array) -> None:
        """Replace all rows by these, in the shape that `view` returns."""
        self._table, self._length, self._seen = rows.copy(), len(rows), 0

    def _move(self, room: int) -> None:
        """Copy the rows into a new table of `room` rows; unused ones take no memory yet."""
        table = np.empty((room, len(COLUMNS)))
        table[: self._length] = self._table[: self._length]
        self._table = table

    def view(self) -> Array:
        """All rows, n × the number of COLUMNS; the array won't change."""
        self._seen = self._length
        return self._table[: self._length]

    def __len__(self) -> int:
        return self._length

    def __getattr__(self, name: str) -> Array:
        if name not in COLUMNS:
            raise AttributeError(name)
        return self.view()[:, COLUMNS.index(name)]

    def __getitem__(self, index: int) -> dict[str, float | None]:
        """A row as `--json` prints it: None for what wasn't computed."""
        return self.record(self._table[: self._length][index].tolist())

    def record(self, figures: Sequence[float]) -> dict[str, float | None]:
        """A row as `--json` prints it."""
        row = dict(zip(COLUMNS, figures, strict=True))
        record: dict[str, float | None] = {key: None if isnan(row[key]) else row[key] for key in self.keys}
        record["epoch"] = int(row["epoch"])
        return record

    def __iter__(self) -> Iterator[dict[str, float | None]]:
        return (self[index] for index in range(len(self)))
