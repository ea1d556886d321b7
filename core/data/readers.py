"""Files to tables: CSV with a header, NPZ. What is wrong with a file is said once, with its place."""

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
from core.support.memory import require_memory
from core.support.regular_files import open_named, size_of
from core.support.shown_values import value_text
from core.support.suggestions import nearest_name

from .table import Table

MOST_CLASSES = 20
"""Whole numbers of more different values than this are taken for measurements, unless the task says classes."""

MOST_NAMED_CLASSES = 1000

HEAD = 2**16
"""Bytes of a file by which it is known for text."""

CELL = 100
"""Bytes that a cell takes while it is read: its text, its place in a list, its number."""

BLANKS = " \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""What may stand around a number: all that `str.strip` takes off but the separators 1c to 1f, which `float` refuses."""

NUMBER = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf|infinity|nan)", re.ASCII | re.IGNORECASE)
"""What counts as a number: Python's `float` also takes 1_000 and the digits of every script."""

SMALL = re.compile(rb"[eE]-0*\d{3}")
MANY_ZEROS = b"0" * 300
"""What a number needs, one or the other, to be too small for float64."""

WHOLE = re.compile(r"[+-]?\d{1,400}", re.ASCII)

LARGEST_EXACT = 2.0**53
"""Whole numbers from it on may be equal as floats and yet be others."""

LINE_BREAK = re.compile(r"\r\n?|\n")

ENCRYPTED = 1
"""A member's flag in a ZIP archive."""

NPY_MAGIC = b"\x93NUMPY"
NPY_TYPE = re.compile(r"""['"]descr['"]\s*:\s*['"]([<>|=]?[b-zA-Z]\d{0,9}(?:\[\w{1,9}\])?)['"]\s*[,}]""")
NPY_ORDER = re.compile(r"""['"]fortran_order['"]\s*:\s*(True|False)\s*[,}]""")
NPY_SHAPE = re.compile(r"""['"]shape['"]\s*:\s*\(([\d\sL,]{0,200})\)\s*[,}]""")


class Cells(NamedTuple):
    """A table as text: the columns' names, each with its place, and the rows, with the lines on which they begin.

    `plain` tells that `float` takes no cell for a number that isn't one; `content` is the file.
    """

    path: Path
    places: dict[str, int]
    rows: list[list[str]]
    lines: list[int]
    plain: bool
    content: bytes

    def line(self, row: int, place: int) -> int:
        """The line of the file on which a cell's text begins: cells before it may have lines of their own."""
        before, cell = self.rows[row][:place], self.rows[row][place]
        blank = cell[: len(cell) - len(cell.lstrip())]
        return self.lines[row] + sum(len(LINE_BREAK.findall(text)) for text in (*before, blank))

    def column(self, name: str) -> list[str]:
        """All cells of a column, blanks around them left out."""
        place = self.places[name]
        return [row[place].strip() for row in self.rows]


def read_csv(path: Path, target: str | Sequence[str] | None, task: str | None) -> Table:
    """Numbers with a header; the target column by name, several of them, or the last. Raises InputError."""
    cells = _cells(path)
    names = list(cells.places)
    targets = [target] if isinstance(target, str) else list(target or names[-1:])
    for name in targets:
        if name not in cells.places:
            close = nearest_name(name, names)
            hint = _("did you mean {}?").format(value_text(close)) if close else _("found {}").format(_listed(names))
            _wrong(path, _("there is no column {} for data.target; {}").format(value_text(name), hint))
    wanted = set(targets)
    input_names = tuple(name for name in names if name not in wanted)
    if not input_names:
        _wrong(path, _("found only target columns, expected at least one more column of inputs"))
    inputs = _numbers(cells, input_names)
    if len(targets) == 1 and task != "regression":
        column = cells.column(targets[0])
        if task or _looks_like_classes(column):
            place = cells.places[targets[0]]
            labels, class_names = _classes(path, column, lambda row: _("line {}").format(cells.line(row, place)))
            return Table(inputs, input_names, labels, class_names, lines=cells.lines)
    values = _numbers(cells, targets)
    if len(targets) > 1 and task != "regression" and _one_hot(values):
        return Table(inputs, input_names, values.argmax(1), tuple(targets), lines=cells.lines)
    if task == "classification":
        _wrong(path, _("expected one target column of classes, or columns of 0 and 1 with a single 1 in each row"))
    return Table(inputs, input_names, values=values, target_names=tuple(targets), lines=cells.lines)


