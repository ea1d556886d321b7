"""Files that people bring: what is read from them, and what is said of a wrong one."""

import gzip
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from narrowing import present

from core.calls import Array
from core.data.reading.arrays.npz_reader import read_npz
from core.data.source_settings import SourceSettings
from core.data.sources import read_table_of
from core.data.table import Table
from core.support.errors import InputError

pytestmark = pytest.mark.usefixtures("one_duckdb")


def read_csv(path: Path, target: str | list[str] | None, task: str | None) -> Table:
    """The table in a file, as understood with these settings."""
    return read_table_of(path, SourceSettings(target=target, task=task))


TABLE = "height, weight,kind\n1.5,60,cat\n1.7,80,dog\n1.6,70,cat\n"


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str | bytes, name: str = "my.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def npz_file(tmp_path: Path) -> Callable[..., Path]:
    def write(**arrays: Any) -> Path:
        np.savez(tmp_path / "my.npz", **arrays)
        return tmp_path / "my.npz"

    return write


def test_the_last_column_is_the_target_and_text_makes_classes(csv_file: Callable[..., Path]) -> None:
    table = read_csv(csv_file(TABLE), None, None)
    assert table.input_names == ("height", "weight")
    assert table.inputs.tolist() == [[1.5, 60], [1.7, 80], [1.6, 70]]
    assert table.class_names == ("cat", "dog")
    assert table.labels is not None
    assert table.labels.tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + TABLE,
        TABLE.replace("\n", "\r\n"),
        TABLE.replace("\n", "\n\n"),
        TABLE.replace("cat", '"cat"').replace("1.5", '"1.5"'),
        TABLE.replace(",", " , "),
    ],
    ids=["byte order mark", "CRLF", "blank lines", "quotes", "blanks"],
)
def test_the_ways_people_write_csv(csv_file: Callable[..., Path], text: str) -> None:
    table = read_csv(csv_file(text), None, None)
    assert table.inputs.tolist() == [[1.5, 60], [1.7, 80], [1.6, 70]]
    assert table.labels is not None
    assert table.labels.tolist() == [0, 1, 0]


def test_tabs_and_gzip(csv_file: Callable[..., Path]) -> None:
    assert read_csv(csv_file(TABLE.replace(",", "\t"), "my.tsv"), None, None).inputs.shape == (3, 2)
    assert read_csv(csv_file(gzip.compress(TABLE.encode()), "my.csv.gz"), None, None).inputs.shape == (3, 2)


def test_a_target_by_name_and_several(csv_file: Callable[..., Path]) -> None:
    path = csv_file("a,b,c,d\n1,0.5,1,0\n2,1.5,0,1\n3,2.5,1,0\n")
    table = read_csv(path, "b", None)
    assert table.input_names == ("a", "c", "d")
    assert table.values is not None
    assert table.values.tolist() == [[0.5], [1.5], [2.5]]
    several = read_csv(path, ["a", "b"], None)
    assert several.values is not None
    assert several.values.shape == (3, 2)
    assert several.target_names == ("a", "b")
    one_hot = read_csv(path, ["c", "d"], None)
    assert one_hot.class_names == ("c", "d")
    assert one_hot.labels is not None
    assert one_hot.labels.tolist() == [0, 1, 0]
    assert read_csv(path, ["c", "d"], "regression").labels is None


@pytest.mark.parametrize(
    ("column", "task", "classes"),
    [
        ("0 1 1", None, ("0", "1")),
        ("10 2 2", None, ("2", "10")),
        ("0 1 1", "regression", None),
        ("0.5 1 1.5 2 2.5 3 3.5 4 4.5", None, None),
        ("0.5 1 1", "classification", ("0.5", "1")),
        (" ".join(map(str, range(21))), None, None),
        (" ".join(map(str, range(21))), "classification", tuple(map(str, range(21)))),
        ("0 1 1.0 1e0 0.0", None, ("0", "1")),
        ("1.0 0.0 1.0", None, ("0.0", "1.0")),
        ("1.0 1 x", None, ("1", "x")),
        ("9007199254740992 9007199254740993", "classification", ("9007199254740992", "9007199254740993")),
        ("1_0 2", None, ("2", "1_0")),
        ("\u0661 1", None, ("1", "\u0661")),
    ],
)
def test_what_is_taken_for_classes(
    csv_file: Callable[..., Path], column: str, task: str | None, classes: tuple[str, ...] | None
) -> None:
    text = "x,y\n" + "".join(f"{i},{value}\n" for i, value in enumerate(column.split()))
    table = read_csv(csv_file(text), None, task)
    assert (table.class_names or None) == classes
    assert (table.values is None) == (classes is not None)


