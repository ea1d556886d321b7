"""Rows as a program hands them over: which cells are missing, what lists of rows become, where columns come from."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from core.calls import Array
from core.data.given.cells import column_of
from core.data.given.given_rows import given_rows

NAType = type("NAType", (), {})


def objects(*cells: Any) -> Array:
    return np.array(cells, object)


@pytest.mark.parametrize("missing", [None, float("nan"), np.float32("nan"), NAType(), "", " NA "])
def test_marks_of_missing_cells_of_any_library(missing: object) -> None:
    numbers, texts = column_of("x", objects(2, missing, Decimal(3))), column_of("x", objects("b", missing, "a"))
    np.testing.assert_array_equal(numbers.numbers, [2, np.nan, 3])
    assert texts.numbers is None
    assert texts.codes is not None
    assert (texts.codes.tolist(), texts.texts) == ([1, -1, 0], ("a", "b"))


@pytest.mark.parametrize("cells", [objects(True, False, True), np.array([True, False, True])])
def test_booleans_are_texts_and_numbers(cells: Array) -> None:
    column = column_of("x", cells)
    assert column.numbers is not None
    assert column.codes is not None
    assert column.numbers.tolist() == [1, 0, 1]
    assert [(column.texts or ())[code] for code in column.codes] == ["True", "False", "True"]


def test_rows_of_numbers_and_texts_stay_what_they_are() -> None:
    """NumPy would make texts of all of them, "None" of None."""
    rows = given_rows([[1, "a", True], [0.1, "b", None]])
    numbers, flags = rows.column(0, "x"), rows.column(2, "z")
    assert numbers.numbers is not None
    assert numbers.numbers.tolist() == [1, 0.1]
    assert flags.numbers is not None
    np.testing.assert_array_equal(flags.numbers, [1, np.nan])


def test_dicts_may_lack_a_column_each() -> None:
    rows = given_rows([{"a": 1}, {"b": "x", "a": 2}])
    assert rows.names == ("a", "b")
    assert rows.column(1, "b").texts == ("x",)
