"""The tables that an exported Python file reads: in any form, as training reads them."""

import gzip
import runpy
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from some_models import plain_model

from core.calls import Array
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation, fit_preparation
from core.data.source_settings import SourceSettings
from core.data.sources import read_table_like, read_table_of
from core.data.table import Table
from core.export import python_file

TRAINED = '''age,city,dose,member,when,"size, m"
31,Ulm,low,yes,03.02.2001 10:15,1.5
NA,Bonn,high,no,4.2.2002 11:15,2.25
45.5,?,low,yes,5.3.2003 12:15,3
22,1.0,low,no,6.3.2004,1
28,1,high,no,-,4
30,"Köln ""am Rhein""",high,yes,7.3.2005,2
'''
SETTINGS = SourceSettings(kinds={"dose": ["low", "high"], "city": "category", "when": "date"}, target="size, m")

Trained = tuple[Table, dict[str, Any]]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """A table, and what stands in the file of a model of it."""
    folder = tmp_path_factory.mktemp("trained")
    (folder / "trained.csv").write_text(TRAINED, "utf-8")
    table = read_table_of(folder / "trained.csv", SETTINGS)
    preparation = fit_preparation(table, np.arange(6), "mean+flag")
    model = plain_model([preparation.width, 3, 1], output="identity", names=["size, m"], preparation=preparation)
    python_file.write(model, folder / "model.py")
    return table, runpy.run_path(str(folder / "model.py"))


def read(module: dict[str, Any], path: Path, **options: Any) -> Array:
    """The raw inputs of a file as the module reads them."""
    given = {"separator": None, "decimal": None, "encoding": None, "no_header": False, **options}
    blocks: Callable[[str, Any], Any] = module["raw_blocks"]
    return np.concatenate(list(blocks(str(path), SimpleNamespace(**given))))


