"""CSV and TSV files read into tables.

A file that can't be used raises InputError with the place, what was found and what was expected.
"""

import csv
import gzip
import re
from collections.abc import Sequence
from io import BytesIO, TextIOWrapper
from math import isfinite
from pathlib import Path
from typing import NamedTuple, NoReturn

import numpy as np

from core.calls import Array
from core.data.table import Table
from core.data.understanding.class_labels import class_numbers, is_one_hot, looks_like_classes, number_of
from core.data.unusable_file import list_names, refuse
from core.support.i18n import _, ngettext
from core.support.memory import require_memory
from core.support.regular_files import open_named, size_of
from core.support.shown_values import value_text
from core.support.suggestions import nearest_name

HEAD = 2**16
"""Bytes at the beginning of a file that are searched for a byte 0, which no text holds."""

BYTES_PER_CELL = 100
"""Memory of a cell while it is read: its text, its entry in a list, its number."""

BLANKS = " \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""Allowed around a number: what `str.strip` removes, except the separators 1c to 1f, which `float` refuses."""

SMALL = re.compile(rb"[eE]-0*\d{3}")
MANY_ZEROS = b"0" * 300
"""A number that float64 rounds to 0 contains one of the two."""

LINE_BREAK = re.compile(r"\r\n?|\n")


class Cells(NamedTuple):
    """A table as text: the index of each column by name, the rows, and the line of the file on which each begins.

    `plain` means that `float` accepts no cell that isn't a NUMBER; `content` is the whole file.
    """

    path: Path
    columns: dict[str, int]
    rows: list[list[str]]
    lines: list[int]
    plain: bool
    content: bytes

    def line(self, row: int, column: int) -> int:
        """The line of the file on which a cell's text begins: quoted cells before it may hold line breaks."""
        before, cell = self.rows[row][:column], self.rows[row][column]
        blank = cell[: len(cell) - len(cell.lstrip())]
        return self.lines[row] + sum(len(LINE_BREAK.findall(text)) for text in (*before, blank))

    def column(self, name: str) -> list[str]:
        """All cells of a column, stripped."""
        column = self.columns[name]
        return [row[column].strip() for row in self.rows]


def read_csv(path: Path, target: str | Sequence[str] | None, task: str | None) -> Table:
    """The table in a CSV or TSV file with a header. Raises InputError.

    `target` names the target column or columns, by default the last; `task` is data.task, None to decide by the data.
    """
    cells = _cells(path)
    names = list(cells.columns)
    targets = [target] if isinstance(target, str) else list(target or names[-1:])
    for name in targets:
        if name not in cells.columns:
            close = nearest_name(name, names)
            hint = _("did you mean {}?").format(value_text(close)) if close else _("found {}").format(list_names(names))
            refuse(path, _("there is no column {} for data.target; {}").format(value_text(name), hint))
    wanted = set(targets)
    input_names = tuple(name for name in names if name not in wanted)
    if not input_names:
        refuse(path, _("found only target columns, expected at least one more column of inputs"))
    inputs = _numbers(cells, input_names)
    if len(targets) == 1 and task != "regression":
        column = cells.column(targets[0])
        if task or looks_like_classes(column):
            index = cells.columns[targets[0]]
            labels, class_names = class_numbers(path, column, lambda row: _("line {}").format(cells.line(row, index)))
            return Table(inputs, input_names, labels, class_names, lines=cells.lines)
    values = _numbers(cells, targets)
    if len(targets) > 1 and task != "regression" and is_one_hot(values):
        return Table(inputs, input_names, values.argmax(1), tuple(targets), lines=cells.lines)
    if task == "classification":
        refuse(path, _("expected one target column of classes, or columns of 0 and 1 with a single 1 in each row"))
    return Table(inputs, input_names, values=values, target_names=tuple(targets), lines=cells.lines)


