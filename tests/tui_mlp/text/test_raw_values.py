"""Values of columns as people write and type them: and back again, with messages for what doesn't fit."""

from math import isnan, nan

import pytest

from core.data.preparing.column_coding import ColumnCoding
from core.support.errors import InputError
from tui_mlp.text.raw_values import one_digit, raw_text, read_raw, stepped_raw, typing_note, typing_text

NUMBER = ColumnCoding(name="age", fill=40.0)
PLAIN = ColumnCoding(name="x1")
MEMBER = ColumnCoding(name="member", kind="boolean", levels=("no", "yes"), fill=0.0)
SIZE = ColumnCoding(name="size", kind="ordered", levels=("small", "medium", "large"), fill=1.0)
CITY = ColumnCoding(
    name="city", kind="category", levels=("Bonn", "Oslo", "Rome", "Ulm"), own=(0, 1), pooled=(2, 3), missing_level=True
)
DAY = ColumnCoding(name="day", kind="date", part="day of week", fill=4.0)
HOUR = ColumnCoding(name="hour", kind="date", part="hour")


@pytest.mark.parametrize(
    ("coding", "value", "text"),
    [
        (NUMBER, 12.5, "12.5"),
        (NUMBER, 182000.0, "182,000"),
        (NUMBER, nan, "missing"),
        (MEMBER, 1.0, "yes"),
        (SIZE, 2.0, "large"),
        (CITY, 1.0, "Oslo"),
        (CITY, 3.0, "other"),  # shares its input
        (CITY, 4.0, "other"),  # a level that the training rows don't have
        (DAY, 1.0, "Monday"),
        (HOUR, 17.0, "17"),
    ],
)
def test_a_value_as_people_write_it(coding: ColumnCoding, value: float, text: str) -> None:
    assert raw_text(coding, value) == text


@pytest.mark.parametrize(
    ("coding", "text", "value"),
    [
        (NUMBER, " 12.5 ", 12.5),
        (NUMBER, "1,234.5", 1234.5),
        (NUMBER, "-1e3", -1000.0),
        (MEMBER, "Yes", 1.0),
        (SIZE, "medium", 1.0),
        (CITY, "Rome", 2.0),
        (CITY, "rome", 2.0),
        (DAY, "sunday", 7.0),
        (DAY, "3", 3.0),
        (HOUR, "0", 0.0),
    ],
)
def test_what_is_typed(coding: ColumnCoding, text: str, value: float) -> None:
    assert read_raw(coding, text) == value


@pytest.mark.parametrize("coding", [NUMBER, MEMBER, SIZE, CITY, DAY])
def test_nothing_is_a_missing_cell_where_the_network_can_take_one(coding: ColumnCoding) -> None:
    assert isnan(read_raw(coding, ""))
    assert isnan(read_raw(coding, "NA"))
    assert "nothing for a missing cell" in typing_note(coding)


@pytest.mark.parametrize(
    ("coding", "text", "message"),
    [
        (NUMBER, "old", "found 'old', expected a number"),
        (NUMBER, "1,5", "found '1,5', expected a number"),  # neither 1.5 nor 15 for certain
        (NUMBER, "inf", "expected a number"),
        (PLAIN, "", "no cell of 'x1' was missing"),
        (MEMBER, "maybe", "expected one of no, yes"),
        (CITY, "Paris", "expected one of Bonn, Oslo, Rome, Ulm"),
        (DAY, "8", "expected a number from 1 to 7"),
        (HOUR, "1.5", "expected a number from 0 to 23"),
        (HOUR, "", "no cell of 'hour' was missing"),
    ],
)
def test_what_does_not_fit_is_said(coding: ColumnCoding, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_raw(coding, text)


@pytest.mark.parametrize("coding", [NUMBER, PLAIN, MEMBER, SIZE, DAY, HOUR])
def test_what_stands_in_the_input_line_can_be_read_again(coding: ColumnCoding) -> None:
    assert read_raw(coding, typing_text(coding, 1.0)) == 1.0


def test_numbers_step_by_a_tenth_of_their_spread() -> None:
    assert stepped_raw(NUMBER, 40.0, 1, 12.0, whole=False) == 41.0
    assert stepped_raw(NUMBER, 40.0, -1, 0.31, whole=False) == pytest.approx(39.98)
    assert stepped_raw(NUMBER, 40.0, 1, 0.31, whole=True) == 41.0
    assert stepped_raw(NUMBER, 3e-7, 1, 1e-6, whole=False) == pytest.approx(4e-7)
    assert stepped_raw(NUMBER, nan, 1, 1.0, whole=False) == 40.0
    assert one_digit(0.0) == 0.0
    assert [one_digit(value) for value in (0.0031, 7.6, 1.2)] == [0.002, 10.0, 1.0]


def test_categories_step_around_and_dates_stop_at_their_ends() -> None:
    assert stepped_raw(CITY, 3.0, 1, 1.0, whole=True) == 0.0
    assert stepped_raw(CITY, 0.0, -1, 1.0, whole=True) == 3.0
    assert stepped_raw(DAY, 7.0, 1, 1.0, whole=True) == 7.0
    assert stepped_raw(HOUR, 0.0, -1, 1.0, whole=True) == 0.0
    assert stepped_raw(MEMBER, 0.0, 1, 1.0, whole=True) == 1.0
