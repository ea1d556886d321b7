"""metrics.csv: a line an epoch, with all digits; thinned by count as a long training goes on, marked epochs kept.

Lines are only ever added. Where training went back, they go on from an earlier epoch: what stands before belongs to
another branch.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from io import BytesIO
from math import nan
from pathlib import Path
from typing import NamedTuple

import numpy as np

from . import files
from .calls import Array
from .history import COLUMNS, History, stride
from .regular_files import read as read_file
from .runs import LARGEST, METRICS
from .texts import _

FILE_NAME = METRICS
DENSE = 2**13
"""Up to here every epoch has its line; then every second one, and so on: a night of 40,000 epochs a second, 10⁹ epochs,
takes 12 MiB.
"""
SECONDS = COLUMNS.index("seconds")
LAST_EPOCH = 2**53
"""As far as a float counts."""
WRONG = 10_000
"""After so many lines that are none, the rest of a file isn't read."""

Row = tuple[float, ...]


class Metrics(NamedTuple):
    """What a file says: the history of training, those that were left behind, and lines that are none.

    A row an epoch, the columns those of COLUMNS. A branch begins with the first epoch that is another one than now.
    """

    rows: Array
    branches: list[Array]
    problems: list[str]


def keeps(epoch: int, marked: set[int]) -> bool:
    """Whether an epoch has a line."""
    return epoch <= DENSE or epoch % stride(epoch, DENSE) == 0 or epoch in marked


def lines(records: Iterable[Mapping[str, float | None]]) -> str:
    """A line for each epoch, a figure that wasn't taken left empty."""
    return "".join(
        ",".join("" if value is None else repr(value) for value in record.values()) + "\n" for record in records
    )


def last_epoch(path: Path) -> int:
    """The epoch of the last line; 0 where there is none, or none that can be read."""
    try:
        return int(files.last_line(path).partition(",")[0])
    except (OSError, ValueError):
        return 0


def branches(path: Path) -> list[Array]:
    """The histories that were left behind, the last one last, as in `Metrics`. Raises OSError."""
    return read(path).branches


def read(path: Path) -> Metrics:
    """What the file says; a last line without its end, as a crash leaves it, is none. Raises OSError, Refused."""
    lines = BytesIO(read_file(path, LARGEST[FILE_NAME]))
    head = lines.readline()
    keys = head.decode("utf-8", "replace").rstrip("\n").split(",")
    if not head.endswith(b"\n") or keys not in (list(History(task).keys) for task in ("classification", "regression")):
        problem = _("line 1: found no names of figures, expected {},…").format(",".join(COLUMNS[:3]))
        return Metrics(np.empty((0, len(COLUMNS))), [], [problem] if head.endswith(b"\n") else [])
    places = [keys.index(key) if key in keys else None for key in COLUMNS]
    way: list[Row] = []
    left: list[list[Row]] = []
    problems = []
    for number, line in enumerate(lines, 2):
        if not line.endswith(b"\n"):
            break
        row = figures(line, len(keys), places)
        if row is None:
            problems.append(_("line {}: found no figures of an epoch").format(number))
            if len(problems) == WRONG:
                problems.append(_("line {}: so many lines are wrong that the rest is not read").format(number))
                break
            continue
        if way and row[0] <= way[-1][0]:  # training went back
            kept = bisect_left(way, row[0], key=lambda one: one[0])
            left.append(way[kept:])
            del way[kept:]
        way.append(row)
    now = {row[0]: row for row in way}
    others = [list(another(branch, now)) for branch in left]
    return Metrics(table(way), [table(branch) for branch in others if branch], problems)


def figures(line: bytes, count: int, places: Iterable[int | None]) -> Row | None:
    """The figures of an epoch, the epoch first and NaN where one wasn't taken; None for a line that has none.

    A line has `count` fields, and `places` are those of the figures.
    """
    if line.count(b",") + 1 != count:
        return None
    fields = line.split(b",")
    try:
        row = tuple(nan if place is None else float(fields[place].strip() or nan) for place in places)
    except ValueError:
        return None
    return row if 1 <= row[0] <= LAST_EPOCH and row[0].is_integer() else None


def another(branch: list[Row], now: Mapping[float, Row]) -> Iterable[Row]:
    """The rows of a branch from the first one on that isn't as it is now, whatever the time it took."""
    begun = False
    for row in branch:
        begun = begun or row[0] not in now or not same(row, now[row[0]])
        if begun:
            yield row


def same(one: Row, other: Row) -> bool:
    """Whether two rows tell of the same weights."""
    return all(a == b or (a != a and b != b) for a, b in zip(one[:SECONDS], other[:SECONDS], strict=True))


def table(rows: list[Row]) -> Array:
    """As an array."""
    return np.array(rows).reshape(-1, len(COLUMNS))
