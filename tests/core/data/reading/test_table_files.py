"""Files that hold tables: their names, how they are packed, and files that aren't tables."""

import gzip
import io
import os
import socket
import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from table_texts import cells_of, read_cells, read_text

from core.data.reading import duckdb_connection
from core.data.reading.table_files import read_columns
from core.data.reading.temporary_copy import temporary_copy
from core.data.source_settings import SourceSettings
from core.support import memory
from core.support.errors import InputError

TABLE = "a,b,kind\n1,2.5,x\n2,3.5,y\n"
READ = {"a": [1, 2], "b": [2.5, 3.5], "kind": ["x", "y"]}


@pytest.mark.parametrize(
    "name",
    [
        *("my.data", "MY.CSV", "my", "my.csv.gz", "a[1].csv", "*.csv", "q?.csv", "{a,b}.csv", "we'ird;.csv", "#1.csv"),
        *("-.csv", "year=2020/my.csv", "ünï\u00a0.csv", "a\\b.csv", "a\nb.csv", "my.xlsx.csv", "~.csv"),
    ],
)
def test_a_name_is_a_name(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands in it: no ending, no pattern, no partition, and relative to the folder one is in."""
    (tmp_path / "a1.csv").write_text("WRONG")
    (tmp_path / "year=2020").mkdir()
    assert read_cells(tmp_path, TABLE, name) == READ
    monkeypatch.chdir(tmp_path)
    columns = read_columns(Path(name), SourceSettings()).columns
    assert {column.name: cells_of(column) for column in columns} == READ


@pytest.mark.parametrize("name", ["my.csv", "my.csv.gz", "my.zst"])
def test_gzip_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    assert read_cells(tmp_path, gzip.compress(TABLE.encode()), name) == READ
    assert read_cells(tmp_path, gzip.compress(TABLE.encode("utf-16")), name) == READ
    two = gzip.compress(TABLE.encode()) + gzip.compress(b"3,4.5,x\n")
    assert read_cells(tmp_path, two, name)["a"] == [1, 2, 3]


def test_zstandard_and_parquet_are_known_by_their_content(tmp_path: Path) -> None:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT * FROM (VALUES (1, 2.5, 'x'), (2, 3.5, 'ÿ\"')) v(a, b, kind)")
        for form in ("csv, compression zstd", "parquet", "parquet, compression zstd"):
            path = tmp_path / f"{form[:3]}[1]"
            connection.execute(f"COPY t TO '{path}' (format {form})")
            columns = read_columns(path, SourceSettings()).columns
            assert {column.name: cells_of(column) for column in columns} == {**READ, "kind": ["x", 'ÿ"']}


def test_a_part_of_a_zstandard_file_is_refused(tmp_path: Path) -> None:
    """DuckDB reads as many rows as there are, and says nothing."""
    import duckdb

    with duckdb.connect() as connection:
        query = "SELECT i AS a, md5(i::VARCHAR) AS b FROM range(20000) t(i)"
        connection.execute(f"COPY ({query}) TO '{tmp_path / 'my.zst'}' (format csv, header false, compression zstd)")
    content = (tmp_path / "my.zst").read_bytes()
    ignored = b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc"
    assert read_text(tmp_path, content + ignored + content + ignored).rows == 40_000
    for size in (len(content) - 1, len(content) // 2, 9):
        with pytest.raises(InputError, match="ends too early"):
            read_text(tmp_path, content[:size])


def parquet(folder: Path, query: str) -> Path:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{folder / 'my.parquet'}' (format parquet)")
    return folder / "my.parquet"


def test_types_of_parquet(tmp_path: Path) -> None:
    query = """SELECT * FROM (VALUES
        (1::UTINYINT, 1.5::FLOAT, 0.25::DECIMAL(9, 2), true, DATE '2020-02-29', 'NA', 'nan'::DOUBLE, '1.0', NULL::INT),
        (255, NULL, 0.5, NULL, NULL, 'x', 2, NULL, NULL)) v(a, b, c, d, e, f, g, h, "no ""c"" ells")
    """
    table = read_columns(parquet(tmp_path, query), SourceSettings())
    assert {column.name: cells_of(column) for column in table.columns} == {
        "a": [1, 255], "b": [1.5, None], "c": [0.25, 0.5], "d": ["true", None], "e": ["2020-02-29", None],
        "f": [None, "x"], "g": [None, 2], "h": [1, None], 'no "c" ells': [None, None],
    }  # fmt: skip
    assert table.line_of is None
    assert table.dialect is None


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT 1 a, [1, 2] b", ["'b'", "INTEGER[]", "expected numbers"]),
        ("SELECT 1 a, 2 b WHERE false", ["no rows"]),
        ("SELECT * FROM (VALUES (1, 2.0::DOUBLE), (2, 'inf'::DOUBLE)) v(a, b)", ["row 2", "'b'", "finite"]),
        ("SELECT 1 a, {'c': 2} b", ["'b'", "STRUCT"]),
    ],
)
def test_wrong_parquet(tmp_path: Path, query: str, words: list[str]) -> None:
    with pytest.raises(InputError) as found:
        read_columns(parquet(tmp_path, query), SourceSettings())
    assert all(word in str(found.value) for word in words), found.value


def archive(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return file.getvalue()


def npy() -> bytes:
    file = io.BytesIO()
    np.save(file, np.zeros(3))
    return file.getvalue()


OTHERS = {
    "a spreadsheet of today": (archive("[Content_Types].xml", "xl/workbook.xml"), "my.csv", "save it as CSV"),
    "a free spreadsheet": (
        b"PK\3\4" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        "my.ods",
        "save it as CSV",
    ),
    "a spreadsheet of old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "my.xls", "save it as CSV"),
    "ARFF": (b"% made\n@RELATION t\n@ATTRIBUTE a NUMERIC\n@DATA\n1\n", "my.txt", "ARFF"),
    "ARFF by its name": (TABLE.encode(), "my.arff", "ARFF"),
    "a PDF": (b"%PDF-1.7\n\x00", "my.csv", "PDF"),
    "a web page": (b"\n<!DOCTYPE html><html><table>", "my.csv", "web page"),
    "JSON": (b'[{"a": 1, "b": 2}]', "my.csv", "JSON"),
    "JSON lines": (b'{"a": 1, "b": 2}\n{"a": 1, "b": 3}\n', "my.csv", "JSON"),
    "a pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:1f\nsize 9\n", "my.csv", "git lfs pull"),
    "sparse rows": (b"1 1:0.5 3:-2e-3\n-1 2:1\n", "my.csv", "load_svmlight_file"),
    "a pickle": (b"\x80\x04\x95\x00", "my.csv", "pickle"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "my.csv", "picture"),
    "an archive": (archive("my.csv"), "my.zip", "unpack"),
    "arrays": (npy(), "my.csv", ".npz"),
    "a database": (b"SQLite format 3\0" + bytes(80), "my.db", "export"),
    "a spreadsheet in gzip": (gzip.compress(archive("xl/workbook.xml")), "my.gz", "save it as CSV"),
    "other bytes": (bytes(range(256)), "my.csv", "byte 0"),
    "half of a gzip file": (gzip.compress(TABLE.encode())[:-9], "my.csv.gz", "can't be unpacked"),
    "the beginning of a Zstandard file": (b"\x28\xb5\x2f\xfd\x04", "my.zst", "can't be unpacked"),
    "damaged Zstandard": (b"\x28\xb5\x2f\xfd\x04\x00\x0d\x00\x00\x00\xff", "my.zst", "can't be unpacked"),
    "half of a Parquet file": (b"PAR1" + bytes(30), "my.parquet", "Parquet"),
}


@pytest.mark.parametrize(("content", "name", "words"), OTHERS.values(), ids=OTHERS)
def test_other_files_are_refused_with_what_to_do(tmp_path: Path, content: bytes, name: str, words: str) -> None:
    with pytest.raises(InputError) as found:
        read_text(tmp_path, content, name)
    assert words in str(found.value)
    assert str(found.value).startswith(str(tmp_path / name))
    assert str(found.value).isprintable()


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        with suppress(OSError):  # a path that is too long
            server.bind(str(tmp_path / "socket"))
        for name in ("pipe", "", "none.csv", "socket", "a\0b"):
            with pytest.raises(InputError, match="expected a table"):
                read_columns(tmp_path / name, SourceSettings())


def test_a_file_too_large_for_the_memory_is_refused_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ALWAYS", 100)
    monkeypatch.setattr(memory, "available_memory", lambda: 1000)
    with pytest.raises(InputError, match="memory"):
        read_text(tmp_path, TABLE * 100)
    with pytest.raises(InputError, match="memory"):
        read_text(tmp_path, gzip.compress(b"1,2\n" * 1000))
    with pytest.raises(InputError, match="memory"), temporary_copy(io.BytesIO(bytes(2000))):
        pass


def test_a_stream_is_a_file_for_a_while() -> None:
    with temporary_copy(io.BytesIO(TABLE.encode())) as path:
        columns = read_columns(path, SourceSettings()).columns
        assert {column.name: cells_of(column) for column in columns} == READ
    assert not path.parent.exists()


def test_the_database_reads_this_file_alone_and_fetches_nothing(tmp_path: Path) -> None:
    import duckdb

    for name in ("a[1].csv", "other.csv"):
        (tmp_path / name).write_text(TABLE)
    with duckdb_connection.connect(tmp_path / "a[1].csv") as connection:
        for query in (
            f"SELECT * FROM read_csv('{tmp_path}/other.csv')",
            f"SELECT * FROM read_csv('{tmp_path}/*.csv')",
            f"COPY (SELECT 1) TO '{tmp_path}/new.csv'",
            "SET enable_external_access = true",
            "SET autoinstall_known_extensions = true",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(query)
        settings = connection.execute(
            "SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%known_extensions' ORDER BY name"
        ).fetchall()
    assert settings == [("autoinstall_known_extensions", "false"), ("autoload_known_extensions", "false")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a[1].csv", "other.csv"]


def test_columns_of_many_kinds_at_once(tmp_path: Path) -> None:
    """More columns than fit in the first look, and more rows."""
    width, rows = 400, 50
    header = ",".join(f"column {index}" for index in range(width))
    lines = [",".join(str(row * index) for index in range(width)) for row in range(rows)]
    content = "\n".join([header, *lines])
    table = read_text(tmp_path, content)
    assert len(table.columns) == width
    assert cells_of(table.columns[7]) == [7.0 * row for row in range(rows)]


def test_what_comes_late_is_seen(tmp_path: Path) -> None:
    """Beyond the first look: a text among numbers, missing values, numbers of another form."""
    rows = 25_000
    content = "a,b,c,d\n" + "".join(f"{row},{row}.5,{row % 3},1\n" for row in range(rows))
    cells = read_cells(tmp_path, content + '"1,234",NA,?,2\n')
    assert (cells["a"][-1], cells["b"][-1], cells["c"][-1]) == (1234, None, None)
    assert len(cells["a"]) == rows + 1
    with pytest.raises(InputError, match=f"line {rows + 2}, column 'b': found 'late'"):
        read_text(tmp_path, content + "1,late,2,3\n")
    assert read_cells(tmp_path, content + "1,2,late,3\n")["c"][-1] == "late"
