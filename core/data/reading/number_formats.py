"""How numbers are written: decimal commas, thousands, Fortran's exponents, minus signs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

from core.data.understanding.class_labels import number_of

DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
DECIMAL_POINT = re.compile(r"[+-]?\d*\.\d+(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
GROUPED_BY_COMMA = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
GROUPED_BY_POINT = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?", re.ASCII)
GROUPED_BY_BLANK = re.compile("[+-]?[1-9]\\d{0,2}(?:[ \xa0\u2009\u202f'’]\\d{3})+(?:[.,]\\d*)?", re.ASCII)
"""Thousands grouped by a blank, as in French, or an apostrophe, as in Switzerland."""
MINUS = "\u2212"
FORTRAN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)[dDqQ][+-]?\d+", re.ASCII)
MANY_DISTINCT = 20
"""With more distinct numbers, a column has measurements."""
NOT_ZERO = re.compile("[1-9]")


@dataclass(frozen=True)
class NumberColumn:
    """The numbers of a column's distinct texts. `grouped` is a text with grouped thousands, `decimal` the mark read."""

    numbers: list[float]
    decimal: str
    grouped: str | None = None


def numbers_of(texts: Sequence[str], decimal: str, is_set: bool) -> NumberColumn | None:
    """The numbers that the distinct texts of a column are; None unless all of them are numbers.

    `decimal` is the file's decimal mark. Unless it `is_set` by data.decimal, a column may have the other one. Thousands
    may be grouped by the mark that isn't the decimal one, where all such numbers of the column are grouped right.
    """
    for mark in (decimal,) if is_set else (decimal, "," if decimal == "." else "."):
        for grouping in (False, True):
            numbers = _all(texts, mark, grouping)
            if numbers is not None:
                grouped = next((text for text in texts if parsed(text, mark, False) is None), None)
                return NumberColumn(numbers, mark, grouped)
    return None


def parsed(text: str, decimal: str, grouping: bool = False) -> float | None:
    """The number that a text is with this decimal mark; None for any other text. It may be infinite."""
    if text.startswith(MINUS):
        text = "-" + text[1:]
    if grouping:
        text = without_blanks(text)
    if grouping and (GROUPED_BY_COMMA if decimal == "." else GROUPED_BY_POINT).fullmatch(text):
        text = text.replace("," if decimal == "." else ".", "")
    if decimal == ",":
        if "." in text:
            return None
        text = text.replace(",", ".")
    number = number_of(text)
    if number is None and FORTRAN.fullmatch(text):
        number = float(re.sub("[dDqQ]", "e", text))
    return number


def without_blanks(text: str) -> str:
    """A number without the blanks or apostrophes that group its thousands; any other text as it is."""
    return re.sub("[^0-9.,+-]", "", text) if GROUPED_BY_BLANK.fullmatch(text) else text


def is_unsure(cells: Iterable[str]) -> bool:
    """Whether every cell with a decimal point could as well have thousands grouped by points, as 1.234."""
    found = [cell for cell in cells if DECIMAL_POINT.fullmatch(cell)]
    return bool(found) and all(map(GROUPED_BY_POINT.fullmatch, found))


def is_measured(numbers: Iterable[float]) -> bool:
    """Whether the numbers of a column are more than a few codes: one is a fraction, or they are many."""
    distinct = {number for number in numbers if isfinite(number)}
    return len(distinct) > MANY_DISTINCT or any(number % 1 for number in distinct)


def is_held(text: str, number: float) -> bool:
    """Whether float64 holds a text's number: it isn't infinite, and not rounded to 0."""
    return isfinite(number) and not (number == 0 and NOT_ZERO.search(re.split("[eEdDqQ]", text)[0]))


def decimal_mark(cells: Iterable[str], separator: str) -> str:
    """The decimal mark of a file, by some of its cells.

    A number such as 1.234 or 1,234 tells nothing, as its mark may group thousands. Where all are like 1,234, the
    separator decides.
    """
    commas = points = unsure = 0
    for cell in map(without_blanks, cells):
        if GROUPED_BY_COMMA.fullmatch(cell):
            is_either = cell.count(",") == 1 and "." not in cell
            unsure, points = unsure + is_either, points + (not is_either)
        elif GROUPED_BY_POINT.fullmatch(cell):
            commas += cell.count(".") > 1 or "," in cell
        elif DECIMAL_COMMA.fullmatch(cell):
            commas += 1
        elif DECIMAL_POINT.fullmatch(cell):
            points += 1
    if commas or points:
        return "," if commas > points else "."
    return "," if unsure and separator in (";", "\t") else "."


def _all(texts: Sequence[str], decimal: str, grouping: bool) -> list[float] | None:
    """The numbers of all texts, None if one of them isn't a number."""
    numbers = []
    for text in texts:
        number = parsed(text, decimal, grouping)
        if number is None:
            return None
        numbers.append(number)
    return numbers
