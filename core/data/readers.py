"""CSV and NPZ files read into tables.

A file that can't be used raises InputError with the place, what was found and what was expected.
"""

import csv
import gzip
import re
from collections.abc import Callable, Sequence
from io import BytesIO, TextIOWrapper
from math import isfinite, isnan, prod
from pathlib import Path
from typing import NamedTuple, NoReturn
from zipfile import ZipFile

import numpy as np

from core.calls import Array
from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _, ngettext
from core.support.memory import require
from core.support.regular_files import open_named, size_of
from core.support.shown_values import shown
from core.support.suggestions import nearest_name

from .table import Table

MOST_CLASSES = 20
"""A column of whole numbers with more distinct values is taken for regression, unless data.task says otherwise."""

MOST_NAMED_CLASSES = 1000

HEAD = 2**16
"""Bytes at the beginning of a file that are searched for a byte 0, which no text holds."""

BYTES_PER_CELL = 100
"""Memory of a cell while it is read: its text, its entry in a list, its number."""

BLANKS = " \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""Allowed around a number: what `str.strip` removes, except the separators 1c to 1f, which `float` refuses."""

NUMBER = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf|infinity|nan)", re.ASCII | re.IGNORECASE)
"""What counts as a number. Python's `float` also accepts 1_000 and the digits of every script."""

SMALL = re.compile(rb"[eE]-0*\d{3}")
MANY_ZEROS = b"0" * 300
"""A number that float64 rounds to 0 contains one of the two."""

WHOLE = re.compile(r"[+-]?\d{1,400}", re.ASCII)

LARGEST_EXACT = 2.0**53
"""From here on different whole numbers may be the same float."""

LINE_BREAK = re.compile(r"\r\n?|\n")

ENCRYPTED = 1
"""The flag bit of an encrypted member of a ZIP archive."""

NPY_MAGIC = b"\x93NUMPY"
NPY_TYPE = re.compile(r"""['"]descr['"]\s*:\s*['"]([<>|=]?[b-zA-Z]\d{0,9}(?:\[\w{1,9}\])?)['"]\s*[,}]""")
NPY_ORDER = re.compile(r"""['"]fortran_order['"]\s*:\s*(True|False)\s*[,}]""")
NPY_SHAPE = re.compile(r"""['"]shape['"]\s*:\s*\(([\d\sL,]{0,200})\)\s*[,}]""")


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
            hint = _("did you mean {}?").format(shown(close)) if close else _("found {}").format(_listed(names))
            _wrong(path, _("there is no column {} for data.target; {}").format(shown(name), hint))
    wanted = set(targets)
    input_names = tuple(name for name in names if name not in wanted)
    if not input_names:
        _wrong(path, _("found only target columns, expected at least one more column of inputs"))
    inputs = _numbers(cells, input_names)
    if len(targets) == 1 and task != "regression":
        column = cells.column(targets[0])
        if task or _looks_like_classes(column):
            index = cells.columns[targets[0]]
            labels, class_names = _classes(path, column, lambda row: _("line {}").format(cells.line(row, index)))
            return Table(inputs, input_names, labels, class_names, lines=cells.lines)
    values = _numbers(cells, targets)
    if len(targets) > 1 and task != "regression" and _one_hot(values):
        return Table(inputs, input_names, values.argmax(1), tuple(targets), lines=cells.lines)
    if task == "classification":
        _wrong(path, _("expected one target column of classes, or columns of 0 and 1 with a single 1 in each row"))
    return Table(inputs, input_names, values=values, target_names=tuple(targets), lines=cells.lines)


