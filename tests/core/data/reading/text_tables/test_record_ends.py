"""A text is cut where records end, never inside quotes, wherever its bytes happen to stop."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.reading.text_tables.record_ends import last_record_end
from core.data.reading.text_tables.records import Form

CELLS = st.text(st.sampled_from('ab",\n\r ;é'), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_every_beginning_of_a_text_is_cut_at_the_end_of_a_record(rows: list[list[str]], ends: str) -> None:
    """Of records in quotes; one that is cut off itself is left for later."""
    lines = []
    for row in rows:
        written = io.StringIO()
        csv.writer(written, lineterminator=ends, quoting=csv.QUOTE_ALL).writerow(row)
        lines.append(written.getvalue().encode())
    text = b"".join(lines)
    places = [sum(map(len, lines[:count])) for count in range(len(lines) + 1)]
    for stop in range(len(text) + 1):
        assert last_record_end(text[:stop], Form()) == max(place for place in places if place <= stop)


@pytest.mark.parametrize(
    ("form", "text", "whole"),
    [
        (Form(), b'5" pipe,6" pipe\n1,2\n3', b'5" pipe,6" pipe\n1,2\n'),
        (Form(), b'1, "a\nb"\n2,"c\n', b'1, "a\nb"\n'),
        (Form(separator=" "), b'1\t"a\nb"\n2 "c\n', b'1\t"a\nb"\n'),
        (Form(escape="\\"), b'1,"a\\"\n"\n2,"\\"\n', b'1,"a\\"\n"\n'),
        (Form(quote="'"), b"1,'a\n'\n2,'\n", b"1,'a\n'\n"),
        (Form(), b"1,2\r3,4\r5", b"1,2\r3,4\r"),
        (Form(), b"1,2\r", b""),
        (Form(), b"", b""),
    ],
)
def test_forms_of_text(form: Form, text: bytes, whole: bytes) -> None:
    assert text[: last_record_end(text, form)] == whole
