"""The bins of a column's small histogram, counted by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.description import ColumnDescription, ColumnKind
from core.data.source_rows.source_column import SourceColumn
from tui_mlp.models.data.columns.small_histogram import MOST_BINS, column_bins, number_bins


def described(kind: ColumnKind, distinct: int) -> ColumnDescription:
    return ColumnDescription("x", kind, "input", 0, distinct)


def of_texts(kind: ColumnKind, cells: list[str]) -> SourceColumn:
    texts = tuple(sorted(set(cells) - {""}))
    codes = np.array([texts.index(cell) if cell else -1 for cell in cells], np.int32)
    return SourceColumn(described(kind, len(texts)), None, codes, texts)


def test_numbers_in_equally_wide_bins() -> None:
    nan = np.nan
    assert number_bins(np.array([0.0, 1, 1, nan, 2, 5]), 4).counts == (3, 1, 0, 1)  # 1.25 wide: 2 is in the second
    assert number_bins(np.array([1.0, 2, 3, 3]), 3).counts == (1, 1, 2)
    assert number_bins(np.array([0.0, 100, nan]), 2).counts == (1, 1)
    assert number_bins(np.array([7.0, 7]), 1).counts == ()
    assert number_bins(np.array([-1e308, 1e308]), 2).counts == (), "too far apart for float64"


@given(st.lists(st.one_of(st.floats(-1e9, 1e9), st.just(np.nan)), min_size=2, max_size=40))
@settings(max_examples=40)
def test_no_number_is_lost(values: list[float]) -> None:
    numbers = np.array(values)
    present = numbers[~np.isnan(numbers)]
    if len(set(present.tolist())) > 1:
        bins = number_bins(numbers, len(set(present.tolist()))).counts
        assert sum(bins) == len(present)
        assert bins[0] > 0 < bins[-1]
        assert len(bins) <= MOST_BINS


def test_categories_in_their_order_or_the_commonest() -> None:
    assert column_bins(of_texts("category", ["10", "9", "9", "", "b"])).counts == (2, 1, 1)  # 9, 10, b
    many = [f"c{number}" for number in range(20) for _time in range(20 - number)]
    assert column_bins(of_texts("category", many)).counts == tuple(range(20, 10, -1))
    numbers = SourceColumn(described("category", 2), np.array([3.0, np.nan, 5, 5]))
    assert column_bins(numbers).counts == (1, 2)


def test_dates_by_time_where_their_format_is_known() -> None:
    column = of_texts("date", ["2024-01-01", "2024-01-02", "2024-01-02", "", "2024-01-11"])
    assert column_bins(column, "Y-m-d").counts == (3, 0, 1)  # 10 / 3 days wide
    assert column_bins(column).counts == ()
    days = SourceColumn(described("date", 2), np.array([20240101.0, 20240301, np.nan]))
    assert column_bins(days, "Ymd").counts == (1, 1)
    assert column_bins(days, "Y-m-d").counts == (), "another format"


@pytest.mark.parametrize("kind", ["id", "text", "constant", "empty"])
def test_none_where_each_has_its_own_value_or_all_have_one(kind: ColumnKind) -> None:
    assert column_bins(of_texts(kind, ["a", "b"])).counts == ()
