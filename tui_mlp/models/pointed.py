"""What the pointer is on: a value or an example, framed wherever it is shown."""

from dataclasses import dataclass

from core.data.dataset import Data
from core.stepping.chosen_example import ChosenExample

Cell = tuple[int, int]
"""Row and column of a matrix, from 0."""


@dataclass(frozen=True)
class Pointed:
    """A value of a matrix, an example, or a value of an example.

    `text` says which one, and its value. `value` is the symbol of the matrix with row and column, from 0, ones column
    and bias row included, as in a `CellRef`; `example` the name of a split with the place of the row in it, from 0.
    """

    text: str
    value: tuple[str, int, int] | None = None
    example: tuple[str, int] | None = None

    def cell_in(self, symbol: str) -> Cell | None:
        """The row and the column in the matrix of this symbol; None where the pointer is on no value of it."""
        if self.value is None or self.value[0] != symbol:
            return None
        return self.value[1:]

    def place_in(self, split: str) -> int | None:
        """The place of the example in this split, from 0; None where the pointer is on none of it."""
        return self.example[1] if self.example is not None and self.example[0] == split else None


def pointed_example(data: Data, split: str, place: int) -> Pointed:
    """The example at a place of a split of these data, from 0, as the pointer names it."""
    chosen = ChosenExample(split, place)
    return Pointed(chosen.text(chosen.source_row(data)), example=(split, place))


def same_place(first: Pointed | None, second: Pointed | None) -> bool:
    """Whether both are on the same value or example, whatever its number is now; or on nothing."""
    if first is None or second is None:
        return first is second
    return (first.value, first.example) == (second.value, second.example)