@pytest.mark.parametrize(
    ("target", "task", "words"),
    [
        ("kynd", None, ["'kynd'", "'kind'"]),
        ("zzz", None, ["'zzz'", "height, weight, kind"]),
        (["height", "weight", "kind"], None, ["no column for inputs"]),
        ("kind", "regression", ["line 2", "'cat'"]),
    ],
)
def test_a_wrong_target_is_told(
    csv_file: Callable[..., Path], target: str | list[str], task: str | None, words: list[str]
) -> None:
    with pytest.raises(InputError) as found:
        read_csv(csv_file(TABLE), target, task)
    assert all(word in str(found.value) for word in words), found.value


def test_blanks_around_a_cell_are_no_part_of_it(csv_file: Callable[..., Path]) -> None:
    table = read_csv(csv_file("x,kind\n 1 , cat \n2,cat\n3,\tdog\n"), None, None)
    assert table.class_names == ("cat", "dog")
    assert table.inputs[:, 0].tolist() == [1, 2, 3]


@pytest.mark.parametrize("seed", ["1", "2"])
def test_classes_have_the_same_order_in_every_process(csv_file: Callable[..., Path], seed: str) -> None:
    """float() takes nan for a number, which is neither above nor below another: the order would be that of a set."""
    names = ("-inf", "1", "2", "3", "4", "5", "6", "7", "8", "9", "inf", "a", "x")
    path = csv_file("a,b\n" + "\n".join(f"{row}.5,{name}" for row, name in enumerate(reversed(names))))
    code = "import sys; from pathlib import Path; from core.data.sources import read_table_of; "
    code += "from core.data.source_settings import SourceSettings; "
    code += "print(*read_table_of(Path(sys.argv[1]), SourceSettings('b', 'classification')).class_names)"
    command, environment = [sys.executable, "-c", code, str(path)], {**os.environ, "PYTHONHASHSEED": seed}
    found = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert tuple(found.stdout.split()) == names


def test_measurements_are_no_classes(csv_file: Callable[..., Path]) -> None:
    text = "x,y\n" + "".join(f"{i},{i}.5\n" for i in range(1001))
    with pytest.raises(InputError, match=r"1001 different values.*regression"):
        read_csv(csv_file(text), None, "classification")


@pytest.mark.parametrize("text", ["0", "-0.0", "0e-999", "1e-320", "1e-100", "000"])
def test_small_numbers_are_read(csv_file: Callable[..., Path], text: str) -> None:
    table = read_csv(csv_file(f"a,b\n{text},1\n1e-300,2\n"), None, None)
    assert table.inputs.tolist() == [[float(text)], [1e-300]]


def test_rows_know_their_lines(csv_file: Callable[..., Path]) -> None:
    assert list(read_csv(csv_file('a,b\n\n1,"x\ny"\n\n2,z\n'), None, None).lines) == [3, 6]


def test_npz_of_x_and_y(npz_file: Callable[..., Path]) -> None:
    table = read_npz(npz_file(X=np.arange(6.0).reshape(3, 2), y=np.array([0, 1, 1])), None)
    assert table.inputs.tolist() == [[0, 1], [2, 3], [4, 5]]
    assert table.labels is not None
    assert table.labels.tolist() == [0, 1, 1]
    assert table.input_names == ("x1", "x2")
    text = read_npz(npz_file(X=np.zeros((2, 2)), y=np.array(["b", "a"])), None)
    assert text.labels is not None
    assert (text.class_names, text.labels.tolist()) == (("a", "b"), [1, 0])


def test_npz_targets_of_several_columns(npz_file: Callable[..., Path]) -> None:
    X = np.zeros((3, 2))
    assert present(read_npz(npz_file(X=X, y=np.eye(3)), None).labels).tolist() == [0, 1, 2]
    values = read_npz(npz_file(X=X, y=np.array([[0.5, 1], [1, 2], [3, 4]])), None)
    assert values.values is not None
    assert values.values.shape == (3, 2)
    assert values.target_names == ("y1", "y2")
    assert present(read_npz(npz_file(X=X, y=np.array([0.25, 0.5, 3.5])), None).values).shape == (3, 1)
    assert present(read_npz(npz_file(X=X, y=np.array([0, 1, 1])), "regression").values).tolist() == [[0], [1], [1]]


