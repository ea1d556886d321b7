"""Numbers as people type them, and when one is right, rounded too far, or no number."""

import pytest

from core.exercises.marking.number_reading import read_number, read_shape
from core.exercises.marking.precision import Precision
from core.support.errors import InputError

EXACT = Precision(decimals=4, tolerance=0.005, figures=3)


@pytest.mark.parametrize(
    ("text", "value", "figures", "decimals"),
    [
        ("0.0910", 0.091, 3, 4),
        (" 0,0910 ", 0.091, 3, 4),
        ("−0.62", -0.62, 2, 2),
        ("–.5", -0.5, 1, 1),
        ("+3", 3, 1, 0),
        ("9.1e-2", 0.091, 2, 3),
        ("9,10E−2", 0.091, 3, 4),
        ("9.1·10^-2", 0.091, 2, 3),
        ("9.1 × 10^(−2)", 0.091, 2, 3),
        ("1\u2009234.5", 1234.5, 5, 1),
        ("0.000", 0, 3, 3),
        ("1.", 1, 1, 0),
        ("1e308", 1e308, 1, 0),
        ("1e-400", 0, 1, 400),
    ],
)
def test_what_is_read(text: str, value: float, figures: int, decimals: int) -> None:
    found = read_number(text)
    assert found.value == pytest.approx(value, rel=1e-15)
    assert (found.figures, found.decimals) == (figures, decimals)


@pytest.mark.parametrize(
    "text", ["", "abc", "1.2.3", "1,234.5", "--1", "1e", "nan", "inf", "1e400", "-9e999", "0x1f", "1" * 400, "١"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not a number"):
        read_number(text)


@pytest.mark.parametrize("text", ["3 × 2", "3x2", "3, 2", "(3,2)", "3 rows, 2 columns", "3 2"])
def test_rows_and_columns(text: str) -> None:
    assert read_shape(text) == (3, 2)


@pytest.mark.parametrize("text", ["3", "3.2", "-3 × 2", "a × b", "3 × 2 × 1", ""])
def test_what_is_no_shape_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not rows and columns"):
        read_shape(text)


@pytest.mark.parametrize(
    ("text", "value", "right", "rounded"),
    [
        ("0.0910", 0.0909844, True, False),
        ("0.091", 0.0909844, True, False),  # a calculator leaves the last zero out
        ("0.0911", 0.0909844, True, False),  # one unit of the last decimal
        ("0.0913", 0.0909844, True, False),  # half a percent
        ("0.0915", 0.0909844, False, False),
        ("0.09", 0.0909844, False, True),
        ("0.1", 0.0909844, False, True),
        ("0.62", 0.6203131, False, True),
        ("0.620", 0.6203131, True, False),
        ("0.6", 0.6203131, False, True),
        ("0.5", 0.5, True, False),
        ("-0.0910", 0.0909844, False, False),
        ("0", 0.3, False, False),
        ("2.44e-2", 0.0243922, True, False),
        ("1234", 1233.7, True, False),
        ("1.2e3", 1233.7, False, True),
        ("0.0001", float("nan"), False, False),
    ],
)
def test_when_it_is_right_or_rounded_too_far(text: str, value: float, right: bool, rounded: bool) -> None:
    typed = read_number(text)
    assert EXACT.is_right(typed, value) is right
    assert (not right and EXACT.is_rounded(typed, value)) is rounded
