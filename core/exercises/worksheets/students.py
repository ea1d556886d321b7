"""The students of a class: their names from a file, a seed and a file name for each."""

import csv
import re
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from core.exercises.saved.student_seed import normalized_name, student_seed
from core.runs.run_folder import name_for_files
from core.support.errors import InputError
from core.support.i18n import _
from core.support.regular_files import read_named

LARGEST_FILE = 4 * 1024**2
MOST_STUDENTS = 5000
LONGEST_NAME = 200
SEPARATORS = (";", "\t", "|", ",")
NAMES = (
    "name", "full name", "student", "student name", "nombre", "nombre completo", "alumno", "alumna", "alumno/a",
    "alumnos", "estudiante", "estudiantes", "students", "names", "nombres",
)  # fmt: skip
"""Titles of a column of whole names, in lower case; `nombre` stands for given names beside one of surnames."""
SURNAMES = ("surname", "last name", "lastname", "family name", "apellido", "apellidos")
GIVEN_NAMES = ("first name", "firstname", "given name", "nombre", "nombres", "name")
ANSWER_KEY = "answer-key"
"""The file name of the answers, which is no student's."""


class Student(NamedTuple):
    """A student: the name, told apart from equal ones by a number, the seed, and a name for files."""

    name: str
    seed: int
    file: str


def read_students(path: Path, seed: int) -> tuple[Student, ...]:
    """The students in a list of any separator, with or without titles, one a line; their seeds come from `seed`.

    The names stand in a column with one of the usual titles, else in the first column that has letters. Raises
    InputError where there are none, or with the line that can't be used.
    """
    names = list[str]()
    for line, name in names_in(path):
        if len(name) > LONGEST_NAME:
            message = _("{}, line {}: found a name of {} characters, expected {} at most")
            raise InputError(message.format(path, line, len(name), LONGEST_NAME))
        names.append(name)
    if not names:
        message = _("{}: found no name, expected a line for each student")
        raise InputError(message.format(path))
    if len(names) > MOST_STUDENTS:
        message = _("{}: found {} names, expected {} at most")
        raise InputError(message.format(path, f"{len(names):,}", f"{MOST_STUDENTS:,}"))
    return students_of(names, seed)


def students_of(names: Sequence[str], seed: int) -> tuple[Student, ...]:
    """The students of these names. A name that comes again gets a number: Ana López (2)."""
    found, taken, files = list[Student](), set[str](), {ANSWER_KEY}
    for name in map(normalized_name, names):
        name = _untaken(name, taken, "{} ({})")
        file = _untaken(name_for_files(name) or "student", files, "{}-{}")
        found.append(Student(name, student_seed(seed, name), file))
    return tuple(found)


def names_in(path: Path) -> list[tuple[int, str]]:
    """The names in a list of students, each with its line. Raises InputError for what isn't text."""
    text = _text_of(path, read_named(path, _("a list of students, one a line"), LARGEST_FILE))
    separator = _separator(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator or "\x1f", skipinitialspace=True)
    rows = list[tuple[int, list[str]]]()
    try:
        for row in reader:
            cells = [normalized_name(cell) for cell in row]
            if any(cells):
                rows.append((reader.line_num, cells))
    except csv.Error as problem:
        message = _("{}, line {}: can't be read: {}; expected a student's name")
        raise InputError(message.format(path, reader.line_num, problem)) from problem
    if not rows:
        return []
    columns = _titled(rows[0][1])
    if columns or _differs(rows[0][1], [cells for _line, cells in rows[1:]]):
        del rows[0]
    if not rows:
        return []
    columns = columns or _first_with_letters(rows)
    named = (
        (line, normalized_name(" ".join(cells[index] for index in columns if index < len(cells))))
        for line, cells in rows
    )
    return [(line, name) for line, name in named if name]


def _untaken(name: str, taken: set[str], pattern: str) -> str:
    """The name, by the pattern with a number from 2 where it is taken; capitals make no difference."""
    number, found = 1, name
    while found.casefold() in taken:
        number += 1
        found = pattern.format(name, number)
    taken.add(found.casefold())
    return found


def _text_of(path: Path, content: bytes) -> str:
    """The text in UTF-8, in UTF-16 where a mark says so, else as Windows writes it. Raises InputError for no text."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\0" in text:
        message = _("{}: found a file that isn't text, expected a list of students; save the table as CSV")
        raise InputError(message.format(path))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _separator(text: str) -> str:
    """What stands between the columns; empty for one column. A comma before a blank parts a surname: `López, Ana`."""
    lines = [line for line in text.split("\n") if line.strip()]
    for separator in SEPARATORS:
        if lines and all(separator in line for line in lines):
            if separator == "," and _parts_surnames(lines):
                continue
            return separator
    return "," if any('"' in line for line in lines) else ""


def _parts_surnames(lines: Sequence[str]) -> bool:
    """Whether the commas stand inside names: each before a blank, and no line of titles in front."""
    if any('"' in line for line in lines) or _titled([normalized_name(cell) for cell in lines[0].split(",")]):
        return False
    return all(re.search(r",(?! )", line) is None for line in lines)


def _titled(cells: Sequence[str]) -> tuple[int, ...]:
    """The columns of names by their titles, given names before surnames; none where no title is known."""
    titles = [cell.casefold().rstrip(":") for cell in cells]
    surnames = [index for index, title in enumerate(titles) if title in SURNAMES]
    given = [index for index, title in enumerate(titles) if title in GIVEN_NAMES]
    if surnames and given:
        return given[0], *surnames
    whole = [index for index, title in enumerate(titles) if title in NAMES]
    return tuple(whole[:1] or surnames[:1] or given[:1])


def _differs(first: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Whether the first line is one of titles: in a column where all others have digits or an @, it has none."""
    marked = re.compile(r"[\d@]")
    columns = ([cells[index] for cells in others if index < len(cells)] for index in range(len(first)))
    return any(
        column and all(map(marked.search, column)) and title and not marked.search(title)
        for title, column in zip(first, columns, strict=True)
    )


def _first_with_letters(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, ...]:
    """The first column of which each cell has letters, and no @; else the first."""
    width = max(len(cells) for _line, cells in rows)
    for index in range(width):
        column = [cells[index] for _line, cells in rows if index < len(cells)]
        if all(any(map(str.isalpha, cell)) and "@" not in cell for cell in column):
            return (index,)
    return (0,)
