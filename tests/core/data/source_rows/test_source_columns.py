"""The columns and lines of a source: of a file, of a table of numbers, of two files one below the other."""

import numpy as np
from small_tables import columns_of

from core.data.description import ColumnDescription
from core.data.source_rows.columns import columns_of_file, columns_of_table, joined
from core.data.source_rows.source_column import SourceColumn
from core.data.source_rows.source_lines import lines_behind
from core.data.table import InputColumn, Table

NAN = np.nan


def described(*names: str) -> list[ColumnDescription]:
    return [ColumnDescription(name, "number", "target" if name == "y" else "input") for name in names]


def cells(column: SourceColumn, rows: int) -> list[str | None]:
    return [column.text(row) for row in range(rows)]


def test_columns_of_a_file_share_the_numbers_of_the_inputs() -> None:
    found = columns_of(id="a b c", age="22 NA 31.5", y="no yes no")
    inputs = np.array([[22.0], [NAN], [31.5]])
    table = Table(inputs, ("age",), input_columns=(InputColumn("age", source="age"),))
    made = columns_of_file(found, table, described("id", "age", "y"))
    assert [cells(one, 3) for one in made] == [["a", "b", "c"], ["22", None, "31.5"], ["no", "yes", "no"]]
    assert made[1].numbers is not None
    assert np.shares_memory(made[1].numbers, inputs)


def test_columns_of_a_table_are_spelt_by_their_levels_and_shortest_numbers() -> None:
    columns = (
        InputColumn("x"),
        InputColumn("port", "category", ("C", "Q")),
        InputColumn("alone", "boolean", ("no", "yes")),
    )
    inputs = np.array([[0.1, 1, 1], [1e20, NAN, 0], [NAN, 0, NAN]])
    table = Table(inputs, ("x", "port", "alone"), np.array([1, 0, 1]), ("red", "blue"), input_columns=columns)
    made = {one.name: cells(one, 3) for one in columns_of_table(table, described("x", "port", "alone", "y"))}
    assert made == {
        "x": ["0.1", "1e+20", None],
        "port": ["Q", None, "C"],
        "alone": ["yes", "no", None],
        "y": ["blue", "red", "blue"],
    }
    assert SourceColumn(described("x")[0], np.array([0.1, 3], np.float32)).text(0) == "0.1"


def test_a_second_file_stands_behind_the_first() -> None:
    (number, text, only), kinds = (
        columns_of_file(columns_of(a="1 2", b="u v", c="1 2"), Table(np.empty((2, 0)), ()), described("a", "b", "c")),
        described("a", "b"),
    )
    second = columns_of_file(columns_of(b="w u NA", a="7 NA 9"), Table(np.empty((3, 0)), ()), kinds)
    made = [cells(one, 5) for one in joined([number, text, only], second, 3)]
    assert made == [["1", "2", "7", None, "9"], ["u", "v", "w", "u", None], ["1", "2", None, None, None]]


def test_lines_are_those_of_each_file() -> None:
    lines = lines_behind([2, 5], 2, [3, 4, 6], 3)
    assert [*lines] == [2, 5, 3, 4, 6]
    assert (lines[-1], lines[1:3], len(lines)) == (6, [5, 3], 5)
    assert [*lines_behind([2, 5], 2, (), 1)] == [2, 5, 1]
    assert not len(lines_behind((), 2, (), 1))
