"""Numbers of one column, written below each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_mlp.text.data.number_format import NumberFormat, decimals_of, number_format


def test_as_many_decimals_as_the_numbers_need() -> None:
    form = number_format(np.array([55, 5.7, 31, np.nan]))
    assert [form.text(value) for value in (55, 5.7, 31)] == ["55.0", "5.7", "31.0"]
    assert form.width == 4


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([1, 2, 300], ["1", "2", "300"]),
        ([-0.004, 12.34567, 30.5], ["-0.004", "12.346", "30.500"]),
        ([1234.5, 98765.43], ["1234.50", "98765.43"]),  # money keeps its cents
        ([2e-7, -3e-6], ["2.00e-7", "-3.00e-6"]),
        ([5e12, 1e10], ["5.00e12", "1.00e10"]),
        ([5e13, 2.5, 7.0, 3.0], ["5.00e13", "2.5", "7.0", "3.0"]),  # one number decides nothing for the others
        ([0.0, 0.0], ["0", "0"]),
    ],
)
def test_digits_are_those_that_tell_something(values: list[float], texts: list[str]) -> None:
    form = number_format(np.array(values))
    assert [form.text(value) for value in values] == texts


def test_a_number_beyond_the_sample_stays_in_its_column() -> None:
    form = NumberFormat(1, 6)
    assert (form.text(9999.5), form.text(123456.7), form.text(-1234567.8)) == ("9999.5", "1.23e5", "-1.2e6")


def test_decimals_of_a_number_are_those_of_its_own_precision() -> None:
    assert [decimals_of(one) for one in (np.float32(5.7), np.float64(5.25), np.float64(1e-7), np.float64(1e22))] == [
        1, 2, 7, 0,
    ]  # fmt: skip


def test_a_column_without_a_number_has_a_format() -> None:
    assert number_format(np.array([np.nan, np.inf])).text(3.0) == "3"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=20))
def test_all_numbers_of_a_sample_fit_with_their_points_below_each_other(values: list[float]) -> None:
    form = number_format(np.array(values))
    texts = [form.text(value).rjust(form.width) for value in values]
    assert {len(text) for text in texts} == {form.width}
    assert len({text.find(".") for text in texts if "e" not in text}) <= 1
