"""The forms in which people write tables: separators, decimal marks, encodings, headers, prefaces, missing values."""

from pathlib import Path
from typing import Any

import pytest
from table_texts import Cell, cells_of, lines_of, read_cells, read_text, texts_of

pytestmark = pytest.mark.usefixtures("one_duckdb")

PLAIN = "acid,sugar,kind\n0.36,-0.13,rosa\n1.35,1.91,alba\n1.11,-0.36,rosa\n"
READ: dict[str, list[Cell]] = {
    "acid": [0.36, 1.35, 1.11],
    "sugar": [-0.13, 1.91, -0.36],
    "kind": ["rosa", "alba", "rosa"],
}
ROWS = PLAIN.partition("\n")[2]

SAME = {
    "commas": PLAIN,
    "semicolons": PLAIN.replace(",", ";"),
    "tabs": PLAIN.replace(",", "\t"),
    "colons": PLAIN.replace(",", ":"),
    "carets": PLAIN.replace(",", "^"),
    "bars": PLAIN.replace(",", "|"),
    "blanks": PLAIN.replace(",", " "),
    "runs of blanks": PLAIN.replace(",", " \t   ").replace("\n", "  \n   "),
    "decimal commas": PLAIN.replace(",", ";").replace(".", ","),
    "decimal commas between tabs": PLAIN.replace(",", "\t").replace(".", ","),
    "decimal commas in quotes": 'acid,sugar,kind\n"0,36","-0,13",rosa\n"1,35","1,91",alba\n"1,11","-0,36",rosa\n',
    "a line that names the separator": "sep=;\n" + PLAIN.replace(",", ";"),
    "the same of a spreadsheet": '"sep=|"\r\n' + PLAIN.replace(",", "|").replace("\n", "\r\n"),
    "comments above": "# exported 2031\n# two sensors, three days\n" + PLAIN,
    "comments between": PLAIN.replace("1.35", "# the second\n1.35"),
    "names in a comment": "#" + PLAIN,
    "names in a comment between blanks": "# " + PLAIN.replace(",", " "),
    "blank lines": "\n\n" + PLAIN.replace("\n", "\n\n"),
    "lines of blanks": PLAIN.replace("\n", "\n  \n"),
    "all in quotes": "".join(f'"{line}"\n' for line in PLAIN.replace(",", '","').splitlines()),
    "all in single quotes": "".join(f"'{line}'\n" for line in PLAIN.replace(",", "','").splitlines()),
    "blanks before quotes": PLAIN.replace(",rosa", ', "rosa"').replace(",", ", "),
    "blanks around cells": PLAIN.replace(",", " , ").replace("1.35", "\u00a01.35\t"),
    "carriage returns": PLAIN.replace("\n", "\r\n"),
    "carriage returns alone": PLAIN.replace("\n", "\r"),
    "some carriage returns": PLAIN.replace("\n", "\r\n", 2),
    "no line break at the end": PLAIN.removesuffix("\n"),
    "a byte order mark": "\ufeff" + PLAIN,
    "UTF-16": PLAIN.encode("utf-16"),
    "UTF-16 without a mark": PLAIN.encode("utf-16-le"),
    "UTF-16 of the other order": PLAIN.encode("utf-16-be"),
    "UTF-32": PLAIN.encode("utf-32"),
    "Fortran's exponents": PLAIN.replace("0.36", "0.036D+01").replace("1.35", "135.d-2"),
}


@pytest.mark.parametrize("content", SAME.values(), ids=SAME)
def test_one_table_in_many_forms(tmp_path: Path, content: str | bytes) -> None:
    assert read_cells(tmp_path, content) == READ


@pytest.mark.parametrize("content", [PLAIN, "".join(f'"{line}"\n' for line in PLAIN.replace(",", '","').splitlines())])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_table_without_a_header_loses_no_row(tmp_path: Path, content: str, separator: str) -> None:
    table = read_text(tmp_path, content.partition("\n")[2].replace(",", separator))
    assert {column.name: cells_of(column) for column in table.columns} == dict(
        zip(("x1", "x2", "x3"), READ.values(), strict=True)
    )
    assert "data.header = true" in "".join(table.notes)
    assert lines_of(table) == [1, 2, 3]


