"""Arrays and numbers of a program, checked: finite, and each place told."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from .errors import InputError
from .i18n import _
from .shown_values import value_text

NUMBERS = "biuf"
"""The kinds of arrays whose cells are numbers: booleans, whole numbers, numbers with decimals."""


def as_array(name: str, values: Any) -> NDArray[Any]:
    """The values as an array of NumPy. Raises InputError for lists of different lengths; `name` begins the message."""
    try:
        return np.asarray(values)
    except ValueError as problem:
        raise InputError(_("{}: found rows of different lengths; expected as many in each").format(name)) from problem


def finite_numbers(name: str, values: ArrayLike, dtype: np.dtype[Any]) -> NDArray[Any]:
    """The values, m or m × n, in the dtype. Raises InputError at the first that isn't a number which it holds."""
    given = as_array(name, values)
    if given.dtype.kind not in NUMBERS:
        for place, cell in np.ndenumerate(given):
            if not isinstance(cell, bool | int | float | np.bool | np.integer | np.floating):
                text = _("{}: found {}, expected a number")
                raise InputError(text.format(_place(name, place), value_text(cell if cell is None else str(cell))))
    with np.errstate(all="ignore"):
        made = given.astype(dtype, copy=False)
    finite = np.isfinite(made)
    if not finite.all():
        place = tuple(np.argwhere(~finite)[0].tolist())
        if np.isfinite(float(given[place])):
            text = _("{}: found {:g}, expected a number that {} holds, at most {:.2g}")
            largest = float(np.finfo(dtype).max)
            raise InputError(text.format(_place(name, place), float(given[place]), dtype.name, largest))
        raise InputError(_("{}: found {}, expected a number").format(_place(name, place), float(given[place])))
    return made


def listed(value: Any) -> Any:
    """A value as an experiment file has it: lists, and numbers of Python, instead of arrays, tuples and NumPy's."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [listed(one) for one in value]
    return value


def dtype_name(dtype: DTypeLike) -> str:
    """The name of a dtype of floating point, such as float64 of "double"; of another, or of what is none, its text."""
    try:
        found = np.dtype(dtype)
    except TypeError:
        return str(dtype)
    return str(dtype) if dtype is None or (isinstance(dtype, str) and found.kind != "f") else found.name


def _place(name: str, place: tuple[int, ...]) -> str:
    """Where a value stands, with its row and column from 1."""
    if not place:
        return name
    row = _("{}, row {}").format(name, place[0] + 1)
    return row if len(place) == 1 else _("{}, column {}").format(row, place[1] + 1)