FORMS = {
    "any order, other columns": """when,extra,member,dose,city,age
3.2.2001,x,YES,high,Bonn,12.5
4.2.2001 09:59:59,,no,low,1.00,1e2
,,,,,
?,x,n/a,NA,null,.
31.12.1999,x,No,low,Paris,unknown
""",
    "decimal commas": """age;city;dose;member;when
1,5;Ulm;low;yes;3.2.2001
1.234,5;Bonn;high;no;4.2.2001
\u22122,25;Ulm;low;yes;5.2.2001
""",
    "tabs": "age\tcity\tdose\tmember\twhen\n1.5\tUlm\tlow\tyes\t3.2.2001\n 1,234.5 \tBonn\thigh\tno\t4.2.2001\n",
    "quotes": 'age,city,dose,member,when\n"1","Köln ""am Rhein""","low",yes,"3.2.2001"\n 2, "a\nb",low,no,4.2.2001\n',
    "bars": "age|city|dose|member|when\r\n1|Ulm|low|yes|3.2.2001\r\n\r\n2|a,b|high|no|4.2.2001\r\n",
    "comments": "# from us\nage,city,dose,member,when\n1,Ulm,low,yes,3.2.2001\n# a break\n2,#1,high,no,4.2.2001\n",
    "row names": '"age",city,dose,member,when\n"r1",1,"Ulm","low","yes","3.2.2001"\n"r2",2,"Ulm","low","no",NA\n',
    "a line sep=": 'sep=;\nage;city;dose;member;when\n1;Ulm;low;yes;3.2.2001\n2;Ulm;low;no;4.2.2001\n',
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_text_is_read_as_training_reads_it(tmp_path: Path, trained: Trained, form: str) -> None:
    table, module = trained
    (tmp_path / "new.csv").write_bytes(FORMS[form].encode())
    expected = read_table_like(tmp_path / "new.csv", SourceSettings(kinds=SETTINGS.kinds), table).inputs
    found = read(module, tmp_path / "new.csv")
    np.testing.assert_array_equal(found, expected)
    assert not np.isnan(found).all()


ENCODINGS = [("utf-8-sig", None), ("utf-16", None), ("cp1252", None), ("cp437", "cp437")]


@pytest.mark.parametrize(("encoding", "given"), ENCODINGS)
def test_encodings_and_packed_files(tmp_path: Path, trained: Trained, encoding: str, given: str | None) -> None:
    table, module = trained
    (tmp_path / "new.csv.gz").write_bytes(gzip.compress(TRAINED.encode(encoding)))
    np.testing.assert_array_equal(read(module, tmp_path / "new.csv.gz", encoding=given), table.inputs)
    (tmp_path / "new.csv.gz").rename(tmp_path / "renamed.csv")
    np.testing.assert_array_equal(read(module, tmp_path / "renamed.csv", encoding=given), table.inputs)


def test_words_that_training_does_not_know_count_as_missing(tmp_path: Path, trained: Trained) -> None:
    table, module = trained
    (tmp_path / "new.csv").write_text("age,city,dose,member,when\n1,Rome,middle,perhaps,?\n,,,,\n")
    raw = read(module, tmp_path / "new.csv")
    np.testing.assert_array_equal(raw[:, 1:4], [[4, 2, 2], [np.nan, np.nan, np.nan]])
    rows = [{"age": 1, "city": "Rome", "dose": "middle", "member": "perhaps", "when": None}]
    expected = np.array([[1, len(table.input_columns[1].levels), np.nan, np.nan, *[np.nan] * 4]])
    np.testing.assert_array_equal(module["predict"](rows), module["predict"](expected))


def test_the_first_rows_settle_decimal_marks(tmp_path: Path, trained: Trained) -> None:
    _table, module = trained
    rows = "1,5;Ulm;low;yes;3.2.2001\n" * 2500 + "1.234;Ulm;low;yes;3.2.2001\n"
    (tmp_path / "new.csv").write_text("age;city;dose;member;when\n" + rows)
    assert read(module, tmp_path / "new.csv")[-1, 0] == 1234


def test_a_damaged_gzip_file_is_refused(tmp_path: Path, trained: Trained) -> None:
    _table, module = trained
    (tmp_path / "new.csv.gz").write_bytes(gzip.compress(TRAINED.encode())[:-20])
    with pytest.raises(module["UnusableFile"], match="can't be unpacked: the gzip file is damaged"):
        read(module, tmp_path / "new.csv.gz")


def test_what_options_say_is_taken(tmp_path: Path, trained: Trained) -> None:
    table, module = trained
    text = TRAINED.replace(",", "~").replace('"size~ m"', '"size, m"').replace("45.5", "45,5")
    (tmp_path / "new.txt").write_text(text, "utf-8")
    np.testing.assert_array_equal(read(module, tmp_path / "new.txt", separator="~", decimal=","), table.inputs)


WRONG = {
    "age,city,dose,member\n": "there is no column 'when', from which the network learnt; found 'age', 'city', 'dose'",
    "": "is empty, expected a header and rows",
    "age,city,dose,member,when\n1,Ulm,low\n": "line 2: found 3 cells, expected 5 as in the header",
    "age,city,dose,member,when\n\n1,Ulm,low,yes,?\nold,Ulm,low,yes,3.2.2001\n": "line 4, column 'age': found 'old'",
    "age,city,dose,member,when\n1,Ulm,low,yes,2001-02-03\n": "line 2, column 'when': found '2001-02-03', expected a",
    "age,city,dose,member,when\n1e999,Ulm,low,yes,\n": "line 2, column 'age': found '1e999', expected a number",
    'age,city,dose,member,when\n1,"Ulm,low,yes,\n': "line 2: can't be read",
    "age,age,city,dose,member,when\n1,1,Ulm,low,yes,\n": "two columns are called 'age'",
    "age,\0": "found a byte 0, expected a table as text",
    "PAR1\0\0": "found a Parquet file, expected a table as text; save its rows as CSV",
    "PK\3\4": "found a ZIP file, as .xlsx and .npz are, expected a table as text",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_be_used_is_refused_with_its_place(tmp_path: Path, trained: Trained, text: str) -> None:
    _table, module = trained
    path = tmp_path / "new.csv"
    path.write_text(text)
    with pytest.raises(module["UnusableFile"]) as refused:
        read(module, path)
    assert str(refused.value).startswith(f"{path}: {WRONG[text]}")


def test_arrays_of_numbers_are_no_rows_for_columns_of_texts(tmp_path: Path, trained: Trained) -> None:
    _table, module = trained
    with pytest.raises(module["UnusableFile"], match="found arrays of numbers, expected a table"):
        read(module, tmp_path / "new.npz")


def test_blocks_of_any_rows_make_the_same(tmp_path: Path, trained: Trained) -> None:
    table, module = trained
    header, *rows = TRAINED.splitlines(keepends=True)
    (tmp_path / "long.csv").write_text(header + "".join(rows) * 700, "utf-8")
    np.testing.assert_array_equal(read(module, tmp_path / "long.csv"), np.tile(table.inputs, (700, 1)))


def test_columns_without_names_and_arrays(tmp_path: Path) -> None:
    model = plain_model([2, 3])
    python_file.write(model, tmp_path / "model.py")
    module = runpy.run_path(str(tmp_path / "model.py"))
    X = np.array([[1.5, -2], [3, 4e-5]])
    (tmp_path / "new.csv").write_text("1.5;-2;a\n3;4e-5;b\n")
    np.savez(tmp_path / "new.npz", X=X)
    np.testing.assert_array_equal(read(module, tmp_path / "new.csv"), X)
    np.testing.assert_array_equal(read(module, tmp_path / "new.npz"), X)
    np.savez(tmp_path / "other.npz", Z=X)
    with pytest.raises(module["UnusableFile"], match="found the arrays 'Z', expected X"):
        read(module, tmp_path / "other.npz")
    np.savez(tmp_path / "other.npz", X=X[:, :1])
    with pytest.raises(module["UnusableFile"], match="found 1 inputs, expected 2 as for training"):
        read(module, tmp_path / "other.npz")
    np.savez(tmp_path / "other.npz", X=X[:, ::-1], columns=["x2", "x1"])
    np.testing.assert_array_equal(read(module, tmp_path / "other.npz"), X)
    np.savez(tmp_path / "other.npz", X=np.array([[1, 2], [3, np.inf]]))
    with pytest.raises(module["UnusableFile"], match="X, row 2, column 2: found inf, expected a number"):
        read(module, tmp_path / "other.npz")
    assert module["classes"]([[1.5, -2], {"x2": "4e-5", "x1": 3}]) == [
        model.meaning.names[number] for number in model.class_numbers(model.outputs(X))
    ]


def test_a_gap_that_nothing_fills_is_refused(tmp_path: Path) -> None:
    preparation = Preparation(
        (ColumnCoding(name="x1", source="x1", fill=0.5, flag=True), ColumnCoding(name="x2", source="x2"))
    )
    for model in (plain_model([3, 3], preparation=preparation), plain_model([2, 3])):
        python_file.write(model, tmp_path / "model.py")
        module = runpy.run_path(str(tmp_path / "model.py"))
        (tmp_path / "new.csv").write_text("x1,x2\n" + "1,2\n" * 3000 + "3,NA\n")
        with pytest.raises(module["UnusableFile"], match="line 3002, column 'x2': found a missing cell, expected a"):
            read(module, tmp_path / "new.csv")


def test_pictures_of_bytes_are_scaled_as_for_training(tmp_path: Path) -> None:
    python_file.write(plain_model([4, 2]), tmp_path / "model.py")
    module = runpy.run_path(str(tmp_path / "model.py"))
    images = np.arange(12, dtype=np.uint8).reshape(3, 2, 2)
    np.savez(tmp_path / "new.npz", images=images)
    np.testing.assert_array_equal(read(module, tmp_path / "new.npz"), images.reshape(3, 4) / 255)
    np.savez(tmp_path / "new.npz", X=images / 255)
    np.testing.assert_array_equal(read(module, tmp_path / "new.npz"), images.reshape(3, 4) / 255)


def test_rows_of_python(trained: Trained) -> None:
    table, module = trained
    rows = [
        {"age": 31, "city": "Ulm", "dose": "low", "member": "yes", "when": "3.2.2001 10:15"},
        [None, "Bonn", "high", "no", "4.2.2002 11:15"],
        {"age": np.float32(45.5), "city": float("nan"), "dose": "low", "member": "yes", "when": "5.3.2003 12:15"},
        (22, 1, "low", "no", "6.3.2004"),
    ]
    np.testing.assert_array_equal(module["predict"](rows), module["predict"](table.inputs[:4]))
    with pytest.raises(ValueError, match="row 2: there is no column 'city'"):
        module["predict"]([rows[0], {"age": 1}])
    with pytest.raises(ValueError, match="row 1: found 2 values, expected 5"):
        module["predict"]([[1, 2]])
    with pytest.raises(ValueError, match=r"shape \(1, 3\), expected m × 8"):
        module["predict"](np.zeros((1, 3)))