HEADERS = {
    "numbers": ("1,2\n3,4\n", False),
    "texts above numbers": ("a,b\n1,2\n", True),
    "a label of each row at the end": ("0.36,rosa\n1.35,alba\n1.11,rosa\n", False),
    "a new label above": ("0.36,kind\n1.35,alba\n1.11,alba\n", False),
    "letters that come again": ("p,x,s\ne,x,s\np,b,y\n", False),
    "names above texts": ("colour,size\nred,small\nblue,large\nred,large\n", True),
    "years": ("name,2019,2020,2021\na,1.5,2,3\nb,4,5,6\n", True),
    "numbers of columns": ("0,1,2,label\n5.5,1.5,2.5,a\n4.5,2.5,3.5,b\n", True),
    "years in steps": ("1990,1995,2000,y\n2.5,3.5,1,a\n1.5,4,2,b\n", True),
    "whole numbers beside others": ("5.5,3.5,1,2,3\n4.5,2.5,4,1,2\n3.5,1.5,2,2,1\n", False),
    "whole numbers in steps": ("2,4,6,a\n8,1,3,b\n1,5,9,a\n", False),
    "numbers behind an unnamed column": (",142.5,145.5\n9.5,0,1\n9.75,2,3\n", True),
    "a first cell that is missing": (",1.5,a\n2,2.5,b\n2,3.5,a\n", False),
    "dates": ("2020-01-01,x\n2020-01-02,x\n2020-01-03,y\n", False),
    "missing values in the first row": ("?,1.5,a\n2,2.5,b\n3,3.5,a\n", False),
    "an unnamed column": (",a,b\n1,2.5,x\n2,3.5,y\n", True),
    "one row": ("1,2\n", False),
    "a column called #": ("#,a\n1,2.5\n2,3.5\n", True),
}


@pytest.mark.parametrize(("content", "has_header"), HEADERS.values(), ids=HEADERS)
def test_whether_the_first_line_holds_names(tmp_path: Path, content: str, has_header: bool) -> None:
    table = read_text(tmp_path, content)
    assert table.dialect is not None
    assert table.dialect.header == has_header
    assert table.rows == content.count("\n") - has_header
    other = (
        read_text(tmp_path, content, header=not has_header) if table.rows > has_header - 1 and table.rows > 1 else None
    )
    assert other is None or other.rows == table.rows + (1 if has_header else -1)


def test_a_guess_without_grounds_is_said(tmp_path: Path) -> None:
    assert "data.header = false" in "".join(read_text(tmp_path, "colour,size\nred,small\nblue,large\n").notes)
    assert "data.header = false" in "".join(read_text(tmp_path, "1,2,3\n4,9,2\n3,1,8\n").notes)
    assert not read_text(tmp_path, PLAIN).notes


def test_a_sum_below_the_rows_is_said(tmp_path: Path) -> None:
    cities = "city,mass,n\n" + "Bern,1.5,2\nBasel,2.5,3\n" * 9
    notes = "".join(read_text(tmp_path, cities + "Total,,45\n").notes)
    assert "line 20: 'Total' looks like a sum" in notes
    assert not read_text(tmp_path, cities + "Total,1.5,4\n" * 2).notes


def test_row_names_as_r_writes_them(tmp_path: Path) -> None:
    table = read_text(tmp_path, '"x" "kind"\n"1" 5.1 "a"\n"2" 4.9 "b"\n')
    assert [column.name for column in table.columns] == ["", "x", "kind"]
    assert "row names" in "".join(table.notes)


def test_a_separator_at_the_end_of_the_header_alone(tmp_path: Path) -> None:
    assert read_cells(tmp_path, PLAIN.replace("kind", "kind,")) == READ


def test_columns_without_name_and_cells_are_left_out(tmp_path: Path) -> None:
    assert read_cells(tmp_path, "a,b,,\n1,2,,\n3,4,,\n") == {"a": [1, 3], "b": [2, 4]}
    assert read_cells(tmp_path, "a,b,\n1,2,\n3,4,\n") == {"a": [1, 3], "b": [2, 4], "": [None, None]}