def read_npz(path: Path, task: str | None) -> Table:
    """The arrays `X` and `y`, or `images` and `labels`, of an NPZ file. Raises InputError."""
    try:
        with open_named(path, _("a table")) as file:
            if file.read(len(NPY_MAGIC)) == NPY_MAGIC:
                _wrong(path, _("found a single array, as .npy holds it; expected .npz: numpy.savez(FILE, X=…, y=…)"))
            archive = ZipFile(file)
            found = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
            pair = next((pair for pair in (("X", "y"), ("images", "labels")) if found.keys() >= set(pair)), None)
            if pair is None:
                text = _("found the arrays {}, expected X and y, or images and labels")
                _wrong(path, text.format(_listed(sorted(found))))
            for name in pair:
                if found[name].flag_bits & ENCRYPTED:
                    _unreadable_npz(path, _("{} is encrypted").format(name))
                require(found[name].file_size, _("{}, {}").format(path, name))
            X, y = (_array(path, name, archive.read(found[name]), text=name == pair[1]) for name in pair)
    except (InputError, MemoryError):
        raise
    except Exception as problem:  # zipfile and the decompressors raise errors of many kinds for a damaged file
        _unreadable_npz(path, shortened(str(problem) or type(problem).__name__, 200))
    if X.ndim < 2 or not X.size:
        _wrong(path, _("{} has shape {}, expected a row an example").format(pair[0], X.shape))
    if y.ndim < 1 or (len(y) and not y.size):
        _wrong(path, _("{} has shape {}, expected a value or a row for each example").format(pair[1], y.shape))
    if len(X) != len(y):
        message = ngettext("found {} row in {} and {} in {}", "found {} rows in {} and {} in {}", len(X))
        _wrong(path, message.format(len(X), pair[0], len(y), pair[1]))
    require(2 * 8 * X.size, _("{}, {}").format(path, pair[0]))
    shape = _picture(X) if pair[0] == "images" else None
    inputs = X.reshape(len(X), -1) / (255.0 if X.dtype == np.uint8 and pair[0] == "images" else 1.0)
    _finite(path, pair[0], inputs)
    names = tuple(f"{'p' if shape else 'x'}{number}" for number in range(1, inputs.shape[1] + 1))
    return _with_targets(path, Table(inputs, names, shape=shape), pair[1], y, task)


def _array(path: Path, name: str, raw: bytes, text: bool) -> Array:
    """An array from the bytes of a .npy file; `text` allows strings in it. Raises InputError, ValueError.

    Not by NumPy, which allocates memory for any shape that the header claims, and warns of some headers.
    """
    if not raw.startswith(NPY_MAGIC):
        _wrong(path, _("{} holds {!r}, expected an array").format(name, raw[:20]))
    start = 10 if raw[6:7] == b"\1" else 12
    end = start + int.from_bytes(raw[8:start], "little")
    header = raw[start:end].decode("latin-1")
    found = [pattern.search(header) for pattern in (NPY_TYPE, NPY_ORDER, NPY_SHAPE)]
    if None in found:
        _unreadable_npz(path, _("{} has the header {}").format(name, shown(header.strip())))
    type_, order, sizes = (match[1] for match in found if match)
    dtype, shape = np.dtype(type_), tuple(map(int, re.findall(r"\d+", sizes)))
    if dtype.hasobject:
        _unreadable_npz(path, _("{} holds Python objects").format(name))
    if dtype.kind not in ("biufU" if text else "biuf"):
        _wrong(path, _("{} holds {}, expected numbers").format(name, dtype))
    expected, found_bytes = prod(shape) * dtype.itemsize, max(0, len(raw) - end)
    if expected != found_bytes:
        message = ngettext(
            "{} is of shape {} and {}, {} byte; found {}: the file is damaged",
            "{} is of shape {} and {}, {} bytes; found {}: the file is damaged",
            expected,
        )
        _wrong(path, message.format(name, shape, dtype, f"{expected:,}", f"{found_bytes:,}"))
    array: Array = np.ndarray(shape, dtype, raw, end, order="F" if order == "True" else "C")
    if dtype.kind == "U":
        "".join(array.ravel().tolist()).encode()  # raises ValueError for a code that is no character
    if dtype.kind == "f" and dtype.itemsize not in (4, 8):
        with np.errstate(over="ignore"):  # becomes infinite, which is refused with its place
            return array.astype(float)
    return array