def read_npz(path: Path, task: str | None) -> Table:
    """Arrays `X` and `y`, or `images` and `labels`. Raises InputError."""
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
                require_memory(found[name].file_size, _("{}, {}").format(path, name))
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
    require_memory(2 * 8 * X.size, _("{}, {}").format(path, pair[0]))
    shape = _picture(X) if pair[0] == "images" else None
    inputs = X.reshape(len(X), -1) / (255.0 if X.dtype == np.uint8 and pair[0] == "images" else 1.0)
    _finite(path, pair[0], inputs)
    names = tuple(f"{'p' if shape else 'x'}{number}" for number in range(1, inputs.shape[1] + 1))
    return _with_targets(path, Table(inputs, names, shape=shape), pair[1], y, task)


def _array(path: Path, name: str, raw: bytes, text: bool) -> Array:
    """An array from the bytes of a .npy file; `text` may stand in it. Raises InputError, and ValueError.

    We read it ourselves: NumPy takes memory for any shape that the header claims, and warns of some headers.
    """
    if not raw.startswith(NPY_MAGIC):
        _wrong(path, _("{} holds {!r}, expected an array").format(name, raw[:20]))
    start = 10 if raw[6:7] == b"\1" else 12
    end = start + int.from_bytes(raw[8:start], "little")
    header = raw[start:end].decode("latin-1")
    found = [pattern.search(header) for pattern in (NPY_TYPE, NPY_ORDER, NPY_SHAPE)]
    if None in found:
        _unreadable_npz(path, _("{} has the header {}").format(name, value_text(header.strip())))
    type_, order, sizes = (match[1] for match in found if match)
    dtype, shape = np.dtype(type_), tuple(map(int, re.findall(r"\d+", sizes)))
    if dtype.hasobject:
        _unreadable_npz(path, _("{} holds Python objects").format(name))
    if dtype.kind not in ("biufU" if text else "biuf"):
        _wrong(path, _("{} holds {}, expected numbers").format(name, dtype))
    wanted, there = prod(shape) * dtype.itemsize, max(0, len(raw) - end)
    if wanted != there:
        message = ngettext(
            "{} is of shape {} and {}, {} byte; found {}: the file is damaged",
            "{} is of shape {} and {}, {} bytes; found {}: the file is damaged",
            wanted,
        )
        _wrong(path, message.format(name, shape, dtype, f"{wanted:,}", f"{there:,}"))
    array: Array = np.ndarray(shape, dtype, raw, end, order="F" if order == "True" else "C")
    if dtype.kind == "U":
        "".join(array.ravel().tolist()).encode()  # not every number is a character: what isn't raises ValueError
    if dtype.kind == "f" and dtype.itemsize not in (4, 8):
        with np.errstate(over="ignore"):  # what is beyond float64 becomes infinite, which is refused with its place
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
    """A number as a class's name: 6 digits, or all that it takes to tell it from another."""
    short = f"{value:g}"
    return short if float(short) == value else repr(value)


def _cells(path: Path) -> Cells:
    """The header, and every row as text."""
    content = _content(path)
    delimiter = "\t" if path.suffix == ".tsv" else ","
    require_memory(CELL * (content.count(delimiter.encode()) + content.count(b"\n")), str(path))
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
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if places.setdefault(name, place) != place:
            _wrong(path, _("line {}: two columns are called {}").format(lines[0], value_text(name)))
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
    return Cells(path, places, rows[1:], lines[1:], plain, content)


def _content(path: Path) -> bytes:
    """All bytes of a file of text; what isn't text is refused by its beginning, before a large file is read."""
    with open_named(path, _("a table")) as file:
        size = size_of(file)
        require_memory(size, str(path))
        content = file.read(min(size, HEAD)) or b""
        if path.suffix == ".gz":
            return gzip.decompress(content + file.read())  # one of ours
        _refuse_zeros(path, content)
        content += file.read(size - len(content)) or b""
        _refuse_zeros(path, content)
    return content


def _refuse_zeros(path: Path, content: bytes) -> None:
    """No text holds them, but UTF-16 and what is no text."""
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        _wrong(path, _("line {}: found a byte 0, expected text in UTF-8").format(line))