@pytest.mark.parametrize("shape", [(3, 4), (3, 2, 2)])
def test_npz_of_images(npz_file: Callable[..., Path], shape: tuple[int, ...]) -> None:
    bytes_ = np.full(shape, 255, np.uint8)
    table = read_npz(npz_file(images=bytes_, labels=np.array([7, 8, 7], np.uint8)), None)
    assert (table.inputs == 1).all()
    assert table.inputs.shape == (3, 4)
    assert table.shape == (2, 2)
    assert table.class_names == ("7", "8")
    assert (read_npz(npz_file(images=np.full(shape, 0.5), labels=np.array([7, 8, 7])), None).inputs == 0.5).all()


WRONG_NPZ = {
    "other arrays": ({"a": np.zeros(2), "b": np.zeros(2)}, ["a, b", "X and y"]),
    "rows differ": ({"X": np.zeros((3, 2)), "y": np.zeros(2)}, ["3 rows in X", "2 in y"]),
    "flat": ({"X": np.zeros(3), "y": np.zeros(3)}, ["X", "(3,)"]),
    "no rows": ({"X": np.zeros((0, 2)), "y": np.zeros(0)}, ["X", "(0, 2)"]),
    "objects": ({"X": np.array([[{}]], object), "y": np.zeros(1)}, [".npz of plain numbers"]),
    "complex": ({"X": np.zeros((2, 2), complex), "y": np.zeros(2)}, ["X", "complex128"]),
    "text inputs": ({"X": np.array([["a"], ["b"]]), "y": np.zeros(2)}, ["X", "expected numbers"]),
    "not a number": ({"X": np.array([[1, 2], [3, np.nan]]), "y": np.arange(2)}, ["X, row 2, column 2", "nan"]),
    "infinite target": ({"X": np.zeros((2, 1)), "y": np.array([1.5, np.inf])}, ["y, row 2", "inf"]),
    "one class": ({"X": np.zeros((2, 1)), "y": np.array([4, 4])}, ["one class"]),
    "no targets": ({"X": np.zeros((2, 1)), "y": np.zeros((2, 0))}, ["y", "(2, 0)"]),
    "one target": ({"X": np.zeros((2, 1)), "y": np.array(3.0)}, ["y", "()"]),
    "times": ({"X": np.zeros((2, 1)), "y": np.zeros(2, "M8[s]")}, ["y", "datetime64[s]", "expected numbers"]),
    "rows of fields": ({"X": np.zeros(2, "f8,i4"), "y": np.zeros(2)}, ["X", ".npz of plain numbers"]),
    "no characters": ({"X": np.zeros((2, 1)), "y": np.full(2, 0xD800, np.uint32).view("U1")}, ["plain numbers"]),
    "beyond float64": ({"X": np.full((2, 1), 10, "g") ** 400, "y": np.arange(2)}, ["X, row 1", "inf"]),
}


@pytest.mark.parametrize(("arrays", "words"), WRONG_NPZ.values(), ids=WRONG_NPZ)
def test_a_wrong_npz_is_told_once(npz_file: Callable[..., Path], arrays: dict[str, Array], words: list[str]) -> None:
    with pytest.raises(InputError) as found:
        read_npz(npz_file(**arrays), None)
    message = str(found.value)
    assert "my.npz: " in message
    assert all(word in message for word in words), message


@pytest.mark.parametrize("dtype", ["f2", "f4", ">f4", "f8", ">f8", "g", "i1", ">i4", "u8", "?"])
def test_npz_of_every_kind_of_number(npz_file: Callable[..., Path], dtype: str) -> None:
    X = np.array([[0, 1], [1, 0], [1, 1]]).astype(dtype)
    for given in (X, np.asfortranarray(X)):
        table = read_npz(npz_file(X=given, y=np.array([0.25, 0.5, 3.5]).astype("f4")), None)
        assert table.inputs.tolist() == X.tolist()
        assert table.values is not None
        assert table.values.tolist() == [[0.25], [0.5], [3.5]]


def test_npz_classes_that_differ_in_the_last_digits(npz_file: Callable[..., Path]) -> None:
    X, y = np.zeros((4, 1)), np.array([1234567.0, 1234568, 0.5, 1])
    assert read_npz(npz_file(X=X, y=y), "classification").class_names == ("0.5", "1", "1234567.0", "1234568.0")


