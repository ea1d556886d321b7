"""How a prepared number came about, in words: for each kind of input, and for targets."""

import numpy as np
import pytest

from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.prepared_number import NumberScale, PreparedNumber, Way
from core.data.source_rows.prepared_target import PreparedTarget
from tui_mlp.text.data.column_numbers import behind_minus, fixed, number_beside
from tui_mlp.text.data.prepared_text import number_brief, number_parts, target_parts
from tui_mlp.text.data.said import Said, plain_text, said

NAN = np.nan
AGE = NumberScale(5, 28.593 / 32, 0.0, 13.1834 / 32)
"""A mean of 28.593 and a deviation of 13.1834, in units of 2⁵."""

YES = ColumnCoding(name="alone", kind="boolean", source="alone", levels=("no", "yes"), fill=1.0)
PORT = ColumnCoding(
    name="port", kind="category", source="port", levels=("C", "Q", "R", "S", "T"), own=(0, 3), pooled=(1, 2),
    missing_level=True,
)  # fmt: skip
DOSE = ColumnCoding(name="dose", kind="ordered", source="dose", levels=("low", "middle", "high"), fill=1.25)


def age(raw: float, **others: object) -> PreparedNumber:
    coding = ColumnCoding(name="age", source="age", fill=28.593)
    return PreparedNumber("age", "number", coding, raw, scale=AGE, **others)  # type: ignore[arg-type]


def date(part: str, raw: float) -> PreparedNumber:
    coding = ColumnCoding(name=f"day {part}", kind="date", source="day", part=part)
    return PreparedNumber(f"day {part}", "number", coding, raw, scale=NumberScale(0, 2.0, 0.0, 2.0))


def port(way: Way, raw: float, level: int = -1) -> PreparedNumber:
    return PreparedNumber("port missing" if way == "missing level" else "port=…", way, PORT, raw, level)


def feature(name: str, first: float, second: float, scale: NumberScale | None = None) -> PreparedNumber:
    parts = tuple(
        PreparedNumber(column, "number", ColumnCoding(name=column), raw)
        for column, raw in (("u", first), ("v", second))
    )
    return PreparedNumber(name, "feature", parts=parts, scale=scale)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (age(22.0), "age, line 240: (22 - 28.5930) / 13.1834 = -0.5001"),
        (
            age(NAN),
            "age, line 240: missing → 28.5930, the mean of the training rows; (28.5930 - 28.5930) / 13.1834 = 0.0000",
        ),
        (age(7.0, constant=True), "age, line 240: 0, as all training rows have one value"),
        (PreparedNumber("age", "number", ColumnCoding(name="age"), 22.5), "age, line 240: 22.5, as it is"),
        (PreparedNumber("age missing", "flag", ColumnCoding(name="age", flag=True), NAN), "age missing, line 240: 1"),
        (PreparedNumber("alone", "number", YES, 0.0), "alone, line 240: no → 0"),
        (
            PreparedNumber("alone", "number", YES, NAN),
            "alone, line 240: missing → yes, the commoner one in the training rows; yes → 1",
        ),
        (PreparedNumber("dose", "number", DOSE, 2.0), "dose, line 240: high → 2"),
        (PreparedNumber("dose", "number", DOSE, NAN), "dose, line 240: missing → 1.25, the mean of the training rows"),
        (port("level", 3.0, 3), "port = S, line 240: 1"),
        (port("level", 3.0, 0), "port = C, line 240: 0, it is S"),
        (port("level", NAN, 0), "port = C, line 240: 0, it is missing"),
        (port("level", 4.0, 0), "port = C, line 240: 0, it is T, which no training row is"),
        (port("other", 2.0), "port = other (2 rare categories), line 240: 1, it is R"),
        (port("missing level", NAN), "port missing, line 240: 1"),
        (feature("x1^2", -0.5, 2.0), "x1^2, line 240: (-0.5000)^2 = 0.2500"),
        (feature("sin(pi*x1)", 0.5, 2.0), "sin(pi*x1), line 240: sin(pi * 0.5000) = 1"),
        (
            feature("x1*x2", 0.5, 3.0, NumberScale(0, -1.0, 0.0, 2.0)),
            "x1*x2, line 240: 0.5000 * 3.0000 = 1.5000; (1.5 - (-1.0000)) / 2.0000 = 1.2500",
        ),
    ],
)
def test_the_steps_of_a_number(number: PreparedNumber, text: str) -> None:
    assert plain_text(number_parts(number, "mean", "line 240")) == text


