"""Lines that begin with #: comments, or records whose first cell does."""

import io

import pytest

from core.data.reading.text_tables.records import Form, records


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# said\n1,2,3\n", [["1", "2", "3"]]),
        ("#1,2,3\n", [["#1", "2", "3"]]),
        ('#1,"a\nb",3\n4,5,6\n', [["#1", "a\nb", "3"], ["4", "5", "6"]]),
        ('# it, "quoted"\n1,2,3\n', [["1", "2", "3"]]),
        ("# a, b, c, d\n1,2,3\n", [["1", "2", "3"]]),
    ],
)
def test_a_record_may_go_on_in_the_next_line(text: str, found: list[list[str]]) -> None:
    assert [cells for _line, cells in records(io.StringIO(text, newline=""), Form(width=3))] == found
