"""The lines on which the rows of a source begin, those of a second file behind them."""

from collections.abc import Sequence
from typing import overload


class SourceLines(Sequence[int]):
    """The lines of the rows of two files, each counted from 1 in its own file; row numbers of a file without lines."""

    def __init__(self, first: Sequence[int], rows: int, second: Sequence[int], more: int) -> None:
        self._first, self._rows, self._second, self._more = first, rows, second, more

    def __len__(self) -> int:
        return self._rows + self._more

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return [self[row] for row in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        row = index % len(self)
        lines, place = (self._first, row) if row < self._rows else (self._second, row - self._rows)
        return lines[place] if len(lines) else place + 1


def lines_behind(first: Sequence[int], rows: int, second: Sequence[int], more: int) -> Sequence[int]:
    """The lines of `rows` rows and of `more` rows of another file; empty where neither has lines."""
    if not len(first) and not len(second):
        return ()
    return SourceLines(first, rows, second, more) if more else first
