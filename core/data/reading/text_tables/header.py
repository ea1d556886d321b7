"""The columns' names: whether the first record holds them, and what they are."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from core.data.unusable_file import list_names, refuse
from core.support.i18n import _
from core.support.shown_values import value_text

from ..missing_marks import is_missing
from ..number_formats import parsed
from .separators import JUDGING

MOSTLY = 0.9
"""Share of a column's cells that are numbers, from which on it is a column of numbers."""

DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?", re.ASCII)

Record = tuple[int, list[str]]


@dataclass(frozen=True)
class Header:
    """The columns' names, the records of the head that are rows, and whether the names stand in the file.

    `sure` is False where nothing told whether the first record is a row. `row_names` says that the rows have one cell
    more than there are names: the first, as R writes row names.
    """

    names: list[str]
    rows: list[Record]
    in_file: bool
    sure: bool = True
    row_names: bool = False


def header_of(path: Path, head: Sequence[Record], width: int, setting: bool | None, decimal: str) -> Header:
    """The header of a table by its first records, most of which have `width` cells. `setting` is data.header.

    Raises InputError for lines above the header, for units below it, and for names that can't be told apart.
    """
    (line, first), rows = head[0], list(head[1:])
    if len(first) == 1 < width:
        message = _(
            "line {}: found one cell, {}, expected {} as in most lines; "
            "if it is a title, delete it, or begin its line with #"
        )
        refuse(path, message.format(line, value_text(first[0]), width))
    if len(first) == width + 1 and not first[-1] and all(len(cells) == width for _line, cells in rows):
        first = first[:-1]  # a separator at the end of the header alone
    alike = [cells for _line, cells in rows if len(cells) == width]
    row_names = len(first) == width - 1 and len(alike) == len(rows) > 0 and _are_row_names(alike, decimal)
    named = ["", *first] if row_names else first
    if len(named) != width and 2 * len(alike) > len(head) and any(cells[-1] for cells in alike):
        message = _(
            "line {}: found {} cells, expected {} as in most lines; "
            "give each column a name there, or delete the line if it holds none"
        )
        refuse(path, message.format(line, len(first), width))
    in_file, sure = (setting, True) if setting is not None else _is_header(named[:JUDGING], alike, decimal)
    if not in_file:
        return Header([f"x{number}" for number in range(1, len(first) + 1)], list(head), False)
    _check_names(path, line, named)
    _check_units(path, rows, named, width, decimal)
    return Header(named, rows, True, sure, row_names)


def _are_row_names(rows: Sequence[list[str]], decimal: str) -> bool:
    """Whether the first cells name the rows: none stands twice, none is a fraction. The last cells hold something."""
    first = [cells[0] for cells in rows]
    fractions = any((parsed(cell, decimal) or 0) % 1 for cell in first)
    return any(cells[-1] for cells in rows) and not fractions and len(set(first)) == len(first)


def _is_header(first: Sequence[str], rows: Sequence[list[str]], decimal: str) -> tuple[bool, bool]:
    """Whether the first record holds names, and whether anything tells so.

    A text above numbers tells that it does. That it doesn't is told by a number above numbers, a date above dates, and
    a text that the column has again. Whole numbers that rise by the same step from name to name, such as years, tell
    nothing; neither do numbers behind an empty cell that stands above distinct ones, as R and pandas write row names.
    """
    if not rows:
        return any(parsed(cell, decimal) is None and not is_missing(cell) for cell in first), True
    columns = list(map(list, zip(*rows, strict=True)))
    unnamed = not first[0] and not any(map(is_missing, columns[0])) and len(set(columns[0])) == len(rows)
    counted = _is_counted(first, columns, decimal)
    names = data = 0
    again = _stands_again_alone(first, rows)
    for cell, below in zip(first, columns, strict=False):
        if is_missing(cell):
            continue
        given = [text for text in below if not is_missing(text)]
        share = _share(given, lambda text: parsed(text, decimal, grouping=True) is not None)
        if parsed(cell, decimal, grouping=True) is not None:
            data += not unnamed and not (counted and _is_whole(cell)) and (share >= MOSTLY or cell in given)
        elif share >= MOSTLY and given:
            names += 1
        elif DATE.fullmatch(cell):
            data += _share(given, lambda text: DATE.fullmatch(text) is not None) >= MOSTLY
        elif cell in given:
            data += not again
    return names >= data, bool(names or data)


def _stands_again_alone(first: Sequence[str], rows: Sequence[list[str]]) -> bool:
    """Whether the first record stands again as a whole, and none of its texts stands without the others."""
    found = [sum(cell == text for cell, text in zip(row, first, strict=False) if not is_missing(text)) for row in rows]
    return len(first) > 1 and any(found) and set(found) <= {0, sum(not is_missing(text) for text in first)}


def _is_whole(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and len(cell) < 10


def _is_counted(cells: Sequence[str], columns: Sequence[Sequence[str]], decimal: str) -> bool:
    """Whether at least three cells are whole numbers that rise by the same step from each to the next.

    If it isn't 1, one of them has to lie apart from the numbers below it.
    """
    whole = [(int(cell), below) for cell, below in zip(cells, columns, strict=False) if _is_whole(cell)]
    steps = {after - before for (before, _first), (after, _second) in pairwise(whole)}
    if len(whole) < 3 or len(steps) > 1 or min(steps) < 1:
        return False
    return steps == {1} or any(_is_apart(number, below, decimal) for number, below in whole)


def _is_apart(number: int, texts: Sequence[str], decimal: str) -> bool:
    numbers = [found for text in texts if (found := parsed(text, decimal, grouping=True)) is not None]
    return not numbers or not min(numbers) <= number <= max(numbers)


def _share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def _check_names(path: Path, line: int, names: Sequence[str]) -> None:
    """Raises InputError for equal names, and for several columns without one."""
    places: dict[str, int] = {}
    for place, name in enumerate(names, 1):
        before = places.setdefault(name, place)
        if before != place and name:
            message = _(
                "line {}: two columns are called {}: column {} and column {}; rename one, "
                "or set data.header = false if the line is a row"
            )
            refuse(path, message.format(line, value_text(name), before, place))


def _check_units(path: Path, rows: Sequence[Record], names: Sequence[str], width: int, decimal: str) -> None:
    """Raises InputError for a line of units below the header: texts above columns of numbers, and no number."""
    if len(rows) < 3 or len(rows[0][1]) != width:
        return
    line, second = rows[0]
    if any(parsed(cell, decimal, grouping=True) is not None for cell in second):
        return
    columns = list(zip(*(cells for _line, cells in rows[1:] if len(cells) == width), strict=True))
    for name, cell, below in zip(names, second, columns, strict=False):
        given = [text for text in below if not is_missing(text)]
        if is_missing(cell) or not given:
            continue
        if all(parsed(text, decimal, grouping=True) is not None for text in given):
            message = _(
                "line {}, column {}: found {}, expected a number as below it; the line ({}) looks like units: "
                "delete it, or begin it with #"
            )
            refuse(path, message.format(line, value_text(name), value_text(cell), list_names(second)))
