"""The values of a column counted in a few bins, as its small histogram shows them."""

from typing import NamedTuple

import numpy as np

from core.calls import Array
from core.data.source_rows.source_column import SourceColumn
from core.data.source_rows.source_rows import SourceRows
from core.data.understanding.class_labels import distinct_and_codes, levels_of
from core.data.understanding.dates import read_dates

MOST_BINS = 10
"""The most bins of a column, of which each is a cell wide."""

UNCOUNTED = ("id", "text", "constant", "empty")
"""Kinds of columns whose values aren't counted: each has its own, or all have one."""


class Bins(NamedTuple):
    """The cells in each bin, from left to right; missing cells are in none."""

    counts: tuple[int, ...] = ()


def bins_of_column(source: SourceRows, name: str) -> Bins:
    """The bins of the column of this name. For any thread: of a million rows it takes some 30 ms."""
    preparation = source.data.preparation
    formats = {coding.source: coding.date_format for coding in preparation.codings} if preparation else {}
    column = source.by_name.get(name)
    return Bins() if column is None else column_bins(column, formats.get(name, ""))


def column_bins(column: SourceColumn, date_format: str = "") -> Bins:
    """The bins of one column: of numbers and dates equally wide ones, of categories one each, or the commonest ones.

    Dates that the network doesn't learn from have no `date_format`, and no bins.
    """
    described = column.description
    if described.kind in UNCOUNTED:
        return Bins()
    if described.kind == "number" and column.numbers is not None:
        return number_bins(column.numbers, described.distinct)
    if described.kind == "date":
        return _date_bins(column, date_format) if date_format else Bins()
    return _category_bins(column)


def number_bins(numbers: Array, distinct: int) -> Bins:
    """m numbers, NaN where missing, in equally wide bins from the smallest to the largest: `distinct`, or MOST_BINS."""
    low, high = float(np.nanmin(numbers)), float(np.nanmax(numbers))
    bins = max(1, min(MOST_BINS, distinct))
    if not low < high or np.isinf(high - low):
        return Bins()
    places = np.subtract(numbers, low)
    places /= high - low
    places *= bins
    places[np.isnan(numbers)] = bins + 1  # behind the last: cut off below
    np.copyto(places, bins - 1, where=places == bins)  # the largest number is in the last bin
    counts = np.bincount(places.astype(np.int16), minlength=bins)
    return Bins(tuple(counts[:bins].tolist()))


def _date_bins(column: SourceColumn, date_format: str) -> Bins:
    """Dates by time. The texts of a column of eight digits are its numbers."""
    if column.codes is not None and column.texts is not None:
        texts, counts = column.texts, np.bincount(column.codes[column.codes >= 0], minlength=len(column.texts))
    else:
        assert column.numbers is not None, "a column has numbers or texts"
        values, codes = distinct_and_codes(column.numbers[~np.isnan(column.numbers)])
        texts, counts = tuple(str(int(value)) for value in values.tolist()), np.bincount(codes, minlength=len(values))
    try:
        times = read_dates(texts, date_format).astype(np.int64).astype(float)
    except ValueError:
        return Bins()
    low, high = float(times.min()), float(times.max())
    if not low < high:
        return Bins()
    bins = min(MOST_BINS, len(times))
    places = np.minimum((times - low) * (bins / (high - low)), bins - 1).astype(int)
    return Bins(tuple(np.bincount(places, weights=counts, minlength=bins).astype(int).tolist()))


def _category_bins(column: SourceColumn) -> Bins:
    """The cells of each category in their order; of too many, those of the commonest, which come first."""
    if column.codes is not None and column.texts is not None:
        counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.texts))
        if len(counts) <= MOST_BINS:
            number = {text: place for place, text in enumerate(column.texts)}
            levels = levels_of(column.texts)
            if len(levels) == len(number):  # else equal numbers are spelt in several ways
                counts = counts[[number[level] for level in levels]]
    else:
        assert column.numbers is not None, "a column has numbers or texts"
        _values, codes = distinct_and_codes(column.numbers[~np.isnan(column.numbers)])
        counts = np.bincount(codes)
    if len(counts) > MOST_BINS:
        counts = -np.sort(-counts)[:MOST_BINS]
    return Bins(tuple(counts.tolist()))
