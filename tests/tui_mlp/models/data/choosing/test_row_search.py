"""Rows that are found: texts in any case, numbers, conditions on a column, missing cells."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from voyage_table import rows_of, voyage_rows

from core.data.source_rows.source_rows import SourceRows
from tui_mlp.models.data.choosing.distinct_texts import DistinctTexts
from tui_mlp.models.data.choosing.row_search import RowSearch
from tui_mlp.models.data.choosing.search_hint import search_hint

TEXTS = st.text(st.sampled_from("aAbß\0é "), max_size=4)


@pytest.fixture(name="source", scope="module")
def _source(tmp_path_factory: pytest.TempPathFactory) -> SourceRows:
    return voyage_rows(tmp_path_factory.mktemp("voyage"))


def found(source: SourceRows, typed: str) -> list[int]:
    rows = RowSearch(source).find(typed)
    assert rows is not None
    assert not rows.problem
    return [int(row) for row in rows.rows]


def test_in_any_column_a_text_is_contained_and_a_number_is_equal(source: SourceRows) -> None:
    assert found(source, "dEcK 1") == [1, *range(10, 20)]
    assert found(source, "t139") == [39]
    assert found(source, "27.5") == found(source, "27.50") == [1, 14]  # an age, and a fare of 27.50
    assert found(source, "nobody") == []


def test_in_one_column_cells_are_the_text_or_else_contain_it(source: SourceRows) -> None:
    assert found(source, "class: 1ST") == found(source, "class=1st") == list(range(0, 40, 3))
    assert found(source, "cabin: deck 1") == [1]  # there is such a cell, so deck 10 isn't meant
    assert found(source, "cabin: k 1") == [1, *range(10, 20)]
    assert found(source, "cabin = k 1") == []
    assert found(source, "class != 1st") == [row for row in range(40) if row % 3]


def test_numbers_are_compared_and_missing_cells_are_neither_less_nor_other(source: SourceRows) -> None:
    ages = {row: 20.5 + row * 7 % 31 for row in range(40) if row % 5 != 2}
    assert found(source, "age > 40") == [row for row, age in ages.items() if age > 40]
    assert found(source, "age <= 20.5") == [row for row, age in ages.items() if age <= 20.5]
    assert found(source, "age != 20.5") == [row for row, age in ages.items() if age != 20.5]
    assert found(source, "age = missing") == found(source, "age: MISSING") == list(range(2, 40, 5))
    assert found(source, "age != missing") == list(ages)
    assert found(source, "rescued = missing") == [7]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("agee: 3", "there is no column 'agee'; there are ticket, rescued, class, age, fare, cabin, crew"),
        ("age > old", "'age' holds numbers, and 'old' is none"),
        ("class > 1st", "'class' holds no numbers; = and : find texts"),
        ("age >", "type what is to be found in 'age'"),
    ],
)
def test_what_cannot_be_found_is_said(source: SourceRows, typed: str, said: str) -> None:
    rows = RowSearch(source).find(typed)
    assert rows is not None
    assert (rows.problem, len(rows.rows)) == (said, 0)


def test_dates_are_compared_however_they_are_written_and_decimal_commas_are_numbers(tmp_path: Path) -> None:
    lines = [
        f"2024-{1 + row % 12:02}-05;{25 - row % 12}.{1 + row % 12}.2024;{row},5;{'ab'[row % 2]}" for row in range(24)
    ]
    (path := tmp_path / "dates.csv").write_text("\n".join(["day;paid;size;class", *lines]) + "\n")
    source = rows_of(str(path))
    assert found(source, "day >= 2024-11") == found(source, "paid >= 2024-11-01") == [10, 11, 22, 23]
    assert found(source, "paid < 24.2.2024") == found(source, "paid < 2024-02-24") == [0, 12]
    assert found(source, "paid > 2024") == found(source, "day > 2023-12") == list(range(24))
    rows = RowSearch(source).find("paid > now")
    assert rows is not None
    assert rows.problem == "'paid' holds dates, and 'now' is none"
    assert found(source, "size < 1,5") == [0]


def test_a_search_that_is_given_up_finds_nothing(source: SourceRows) -> None:
    assert RowSearch(source).find("deck", lambda: True) is None
    assert RowSearch(source).find(" ") is None


@given(st.lists(TEXTS, unique=True, max_size=6), TEXTS)
@settings(max_examples=10, deadline=None)
def test_distinct_texts_are_found_as_python_finds_them(texts: list[str], wanted: str) -> None:
    found, folded = DistinctTexts(texts), [text.casefold().replace("\0", "\1") for text in texts]
    text = wanted.casefold().replace("\0", "\1")
    assert found.containing(wanted).tolist() == [text in one for one in folded]
    assert found.equal_to(wanted).tolist() == [text == one for one in folded]


def test_the_hint_has_cells_of_the_row_in_focus(source: SourceRows) -> None:
    said = "a text or a number in any column, or a condition: "
    assert search_hint(source, 3) == said + "age > 41.5   rescued = no"
    assert search_hint(source, 2) == said + "fare > 12.5   rescued = yes"  # its age is missing