def test_a_date_stands_before_its_part_and_a_category_as_in_the_source() -> None:
    month = plain_text(number_parts(date("month", 5.0), "mean", cell="2024-05-06"))
    assert month == "day month: 2024-05-06 → 5; (5 - 2.0000) / 2.0000 = 1.5000"
    day = plain_text(number_parts(date("day of week", 1.0), "mean", cell="2024-05-06"))
    assert day == "day day of week: 2024-05-06 → Monday → 1; (1 - 2.0000) / 2.0000 = -0.5000"
    unknown = port("level", 5.0, 0)
    assert plain_text(number_parts(unknown, "mean", cell="Z")) == "port = C: 0, it is Z, which no training row is"


def test_other_rules_for_missing_cells() -> None:
    assert "the median of the training rows" in plain_text(number_parts(age(NAN), "median+flag"))
    zero = ColumnCoding(name="age", fill=0.0)
    missing = number_parts(PreparedNumber("age", "number", zero, NAN), "zero")
    assert missing == [
        Said("age", "name"), Said(": "), Said("missing", "missing"), Said(" → "), Said("0"), Said(", "),
        Said("as data.missing is zero"),
    ]  # fmt: skip


def test_in_narrow_places() -> None:
    assert plain_text(number_brief(age(22.0))) == "(22 - 28.593) / 13.183 = -0.5"
    assert plain_text(number_brief(age(NAN))) == "missing → 28.593; (28.593 - 28.593) / 13.183 = 0"
    assert plain_text(number_brief(port("level", 3.0, 3))) == "S → 1"
    assert plain_text(number_brief(feature("x1*x2", 0.5, 3.0))) == "0.500 * 3.000 = 1.5"


def test_targets() -> None:
    names = ("no", "yes")
    assert plain_text(target_parts(PreparedTarget("yes", 1.0, 1), "rescued", names)) == "rescued = yes: 1"
    tanh = PreparedTarget("yes", 0.0, 1, -1.0)
    assert plain_text(target_parts(tanh, "rescued", names, "line 3")) == "rescued = yes, line 3: -1, it is no"
    assert plain_text(target_parts(PreparedTarget("price", 182000.0), "price")) == "price: 182,000, as it is"
    scaled = PreparedTarget("age", 22.0, scale=AGE)
    assert plain_text(target_parts(scaled)) == "age: (22 - 28.5930) / 13.1834 = -0.5001"


def test_numbers_have_the_digits_that_tell_them_apart() -> None:
    shown = [number_beside(value, deviation) for value, deviation in ((2.5, 0.02), (182000.1, 79442.5), (-1e-9, 1.0))]
    assert shown == ["2.50000", "182,000.10", "0.0000"]
    assert number_beside(1.2345678e-9, 1e-9) == "1.23457e-09"
    assert (fixed(0.25, 3), fixed(1e-5, 3), behind_minus("-2"), behind_minus("2")) == ("0.250", "1e-05", "(-2)", "2")


def test_a_sentence_keeps_what_its_parts_are() -> None:
    parts = said("{name} is {value}.", name=Said("age", "name"), value="22")
    assert parts == [Said("age", "name"), Said(" is "), Said("22"), Said(".")]
    assert said("{value}", value="{braces}") == [Said("{braces}")]
