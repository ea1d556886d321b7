"""What is said of tables that can't be read: the file, the line, what was found, expected, and what to do."""

from pathlib import Path
from typing import Any

import pytest
from table_texts import read_text

from core.support.errors import InputError

pytestmark = pytest.mark.usefixtures("one_duckdb")

ROWS = "".join(f"{number / 8},{number % 7}.5,{'ab'[number % 2]}\n" for number in range(40))
TABLE = "acid,sugar,kind\n" + ROWS

WRONG: dict[str, tuple[str | bytes, list[str]]] = {
    "empty": ("", ["empty"]),
    "blank": ("\n \n", ["empty"]),
    "header alone": ("a,b\n", ["no rows"]),
    "a cell too many": ("a,b\n1,2\n1,2,3\n", ["line 3", "3 cells", "expected 2", "data.separator"]),
    "two cells too few": ("a,b,c,d\n1,2,3,4\n1,2\n", ["line 3", "2 cells", "expected 4", "empty one"]),
    "counts above": ("3,2,alba\n" + ROWS.replace(",", ",1,"), ["line 1", "3 cells", "expected 5 as in most lines"]),
    "a name with a blank": (
        "mass name kind\n" + "1.5 John Smith a\n2.5 John Doe b\n" * 9,
        ["line 1", "3 cells", "expected 4"],
    ),
    "names of texts again": ("c,d,y\np,r,a\nq,s,b\np,s,b\nc,d,y\nq,r,b\n", ["line 5", "names again"]),
    "lines in quotes": ('"a,b"\n"1,2"\n"3,4"\n', ["line 1", "'a,b'", "quotes around whole lines"]),
    "another separator": ("a@b\n1@2\n3@4\n", ["line 1", "'a@b'", 'data.separator = "@"']),
    "a cell too few": ("a,b\n1,2\n1\n", ["line 3", "1 cell,", "expected 2"]),
    "a separator after each row": ("a,b\n1,2,\n3,4,\n", ["line 2", "3 cells", "expected 2", "separator at the end"]),
    "far from the beginning": (TABLE + ROWS * 200 + "1,2\n", ["line 8042", "2 cells", "expected 3"]),
    "a title": ("Wines of 2031\n" + TABLE, ["line 1", "'Wines of 2031'", "expected 3", "title", "#"]),
    "a footer": (TABLE + "Source: us\n", ["line 42", "1 cell,", "delete the line"]),
    "units": ("acid,sugar,kind\ng/l,g/l,-\n" + ROWS, ["line 2", "'acid'", "'g/l'", "units", "#"]),
    "a total": (TABLE + "mean,,\n", ["line 42", "'acid'", "'mean'", "40 of 41", "data.kinds", '"category"']),
    "the header again": (TABLE + "acid,sugar,kind\n" + ROWS, ["line 42", "names again"]),
    "equal names": ("a,b,a\n1,2,3\n", ["line 1", "'a'", "column 1 and column 3"]),
    "names without names": (",,a\n1,2,3\n4,5,6\n", ["columns 1, 2", "no name"]),
    "infinite": ("a,b\n1,2\ninf,3\n", ["line 3", "'a'", "'inf'", "finite"]),
    "beyond float64": ("a,b\n1,2\n1e400,3\n", ["line 3", "'a'", "'1e400'", "float64"]),
    "too small for float64": ("a,b\n1,2\n-1.5e-999,3\n", ["line 3", "'a'", "'-1.5e-999'", "float64"]),
    "too small, written out": (f"a,b\n1,2\n0.{'0' * 400}1,3\n", ["line 3", "'a'", "float64"]),
    "open quote": ('a,b\n"1,2\n', ["line 2", "can't be read", "quote"]),
    "open quote after several lines": ('a,b\n1,"x\ny"\n1,"\n\n', ["line 4", "can't be read"]),
    "a cell after its quote": ('a,b\n1,"x"y\n', ["line 2", "can't be read"]),
    "ragged after several lines": ('a,b\n1,"x\n\ny"\n1\n', ["line 5", "1 cell,"]),
    "a byte 0": (b"a,b\n1,\x00\n", ["line 2", "byte 0"]),
    "a byte 0 far away": (TABLE.encode() + b"1,2,\0\n", ["line 42", "byte 0"]),
    "a long cell": (TABLE + f"{'x' * 100_000},1,a\n", ["line 42", "xxx...", "expected a number"]),
    "control characters": (TABLE + "\x1b]0;owned\x07,1,a\n", ["line 42", "\\x1b]0;owned\\x07"]),
}