def _with_targets(path: Path, table: Table, name: str, y: Array, task: str | None) -> Table:
    flat = y.reshape(len(y), -1)
    if y.dtype.kind in "iufb":
        _finite(path, name, flat)
    if flat.shape[1] == 1 and task != "regression":
        column = [_named(value) if y.dtype.kind == "f" else str(value) for value in flat[:, 0].tolist()]
        if task or _looks_like_classes(column):
            labels, class_names = _classes(path, column, lambda row: _("{}, row {}").format(name, row + 1))
            return Table(table.inputs, table.input_names, labels, class_names, shape=table.shape)
    if y.dtype.kind == "U":
        _wrong(path, _("{} holds text, expected numbers for regression").format(name))
    names = tuple(f"{name}{number}" for number in range(1, flat.shape[1] + 1)) if flat.shape[1] > 1 else (name,)
    if flat.shape[1] > 1 and task != "regression" and _one_hot(flat):
        return Table(table.inputs, table.input_names, flat.argmax(1), names, shape=table.shape)
    if task == "classification":
        _wrong(path, _("{} has shape {}, expected one class an example").format(name, y.shape))
    values = flat.astype(float)
    return Table(table.inputs, table.input_names, values=values, target_names=names, shape=table.shape)


def _named(value: float) -> str:
    """A number as a class's name: 6 digits, or as many as distinguish it from every other."""
    short = f"{value:g}"
    return short if float(short) == value else repr(value)


def _cells(path: Path) -> Cells:
    """The header, and every row as text. Raises InputError."""
    content = _content(path)
    delimiter = "\t" if path.suffix == ".tsv" else ","
    require(BYTES_PER_CELL * (content.count(delimiter.encode()) + content.count(b"\n")), str(path))
    try:
        lines, rows = _records(path, TextIOWrapper(BytesIO(content), encoding="utf-8-sig", newline=""), delimiter)
    except UnicodeDecodeError:
        _not_utf8(path, content)
    if not rows:
        _wrong(path, _("is empty, expected a header and rows of numbers"))
    names = [cell.strip() for cell in rows[0]]
    if all(_number(name) is not None for name in names):
        _wrong(path, _("line {}: found only numbers, expected a header with the columns' names").format(lines[0]))
    if len(names) < 2:
        _wrong(path, _("found one column, expected inputs and a target; .csv is read with commas, .tsv with tabs"))
    columns: dict[str, int] = {}
    for column, name in enumerate(names):
        if columns.setdefault(name, column) != column:
            _wrong(path, _("line {}: two columns are called {}").format(lines[0], shown(name)))
    for line, cells in zip(lines, rows, strict=True):
        if len(cells) != len(names):
            message = ngettext(
                "line {}: found {} cell, expected {} as in the header",
                "line {}: found {} cells, expected {} as in the header",
                len(cells),
            )
            _wrong(path, message.format(line, len(cells), len(names)))
    if len(rows) == 1:
        _wrong(path, _("holds a header and no rows"))
    plain = content.isascii() and b"_" not in content
    return Cells(path, columns, rows[1:], lines[1:], plain, content)


def _content(path: Path) -> bytes:
    """All bytes of a text file. Its beginning is checked first, so that no large file is read in vain."""
    with open_named(path, _("a table")) as file:
        size = size_of(file)
        require(size, str(path))
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
        _wrong(path, _("line {}: found a byte 0, expected text in UTF-8").format(line))


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
        _wrong(path, _("line {}: can't be read ({})").format(line, problem))
    return lines, rows


def _not_utf8(path: Path, content: bytes) -> NoReturn:
    """Raises InputError for the first byte that isn't UTF-8."""
    try:
        content.decode()
    except UnicodeDecodeError as problem:
        line, found = content.count(b"\n", 0, problem.start) + 1, content[problem.start]
        _wrong(path, _("line {}: found the byte 0x{:02x}, expected text in UTF-8").format(line, found))
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
    number = _number(text.strip(BLANKS))
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
    found = shown(text) if text else _("an empty cell")
    expected = _("a number") if _number(text) is None else _("a number that float64 can hold")
    message = _("line {}, column {}: found {}, expected {}")
    _wrong(cells.path, message.format(cells.line(row, column), shown(names[column]), found, expected))


