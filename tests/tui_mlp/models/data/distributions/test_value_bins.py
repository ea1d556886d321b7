"""Bins with round edges."""

from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.source_rows.number_figures import number_figures
from tui_mlp.models.data.distributions.date_units import date_numbers, date_text, dates_of
from tui_mlp.models.data.distributions.distribution_texts import bin_text
from tui_mlp.models.data.distributions.value_bins import Bins, bins_for


def bins_of(values: list[float], cells: int, logarithmic: bool = False) -> Bins:
    found = number_figures(np.array(values, float))
    assert found is not None
    return bins_for(found, cells, logarithmic)


def test_places_by_hand() -> None:
    bins = Bins(first=-1, step=0.5, count=3)  # -0.5, 0, 0.5, 1
    assert bins.places(np.array([-0.5, -0.01, 0, 0.49, 0.5, 1, nan])).tolist() == [0, 0, 1, 1, 2, 2, 3]
    assert [bins.edge(place) for place in range(4)] == [-0.5, 0, 0.5, 1]
    assert Bins(0, 0.1, 5).places(np.array([0.3, 0.1 + 0.2])).tolist() == [3, 3], "0.3 / 0.1 is below 3"
    assert Bins(0, 1, 3, log=True).places(np.array([1, 9.9, 10, 1000, 0])).tolist() == [0, 0, 1, 2, 3]


def test_texts() -> None:
    assert bin_text(Bins(4, 4.0, 3), 0) == "16 to 20"
    assert bin_text(Bins(0, 5.0, 3, whole=True), 1) == "5 to 9"
    assert bin_text(Bins(3, 1.0, 3, whole=True), 2) == "5"
    assert bin_text(Bins(2019, 1.0, 3, unit="year"), 1) == "2020"
    assert bin_text(Bins(0, 1.0, 3, log=True), 1) == "10 to 100"


def test_a_few_whole_numbers_have_a_bin_each() -> None:
    bins = bins_of([0, 1, 1, 2, 5], 36)
    assert (bins.step, bins.count, bins.whole) == (1, 6, True)
    assert bins_of([3, 3], 36).count == 1
    assert bins_of([0.1, 0.1], 36).count == 1
    assert bins_of([0, 1e-320], 5).count >= 1


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(-1e9, 1e9, allow_subnormal=False) | st.integers(-50, 50), min_size=2, max_size=12),
    st.integers(2, 60),
)
def test_bins_hold_all_numbers_and_have_room(values: list[float], cells: int) -> None:
    bins = bins_of(values, cells)
    places = bins.places(np.array(values, float))
    assert 1 <= bins.count <= cells
    assert places.max() < bins.count
    for value, place in zip(values, places.tolist(), strict=True):
        margin = 1e-6 * bins.step
        assert bins.edge(place) - margin <= value <= bins.edge(place + 1) + margin


def test_a_long_tail_on_a_logarithmic_axis() -> None:
    bins = bins_of([1, 10, 100, 5000], 40, logarithmic=True)
    assert bins.log
    assert bins.edge(0) <= 1
    assert bins.edge(bins.count) >= 5000


@pytest.mark.parametrize(
    ("texts", "unit", "shown"),
    [
        (("2001-05-03", "2009-01-01"), "year", "2001"),
        (("2020-01-30", "2020-12-01"), "month", "2020-01"),
        (("3 May 2021", "9 May 2021"), "day", "2021-05-03"),
    ],
)
def test_dates_are_counted_by_years_months_or_days(texts: tuple[str, ...], unit: str, shown: str) -> None:
    dates = dates_of(texts, "")
    assert dates is not None
    numbers, found = date_numbers(dates)
    assert found == unit
    assert date_text(float(numbers[0]), found) == shown


def test_what_is_no_date() -> None:
    assert dates_of(("soon", "later"), "") is None
    assert dates_of(("soon",), "Y-m-d") is None
