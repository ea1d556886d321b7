"""One column of a source as it stands there: cells as numbers, as texts, or as both."""

from dataclasses import dataclass, field

import numpy as np

from core.calls import Array
from core.data.columns import Column
from core.data.description import ColumnDescription

LARGEST_EXACT = 2.0**53
"""From here on a float stands for several whole numbers."""


@dataclass(frozen=True, eq=False)
class SourceColumn:
    """One column of a source, m cells, with what is understood of it.

    `numbers` (m) have NaN where a cell is missing; None for a column of texts. `codes` (integers) are the
    index of each cell in `texts`, −1 where it is missing; both are None for a column of numbers whose spelling isn't
    known. One of `numbers` and `codes` is there.
    """

    description: ColumnDescription
    numbers: Array | None = field(default=None, repr=False)
    codes: Array | None = field(default=None, repr=False)
    texts: tuple[str, ...] | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """Its name in the source, which no other column has."""
        return self.description.name

    @property
    def is_missing(self) -> Array:
        """Which cells are missing, m booleans."""
        if self.codes is not None:
            return np.asarray(self.codes < 0)
        assert self.numbers is not None, "a column has numbers or texts"
        return np.isnan(self.numbers)

    def text(self, row: int) -> str | None:
        """The cell of a row, from 0, as it stands in the source; None where it is missing.

        A number whose spelling isn't known has the fewest digits that give the same number.
        """
        if self.codes is not None and self.texts is not None:
            code = int(self.codes[row])
            return None if code < 0 else self.texts[code]
        assert self.numbers is not None, "a column has numbers or texts"
        value = self.numbers[row]
        if value != value:
            return None
        return str(int(value)) if value == int(value) and abs(value) < LARGEST_EXACT else str(value)

    @property
    def column(self) -> Column:
        """The same cells as reading a file gives them."""
        return Column(self.name, self.numbers, self.codes, self.texts)