def _records(path: Path, file: TextIOWrapper, delimiter: str) -> tuple[list[int], list[list[str]]]:
    """The rows that aren't blank, and the line on which each begins: a quoted cell may go over several."""
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
    """Where it isn't."""
    try:
        content.decode()
    except UnicodeDecodeError as problem:
        line, found = content.count(b"\n", 0, problem.start) + 1, content[problem.start]
        _wrong(path, _("line {}: found the byte 0x{:02x}, expected text in UTF-8").format(line, found))
    raise AssertionError("it is")


def _numbers(cells: Cells, wanted: Sequence[str]) -> Array:
    """The columns `wanted` as numbers."""
    places, rows = [cells.places[name] for name in wanted], cells.rows
    values, read = np.empty((len(rows), len(places))), float if cells.plain else _strict
    try:  # row by row, and by itself only what is wrong: a cell at a time would take twice as long
        for i, row in enumerate(rows):
            values[i] = [read(row[place]) for place in places]
    except ValueError:
        _wrong_cell(cells, places)
    if not np.isfinite(values).all():
        _wrong_cell(cells, places)
    if not values.all() and (MANY_ZEROS in cells.content or SMALL.search(cells.content)):
        for i, j in np.argwhere(values == 0).tolist():
            if not _is_finite(rows[i][places[j]]):
                _wrong_cell(cells, places)
    return values


def _strict(text: str) -> float:
    """The number that a text is. Raises ValueError for text that is none, and for a number too small for float64."""
    number = _number(text.strip(BLANKS))
    if number is None or (number == 0 and re.search("[1-9]", text.lower().partition("e")[0])):
        raise ValueError
    return number


def _wrong_cell(cells: Cells, places: Sequence[int]) -> NoReturn:
    """The first that is no number."""
    names = list(cells.places)
    row, place = next(
        (row, place) for row, texts in enumerate(cells.rows) for place in places if not _is_finite(texts[place])
    )
    text = cells.rows[row][place].strip(BLANKS)
    found = value_text(text) if text else _("an empty cell")
    expected = _("a number") if _number(text) is None else _("a number that float64 can hold")
    message = _("line {}, column {}: found {}, expected {}")
    _wrong(cells.path, message.format(cells.line(row, place), value_text(names[place]), found, expected))


def _is_finite(text: str) -> bool:
    try:
        return isfinite(_strict(text))
    except ValueError:
        return False


def _number(text: str) -> float | None:
    return float(text) if NUMBER.fullmatch(text) else None


def _looks_like_classes(column: Sequence[str]) -> bool:
    """Text, or few different whole numbers."""
    values = {_number(text) for text in set(column)}
    if None in values:
        return True
    return len(values) <= MOST_CLASSES and all(value is not None and value.is_integer() for value in values)


def _classes(path: Path, column: Sequence[str], place: Callable[[int], str]) -> tuple[Array, tuple[str, ...]]:
    """Class numbers in the order of the names: numbers by size, then text by the alphabet.

    Numbers that are equal are one class, by its shortest name: 1 and 1.0. `place` says where a row stands.
    """
    texts = sorted(set(column), key=lambda text: (len(text), text))
    if "" in texts:
        _wrong(path, _("{}: the target has an empty cell, expected a class").format(place(column.index(""))))
    spelled: dict[float | str, str] = {}
    for text in texts:
        spelled.setdefault(_value(text), text)
    names = sorted(spelled.values(), key=_by_size)
    if len(names) < 2:
        message = _("all targets are of one class, {}; expected two or more")
        _wrong(path, message.format(value_text(names[0])))
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
    """What tells a class from another: its number, exact where it is a large whole one, else its text."""
    number = _number(name)
    if number is None or not isfinite(number):
        return name
    return int(name) if abs(number) >= LARGEST_EXACT and WHOLE.fullmatch(name) else number


def _by_size(name: str) -> tuple[bool, float, str]:
    number = _number(name)
    if number is None or isnan(number):  # nan is neither above nor below another
        return True, 0.0, name
    return False, number, name


def _one_hot(values: Array) -> bool:
    return bool(np.isin(values, (0, 1)).all() and (values.sum(1) == 1).all())


def _picture(images: Array) -> tuple[int, int] | None:
    """Height and width: as given, or of a square."""
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
