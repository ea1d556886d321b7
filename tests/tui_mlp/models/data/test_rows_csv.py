"""Rows as CSV, lines of a file, and the row of an example."""

import csv
from io import StringIO
from pathlib import Path

import numpy as np
from voyage_table import LEFT_OUT, rows_of, voyage_rows

from tui_mlp.models.data.row_lines import row_at_line
from tui_mlp.models.data.row_of_example import row_of_example
from tui_mlp.models.data.rows_csv import rows_csv
from tui_mlp.models.data.sampled_rows import limits_of, sampled_rows
from tui_mlp.models.output.output_focus import ExampleFocus


def test_rows_are_copied_with_all_digits_raw_and_prepared(tmp_path: Path) -> None:
    source = voyage_rows(tmp_path)
    names, first, left_out = csv.reader(StringIO(rows_csv(source, [0, LEFT_OUT], "both")))
    assert names[1:9] == ["ticket", "rescued", "class", "age", "fare", "cabin", "crew", "split"]
    assert names[9:] == ["y", "class=1st as input", "class=2nd as input", "class=3rd as input",
                         "age as input", "fare as input"]  # fmt: skip
    assert first[1:5] == ["T100", "yes", "1st", "20.5"]
    prepared = source.prepared(0)
    assert prepared is not None
    assert [float(cell) for cell in first[9:]] == [1.0, *prepared.tolist()]
    assert left_out[2] == ""
    assert left_out[9:] == [""] * 6, "there are no prepared numbers, but a cell for each"
    assert rows_csv(source, [0], "raw").splitlines()[0].endswith("crew,split")
    assert rows_csv(source, [0], "prepared").splitlines()[0].split(",")[1] == "split"


def test_a_line_leads_to_the_row_that_begins_there_or_before() -> None:
    source = rows_of("xor")
    assert [row_at_line(source, line) for line in (-3, 1, 2, 99)] == [0, 0, 1, source.rows - 1]


def test_the_row_of_an_example(tmp_path: Path) -> None:
    source = voyage_rows(tmp_path)
    row = row_of_example(source, ExampleFocus("train", 3))
    assert row is not None
    assert (source.split_name(row), int(source.place[row])) == ("train", 3)
    assert row_of_example(source, ExampleFocus()) is None, "a drawn picture has no row"
    assert row_of_example(None, ExampleFocus("train", 0)) is None


def test_columns_are_measured_by_a_few_rows() -> None:
    assert sampled_rows(1_000_000, 5).tolist() == [0, 249999, 499999, 749999, 999999]
    assert sampled_rows(3).tolist() == [0, 1, 2]
    assert sampled_rows(0).tolist() == []
    assert limits_of(np.array([3.0, np.nan, -1.0])) == (-1.0, 3.0)
    assert limits_of(np.array([np.nan])) is None
    assert limits_of(np.zeros((20_000, 2))[:, 0]) is None, "numbers far from each other are only sampled"
