"""Names from lists as teachers have them."""

from pathlib import Path

import pytest

from core.exercises.worksheets.students import ANSWER_KEY, read_students, students_of
from core.support.errors import InputError

LISTS = {
    "one column": "Ana López\nLuis Pérez\n",
    "a title": "Nombre:\nAna López\n\nLuis Pérez",
    "semicolons": "name;mail\nAna López;ana@x.mx\nLuis Pérez;luis@x.mx\n",
    "surnames apart": "Apellidos\tNombre\tGrupo\nLópez\tAna\tA\nPérez\tLuis\tB\n",
    "numbers in front": "1,Ana López,A\n2,Luis Pérez,B\n",
    "unknown titles": "No.|Quién|Correo\n1|Ana López|ana@x.mx\n2|Luis Pérez|luis@x.mx\n",
    "quotes": '"Ana López",3\n"Luis  Pérez",4\n',
    "addresses in front": "ana@x.mx;Ana López\nluis@x.mx;Luis Pérez\n",
    "a comma and a blank": '1, "Ana López"\n2, "Luis Pérez"\n',
    "Windows": "alumno\r\nAna López\r\nLuis Pérez\r\n",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("kind", LISTS)
def test_lists(kind: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes(LISTS[kind].encode(encoding))
    found = read_students(path, 1)
    assert [one.name for one in found] == ["Ana López", "Luis Pérez"]
    assert [one.file for one in found] == ["ana-lópez", "luis-pérez"]


def test_a_comma_inside_names(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("López, Ana\nPérez, Luis\n", "utf-8")
    assert [one.name for one in read_students(path, 1)] == ["López, Ana", "Pérez, Luis"]


def test_equal_names_are_told_apart() -> None:
    """So are those of equal file names, and nobody's sheet is the answer key."""
    found = students_of(["Ana", "ana", "Ana ", "Ana!", "Answer key", "../..", "日本"], 1)
    assert [one.name for one in found[:4]] == ["Ana", "ana (2)", "Ana (3)", "Ana!"]
    assert len({one.seed for one in found}) == len(found)
    assert len({one.file for one in found} | {ANSWER_KEY}) == len(found) + 1
    assert all("/" not in one.file and not one.file.startswith(".") for one in found)


def test_seeds_are_the_same_everywhere() -> None:
    """They stand on paper: a later version must give the same."""
    composed, decomposed = "Jos\u00e9", "Jose\u0301"
    assert [one.seed for one in students_of(["Ana López"], 7)] == [691846]
    assert students_of([composed], 7) == students_of([f" {decomposed}  "], 7)
    assert students_of(["Ana"], 7) != students_of(["Ana"], 8)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no name"),
        (b"name\n", "no name"),
        (b"PK\x03\x04\x00\x00", "isn't text"),
        (b"x" * 300, "300 characters"),
        pytest.param(b"Ana\n" * 5001, "found 5,001 names, expected 5,000 at most", id="5001 names"),
    ],
)
def test_what_is_no_list(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_students(path, 1)
