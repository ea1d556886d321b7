"""Finds rows: in distinct texts and their codes, in numbers all at once."""

import operator
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from core.calls import Array
from core.data.source_rows.source_column import SourceColumn
from core.data.source_rows.source_rows import SourceRows
from core.data.understanding.class_labels import number_of
from core.data.unusable_file import list_names
from core.support.i18n import N_, _, translated
from core.support.shown_values import value_text

from .column_dates import ColumnDates, column_dates, typed_date
from .distinct_texts import DistinctTexts
from .row_query import RowQuery, row_query

MISSING = N_("missing")
"""What is typed for a missing cell, where no cell is this text itself."""

COMPARISONS: dict[str, Callable[[Array, float | np.datetime64], Array]] = {
    ":": operator.eq, "=": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
OF_SIZE = ("<", "<=", ">", ">=")
"""The comparisons that only numbers and dates have."""


@dataclass(frozen=True, eq=False)
class FoundRows:
    """The rows that were found, by their numbers in `SourceRows`, ascending; `problem` says why there can be none."""

    rows: Array = field(repr=False)
    problem: str = ""


class RowSearch:
    """Searches the rows of one source. What it finds out about texts is kept for the next search."""

    def __init__(self, source: SourceRows) -> None:
        self._source = source
        self._names = [column.name for column in source.columns]
        self._texts: dict[str, DistinctTexts] = {}
        self._dates: dict[str, ColumnDates | None] = {}
        self._latest: tuple[str, FoundRows] | None = None

    def find(self, typed: str, cancelled: Callable[[], bool] = lambda: False) -> FoundRows | None:
        """The rows that are searched for; None for nothing typed, and after `cancelled`, which is asked now and then.

        It may be called on any thread.
        """
        latest = self._latest
        if latest is not None and latest[0] == typed:
            return latest[1]
        query = row_query(typed, self._names)
        if query is None:
            return None
        found = self._in_one(query) if query.column else self._in_any(query, cancelled)
        if found is not None:
            self._latest = typed, found
        return found

    def _in_any(self, query: RowQuery, cancelled: Callable[[], bool]) -> FoundRows | None:
        marks = np.zeros(self._source.rows, bool)
        number = self._number(query.text)
        for column in self._source.columns:
            if cancelled():
                return None
            if column.numbers is not None and number is not None:
                marks |= column.numbers == number
            elif column.codes is not None:
                of_texts = self._texts_of(column).containing(query.text)
                if of_texts.any():
                    marks |= _of_codes(of_texts, column.codes)
        rows = np.flatnonzero(marks).astype(np.int32)
        if query.unknown and not len(rows):
            text = _("there is no column {}; there are {}")
            return FoundRows(rows, text.format(value_text(query.unknown), list_names(self._names)))
        return FoundRows(rows)

    def _in_one(self, query: RowQuery) -> FoundRows:
        column, none = self._source.by_name[query.column], np.zeros(0, np.int32)
        name, number, differs = value_text(column.name), self._number(query.text), query.operator == "!="
        if not query.text:
            return FoundRows(none, _("type what is to be found in {}").format(name))
        if column.numbers is not None and number is not None:
            marks = COMPARISONS[query.operator](column.numbers, number) & ~np.isnan(column.numbers)
        elif column.numbers is not None and _means_missing(query.text):
            marks = np.isnan(column.numbers) ^ differs
        elif column.codes is None or column.texts is None:
            return FoundRows(none, _("{} holds numbers, and {} is none").format(name, value_text(query.text)))
        elif query.operator not in OF_SIZE:
            marks = self._of_text(query, column, column.codes)
        elif (dates := self._dates_of(column)) is not None:
            date = typed_date(query.text, dates.format)
            if date is None:
                return FoundRows(none, _("{} holds dates, and {} is none").format(name, value_text(query.text)))
            marks = _of_codes(COMPARISONS[query.operator](dates.dates, date), column.codes)
        else:
            return FoundRows(none, _("{} holds no numbers; = and : find texts").format(name))
        return FoundRows(np.flatnonzero(marks).astype(np.int32))

    def _of_text(self, query: RowQuery, column: SourceColumn, codes: Array) -> Array:
        """Which of m rows have a text in a column, or haven't."""
        texts = self._texts_of(column)
        of_texts = texts.equal_to(query.text)
        if not of_texts.any() and _means_missing(query.text):
            return (codes < 0) ^ (query.operator == "!=")
        if query.operator == "!=":
            of_texts = ~of_texts
        elif query.operator == ":" and not of_texts.any():
            of_texts = texts.containing(query.text)
        return _of_codes(of_texts, codes)

    def _number(self, text: str) -> float | None:
        """The number that was typed, as the source writes numbers or as Python does; None for a text."""
        dialect = self._source.data.description.dialect
        if dialect is not None and dialect.decimal == ",":
            text = text.replace(",", ".")
        return number_of(text)

    def _dates_of(self, column: SourceColumn) -> ColumnDates | None:
        """The dates of a column; None where it has none."""
        if column.name not in self._dates:
            self._dates[column.name] = column_dates(column, self._source.data.preparation)
        return self._dates[column.name]

    def _texts_of(self, column: SourceColumn) -> DistinctTexts:
        if column.name not in self._texts:
            self._texts[column.name] = DistinctTexts(column.texts or ())
        return self._texts[column.name]


def _of_codes(of_texts: Array, codes: Array) -> Array:
    """Which of m rows have one of the marked texts; missing cells, −1, have none."""
    marks: Array = np.append(of_texts, False)[codes]
    return marks


def _means_missing(text: str) -> bool:
    return text.casefold() in (MISSING, translated(MISSING).casefold())
