"""What separates the cells of a text table, found by its first lines."""

import re
from collections import Counter, deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from core.data.understanding.class_labels import number_of

from ..missing_marks import BLANKS, is_missing
from ..number_formats import DECIMAL_COMMA, GROUPED_BY_BLANK
from .records import BrokenRecord, Form, records
from .text_file import TextFile

CANDIDATES = (",", ";", "\t", "|", " ")
RARE = (":", "^", "~", "!", "\x01", "\x1f", "¦", "§", "¬")
"""What separates only where no candidate does, and every line has as many of them."""
BLANKS_WEIGHT = 0.6
"""Blanks separate only where nothing else fits about as well: texts hold them too."""
MOST_CELLS, FEWEST = 20_000, 20
"""Cells that are looked at, at most, but for tables of so many columns that they would be very few records."""
JUDGING = 500
"""Columns, from the left, by which separator, decimal mark and header are judged."""
LOOKED_AT = 200
"""Records by which a separator is judged."""

SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
"""A first line by which spreadsheets learn the separator."""

SINGLE_QUOTED = re.compile(r"(?:^|[,;\t|])[ ]?'[^'\n]*'(?=[,;\t|\r\n])", re.MULTILINE)


def form_of(text: TextFile, setting: str | None) -> Form:
    """The form of a text: `setting` is data.separator, None to find it out."""
    form = _separated(text, setting)
    if '\\"' in text.head:
        try:
            deque(records(text.head_lines(), form), 0)
        except BrokenRecord as problem:
            if text.whole or "end of data" not in str(problem):
                return replace(form, escape="\\")
    return form


def _separated(text: TextFile, setting: str | None) -> Form:
    """The form but for the way in which quotes inside quotes are written."""
    form = Form(quote="'" if '"' not in text.head and SINGLE_QUOTED.search(text.head) else '"')
    named = SEPARATOR_LINE.fullmatch(text.head.split("\n", 1)[0])
    if named:
        form = replace(form, skipped=1)
    if setting is not None:
        return replace(form, separator=setting)
    if named:
        return replace(form, separator=named[1])
    found = [
        (score, separator) for separator in CANDIDATES if (score := _score(text, replace(form, separator=separator)))
    ]
    if not found:
        found = [(1, separator) for separator in RARE if _divides_all(text, replace(form, separator=separator))]
    best = max((score for score, _separator in found), default=0)
    return replace(form, separator=next((separator for score, separator in found if score == best), ","))


def head_records(text: TextFile, form: Form, most: int = LOOKED_AT) -> list[tuple[int, list[str]]]:
    """The first records with the lines on which they begin, without one that the end of the head may have cut."""
    found, count = [], 0
    with suppress(BrokenRecord):  # told when all of it is read
        for line, cells in records(text.head_lines(), form, strict=False):
            found.append((line, [cell.strip(BLANKS) for cell in cells]))
            count += len(cells)
            if len(found) > (most if count < MOST_CELLS else FEWEST):
                break
    return found[:most] if text.whole else found[: max(1, min(most, len(found) - 1))]


def names_in_comment(text: TextFile, form: Form) -> list[str]:
    """The cells of the line before the first record if it is a comment, in which some programs write the names."""
    line = next(islice(text.head_lines(), max(form.skipped - 1, 0), None), "") if form.skipped else ""
    if not line.startswith("#"):
        return []
    found = next(records([line.lstrip("#")], replace(form, skipped=0), strict=False), (0, []))
    return [cell.strip(BLANKS) for cell in found[1]]


def usual_width(rows: Sequence[tuple[int, list[str]]]) -> int:
    """The number of cells that most records have."""
    return Counter(len(cells) for _line, cells in rows).most_common(1)[0][0] if rows else 0


def _divides_all(text: TextFile, form: Form) -> bool:
    """Whether a separator divides all records into equally many cells, two or more."""
    widths = {len(cells) for _line, cells in head_records(text, form)}
    return len(widths) == 1 and min(widths) > 1


def _score(text: TextFile, form: Form) -> float:
    """How well a separator fits: the share of records of the usual width, times how much cells look like cells."""
    rows = head_records(text, form)
    width = usual_width(rows)
    if width < 2:
        return 0
    alike = [cells for _line, cells in rows if len(cells) == width]
    share = len(alike) / len(rows)
    looked_at = [cell for cells in alike for cell in cells[:JUDGING]]
    looks = sum(_looks(cell, form.separator) for cell in looked_at) / len(looked_at)
    return share**2 * looks * (BLANKS_WEIGHT if form.separator == " " else 1)


def _looks(cell: str, separator: str) -> float:
    """From 0 to 1: a number or a missing value, a plain text, a text that another separator would divide."""
    if number_of(cell) is not None or is_missing(cell):
        return 1
    if separator != "," and DECIMAL_COMMA.fullmatch(cell):
        return 1
    if separator != " " and GROUPED_BY_BLANK.fullmatch(cell):
        return 0.9
    if any(other in cell for other in ";\t|"):
        return 0.1
    pieces = cell.split()
    if separator != " " and len(pieces) > 1 and all(number_of(piece) is not None for piece in pieces):
        return 0
    return 0.4 if "," in cell else 0.8
