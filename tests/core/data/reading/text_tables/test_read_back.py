"""What csv.writer writes in any form is read as it was written, and DuckDB and Python's csv divide it alike."""

import csv
import io
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_texts import cells_of, lines_of, read_text, texts_of

from core.data.reading.missing_marks import BLANKS, is_missing
from core.data.reading.text_tables import scanning

pytestmark = pytest.mark.usefixtures("one_duckdb")

MOST = int(os.environ.get("MOST_TABLES", "6"))
CELLS = st.text(st.sampled_from("ab#1.-+?_ ,;|\t\n\r\"'\\é☃\x1b\u2028"), max_size=6)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False).map(repr)
WORDS = st.sampled_from(["red", "green", "blue", "St. Gallen", "New York", "it's"])


def written(names: list[str], rows: list[list[str]], separator: str, quoting: int, ends: str) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, quoting=quoting, lineterminator=ends)  # type: ignore[arg-type]
    writer.writerows([names, *rows])
    return file.getvalue()


def expected(cells: list[str]) -> list[str | None]:
    """The cells of a column as they are to be read."""
    stripped = [cell.strip(BLANKS) for cell in cells]
    dash = "+" not in stripped
    return [None if is_missing(cell, dash) else cell for cell in stripped]


@given(data=st.data())
@settings(max_examples=MOST, deadline=None)
@pytest.mark.parametrize("rewrites", [False, True], ids=["as it is", "rewritten"])
def test_any_cells_are_read_back(rewrites: bool, data: st.DataObject) -> None:
    """By the file as it is wherever DuckDB reads it so, and with the rewriting that other files need."""
    width = data.draw(st.integers(2, 4))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6))
    separator = data.draw(st.sampled_from(",;\t|"))
    quoting = data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    ends = data.draw(st.sampled_from(["\n", "\r\n"]))
    if ends == "\n" and quoting == csv.QUOTE_MINIMAL:  # csv.writer of Python 3.11 leaves a lone \r without quotes
        rows = [[cell.replace("\r", "\n") for cell in row] for row in rows]
    names = [f"name {number}" for number in range(width)]
    text = written(names, rows, separator, quoting, ends)
    given_kinds = dict.fromkeys(names, "text")
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        if rewrites:
            patch.setattr(scanning, "_is_plain", lambda *_: False)
        table = read_text(Path(folder), text, header=True, separator=separator, kinds=given_kinds)
        lines = lines_of(table)
    assert table.rows == len(rows)
    assert [texts_of(column) for column in table.columns] == [
        expected([row[index] for row in rows]) for index in range(width)
    ]
    first_lines = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    for _cells in reader:
        first_lines.append(line)
        line = reader.line_num + 1
    assert lines == first_lines[1:]


@given(
    rows=st.lists(st.tuples(NUMBERS, WORDS, NUMBERS), min_size=3, max_size=8),
    separator=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    ends=st.sampled_from(["\n", "\r\n"]),
    has_header=st.booleans(),
)
@settings(max_examples=MOST, deadline=None)
def test_the_form_of_numbers_and_words_is_found(
    rows: list[tuple[str, str, str]], separator: str, quoting: int, ends: str, has_header: bool
) -> None:
    names = ["length", "kind", "width"]
    text = written(names, list(map(list, rows)), separator, quoting, ends)
    with TemporaryDirectory() as folder:
        table = read_text(Path(folder), text if has_header else text.partition(ends)[2])
    assert table.dialect is not None
    assert (table.dialect.separator, table.dialect.header) == (separator, has_header)
    assert [column.name for column in table.columns] == (names if has_header else ["x1", "x2", "x3"])
    assert [cells_of(column) for column in table.columns] == [
        [float(first) for first, _, _ in rows],
        [word for _, word, _ in rows],
        [float(last) for _, _, last in rows],
    ]