def _is_finite(text: str) -> bool:
    try:
        return isfinite(_strict(text))
    except ValueError:
        return False


def _number(text: str) -> float | None:
    return float(text) if NUMBER.fullmatch(text) else None


def _looks_like_classes(column: Sequence[str]) -> bool:
    """Whether a column holds text, or whole numbers of few distinct values."""
    values = {_number(text) for text in set(column)}
    if None in values:
        return True
    return len(values) <= MOST_CLASSES and all(value is not None and value.is_integer() for value in values)


def _classes(path: Path, column: Sequence[str], place: Callable[[int], str]) -> tuple[Array, tuple[str, ...]]:
    """The class number of each row, and the classes' names: numbers by size, then text in alphabetical order.

    Equal numbers such as 1 and 1.0 are one class, called by the shortest of its texts. `place` describes a row's
    place for messages. Raises InputError.
    """
    texts = sorted(set(column), key=lambda text: (len(text), text))
    if "" in texts:
        _wrong(path, _("{}: the target has an empty cell, expected a class").format(place(column.index(""))))
    text_of: dict[float | str, str] = {}
    for text in texts:
        text_of.setdefault(_value(text), text)
    names = sorted(text_of.values(), key=_sort_key)
    if len(names) < 2:
        message = _("all targets are of one class, {}; expected two or more")
        _wrong(path, message.format(shown(names[0])))
    if len(names) > MOST_NAMED_CLASSES:
        message = ngettext(
            'the target has {} value; for measurements set data.task = "regression"',
            'the target has {} different values; for measurements set data.task = "regression"',
            len(names),
        )
        _wrong(path, message.format(len(names)))
    numbers = {_value(name): number for number, name in enumerate(names)}
    number_of = {text: numbers[_value(text)] for text in texts}
    return np.array([number_of[text] for text in column]), tuple(names)


def _value(name: str) -> float | str:
    """The identity of a class: its number, an exact int where it is large and whole, else its text."""
    number = _number(name)
    if number is None or not isfinite(number):
        return name
    return int(name) if abs(number) >= LARGEST_EXACT and WHOLE.fullmatch(name) else number


def _sort_key(name: str) -> tuple[bool, float, str]:
    number = _number(name)
    if number is None or isnan(number):  # nan has no order
        return True, 0.0, name
    return False, number, name


def _one_hot(values: Array) -> bool:
    return bool(np.isin(values, (0, 1)).all() and (values.sum(1) == 1).all())


def _picture(images: Array) -> tuple[int, int] | None:
    """Height and width of pictures: as given by the array, or of a square; None for neither."""
    if images.ndim == 3:
        return images.shape[1], images.shape[2]
    side = round(float(np.sqrt(images.shape[1])))
    return (side, side) if images.ndim == 2 and side * side == images.shape[1] else None


def _finite(path: Path, name: str, values: Array) -> None:
    finite = np.isfinite(values)
    if not finite.all():
        row, column = (int(place) + 1 for place in np.argwhere(~finite)[0])
        message = _("{}, row {}, column {}: found {}, expected a number")
        _wrong(path, message.format(name, row, column, values[row - 1, column - 1]))


def _listed(names: Sequence[str]) -> str:
    if not names:
        return _("none")
    return ", ".join(map(shortened, names[:8])) + (f", … ({len(names)})" if len(names) > 8 else "")


def _wrong(path: Path, problem: str) -> NoReturn:
    raise InputError(f"{path}: {problem}")


def _unreadable_npz(path: Path, reason: str) -> NoReturn:
    _wrong(path, _("can't be read as NumPy's .npz of plain numbers ({})").format(reason))