def _cells(path: Path) -> Cells:
    """The header, and every row as text. Raises InputError."""
    content = _content(path)
    delimiter = "\t" if path.suffix == ".tsv" else ","
    require_memory(BYTES_PER_CELL * (content.count(delimiter.encode()) + content.count(b"\n")), str(path))
    try:
        lines, rows = _records(path, TextIOWrapper(BytesIO(content), encoding="utf-8-sig", newline=""), delimiter)
    except UnicodeDecodeError:
        _not_utf8(path, content)
    if not rows:
        refuse(path, _("is empty, expected a header and rows of numbers"))
    names = [cell.strip() for cell in rows[0]]
    if all(number_of(name) is not None for name in names):
        refuse(path, _("line {}: found only numbers, expected a header with the columns' names").format(lines[0]))
    if len(names) < 2:
        refuse(path, _("found one column, expected inputs and a target; .csv is read with commas, .tsv with tabs"))
    columns: dict[str, int] = {}
    for column, name in enumerate(names):
        if columns.setdefault(name, column) != column:
            refuse(path, _("line {}: two columns are called {}").format(lines[0], value_text(name)))
    for line, cells in zip(lines, rows, strict=True):
        if len(cells) != len(names):
            message = ngettext(
                "line {}: found {} cell, expected {} as in the header",
                "line {}: found {} cells, expected {} as in the header",
                len(cells),
            )
            refuse(path, message.format(line, len(cells), len(names)))
    if len(rows) == 1:
        refuse(path, _("holds a header and no rows"))
    plain = content.isascii() and b"_" not in content
    return Cells(path, columns, rows[1:], lines[1:], plain, content)


def _content(path: Path) -> bytes:
    """All bytes of a text file. Its beginning is checked first, so that no large file is read in vain."""
    with open_named(path, _("a table")) as file:
        size = size_of(file)
        require_memory(size, str(path))
        content = file.read(min(size, HEAD)) or b""
        if path.suffix == ".gz":
            return gzip.decompress(content + file.read())  # a built-in file
        _refuse_zero_bytes(path, content)
        content += file.read(size - len(content)) or b""
        _refuse_zero_bytes(path, content)
    return content


def _refuse_zero_bytes(path: Path, content: bytes) -> None:
    """Raises InputError for a byte 0, as in binary files and UTF-16."""
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        refuse(path, _("line {}: found a byte 0, expected text in UTF-8").format(line))


def _records(path: Path, file: TextIOWrapper, delimiter: str) -> tuple[list[int], list[list[str]]]:
    """The line on which each row begins, and the rows, without blank ones. A quoted cell may span several lines."""
    lines, rows, reader = [], [], csv.reader(file, delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                lines.append(line)
                rows.append(cells)
            line = reader.line_num + 1
    except csv.Error as problem:
        refuse(path, _("line {}: can't be read ({})").format(line, problem))
    return lines, rows


def _not_utf8(path: Path, content: bytes) -> NoReturn:
    """Raises InputError for the first byte that isn't UTF-8."""
    try:
        content.decode()
    except UnicodeDecodeError as problem:
        line, found = content.count(b"\n", 0, problem.start) + 1, content[problem.start]
        refuse(path, _("line {}: found the byte 0x{:02x}, expected text in UTF-8").format(line, found))
    raise AssertionError("it is UTF-8")


def _numbers(cells: Cells, names: Sequence[str]) -> Array:
    """The named columns as numbers, m × len(names). Raises InputError for the first cell that isn't a finite number."""
    columns, rows = [cells.columns[name] for name in names], cells.rows
    values, read = np.empty((len(rows), len(columns))), float if cells.plain else _strict
    try:  # row by row; cell by cell, which takes twice as long, only to find what is wrong
        for i, row in enumerate(rows):
            values[i] = [read(row[column]) for column in columns]
    except ValueError:
        _wrong_cell(cells, columns)
    if not np.isfinite(values).all():
        _wrong_cell(cells, columns)
    if not values.all() and (MANY_ZEROS in cells.content or SMALL.search(cells.content)):
        for i, j in np.argwhere(values == 0).tolist():
            if not _is_finite(rows[i][columns[j]]):
                _wrong_cell(cells, columns)
    return values


def _strict(text: str) -> float:
    """The text as a number. Raises ValueError for any other text, and for a number that float64 rounds to 0."""
    number = number_of(text.strip(BLANKS))
    if number is None or (number == 0 and re.search("[1-9]", text.lower().partition("e")[0])):
        raise ValueError
    return number


def _wrong_cell(cells: Cells, columns: Sequence[int]) -> NoReturn:
    """Raises InputError for the first cell that isn't a finite number."""
    names = list(cells.columns)
    row, column = next(
        (row, column) for row, texts in enumerate(cells.rows) for column in columns if not _is_finite(texts[column])
    )
    text = cells.rows[row][column].strip(BLANKS)
    found = value_text(text) if text else _("an empty cell")
    expected = _("a number") if number_of(text) is None else _("a number that float64 can hold")
    message = _("line {}, column {}: found {}, expected {}")
    refuse(cells.path, message.format(cells.line(row, column), value_text(names[column]), found, expected))


def _is_finite(text: str) -> bool:
    try:
        return isfinite(_strict(text))
    except ValueError:
        return False
