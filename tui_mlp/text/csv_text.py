"""A table of figures as CSV, for the clipboard."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

import numpy as np
from numpy.typing import DTypeLike

from core.support.escaping import escaped, spreadsheet_cell


def csv_text(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A line of names, and a line for each row; numbers with all their digits, an empty cell for None.

    What came from a file is escaped, and can't be taken for a formula by a spreadsheet.
    """
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    for row in ([*names], *rows):
        writer.writerow([_cell(cell) for cell in row])
    return written.getvalue().removesuffix("\n")


def source_number(value: float, dtype: DTypeLike) -> float:
    """A number of the source that was scaled in `dtype` and back, without the digits that rounding has made."""
    return float(f"{value:.{np.finfo(np.dtype(dtype)).precision}g}")


def _cell(value: object) -> str:
    if value is None:
        return ""
    return spreadsheet_cell(escaped(value)) if isinstance(value, str) else str(value)
