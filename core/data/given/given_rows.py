"""Rows as a program hands them over: a matrix of numbers, or columns."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.calls import Array
from core.data.columns import Column
from core.support.checked_numbers import NUMBERS, as_array
from core.support.errors import InputError
from core.support.i18n import _
from core.support.shown_values import value_text

from .cells import column_of

CELLS = f"{NUMBERS}OUSM"
"""The kinds of arrays that hold cells: numbers, any objects, texts, bytes, and dates."""


@dataclass(frozen=True, eq=False)
class GivenRows:
    """m rows. One of `matrix` and `columns` is not None.

    `matrix` are numbers, m × n, NaN where a cell is missing; `columns` arrays of m cells of any kind. `names` are those
    of the columns; None where they go by their places.
    """

    rows: int
    names: tuple[str, ...] | None
    matrix: Array | None = field(default=None, repr=False)
    columns: Sequence[Array] | None = field(default=None, repr=False)

    @property
    def width(self) -> int:
        """The number n of columns."""
        return self.matrix.shape[1] if self.matrix is not None else len(self.columns or ())

    def column(self, place: int, name: str) -> Column:
        """The column at a place, from 0, under this name."""
        if self.matrix is not None:
            return Column(name, self.matrix[:, place])
        assert self.columns is not None, "rows are a matrix or columns"
        return column_of(name, self.columns[place])


def given_rows(X: Any) -> GivenRows:
    """The rows of an array m × n, lists, a DataFrame, a dict of columns, or a list of dicts, a row each.

    Raises InputError for another shape, and for two columns of one name.
    """
    named = _named_columns(X)
    if named is None:
        return _by_place(X)
    names = tuple(map(str, named))
    _check_different(names)
    columns = [_cells(cells) for cells in named.values()]
    lengths = {len(column) if column.ndim else -1 for column in columns}
    if len(lengths) != 1 or any(column.ndim != 1 for column in columns):
        shapes = ", ".join(str(column.shape) for column in columns[:8])
        raise InputError(_("X: found columns of shapes {}; expected as many cells in each").format(shapes))
    if all(column.dtype.kind in "iuf" for column in columns):
        return GivenRows(len(columns[0]), names, matrix=np.column_stack(columns).astype(float))
    return GivenRows(len(columns[0]), names, columns=columns)


def _cells(values: Any) -> Array:
    """The values as an array. Raises InputError for one of complex numbers, or of others that are no cells."""
    cells = as_array("X", values)
    if cells.dtype.kind not in CELLS:
        raise InputError(_("X holds {}, expected numbers, texts, true and false, or dates").format(cells.dtype))
    return cells


def _check_different(names: Sequence[Any]) -> None:
    for name, count in Counter(map(str, names)).items():
        if count > 1:
            raise InputError(_("X: found two columns {}; expected different names").format(value_text(name)))


def _by_place(X: Any) -> GivenRows:
    given = _cells(X)
    if given.ndim != 2 or not given.shape[1]:
        message = _("X has shape {}, expected m × n: a row for each example, a column for each input")
        if given.ndim == 1:
            message += _("; X.reshape(-1, 1) makes a column of it")
        elif given.ndim > 2:
            message += _("; X.reshape(len(X), -1) makes a row of each example")
        raise InputError(message.format(given.shape))
    if given.dtype.kind in NUMBERS:
        return GivenRows(len(given), None, matrix=given.astype(float, copy=False))
    if isinstance(X, Sequence):  # a list of rows, whose cells NumPy has made alike: [1, "a"] became ["1", "a"]
        given = np.array([list(row) for row in X], object)
    return GivenRows(len(given), None, columns=list(given.T))


def _named_columns(X: Any) -> dict[Any, Any] | None:
    """The columns by name; None where they have none."""
    if isinstance(X, Mapping):
        return dict(X)
    names = getattr(X, "columns", None)  # of a DataFrame, of whatever library
    if names is not None:
        listed = list(names)
        if all(isinstance(name, int | np.integer) for name in listed):  # a DataFrame made of an array
            return None
        _check_different(listed)
        return {name: X[name] for name in listed}
    if isinstance(X, np.ndarray) and X.dtype.names:
        return {name: X[name] for name in X.dtype.names}
    if isinstance(X, Sequence) and len(X) and all(isinstance(row, Mapping) for row in X):
        keys = dict.fromkeys(key for row in X for key in row)
        return {key: np.array([row.get(key) for row in X], object) for key in keys}
    return None