@pytest.mark.parametrize(
    "mark",
    [
        *("", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?", ".", "-", "#N/A", "#DIV/0!", "#VALUE!", "#REF!"),
        *("#NAME?", "#NUM!", "#NULL!", "<NA>", "  ", " NA "),
    ],
)
def test_marks_of_missing_values(tmp_path: Path, mark: str) -> None:
    content = f"a,word,b\n1.5,x,2\n{mark},{mark},3\n2.5,y,{mark}\n"
    assert read_cells(tmp_path, content) == {"a": [1.5, None, 2.5], "word": ["x", None, "y"], "b": [2, 3, None]}


def test_a_sign_is_no_missing_value(tmp_path: Path) -> None:
    assert read_cells(tmp_path, "a,sign\n1,+\n2,-\n3,-\n")["sign"] == ["+", "-", "-"]


FORMATS: dict[str, tuple[str, dict[str, Any], list[Cell], str]] = {
    "thousands": ('n,u\n"115,300",1.5\n"2,800",2\n900,2.5\n', {}, [115300, 2800, 900], 'data.decimal = ","'),
    "grouped wrongly": ('n,u\n"115,300",1.5\n"2,8,00",2\n', {}, ["115,300", "2,8,00"], ""),
    "thousands with fractions": ('n,u\n"1,234.5",1\n12,2\n', {}, [1234.5, 12], 'data.decimal = ","'),
    "thousands by points": ("n;u\n1.234,5;1\n2.345,25;2\n", {}, [1234.5, 2345.25], 'data.decimal = "."'),
    "commas in quotes, as set": ('n,u\n"115,300",1\n"2,800",2\n', {"decimal": ","}, [115.3, 2.8], ""),
    "points only, as set": ("n;u\n1,5;1\n2,5;2\n", {"decimal": "."}, ["1,5", "2,5"], ""),
    "two marks in two columns": ("n;u;v\n1,5;1.5;2.5\n2,5;1.25;2.75\n", {}, [1.5, 2.5], "decimal"),
    "underscores": ("n,u\n1_0,1\n2_3,2\n", {}, ["1_0", "2_3"], ""),
    "digits of other scripts": ("n,u\n\u0661,1\n\uff12,2\n", {}, ["\u0661", "\uff12"], ""),
    "small ones": ("n,u\n1e-320,1\n-0.0,2\n0e-999,3\n", {}, [1e-320, 0, 0], ""),
    "blanks that aren't ASCII": ("n,u\n\u00a01,1\n2\u2009,2\n", {}, [1, 2], ""),
    "thousands by blanks": ("n;u\n1 234;1\n12 345 678;2\n7;3\n", {}, [1234, 12345678, 7], "data.kinds"),
    "thousands by narrow blanks": ("n;u\n1\u202f234,5;1\n0,25;2\n", {}, [1234.5, 0.25], "data.kinds"),
    "thousands by apostrophes": ("n\tu\n1'234.5\t1\n0.25\t2\n", {}, [1234.5, 0.25], "data.kinds"),
    "blanks at the wrong place": ("n;u\n1 234;1\n12 34;2\n", {}, ["1 234", "12 34"], ""),
    "thousands by points, and no fraction": ("n;u\n1.234;1.234.567\n2.345;2\n", {}, [1234, 2345], "data.decimal"),
    "thousands by points beside decimal commas": ("n;u\n1.234;0,5\n2.345;1,5\n", {}, [1234, 2345], "data.decimal"),
    "thousands or fractions": ("n;u\n1.234;1\n2.345;2\n", {}, [1.234, 2.345], 'data.decimal = ","'),
    "a typographer's minus": ("n,u\n\u22121.5,1\n2.5,2\n", {}, [-1.5, 2.5], ""),
    "marks among measurements": ("n,u\n1.5,1\nn.a.,2\n--,3\n2.5,4\n", {}, [1.5, None, None, 2.5], "data.kinds"),
    "marks among codes": ("n,u\n1,1\nnone,2\n2,3\n", {}, ["1", "none", "2"], ""),
    "marks kept": (
        "n,u\n1.5,1\nnone,2\n2.5,3\n",
        {"kinds": {"n": "category"}},
        ["1.5", "none", "2.5"],
        "",
    ),
    "the end of a text of DOS": ("u,n\r\n1,1.5\r\n2,2.5\x1a", {}, [1, 2], ""),
    "the end of a text of DOS on its own line": ("u,n\r\n1,1.5\r\n2,2.5\r\n\x1a", {}, [1, 2], ""),
    "exponents of Fortran": ("n,u\n1.5D+02,1\n.25d1,2\n", {}, [150, 2.5], ""),
    "quarters": ("n,u\n1974Q1,1\n1974Q2,2\n", {}, ["1974Q1", "1974Q2"], ""),
    "codes with a D": ("n,u\n12D3,1\n7d4,2\n", {}, ["12D3", "7d4"], ""),
    "hexadecimal": ("n,u\n0x1F,1\n0x20,2\n", {}, ["0x1F", "0x20"], ""),
}


@pytest.mark.parametrize(("content", "settings", "cells", "note"), FORMATS.values(), ids=FORMATS)
def test_how_numbers_are_written(
    tmp_path: Path, content: str, settings: dict[str, Any], cells: list[Cell], note: str
) -> None:
    table = read_text(tmp_path, content, **settings)
    assert cells_of(table.columns[0]) == cells
    assert note in "".join(table.notes)
    assert bool(table.notes) == bool(note)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-be"])
def test_the_encoding_is_said_where_it_is_guessed(tmp_path: Path, encoding: str) -> None:
    content = "acidité,espèce\n1,œillet\n2,rosé\n".encode(encoding)
    table = read_text(tmp_path, content)
    assert [column.name for column in table.columns] == ["acidité", "espèce"]
    assert cells_of(table.columns[1]) == ["œillet", "rosé"]
    assert table.dialect is not None
    assert table.dialect.encoding == encoding
    assert "data.encoding" in "".join(table.notes)
    assert not read_text(tmp_path, content, encoding=encoding).notes


def test_bytes_that_windows_does_not_use(tmp_path: Path) -> None:
    assert read_cells(tmp_path, b"a,b\n1,\x81\xe9\n2,x\n")["b"] == ["\x81é", "x"]


def test_escaped_quotes_inside_quotes(tmp_path: Path) -> None:
    assert read_cells(tmp_path, 'n,word\n1,"say \\"x, y\\""\n2,z\n')["word"] == ['say "x, y"', "z"]
    assert read_cells(tmp_path, 'n,word\n1,"say ""x, y"""\n2,5" pipe\n')["word"] == ['say "x, y"', '5" pipe']


def test_texts_of_numbers_where_they_are_asked_for(tmp_path: Path) -> None:
    content = "a,b,c,d\n1.0,2,3,04\n1,3,2,5\n"
    columns = read_text(tmp_path, content).columns
    assert [column.texts is not None for column in columns] == [True, False, False, True]
    assert texts_of(columns[0]) == ["1.0", "1"]
    assert texts_of(columns[3]) == ["04", "5"]
    columns = read_text(tmp_path, content, target="b", kinds={"c": "category"}).columns
    assert [column.texts is not None for column in columns] == [False, True, True, False]
    many = "a,b\n" + "".join(f"{number},{number}\n" for number in range(1001))
    assert [column.texts for column in read_text(tmp_path, many).columns] == [None, None]


def test_rows_know_their_lines(tmp_path: Path) -> None:
    assert lines_of(read_text(tmp_path, 'a,b\n\n1,"x\ny"\n\n2,z\n')) == [3, 6]
    assert lines_of(read_text(tmp_path, '"a\n1",b\n1,"x\ny"\n   \n# c\n2,z\n'.encode("utf-16"))) == [3, 7]


def test_one_column_is_read(tmp_path: Path) -> None:
    assert read_cells(tmp_path, "a\n1\n2\n\n3\n") == {"a": [1, 2, 3]}
