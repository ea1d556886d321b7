"""Values of the columns of a source as people write and type them."""

import re
from math import floor, isfinite, isnan, log10

from core.data.preparing.column_coding import ColumnCoding
from core.data.reading.missing_marks import is_missing
from core.data.understanding.class_labels import identity_of, number_of, numbering
from core.data.unusable_file import list_names
from core.support.errors import InputError
from core.support.i18n import N_, _, translated
from core.support.shown_values import value_text

from .numbers import data_number

DAYS = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?")
PART_LIMITS = {"year": (-9999, 9999), "month": (1, 12), "day of week": (1, 7), "hour": (0, 23)}
"""The least and the largest number of each part of a date."""


def raw_text(coding: ColumnCoding, value: float) -> str:
    """A cell of a column, one of `Table.inputs`: a number in its unit, a category by its name, a day of the week.

    Of categories that share an input the network knows no more than that it is another one: "other".
    """
    if isnan(value):
        return _("missing")
    if coding.kind == "number":
        return data_number(value)
    if coding.kind == "date":
        whole = round(value)
        return translated(DAYS[whole - 1]) if coding.part == "day of week" and 1 <= whole <= 7 else str(whole)
    level = round(value)
    if level in coding.pooled or not 0 <= level < len(coding.levels):
        return _("other")
    return coding.levels[level]


def typing_text(coding: ColumnCoding, value: float) -> str:
    """A cell as it stands in an input line: a number with eight digits, nothing for a missing cell."""
    if isnan(value):
        return ""
    if coding.kind == "number":
        return f"{value:.8g}"
    return str(round(value)) if coding.kind == "date" else raw_text(coding, value)


def typing_note(coding: ColumnCoding) -> str:
    """What may be typed into a column."""
    if coding.kind == "number":
        text = _("a number")
    elif coding.kind == "date":
        text = _("a number from {} to {}").format(*PART_LIMITS[coding.part])
    else:
        text = _("one of {}").format(list_names(coding.levels))
    return _("{}, or nothing for a missing cell").format(text) if may_be_missing(coding) else text


def may_be_missing(coding: ColumnCoding) -> bool:
    """Whether the network knows what to do with a missing cell of the column."""
    return coding.missing_level or coding.fill is not None


def read_raw(coding: ColumnCoding, text: str) -> float:
    """What was typed into a column, as in `Table.inputs`. Raises InputError: what was found, what was expected."""
    text = text.strip()
    if is_missing(text):
        if not may_be_missing(coding):
            message = _("found no value, expected {}: no cell of {} was missing in the training data")
            raise InputError(message.format(typing_note(coding), value_text(coding.name)))
        return float("nan")
    if coding.kind == "number":
        return _number(text, typing_note(coding))
    if coding.kind == "date":
        for number, day in enumerate(DAYS, 1):
            if coding.part == "day of week" and text.casefold() in (day.casefold(), translated(day).casefold()):
                return float(number)
        low, high = PART_LIMITS[coding.part]
        value = _number(text, typing_note(coding))
        if not low <= value <= high or value != round(value):
            raise InputError(_("found {}, expected {}").format(value_text(text), typing_note(coding)))
        return value
    place = numbering(coding.levels).get(identity_of(text))
    if place is None:  # written as a person types it: in other letters
        folded = [number for number, level in enumerate(coding.levels) if level.casefold() == text.casefold()]
        place = folded[0] if len(folded) == 1 else None
    if place is None:
        raise InputError(_("found {}, expected {}").format(value_text(text), typing_note(coding)))
    return float(place)


def stepped_raw(coding: ColumnCoding, value: float, direction: int, deviation: float, whole: bool) -> float:
    """The next (1) or the previous (-1) value of a column.

    Of a number it is further by a tenth of the column's standard `deviation`, with one digit, and by whole numbers
    where all cells are `whole`; else it is the next category, after the last one the first. A missing cell becomes what
    the network takes in its place.
    """
    if isnan(value):
        return (coding.fill if coding.fill is not None else 0.0) if coding.one_number else 0.0
    if coding.kind == "number":
        step = one_digit(deviation / 10)
        if whole:
            step = max(1.0, round(step))
        found = value + direction * step
        return round(found, max(0, 2 - floor(log10(step)))) if step else found
    if coding.kind == "date":
        low, high = PART_LIMITS[coding.part]
        return float(min(high, max(low, round(value) + direction)))
    return float((round(value) + direction) % max(1, len(coding.levels)))


def one_digit(value: float) -> float:
    """A number above 0 rounded to 1, 2 or 5 times a power of ten; 0 as it is."""
    if not value > 0 or not isfinite(value):
        return 0.0
    power = 10.0 ** floor(log10(value))
    return float(f"{min((1, 2, 5, 10), key=lambda digit: abs(digit - value / power)) * power:.1g}")


def _number(text: str, expected: str) -> float:
    value = number_of(text.replace(",", "") if THOUSANDS.fullmatch(text) else text)
    if value is None or not isfinite(value):
        raise InputError(_("found {}, expected {}").format(value_text(text), expected))
    return value
