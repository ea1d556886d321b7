"""The classes in a column of targets: their names and numbers."""

import re
from collections.abc import Callable, Sequence
from math import isfinite, isnan
from pathlib import Path

import numpy as np

from core.calls import Array
from core.data.unusable_file import refuse
from core.support.i18n import _, ngettext
from core.support.shown_values import value_text

MOST_CLASSES = 20
"""A column of whole numbers with more distinct values is taken for regression, unless data.task says otherwise."""

MOST_NAMED_CLASSES = 1000
"""Most classes that a column may have."""

NUMBER = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf|infinity|nan)", re.ASCII | re.IGNORECASE)
"""What counts as a number. Python's `float` also accepts 1_000 and the digits of every script."""

WHOLE = re.compile(r"[+-]?\d{1,400}", re.ASCII)

LARGEST_EXACT = 2.0**53
"""From here on different whole numbers may be the same float."""


def looks_like_classes(column: Sequence[str]) -> bool:
    """Whether a column holds text, or whole numbers of few distinct values."""
    values = {number_of(text) for text in set(column)}
    if None in values:
        return True
    return len(values) <= MOST_CLASSES and all(value is not None and value.is_integer() for value in values)


def class_numbers(path: Path, column: Sequence[str], place: Callable[[int], str]) -> tuple[Array, tuple[str, ...]]:
    """The class number of each row, and the classes' names: numbers by size, then text in alphabetical order.

    Equal numbers such as 1 and 1.0 are one class, called by the shortest of its texts. `place` describes a row's
    place for messages. Raises InputError.
    """
    texts = sorted(set(column), key=lambda text: (len(text), text))
    if "" in texts:
        refuse(path, _("{}: the target has an empty cell, expected a class").format(place(column.index(""))))
    text_of: dict[float | str, str] = {}
    for text in texts:
        text_of.setdefault(_identity(text), text)
    names = sorted(text_of.values(), key=_sort_key)
    if len(names) < 2:
        message = _("all targets are of one class, {}; expected two or more")
        refuse(path, message.format(value_text(names[0])))
    if len(names) > MOST_NAMED_CLASSES:
        message = ngettext(
            'the target has {} value; for measurements set data.task = "regression"',
            'the target has {} different values; for measurements set data.task = "regression"',
            len(names),
        )
        refuse(path, message.format(len(names)))
    numbers = {_identity(name): number for number, name in enumerate(names)}
    class_of = {text: numbers[_identity(text)] for text in texts}
    return np.array([class_of[text] for text in column]), tuple(names)


def _identity(name: str) -> float | str:
    """The identity of a class: its number, an exact int where it is large and whole, else its text."""
    number = number_of(name)
    if number is None or not isfinite(number):
        return name
    return int(name) if abs(number) >= LARGEST_EXACT and WHOLE.fullmatch(name) else number


def _sort_key(name: str) -> tuple[bool, float, str]:
    number = number_of(name)
    if number is None or isnan(number):  # nan has no order
        return True, 0.0, name
    return False, number, name


def is_one_hot(values: Array) -> bool:
    """Whether each row, of m × k, has a single 1 and zeros."""
    return bool(np.isin(values, (0, 1)).all() and (values.sum(1) == 1).all())


def number_of(text: str) -> float | None:
    """The number that a text is; None for any other text."""
    return float(text) if NUMBER.fullmatch(text) else None
