"""The cells of one column, as a program hands them over, made a column of a table."""

from datetime import date
from math import isnan
from numbers import Real

import numpy as np

from core.calls import Array
from core.data.columns import Column
from core.data.reading.missing_marks import is_missing
from core.data.understanding.class_labels import number_of

MISSING_TYPES = ("NAType", "NaTType")
"""The types of pandas' marks of missing cells, by name, as pandas itself need not be there."""


def column_of(name: str, cells: Array) -> Column:
    """A column of m cells: with numbers where each cell that is there is one, with texts where one isn't.

    Missing are None, NaN, NaT, pandas' NA, and the texts that stand for a missing cell in a file. Booleans are the
    texts True and False, and the numbers 1 and 0. Dates are texts such as 2026-01-31T12:00:00.
    """
    if cells.dtype.kind in "iuf":
        return Column(name, cells.astype(float))
    if cells.dtype.kind == "b":
        return Column(name, cells.astype(float), cells.astype(np.int32), ("False", "True"))
    if cells.dtype.kind == "M":
        cells = np.where(np.isnat(cells), "", np.datetime_as_string(cells, unit="s"))
    texts = [_text(cell) for cell in cells.tolist()]
    distinct = sorted({text for text in texts if text is not None})
    place = {text: number for number, text in enumerate(distinct)}
    codes = np.array([-1 if text is None else place[text] for text in texts], np.int32)
    booleans = distinct in (["False"], ["True"], ["False", "True"])
    numbers = [float(text == "True") if booleans else number_of(text) for text in distinct]
    found = np.array([*(np.nan if number is None else number for number in numbers), np.nan])
    all_numbers = bool(np.isfinite(found[:-1]).all())
    return Column(name, found[codes] if all_numbers else None, codes, tuple(distinct))


def _text(cell: object) -> str | None:
    """A cell as it would stand in a file; None for a missing one."""
    if cell is None or type(cell).__name__ in MISSING_TYPES:
        return None
    if isinstance(cell, date):  # also a datetime, and a Timestamp of pandas
        return cell.isoformat()
    if isinstance(cell, bool | np.bool_):
        return str(bool(cell))
    if isinstance(cell, Real):
        return None if isnan(cell) else repr(cell.item() if isinstance(cell, np.generic) else cell)
    text = cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)
    return None if is_missing(text.strip()) else text.strip()
