"""metrics.csv: a line an epoch, with all digits; thinned by count as a long training goes on, marked epochs kept."""

import csv
import io
from collections.abc import Iterable, Mapping
from math import nan
from pathlib import Path

from .history import COLUMNS, History, stride

FILE_NAME = "metrics.csv"
DENSE = 2**13
"""Up to here every epoch has its line; then every second one, and so on: a night of 40,000 epochs a second, 10⁹ epochs,
takes 12 MiB.
"""


def keeps(epoch: int, marked: set[int]) -> bool:
    """Whether an epoch has a line."""
    return epoch in marked or epoch % stride(epoch, DENSE) == 0


def head(history: History) -> str:
    """The first line."""
    return ",".join(history.keys) + "\n"


def lines(records: Iterable[Mapping[str, float | None]]) -> str:
    """A line for each epoch, a figure that wasn't taken left empty."""
    return "".join(
        ",".join("" if value is None else repr(value) for value in record.values()) + "\n" for record in records
    )


def read(path: Path, history: History, last: int) -> None:
    """Fill a history with the lines up to epoch `last`, each epoch as it was written last. A torn line is no line.

    Raises OSError.
    """
    rows: dict[int, list[float]] = {}
    text = path.read_text(encoding="utf-8", errors="replace")
    for record in csv.DictReader(io.StringIO(text[: text.rfind("\n") + 1])):
        try:
            figures = [float(record.get(key) or nan) for key in COLUMNS]
            epoch = int(figures[0])
        except ValueError:
            continue
        if rows and epoch <= next(reversed(rows)):  # training went back: what came after is another branch
            rows = {known: row for known, row in rows.items() if known < epoch}
        rows[epoch] = figures
    for epoch, figures in rows.items():
        if epoch <= last:
            history.append(*figures)
