"""What stands in rows, made into raw inputs.

These are numbers, indices of categories, and NaN where a cell is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from core.calls import Array
from core.data.reading.missing_marks import AMONG_NUMBERS, BLANKS, is_missing
from core.data.reading.number_formats import is_held, numbers_of, parsed
from core.data.understanding.class_labels import identity_of, numbering
from core.data.understanding.dates import part_of, read_dates

from .facts import CODING, COLUMNS

PLAIN = set("0123456789+-.eE")
"""What most numbers are written with."""


class WrongCell(ValueError):
    """A cell that can't be used: its row from 0, its column, what was found and what was expected."""

    def __init__(self, row: int, column: str, found: object, expected: str) -> None:
        super().__init__(f"row {row + 1}, column {column!r}: found {str(found)[:60]!r}, expected {expected}")
        self.row, self.message = row, f"column {column!r}: found {str(found)[:60]!r}, expected {expected}"


def raw_inputs(rows: Any) -> Array:
    """Raw inputs, m × s, of rows as `predict` takes them."""
    if isinstance(rows, np.ndarray) and rows.dtype.kind in "biuf":
        if rows.ndim != 2 or rows.shape[1] != len(COLUMNS):  # if plain
            raise ValueError(f"found an array of shape {rows.shape}, expected m × {len(COLUMNS)}")  # if plain
        if rows.ndim != 2 or rows.shape[1] != len(CODING):  # if coded
            raise ValueError(f"found an array of shape {rows.shape}, expected m × {len(CODING)}")  # if coded
        return rows.astype(float)
    if hasattr(rows, "to_dict"):  # a table of pandas
        rows = rows.to_dict("records")
    columns: dict[str, list[str]] = {name: [] for name in COLUMNS}
    for number, row in enumerate(rows):
        named = isinstance(row, Mapping)
        if not named and len(row) != len(COLUMNS):
            raise ValueError(f"row {number + 1}: found {len(row)} values, expected {len(COLUMNS)}")
        for place, name in enumerate(COLUMNS):
            if named and name not in row:
                raise ValueError(f"row {number + 1}: there is no column {name!r}, from which the network learnt")
            columns[name].append(as_text(row[name] if named else row[place]))
    return known(raw_columns(columns, dict.fromkeys(COLUMNS, "."), "."))


def as_text(value: object) -> str:
    """A value as it would stand in a file; empty where there is none."""
    missing = value is None or (isinstance(value, (float, np.floating)) and np.isnan(value))
    return "" if missing else str(value)


def raw_columns(columns: Mapping[str, Sequence[str]], decimals: dict[str, str], decimal: str) -> Array:
    """Raw inputs, m × s, of the cells of each column as texts.

    An unknown category is the number of its levels.  # if levels
    `decimals` are the marks of the columns whose numbers have been read, `decimal` the one that is likely for others.
    """
    found = [numbers(name, columns[name], decimals, decimal) for name in COLUMNS]  # if plain
    found = [values(coding, columns[coding["source"]], decimals, decimal) for coding in CODING]  # if coded
    return np.column_stack(found)


def known(raw: Array) -> Array:
    """Raw inputs without the unknown words of columns that become a number: they count as missing."""
    for place, coding in enumerate(CODING):  # if known_levels
        if "levels" in coding and coding["kind"] != "category":  # if known_levels
            raw[raw[:, place] == len(coding["levels"]), place] = np.nan  # if known_levels
    return raw


def values(coding: Mapping[str, Any], texts: Sequence[str], decimals: dict[str, str], decimal: str) -> Array:
    """The raw inputs of one coding for the m cells of its column."""
    if coding.get("kind") == "date":  # if dates
        return date_parts(coding, texts)  # if dates
    if "levels" in coding:  # if levels
        return level_numbers(coding, texts)  # if levels
    return numbers(coding["source"], texts, decimals, decimal)


def numbers(column: str, texts: Sequence[str], decimals: dict[str, str], decimal: str) -> Array:
    """The numbers of m cells, NaN where one is missing. The first cells settle the column's decimal mark."""
    is_settled, decimal = column in decimals, decimals.setdefault(column, decimal)
    if decimal == "." and set("".join(texts)) <= PLAIN:  # most columns: quicker, and the same
        with suppress(ValueError):
            read = np.array([float(text) if text else np.nan for text in texts])
            if not np.isinf(read).any() and all(is_held(texts[row], 0.0) for row in np.flatnonzero(read == 0).tolist()):
                return read
    cells = [text.strip(BLANKS) for text in texts]
    given = sorted({cell for cell in cells if not is_missing(cell) and cell.casefold() not in AMONG_NUMBERS})
    found = numbers_of(given, decimal, is_settled)
    if found is None or not all(map(is_held, given, found.numbers)):
        for row, cell in enumerate(cells):
            if cell in given:
                number = parsed(cell, found.decimal if found else decimal, grouping=True)
                if number is None or not is_held(cell, number):
                    raise WrongCell(row, column, cell, "a number")
        raise WrongCell(cells.index(given[0]), column, given[0], "numbers with one decimal mark in all rows")
    decimals[column] = found.decimal
    number_of_cell = dict(zip(given, found.numbers))  # noqa: B905
    return np.array([number_of_cell.get(cell, np.nan) for cell in cells])


def level_numbers(coding: Mapping[str, Any], texts: Sequence[str]) -> Array:
    """The index of each of m categories, NaN where a cell is missing, the number of levels for an unknown one."""
    levels, cells = coding["levels"], [text.strip(BLANKS) for text in texts]
    known, dash = numbering(levels), "-" not in levels and "+" not in cells  # beside "+", "-" is a sign
    indices = np.full(len(cells), float(len(levels)))
    for row, cell in enumerate(cells):
        index = known.get(identity_of(cell))
        if index is None and coding["kind"] == "boolean":  # if booleans
            index = known.get(identity_of(cell.casefold()))  # if booleans
        if index is not None:
            indices[row] = index
        elif is_missing(cell, dash):
            indices[row] = np.nan
    return indices


def date_parts(coding: Mapping[str, Any], texts: Sequence[str]) -> Array:
    """The part of each of m dates that an input is, NaN where a cell is missing."""
    found = np.full(len(texts), np.nan)
    for row, text in enumerate(texts):
        cell = text.strip(BLANKS)
        if not is_missing(cell):
            try:
                found[row] = part_of(read_dates([cell], coding["date_format"]), coding["part"])[0]
            except ValueError:
                raise WrongCell(row, coding["source"], cell, f"a date as {coding['date_format']}") from None
    return found
