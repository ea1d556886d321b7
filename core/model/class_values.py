"""Classes as a program has them, made of their names."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.calls import Array
from core.data.table import ClassKind
from core.data.understanding.class_labels import identity_of, number_of
from core.support.checked_numbers import as_array
from core.support.errors import InputError
from core.support.i18n import _
from core.support.shown_values import value_text

LARGEST_WHOLE = 2**63
"""From here on a whole number isn't one of NumPy's."""


def class_values(names: Sequence[str], kind: ClassKind) -> Array:
    """The classes of these names, k values. `kind` "" is that which a table read from a file would have."""
    kind = kind or _guessed(names)
    if kind == "whole number":
        return np.array([int(name) for name in names])
    if kind == "number":
        return np.array([float(name) for name in names])
    if kind == "boolean":
        return np.array([name == "True" for name in names])
    return np.arange(len(names)) if kind == "one-hot" else np.array(names, str)


def numbers_of_classes(y: Any, names: Sequence[str], kind: ClassKind) -> Array:
    """The number, from 0, of each of m classes among the names; unless they are texts, however numbers are spelt.

    Raises InputError for a class that isn't among them.
    """
    values, same = as_array("y", y), str if kind == "text" else identity_of
    known = {same(name): number for number, name in enumerate(names)}
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.ndim != 1:
        raise InputError(_("y has shape {}, expected m classes").format(values.shape))
    found = {value: known.get(same(_spelt(value)), -1) for value in set(values.tolist())}
    numbers = np.array([found[value] for value in values.tolist()], int)
    if (numbers < 0).any():
        row = int(np.argmax(numbers < 0))
        text = _("y, row {}: found {}, expected one of the classes {}")
        raise InputError(text.format(row + 1, value_text(str(values[row])), value_text(list(names))))
    return numbers


def _guessed(names: Sequence[str]) -> ClassKind:
    """The kind of classes read from a file, as pandas would read their column."""
    if all(name.lstrip("-").isdecimal() and str(int(name)) == name and abs(int(name)) < LARGEST_WHOLE
           for name in names):  # fmt: skip
        return "whole number"
    return "number" if all(number_of(name) is not None and not _padded(name) for name in names) else "text"


def _padded(name: str) -> bool:
    """Whether a number begins with a 0 too many, as a postcode does."""
    return name[:1] == "0" and name[1:2].isdecimal()


def _spelt(value: object) -> str:
    return repr(value) if isinstance(value, float) else str(value)
