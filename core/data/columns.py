"""A table as read from a file: its columns of numbers and texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from core.calls import Array


@dataclass(frozen=True, eq=False)
class Column:
    """One column of m cells: as numbers, as texts, or as both. A cell is missing if it is empty or a mark such as NA.

    `numbers` are float64 with NaN where a cell is missing; None unless every other cell is a finite number. `texts` are
    the distinct cells as they stand in the file, without blanks around them, in the order of their code points; `codes`
    (int32) are the index of each cell in `texts`, −1 where it is missing. Texts are None only for a column of numbers
    whose spelling nobody asked for.
    """

    name: str
    numbers: Array | None = field(default=None, repr=False)
    codes: Array | None = field(default=None, repr=False)
    texts: tuple[str, ...] | None = field(default=None, repr=False)

    @property
    def rows(self) -> int:
        """The number m of cells."""
        cells = self.codes if self.numbers is None else self.numbers
        return 0 if cells is None else len(cells)


@dataclass(frozen=True)
class Dialect:
    """How a text file is written: what separates cells, the decimal mark, the encoding, and whether it has a header."""

    separator: str = ","
    decimal: str = "."
    encoding: str = "utf-8"
    header: bool = True


@dataclass(frozen=True, eq=False)
class ColumnTable:
    """The columns of a file, all of m rows, in its order; their names are distinct.

    `line_of` gives the line of the file, from 1, on which a row (from 0) begins; None for a file without lines, such as
    Parquet. `notes` are sentences about what was guessed in reading, each with the setting that changes it.
    """

    columns: Sequence[Column]
    rows: int
    dialect: Dialect | None = None
    line_of: Callable[[int], int] | None = field(default=None, repr=False)
    notes: tuple[str, ...] = ()
