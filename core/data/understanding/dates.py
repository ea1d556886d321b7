"""Dates in columns of texts: how they are written, and the numbers in them.

Known are ISO dates with or without a time, dates with the name of a month, and day, month and year in the order that
the cells of a column leave no doubt about. Fractions of seconds and offsets from UTC are not used: the hour is the one
that is written.
"""

import re
from collections.abc import Sequence
from itertools import islice

import numpy as np

from core.calls import Array

CLOCK = r"(?P<H>\d{1,2}):(?P<M>\d\d)(?::(?P<S>\d\d)(?:[.,]\d+)?)?\s?(?P<half>[AP]M)?"
TIME = rf"(?:(?:T|\s+){CLOCK}\s?(?:Z|UTC|[+-]\d\d:?\d\d)?)?"
DAY, MONTH, YEAR = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<Y>\d{4})"
SHORT_YEAR = r"(?P<Y>\d{4}|\d\d)"

MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "jan feb mar apr may jun jul aug sept oct nov dec",
        "jan feb mrz apr mai jun jul aug sep okt nov dez",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "jän feb mär apr mai jun jul aug sep okt nov dez",
    )
    for number, name in enumerate(names.split(), 1)
}
"""Names of months in English, Spanish and German, in small letters."""

NAMED_MONTH = rf"(?P<b>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
LINK = r"[\s-]?"
WEEKDAY = r"(?:[^\s\d.,]{2,10}[.,]*\s+)?"

ISO = "Y-m-d"
FORMATS = {
    name: re.compile(pattern + TIME, re.ASCII | re.IGNORECASE)
    for name, pattern in {
        ISO: rf"{YEAR}(?P<mark>[-/.])(?P<m>\d\d)(?P=mark)(?P<d>\d\d)",
        "d.m.Y": rf"{DAY}\.\s?{MONTH}\.\s?{SHORT_YEAR}",
        "d/m/Y": rf"{DAY}/{MONTH}/{SHORT_YEAR}",
        "m/d/Y": rf"{MONTH}/{DAY}/{SHORT_YEAR}",
        "d-m-Y": rf"{DAY}-{MONTH}-{YEAR}",
        "m-d-Y": rf"{MONTH}-{DAY}-{YEAR}",
        "d month Y": rf"{WEEKDAY}{DAY}(?:st|nd|rd|th|\.)?{LINK}(?:de\s|of\s)?{NAMED_MONTH},?{LINK}(?:de\s)?"
        + SHORT_YEAR,
        "month d Y": rf"{WEEKDAY}{NAMED_MONTH}\s{DAY}(?:st|nd|rd|th)?,?\s{YEAR}",
        "month Y": rf"{NAMED_MONTH},?[\s-](?:de\s)?{YEAR}",
        "Y-m": rf"{YEAR}[-/](?P<m>\d\d)",
    }.items()
}
"""Ways to write a date, by the names that run folders keep. Years of two digits are from 1969 to 2068."""

PLAIN_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?", re.ASCII)

PACKED = "Ymd"
"""A date as eight digits. Only where data.kinds says that it is a date: it looks like a number."""

ALL_FORMATS = FORMATS | {PACKED: re.compile(r"(?P<Y>\d{4})(?P<m>\d\d)(?P<d>\d\d)" + TIME, re.ASCII | re.IGNORECASE)}

FIRST_SHORT_YEAR = 69
"""Years of two digits below it are from 2000 on, as POSIX reads them."""

NEARLY = 0.95
"""A column of which so many texts are dates has wrong ones among them."""

SAMPLE = 50
"""Texts that are tried before all are."""

PARTS = ("year", "month", "day of week", "hour")


def formats_that_fit(texts: Sequence[str], stated: bool = False) -> tuple[str, ...]:
    """The formats in which all texts are dates; several where day and month can't be distinguished.

    `stated` says that the column is one of dates, so that eight digits are one.
    """
    if not texts:
        return ()
    known = ALL_FORMATS if stated else FORMATS
    likely = [name for name in known if None not in map(known[name].fullmatch, islice(texts, SAMPLE))]
    return tuple(name for name in likely if first_wrong(texts, name) is None)


def first_wrong(texts: Sequence[str], name: str) -> int | None:
    """The index of the first text that is no date in this format; None if all are."""
    try:
        read_dates(texts, name)
    except ValueError:
        return next(index for index, text in enumerate(texts) if not _is_date(text, name))
    return None


def nearly_dates(texts: Sequence[str]) -> tuple[str, str] | None:
    """The format in which nearly all texts are dates, and the first that isn't one; None if there is none."""
    for name, pattern in FORMATS.items():
        if sum(pattern.fullmatch(text) is not None for text in islice(texts, SAMPLE)) < NEARLY * min(
            SAMPLE, len(texts)
        ):
            continue
        wrong = [text for text in texts if not _is_date(text, name)]
        if 0 < len(wrong) <= (1 - NEARLY) * len(texts):
            return name, wrong[0]
    return None


def read_dates(texts: Sequence[str], name: str) -> Array:
    """The texts as datetime64[s]. Raises ValueError for one that is no date in this format."""
    if name == ISO and all(map(PLAIN_ISO.fullmatch, texts)):  # as NumPy reads them: a third of the time
        return np.array(texts, "U19").astype("datetime64[s]")
    return np.array([_iso(text, name) for text in texts], "U19").astype("datetime64[s]")


def part_of(dates: Array, part: str) -> Array:
    """A part of dates, datetime64[s], as float64: the year, the month from 1, the day of the week from Monday as 1,
    or the hour from 0.
    """
    if part == "year":
        numbers = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    elif part == "month":
        numbers = dates.astype("datetime64[M]").astype(np.int64) % 12 + 1
    elif part == "day of week":
        numbers = (dates.astype("datetime64[D]").astype(np.int64) + 3) % 7 + 1  # day 0, 1970-01-01, was a Thursday
    else:
        numbers = dates.astype(np.int64) // 3600 % 24
    return numbers.astype(float)


def _is_date(text: str, name: str) -> bool:
    try:
        read_dates([text], name)
    except ValueError:
        return False
    return True


def _iso(text: str, name: str) -> str:
    """The text as NumPy reads dates. Raises ValueError."""
    match = ALL_FORMATS[name].fullmatch(text)
    if match is None:
        raise ValueError(text)
    part = match.groupdict()
    hour = int(part["H"] or 0)
    if part["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if part["half"].upper() == "PM" else 0)
    clock = f"{hour:02}:{part['M'] or '00'}:{part['S'] or '00'}"
    year = part["Y"] if len(part["Y"]) == 4 else f"{20 if int(part['Y']) < FIRST_SHORT_YEAR else 19}{part['Y']}"
    month = MONTHS[part["b"].lower()] if part.get("b") else part["m"]
    return f"{year}-{month:0>2}-{part.get('d', '01'):0>2}T{clock}"
