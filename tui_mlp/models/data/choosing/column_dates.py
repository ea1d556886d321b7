"""The dates of a column, as numbers that can be compared with one that is typed."""

from dataclasses import dataclass, field

import numpy as np

from core.calls import Array
from core.data.preparing.preparation import Preparation
from core.data.source_rows.source_column import SourceColumn
from core.data.understanding.dates import ISO, formats_that_fit, read_dates


@dataclass(frozen=True, eq=False)
class ColumnDates:
    """The dates of the distinct texts of a column, datetime64[s]; `format` is the name of the one that they are in."""

    dates: Array = field(repr=False)
    format: str


def column_dates(column: SourceColumn, preparation: Preparation | None) -> ColumnDates | None:
    """The dates of a column, in the format of its inputs where it is one; None where it holds no dates."""
    if column.description.kind != "date" or not column.texts:
        return None
    codings = () if preparation is None else preparation.codings
    formats = [one.date_format for one in codings if column.name == one.source and one.date_format]
    for name in formats or formats_that_fit(column.texts, stated=True):
        try:
            return ColumnDates(read_dates(column.texts, name), name)
        except ValueError:  # data.test may hold other texts
            continue
    return None


def typed_date(text: str, date_format: str) -> np.datetime64 | None:
    """The date that was typed, as the column writes dates, or as ISO 8601 does: 2024-05-31, 2024-05, 2024."""
    for whole, name in ((text, date_format), (text, ISO), (f"{text}-01", ISO), (f"{text}-01-01", ISO)):
        try:
            found: np.datetime64 = read_dates([whole], name)[0]
        except ValueError:
            continue
        return found
    return None
