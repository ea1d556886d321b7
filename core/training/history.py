"""What each epoch came to: the figures that `train --json` prints, one row an epoch."""

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
"""Up to here every epoch is kept; from here to its double every second one, then every fourth, and so on: a night of
40,000 epochs a second stays under 25 MB.
"""

LEAST = 256
"""Rows that there is room for."""
SMALL = 2**14
NIGHT = 10 * DENSE
"""A table of more than SMALL rows gets room for 8 · 10⁹ epochs at once. What isn't used takes no memory; but where
tables of megabytes are freed one after the other, the C library keeps as much of what is freed later.
"""


def stride(epoch: int, dense: int) -> int:
    """Of the epochs around this one, every how many is kept."""
    return 1 << max(0, ((epoch - 1) // dense).bit_length())


class History:
    """Rows of figures, NaN where one wasn't taken. Each column is an attribute: `history.train_loss` and so on.

    The last row is always there, and those of `marked` epochs. `view` hands out arrays that don't change any more, so
    another thread may read them.
    """

    def __init__(self, task: str = "classification") -> None:
        self.keys = tuple(key for key in COLUMNS if task == "regression" or not key.endswith("r2"))
        self.marked: set[int] = set()
        self._table = np.empty((LEAST, len(COLUMNS)))
        self._length = self._seen = 0

    def __getstate__(self) -> dict[str, Any]:
        """What copies and pickles are made of: a table of their own, without the room that isn't used."""
        return {**vars(self), "marked": set(self.marked), "_table": self._table[: self._length].copy(), "_seen": 0}

    def append(self, *figures: float) -> None:
        """One epoch's figures, in the order of COLUMNS."""
        if figures[0] > DENSE and self._length > self._seen and not self.keeps(int(self._table[self._length - 1, 0])):
            self._length -= 1  # nobody has seen it
        if self._length == len(self._table):
            room = 2 * self._length
            self._move(max(room, LEAST) if self._length < SMALL else max(room, NIGHT))
        self._table[self._length] = figures
        self._length += 1

    def keeps(self, epoch: int) -> bool:
        """Whether the row of an epoch stays when others follow."""
        return epoch <= DENSE or epoch in self.marked or epoch % stride(epoch, DENSE) == 0

    def truncate(self, epoch: int) -> None:
        """Forget all epochs after this one. In a table of its own, for arrays handed out keep theirs."""
        length = int(np.searchsorted(self._table[: self._length, 0], epoch, "right"))
        if length < self._length:
            self._length, self._seen = length, min(length, self._seen)
            self._move(len(self._table))

    @property
    def last(self) -> tuple[float, ...]:
        """The last row; empty before there is one."""
        return tuple(self._table[self._length - 1].tolist()) if self._length else ()

    def ensure_last(self, figures: tuple[float, ...]) -> None:
        """Have this as the last row, where it isn't there any more."""
        if figures and self.last[:1] != figures[:1]:
            self.append(*figures)

    def replace(self, rows: Array) -> None:
        """Have these rows, as `view` gave them."""
        self._table, self._length, self._seen = rows.copy(), len(rows), 0

    def _move(self, room: int) -> None:
        """Into a table of its own with room for so many rows; those that aren't used take no memory yet."""
        table = np.empty((room, len(COLUMNS)))
        table[: self._length] = self._table[: self._length]
        self._table = table

    def view(self) -> Array:
        """All rows, n × the number of COLUMNS."""
        self._seen = self._length
        return self._table[: self._length]

    def __len__(self) -> int:
        return self._length

    def __getattr__(self, name: str) -> Array:
        if name not in COLUMNS:
            raise AttributeError(name)
        return self.view()[:, COLUMNS.index(name)]

    def __getitem__(self, index: int) -> dict[str, float | None]:
        """One epoch as `--json` prints it: None for what wasn't taken."""
        return self.record(self._table[: self._length][index].tolist())

    def record(self, figures: Sequence[float]) -> dict[str, float | None]:
        """A row as `--json` prints it."""
        row = dict(zip(COLUMNS, figures, strict=True))
        record: dict[str, float | None] = {key: None if isnan(row[key]) else row[key] for key in self.keys}
        record["epoch"] = int(row["epoch"])
        return record

    def __iter__(self) -> Iterator[dict[str, float | None]]:
        return (self[index] for index in range(len(self)))
