"""Raw inputs of a model, m × s, of rows as a program hands them over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from core.calls import Array
from core.data.columns import Column, ColumnTable
from core.data.given.given_rows import GivenRows, given_rows
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation
from core.data.table import InputColumn
from core.data.understanding.class_labels import texts_and_codes
from core.data.understanding.dates import ISO, formats_that_fit
from core.data.understanding.inputs import input_matrix
from core.data.unusable_file import list_columns, list_names
from core.support.errors import InputError
from core.support.i18n import _
from core.support.shown_values import value_text


def raw_inputs(preparation: Preparation, X: Any, by_name: bool) -> Array:
    """The raw inputs of m rows X, m × s, as `Table.inputs` has them.

    X is an array m × n with a column for each one that the network learnt from, in their order; or, where the columns
    have names (`by_name`), a DataFrame, a dict of columns or a list of dicts: any order, others are ignored. Texts
    stand for categories and dates, None and NaN for missing cells. Raises InputError for a column that isn't there, a
    cell that doesn't fit, and a missing one where the network can't fill it.
    """
    rows, codings = given_rows(X), preparation.codings
    sources = tuple(dict.fromkeys(coding.source or coding.name for coding in codings))
    places = _places(rows, sources, by_name)
    if rows.matrix is not None and all(coding.kind == "number" for coding in codings):
        inputs = rows.matrix if places == [*range(rows.width)] else rows.matrix[:, places]
    else:
        columns = {source: rows.column(place, source) for place, source in zip(places, sources, strict=True)}
        inputs = _coded(codings, columns, rows.rows)
    _check(preparation, inputs)
    return inputs


def _places(rows: GivenRows, sources: Sequence[str], by_name: bool) -> list[int]:
    """Where in the rows each source is."""
    if rows.names is None or not by_name:
        if rows.width != len(sources):
            text = _("X has {} columns, expected {}: {}")
            raise InputError(text.format(rows.width, len(sources), list_columns(sources)))
        return [*range(rows.width)]
    place = {name: number for number, name in enumerate(rows.names)}
    for source in sources:
        if source not in place:
            text = _("X: there is no column {}, from which the network learnt; found {}")
            raise InputError(text.format(value_text(source), list_names([*map(value_text, rows.names)])))
    return [place[source] for source in sources]


def _coded(codings: Sequence[ColumnCoding], columns: Mapping[str, Column], rows: int) -> Array:
    wanted = [_wanted(coding, columns[coding.source or coding.name]) for coding in codings]
    return input_matrix(Path("X"), ColumnTable([*columns.values()], rows), columns, wanted)


def _wanted(coding: ColumnCoding, column: Column) -> InputColumn:
    """What a column is to be read as; dates may be given as dates, or as the network's file wrote them."""
    wanted = replace(coding.column, source=coding.source or coding.name)
    if wanted.kind == "date" and ISO in formats_that_fit(texts_and_codes(column)[0]):
        return replace(wanted, date_format=ISO)
    return wanted


def _check(preparation: Preparation, inputs: Array) -> None:
    """Raises InputError for an infinite number, and for a missing one that nothing was fitted to fill."""
    if np.isfinite(inputs).all():
        return
    codings = preparation.codings
    filled = np.array([coding.fill is not None or not coding.one_number for coding in codings])
    wrong = np.isinf(inputs) | (np.isnan(inputs) & ~filled)
    if wrong.any():
        row, column = map(int, np.argwhere(wrong)[0])
        text = _("X, row {}, column {}: found {}, expected a number; no cell was missing in the training data")
        if not np.isnan(inputs[row, column]):
            text = _("X, row {}, column {}: found {}, expected a number, or NaN where one is missing")
        raise InputError(text.format(row + 1, value_text(codings[column].name), inputs[row, column]))
