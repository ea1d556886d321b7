"""What is typed to find rows, taken apart."""

import pytest

from tui_mlp.models.data.choosing.row_query import RowQuery, row_query

NAMES = ["age", "sex", "sepal length", "a=b", "fare"]


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("  ", None),
        ("Smith", RowQuery("", ":", "Smith")),
        ("22", RowQuery("", ":", "22")),
        ("age: 22", RowQuery("age", ":", "22")),
        ("AGE>=40", RowQuery("age", ">=", "40")),
        ("age == 40 ", RowQuery("age", "=", "40")),
        ("sepal length != 5.1", RowQuery("sepal length", "!=", "5.1")),
        ("sep: 5.1", RowQuery("sepal length", ":", "5.1")),  # the only name that begins so
        ("sep.: 5.1", RowQuery("sepal length", ":", "5.1")),  # as a narrow table shortens it
        ("s: 1", RowQuery("", ":", "s: 1", "s")),  # sex, or sepal length
        ("a=b < 3", RowQuery("a=b", "<", "3")),
        ("age <", RowQuery("age", "<", "")),
        ("ages: 3", RowQuery("", ":", "ages: 3", "ages")),
        ("12:30", RowQuery("", ":", "12:30", "12")),
    ],
)
def test_a_text_or_a_condition_on_a_column(typed: str, query: RowQuery | None) -> None:
    assert row_query(typed, NAMES) == query