def npz_of(path: Path, X: bytes, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The bytes of an archive whose X.npy holds these."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("X.npy", X)
        archive.writestr("y.npy", npy(np.arange(2)))
    return path.read_bytes()


def npy(array: Array, **changes: str) -> bytes:
    """An array as .npy, the text of its header changed."""
    file = io.BytesIO()
    np.save(file, array)
    content = file.getvalue()
    size = int.from_bytes(content[8:10], "little")
    header = content[10 : 10 + size].decode()
    for key, value in changes.items():
        header = re.sub(
            rf"'{key}': ('[^']*'|\w+|\(.*?\))",
            lambda _found, key=key, value=value: f"'{key}': {value}",  # type: ignore[misc]
            header,
        )
    return content[:8] + len(header).to_bytes(2, "little") + header.encode() + content[10 + size :]


X = np.ones((2, 1))

HEADERS = {
    "huge": (
        npy(X, shape="(1000000000000, 1000)"),
        ["(1000000000000, 1000)", "8,000,000,000,000,000 bytes", "found 16"],
    ),
    "larger": (npy(X, shape="(3, 1)"), ["24 bytes", "found 16", "damaged"]),
    "smaller": (npy(X, shape="(1, 1)"), ["8 bytes", "found 16", "damaged"]),
    "negative": (npy(X, shape="(-2, 1)"), ["plain numbers", "header"]),
    "dimensions": (npy(X, shape=f"({'1,' * 99}2)"), ["plain numbers"]),
    "no shape": (npy(X, shape="None"), ["header"]),
    "no order": (npy(X, fortran_order="7"), ["header"]),
    "no type": (npy(X, descr="'<f'"), ["found 16"]),
    "odd type": (npy(X, descr="'<f3'"), ["plain numbers"]),
    "a sum": (npy(X, descr="'<f8'*9**9**9"), ["header"]),
    "an escape": (npy(X, descr=r"'\d'"), ["header"]),
    "old text": (npy(X, descr="'a8'"), ["header"]),
    "torn": (npy(X)[:40], ["header"]),
    "torn soon": (npy(X)[:7], ["header"]),
    "no array": (b"no array", ["X holds", "expected an array"]),
    "empty": (b"", ["X holds", "expected an array"]),
}


@pytest.mark.parametrize(("content", "words"), HEADERS.values(), ids=HEADERS)
def test_a_wrong_header_is_told_once(tmp_path: Path, content: bytes, words: list[str]) -> None:
    npz_of(tmp_path / "my.npz", content)
    with pytest.raises(InputError) as found:
        read_npz(tmp_path / "my.npz", None)
    message = str(found.value)
    assert message.startswith(f"{tmp_path / 'my.npz'}: ")
    assert message.count("my.npz") == 1
    assert len(message) < 400
    assert all(word in message for word in words), message


def test_a_header_of_python_2_is_read(tmp_path: Path) -> None:
    """Whole numbers were written 2L; NumPy reads them with a warning."""
    npz_of(tmp_path / "my.npz", npy(X, shape="(2L, 1L)"))
    assert read_npz(tmp_path / "my.npz", None).inputs.tolist() == [[1], [1]]


ARCHIVES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "encrypted": (lambda content: patched(content, 6, 8, b"\1"), "X is encrypted"),
    "of unknown compression": (lambda content: patched(content, 8, 10, b"\x63"), "be read"),
    "of a version to come": (lambda content: patched(content, 4, 6, b"\xff"), "can't be read"),
    "damaged": (lambda content: content[:45] + bytes(20) + content[65:], "be read"),
    "cut off": (lambda content: content[: len(content) // 2], "can't be read"),
    "empty": (lambda content: b"", "can't be read"),
    "another file": (lambda content: b"GIF89a", "can't be read"),
    ".npy": (lambda content: npy(X), "a single array"),
}


def patched(content: bytes, local: int, central: int, value: bytes) -> bytes:
    """The first member's fields, in its own header and in the archive's list, set to a value."""
    listed = content.index(b"PK\1\2")
    content = content[:local] + value + content[local + 1 :]
    return content[: listed + central] + value + content[listed + central + 1 :]


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("damage", ARCHIVES)
def test_a_damaged_archive_is_told_once(tmp_path: Path, damage: str, compression: int) -> None:
    path = tmp_path / "my.npz"
    change, words = ARCHIVES[damage]
    path.write_bytes(change(npz_of(path, npy(np.arange(2.0)[:, None]), compression)))
    with pytest.raises(InputError) as found:
        read_npz(path, None)
    assert words in str(found.value)
    assert str(found.value).count("my.npz") == 1
