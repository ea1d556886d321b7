"""Classes and categories: their names, order and numbers; equal numbers are one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from math import isfinite, isnan

import numpy as np

from core.calls import Array
from core.data.columns import Column

MOST_NAMED_CLASSES = 1000
"""Most classes that a column may have."""

NUMBER = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf|infinity|nan)", re.ASCII | re.IGNORECASE)
"""What counts as a number. Python's `float` also accepts 1_000 and the digits of every script."""

WHOLE = re.compile(r"[+-]?\d{1,400}", re.ASCII)

LARGEST_EXACT = 2.0**53
"""From here on different whole numbers may be the same float."""

SUM_TOLERANCE = 2e-5
"""How far shares may be from a sum of 1: they are written with some digits only, such as three times 0.33333."""

Identity = float | str
"""What makes a class the same, however it is spelt."""


def number_of(text: str) -> float | None:
    """The number that a text is; None for any other text."""
    return float(text) if NUMBER.fullmatch(text) else None


def number_name(value: float) -> str:
    """A number as a category's name: 6 digits, or as many as distinguish it from every other."""
    short = f"{value:g}"
    return short if float(short) == value else repr(value)


def identity_of(text: str) -> Identity:
    """What makes a category the same: its number, an exact int where it is large and whole, else its text."""
    number = number_of(text)
    if number is None or not isfinite(number):
        return text
    return int(text) if abs(number) >= LARGEST_EXACT and WHOLE.fullmatch(text) else number


def levels_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The categories among texts: numbers by size, then texts in the order of their code points.

    Equal numbers are one category, called by the shortest of its texts.
    """
    text_of: dict[Identity, str] = {}
    for text in sorted(texts, key=lambda text: (len(text), text)):
        text_of.setdefault(identity_of(text), text)
    return tuple(sorted(text_of.values(), key=_sort_key))


def numbering(levels: Sequence[str]) -> Mapping[Identity, int]:
    """The index of each category by what makes it the same."""
    return {identity_of(level): index for index, level in enumerate(levels)}


def are_shares(targets: Array) -> bool:
    """Whether each row of targets, m × k without missing ones, has shares of classes: from 0 on, with a sum of 1."""
    with np.errstate(all="ignore"):  # of huge targets
        return bool((np.abs(targets.sum(1) - 1) <= SUM_TOLERANCE).all() and (targets >= 0).all())


def texts_and_codes(column: Column) -> tuple[Sequence[str], Array]:
    """The distinct cells of a column, and for each of m cells its index among them, −1 where it is missing.

    Numbers that were read without their spelling are spelt as `number_name` does, but whole ones in full.
    """
    if column.texts is not None and column.codes is not None:
        return column.texts, column.codes
    assert column.numbers is not None, "a column has numbers, texts, or both"
    values, codes = distinct_and_codes(column.numbers)
    codes[np.isnan(column.numbers)] = -1
    return [_spelt(value) for value in values.tolist() if not isnan(value)], codes


def distinct_and_codes(values: Array) -> tuple[Array, Array]:
    """The distinct values by size, and for each of m values its index; NaN, many times, comes last.

    NumPy's `unique` would import all of numpy.ma.
    """
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    starts = np.concatenate((np.ones(min(1, len(values)), bool), ordered[1:] != ordered[:-1]))
    codes = np.empty(len(values), np.int64)
    codes[order] = np.cumsum(starts) - 1
    return ordered[starts], codes


def _spelt(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < LARGEST_EXACT else number_name(value)


def _sort_key(name: str) -> tuple[bool, float, str]:
    number = number_of(name)
    if number is None or isnan(number):  # nan has no order
        return True, 0.0, name
    return False, number, name