@pytest.mark.parametrize(("content", "words"), WRONG.values(), ids=WRONG)
def test_a_wrong_table_is_told_once_and_where(tmp_path: Path, content: str | bytes, words: list[str]) -> None:
    with pytest.raises(InputError) as found:
        read_text(tmp_path, content)
    message = str(found.value)
    assert message.startswith(f"{tmp_path / 'my.csv'}: ")
    assert message.isprintable()
    assert all(word in message for word in words), message
    assert len(message) < 500 + len(str(tmp_path))


TO_BE_NUMBERS = {
    "underscores": "1_000",
    "digits of another script": "\u0661\u0662",
    "wide digits": "\uff11",
    "a separator of old": "\x1c3",
    "two numbers": "1 2",
    "a minus alone": "--1",
    "hexadecimal": "0x1F",
}


@pytest.mark.parametrize("text", TO_BE_NUMBERS.values(), ids=TO_BE_NUMBERS)
def test_what_is_no_number_is_told_where_numbers_are_wanted(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"line 3, column 'a': found .*, expected a number"):
        read_text(tmp_path, f"a,b\n1,2\n{text},3\n", kinds={"a": "number"})


UNFIT: dict[str, tuple[str | bytes, dict[str, Any], list[str]]] = {
    "text in a column of numbers": (
        "a,b\n1,2\nx,3\n",
        {"kinds": {"a": "number"}},
        ["line 3", "'a'", "'x'", "a number"],
    ),
    "the line of the cell": (
        'a,b,c\n1,"2\n3",x\n\n"1\r\n",x,3\n',
        {"kinds": {"b": "number"}},
        ["line 2", "'b'", "a number"],
    ),
    "the line of a later cell": (
        'a,b,c\n1,2,x\n\n"1\r\n",x,3\n',
        {"kinds": {"b": "number"}},
        ["line 5", "'b'", "'x'"],
    ),
    "text in a measured target": ("a,b\n1,2\n3,x\n", {"target": "b", "task": "regression"}, ["line 3", "'b'", "'x'"]),
    "text in one of several": ("a,b\n1,2\n3,x\n", {"target": ["a", "b"], "task": "regression"}, ["line 3", "'b'"]),
    "another encoding": (b"a,b\n1,2\n1,\x80\n", {"encoding": "utf-8"}, ["line 3", "0x80", "utf-8", "data.encoding"]),
    "half a character": (b"a,b\n1,\xc3", {"encoding": "utf-8"}, ["line 2", "0xc3"]),
}


@pytest.mark.parametrize(("content", "settings", "words"), UNFIT.values(), ids=UNFIT)
def test_settings_that_do_not_fit_are_told(
    tmp_path: Path, content: str | bytes, settings: dict[str, Any], words: list[str]
) -> None:
    with pytest.raises(InputError) as found:
        read_text(tmp_path, content, **settings)
    assert all(word in str(found.value) for word in words), found.value


def test_what_is_ignored_or_named_a_category_may_hold_anything(tmp_path: Path) -> None:
    content = TABLE + "mean,,\n"
    for settings in ({"ignore": ["acid"]}, {"kinds": {"acid": "category"}}):
        column = read_text(tmp_path, content, **settings).columns[0]
        assert column.numbers is None
        assert column.texts is not None
        assert "mean" in column.texts
    assert read_text(tmp_path, "a,b\n1,2\ninf,3\n", kinds={"a": "category"}).columns[0].texts == ("1", "inf")


@pytest.mark.parametrize("column", ["1 x 2 x 3", "1 2 3 4 5+", "A5 B7 12 C9 A1"])
def test_texts_with_some_numbers_are_texts(tmp_path: Path, column: str) -> None:
    content = "u,c,v\n" + "".join(f"{row}.5,{text},{row}\n" for row, text in enumerate(column.split()))
    assert read_text(tmp_path, content).columns[1].numbers is None


@pytest.mark.parametrize("number", ["1e-400", "1.5E-00999", f"0.{'0' * 230}1e-99", f"-0.{'0' * 400}1"], ids=len)
def test_a_number_that_becomes_0_is_told_wherever_the_parts_of_a_file_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    before = "a,b,c\n" + "1,2,3\n" * 5 + "1,"
    for place in range(0, len(number), 1 + len(number) // 6):
        monkeypatch.setattr("core.data.reading.text_tables.text_file.CHUNK", len(before) + place)
        with pytest.raises(InputError, match=r"line 7, column 'b'.*float64"):
            read_text(tmp_path, f"{before}{number},3\n")
