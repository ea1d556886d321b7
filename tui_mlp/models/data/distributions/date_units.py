"""Dates as numbers of years, months or days."""

from typing import Literal

import numpy as np

from core.calls import Array
from core.data.understanding.dates import formats_that_fit, read_dates

DateUnit = Literal["year", "month", "day"]

MANY_MONTHS, MANY_DAYS = 60, 90
"""From so many months on dates are counted by years, from so many days on by months."""

_EPOCH = 1970


def dates_of(texts: tuple[str, ...], date_format: str) -> Array | None:
    """The texts as datetime64[s]; None where they are no dates. Without a format, the first that suits them all."""
    formats = (date_format,) if date_format else formats_that_fit(texts, stated=True)
    try:
        return read_dates(texts, formats[0]) if formats and texts else None
    except ValueError:
        return None


def date_numbers(dates: Array) -> tuple[Array, DateUnit]:
    """The years, months since the year 0, or days since 1970 of dates, m float64; and which of these they are."""
    days, months = dates.astype("datetime64[D]").astype(np.int64), dates.astype("datetime64[M]").astype(np.int64)
    months += 12 * _EPOCH
    if int(months.max() - months.min()) >= MANY_MONTHS:
        return np.floor(months / 12), "year"
    if int(days.max() - days.min()) >= MANY_DAYS:
        return months.astype(float), "month"
    return days.astype(float), "day"


def date_text(number: float, unit: DateUnit) -> str:
    """The year, month or day of a number, as ISO 8601 writes it."""
    whole = int(number)
    if unit == "year":
        return str(whole)
    if unit == "month":
        return f"{whole // 12}-{whole % 12 + 1:02}"
    return str(np.datetime64(whole, "D"))
