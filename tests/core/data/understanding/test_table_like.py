"""Another file with the columns of the first one."""

from pathlib import Path

import pytest
from narrowing import present
from small_tables import columns_of, repeated, spread

from core.data.source_settings import SourceSettings
from core.data.table import Table
from core.data.understanding.understand import table_like, understand
from core.support.errors import InputError

FILE, OTHER = Path("my.csv"), Path("other.csv")
KINDS = {"dose": ["low", "high"]}


@pytest.fixture(scope="module")
def first() -> Table:
    table = columns_of(
        u=spread(40),
        colour=repeated(40, "red", "green", "NA"),
        day=repeated(40, "31/01/2026", "02/02/2025"),
        ill=repeated(40, "Yes", "no"),
        dose=repeated(40, "low", "high"),
        kind=repeated(40, "0", "1.0", "2"),
    )
    return understand(FILE, table, SourceSettings(kinds=KINDS))


def test_columns_go_by_name_and_unknown_categories_get_the_next_index(first: Table) -> None:
    other = columns_of(
        more="a b c",
        kind="2.0 1 0",
        dose="high low low",
        ill="YES no NA",
        day="01/03/2026 02/03/2026 NA",
        colour="blue red NA",
        u="1.5 NA 3",
    )
    made = table_like(OTHER, other, first)
    assert made.input_columns == first.input_columns
    assert made.input_names == ("u", "colour", "day year", "day month", "day day of week", "ill", "dose")
    expected = [[1.5, 2, 2026, 3, 7, 1, 1], [None, 1, 2026, 3, 1, 0, 0], [3, None, None, None, None, None, 0]]
    assert [[None if value != value else value for value in row] for row in made.inputs.tolist()] == expected
    assert (made.class_names, present(made.labels).tolist()) == (("0", "1.0", "2"), [2, 1, 0])
    (note,) = present(made.description).notes
    assert note == "1 cell of 'colour' holds a category that the first file doesn't have"


def test_the_target_may_be_missing(first: Table) -> None:
    other = columns_of(u="1", colour=["red"], day=["01/03/2026"], ill=["no"], dose=["low"])
    made = table_like(OTHER, other, first)
    assert (made.labels, made.values, len(made.inputs)) == (None, None, 1)


def test_rows_without_a_target_are_left_out(first: Table) -> None:
    cells = {"u": "1 2", "colour": "red red", "day": "01/03/2026 01/03/2026", "ill": "no no", "dose": "low low"}
    made = table_like(OTHER, columns_of(**cells, kind="NA 1"), first)
    assert (made.inputs[:, 0].tolist(), present(made.labels).tolist()) == ([2], [1])
    assert present(made.description).left_out == {2: "no label"}


@pytest.mark.parametrize(
    ("name", "cell", "words"),
    [
        ("kind", "7", "line 3, column 'kind': found '7', expected one of 0, 1.0, 2"),
        ("u", "low", "line 3, column 'u': found 'low', expected a number"),
        ("ill", "perhaps", "line 3, column 'ill': found 'perhaps', expected one of no, yes"),
        ("dose", "huge", "line 3, column 'dose': found 'huge', expected one of low, high"),
        ("day", "2026-01-31", "line 3, column 'day': found '2026-01-31', expected a date as d/m/Y"),
    ],
)
def test_a_cell_that_does_not_fit_is_refused_with_its_line(first: Table, name: str, cell: str, words: str) -> None:
    good = {"u": "1", "colour": "red", "day": "01/03/2026", "ill": "no", "dose": "low", "kind": "0"}
    cells: dict[str, str | list[str]] = {key: [value, cell if key == name else value] for key, value in good.items()}
    with pytest.raises(InputError, match=words):
        table_like(OTHER, columns_of(**cells), first)


def test_a_missing_column_is_refused_by_name(first: Table) -> None:
    with pytest.raises(InputError, match=r"other.csv: there is no column 'colour', from which the network learnt"):
        table_like(OTHER, columns_of(u="1", colours="red"), first)


def test_measurements_and_one_hot_targets() -> None:
    one_hot = {"a": repeated(40, "1", "0"), "b": repeated(40, "0", "1")}
    first = understand(FILE, columns_of(u=spread(40), **one_hot), SourceSettings(target=["a", "b"]))
    assert present(table_like(OTHER, columns_of(b="1 0", a="0 1", u="1 2"), first).labels).tolist() == [1, 0]
    with pytest.raises(InputError, match="line 3: expected a single 1 and zeros in the columns 'a', 'b'"):
        table_like(OTHER, columns_of(b="1 1", a="0 1", u="1 2"), first)
    measured = understand(FILE, columns_of(u=spread(40), y=spread(40, seed=2)), SourceSettings())
    assert present(table_like(OTHER, columns_of(y="3 4", u="1 2"), measured).values).tolist() == [[3], [4]]
