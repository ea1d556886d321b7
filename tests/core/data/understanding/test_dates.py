"""Dates in columns of texts: their formats, their parts, and what can't be read."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from narrowing import present
from small_tables import columns_of, repeated, spread

from core.data.source_settings import SourceSettings
from core.data.understanding.dates import PARTS, formats_that_fit, part_of, read_dates
from core.data.understanding.understand import understand
from core.support.errors import InputError

FILE = Path("my.csv")
WRITTEN = {
    "Y-m-d": "%Y-%m-%dT%H:%M:%S",
    "d.m.Y": "%d.%m.%Y %H:%M",
    "d/m/Y": "%d/%m/%Y %H:%M:%S",
    "m/d/Y": "%m/%d/%Y %I:%M %p",
    "m-d-Y": "%m-%d-%Y %H:%M",
}


@given(st.sampled_from(sorted(WRITTEN)), st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)))
def test_the_parts_are_those_of_the_calendar(name: str, moment: datetime) -> None:
    dates = read_dates([moment.strftime(WRITTEN[name])], name)
    parts = [float(part_of(dates, part)[0]) for part in PARTS]
    assert parts == [moment.year, moment.month, moment.isoweekday(), moment.hour]


@pytest.mark.parametrize(
    ("texts", "formats"),
    [
        (["2026-01-31", "2025-12-01"], ("Y-m-d",)),
        (["2026/01/31 04:05", "2025/12/01 23:59:59.5"], ("Y-m-d",)),
        (["2026-01-31T04:05:06Z", "2026-01-31T04:05:06+01:00"], ("Y-m-d",)),
        (["31.1.2026", "01.02.2026"], ("d.m.Y",)),
        (["31/01/2026", "01/02/2026"], ("d/m/Y",)),
        (["01/31/2026", "01/02/2026"], ("m/d/Y",)),
        (["01/02/2026", "03/04/2026"], ("d/m/Y", "m/d/Y")),
        (["31/01/2026", "01/31/2026"], ()),
        (["2026-02-30"], ()),
        (["2026-01-31", "soon"], ()),
        (["13:00 PM"], ()),
        (["20260131"], ()),
        (["2026.01.31"], ("Y-m-d",)),
        (["31.01.26", "01.02.25 04:05"], ("d.m.Y",)),
        (["01/31/26"], ("m/d/Y",)),
        (["31 Jan 2026", "1 February 2026", "2nd of May, 2026"], ("d month Y",)),
        (["31-Jan-26", "01-Dec-99"], ("d month Y",)),
        (["31 de enero de 2026", "1 de diciembre de 2025"], ("d month Y",)),
        (["Mi, 31. Dezember 2025", "1. März 2026"], ("d month Y",)),
        (["January 31, 2026", "Sept. 1, 2026"], ("month d Y",)),
        (["Jan 2026", "enero de 2026"], ("month Y",)),
        (["2026-01", "2025-12"], ("Y-m",)),
        (["2023-24"], ()),
        (["31 Nonember 2026"], ()),
        (["٣١.٠١.٢٠٢٦"], ()),
        ([], ()),
    ],
)
def test_formats_are_told_from_all_cells(texts: list[str], formats: tuple[str, ...]) -> None:
    assert formats_that_fit(texts) == formats


@pytest.mark.parametrize(
    ("text", "name", "parts"),
    [
        ("31-Jan-68", "d month Y", [2068, 1, 2, 0]),
        ("1.2.69", "d.m.Y", [1969, 2, 6, 0]),
        ("5 de marzo de 2024 16:30", "d month Y", [2024, 3, 2, 16]),
        ("OCT 5, 2024 4:30 pm", "month d Y", [2024, 10, 6, 16]),
        ("Mai 2024", "month Y", [2024, 5, 3, 0]),
    ],
)
def test_dates_with_names_of_months_and_short_years(text: str, name: str, parts: list[float]) -> None:
    assert [float(part_of(read_dates([text], name), part)[0]) for part in PARTS] == parts


def test_a_wrong_date_among_many_is_said() -> None:
    days = [f"2026-01-{day:02}" for day in range(1, 30)]
    made = understand(FILE, columns_of(day=[*days, "2026-02-30"], u=spread(30), y=spread(30, seed=2)), SourceSettings())
    (note,) = present(made.description).notes
    assert "as it holds text (dates as Y-m-d, but for '2026-02-30')" in note


def test_only_parts_that_vary_become_inputs() -> None:
    dates = repeated(40, "2026-01-05", "2026-02-06", "2026-01-07", "")
    table = understand(FILE, columns_of(bought=dates, u=spread(40), y=spread(40, seed=2)), SourceSettings())
    assert table.input_names == ("bought month", "bought day of week", "u")
    assert table.inputs[:3, :2].tolist() == [[1, 1], [2, 5], [1, 3]]
    assert repr(table.inputs[3, 0]) == "np.float64(nan)"
    assert [(column.kind, column.part, column.source) for column in table.input_columns[:2]] == [
        ("date", "month", "bought"),
        ("date", "day of week", "bought"),
    ]
    assert present(table.description).columns[0].kind == "date"


def test_dates_that_data_kinds_states() -> None:
    days = [f"202601{day:02}" for day in range(1, 21)]
    table = columns_of(day=days, y=spread(20))
    made = understand(FILE, table, SourceSettings(kinds={"day": "date"}))
    assert made.input_names == ("day day of week",)
    assert made.inputs[:3, 0].tolist() == [4, 5, 6]
    wrong = columns_of(day="2026-01-31 soon 2026-02-01", y="1 2 5")
    with pytest.raises(InputError, match="line 3, column 'day': found 'soon', expected a date as Y-m-d"):
        understand(FILE, wrong, SourceSettings(kinds={"day": "date"}))


def test_dates_that_may_be_two_are_left_out_and_said() -> None:
    table = columns_of(day=repeated(40, "01/02/2026", "03/04/2026"), u=spread(40, seed=2), y=spread(40))
    made = understand(FILE, table, SourceSettings())
    assert made.input_names == ("u",)
    (note,) = present(made.description).notes
    assert "'01/02/2026', which may be d/m/Y or m/d/Y" in note
    with pytest.raises(InputError, match="'01/02/2026' may be d/m/Y or m/d/Y; write year-month-day"):
        understand(FILE, table, SourceSettings(kinds={"day": "date"}))


def test_dates_are_no_target() -> None:
    table = columns_of(u=spread(40), y=spread(40, seed=2), day=repeated(40, "2026-01-05", "2026-02-06"))
    assert present(understand(FILE, table, SourceSettings()).description).target == ("y",)
    with pytest.raises(InputError, match="column 'day' holds dates"):
        understand(FILE, table, SourceSettings(target="day"))


def test_dates_of_which_no_part_varies_are_refused_as_the_only_input() -> None:
    table = columns_of(day=repeated(40, "2026-01-05", "2026-01-12"), y=spread(40))
    with pytest.raises(InputError, match="no year, month, day of the week or hour in 'day' varies"):
        understand(FILE, table, SourceSettings())
