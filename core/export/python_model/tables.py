"""Tables: the rows of a file, read a block at a time, so that memory stays flat."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import Any, NamedTuple
from zipfile import BadZipFile

import numpy as np

from core.calls import Array
from core.data.reading.missing_marks import BLANKS, MISSING
from core.data.reading.number_formats import decimal_mark
from core.data.reading.text_tables.encodings import encoding_by_beginning
from core.model.model import ROWS

from .cells import WrongCell, raw_columns, raw_inputs
from .facts import CODING, COLUMNS, UNFILLED

HEAD_LINES = 1000
"""Lines by which the form of a text is found."""
SEPARATORS = (",", ";", "\t", "|", " ")
"""What may separate cells; a blank stands for any number of blanks and tabs."""
GZIP = b"\x1f\x8b"
OTHER_KINDS = {
    b"PAR1": "a Parquet file",
    b"\x28\xb5\x2f\xfd": "a file packed by Zstandard",
    b"PK\x03\x04": "a ZIP file, as .xlsx and .npz are",
}
"""What else may hold rows, by its first bytes; `mlp-tui predict` reads some of it."""
LONGEST_CELL = 2**24
"""Characters of a cell, at most; a quote that is left open would take in the rest of the file."""


class UnusableFile(Exception):
    """A file that can't be used: where, what was found, what was expected."""


class Form(NamedTuple):
    """How a text is written: what separates cells, the names of its columns, the records up to the first row."""

    separator: str
    names: list[str]
    skipped: int


def raw_blocks(path: str, options: Any) -> Iterator[Array]:
    """The raw inputs of the rows of a file, block by block. `options` are those of the command line."""
    return array_blocks(path) if path.endswith(".npz") else file_blocks(path, options)


def refuse_gaps(path: str, raw: Array, unit: str, numbers: Sequence[int]) -> None:
    """Raises UnusableFile for a missing cell that nothing can fill, as no training row had one.

    `numbers` say where each row stands, by the `unit`: line, or row.
    """
    for place in UNFILLED:
        missing = np.flatnonzero(np.isnan(raw[:, place]))
        if len(missing):
            where = f"{unit} {numbers[missing[0]]}, column {COLUMNS[place]!r}"  # if plain
            where = f"{unit} {numbers[missing[0]]}, column {CODING[place]['source']!r}"  # if coded
            raise UnusableFile(f"{path}: {where}: found a missing cell, expected a number, as in all training rows")


def file_blocks(path: str, options: Any) -> Iterator[Array]:
    """The raw inputs of the rows of a text, which may be the standard input, block by block."""
    codecs.register_error("as_windows", as_windows)
    try:
        with open_bytes(path) as plain:
            file = gzip.GzipFile(fileobj=plain) if plain.peek(2).startswith(GZIP) else plain
            start = file.peek(2**16)
            for beginning, kind in OTHER_KINDS.items():
                if start.startswith(beginning):
                    raise UnusableFile(f"{path}: found {kind}, expected a table as text; save its rows as CSV")
            encoding = options.encoding or encoding_by_beginning(start) or "utf-8"
            if encoding == "utf-8" and b"\0" in start:
                raise UnusableFile(f"{path}: found a byte 0, expected a table as text, or an .npz")
            name = "utf-8-sig" if encoding == "utf-8" else encoding
            text = io.TextIOWrapper(file, name, "strict" if options.encoding else "as_windows", newline="")
            yield from text_blocks("stdin" if path == "-" else path, text, options)
    except (gzip.BadGzipFile, EOFError, zlib.error) as problem:
        raise UnusableFile(f"{path}: can't be unpacked: the gzip file is damaged ({problem})") from None


def open_bytes(path: str) -> Any:
    """A file to read bytes from; - is the standard input."""
    return sys.stdin.buffer if path == "-" else open(path, "rb")


def as_windows(problem: UnicodeError) -> tuple[str, int]:
    """Bytes that aren't UTF-8 as the letters that Windows writes with them."""
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    return problem.object[problem.start : problem.end].decode("cp1252", "replace"), problem.end


def text_blocks(path: str, text: Iterable[str], options: Any) -> Iterator[Array]:
    """The raw inputs of the rows of a text, block by block."""
    csv.field_size_limit(LONGEST_CELL)
    lines = iter(text)
    head = list(islice(lines, HEAD_LINES))
    form = form_of(path, head, options)
    check_names(path, form.names)
    rows = rows_of(path, chain(head, lines), form)
    decimal = options.decimal or decimal_of(path, head, form)
    decimals = dict.fromkeys(COLUMNS, decimal) if options.decimal else {}
    while block := list(islice(rows, ROWS)):
        columns = dict(zip(COLUMNS, zip(*(cells for _line, cells in block))))  # noqa: B905
        try:
            raw = raw_columns(columns, decimals, decimal)
        except WrongCell as problem:
            raise UnusableFile(f"{path}: line {block[problem.row][0]}, {problem.message}") from None
        refuse_gaps(path, raw, "line", [line for line, _cells in block])  # if gaps
        yield raw


def form_of(path: str, head: list[str], options: Any) -> Form:
    """The form of a text by its first lines: the separator by which the names of all columns stand in a line."""
    found = []
    for separator in [options.separator] if options.separator else SEPARATORS:
        with suppress(UnusableFile):
            for number, (_line, cells) in enumerate(records(path, head, separator)):
                names = [cell.strip(BLANKS) for cell in cells]
                if set(COLUMNS) <= set(names) and not options.no_header:
                    return Form(separator, names, number + 1)
                if not cells[0].startswith("#") and not is_separator_line(cells):
                    found.append(Form(separator, names, number))
                    break
    if not found:
        raise UnusableFile(f"{path}: is empty, expected a header and rows")
    form = max(found, key=lambda form: (len(set(form.names) & set(COLUMNS)), len(form.names)))
    numbered = [f"x{number}" for number in range(1, len(form.names) + 1)]
    if set(COLUMNS) <= set(numbered) and (options.no_header or not set(form.names) & set(COLUMNS)):
        return Form(form.separator, numbered, form.skipped)
    lacking = next(name for name in COLUMNS if name not in form.names)
    shown = ", ".join(map(repr, form.names[:8])) + (", …" if len(form.names) > 8 else "")
    raise UnusableFile(f"{path}: there is no column {lacking!r}, from which the network learnt; found {shown}")


def is_separator_line(cells: list[str]) -> bool:
    """Whether a record is the line sep=; by which spreadsheets learn the separator."""
    return re.fullmatch('"?sep=.?"?', cells[0].strip(), re.IGNORECASE) is not None


def decimal_of(path: str, head: list[str], form: Form) -> str:
    """The decimal mark of a text by the cells of its first rows."""
    rows = []
    with suppress(UnusableFile):  # a record that goes on behind the first lines
        for _line, cells in islice(records(path, head, form.separator), form.skipped, None):
            rows.append(cells)
    return decimal_mark((cell.strip(BLANKS) for cells in rows for cell in cells), form.separator)


def check_names(path: str, names: list[str]) -> None:
    """Raises UnusableFile for a needed column that stands twice."""
    for name in COLUMNS:
        if names.count(name) > 1:
            raise UnusableFile(f"{path}: two columns are called {name!r}; rename one")


def rows_of(path: str, lines: Iterable[str], form: Form) -> Iterator[tuple[int, list[str]]]:
    """The line on which each row begins, and its cells in the order of COLUMNS."""
    names, places = form.names, list[int]()
    for line, cells in islice(records(path, lines, form.separator), form.skipped, None):
        if not places:
            if len(cells) == len(names) + 1:  # the first cells are row names, as R writes them
                names = ["", *names]
            elif len(cells) == len(names) - 1 and not names[-1]:  # a separator at the end of the header alone
                names = names[:-1]
            places = [names.index(name) for name in COLUMNS]
        if len(cells) != len(names):
            if cells[0].startswith("#") and cells[0] not in MISSING:
                continue  # a comment
            raise UnusableFile(f"{path}: line {line}: found {len(cells)} cells, expected {len(names)} as in the header")
        yield line, [cells[place] for place in places]


def records(path: str, lines: Iterable[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """The line, from 1, on which each record of a text begins, and its cells; blank lines are none."""
    if separator == " ":
        lines = (line.strip(BLANKS).replace("\t", " ") + "\n" for line in lines)
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
    begin = 1
    try:
        for cells in reader:
            if len(cells) > 1 or (cells and cells[0].strip(BLANKS)):
                yield begin, cells
            begin = reader.line_num + 1
    except csv.Error as problem:
        wrong = f"can't be read ({problem}); a cell that begins with a quote must end with one"
        raise UnusableFile(f"{path}: line {begin}: {wrong}") from None
    except UnicodeDecodeError as problem:
        wrong = f"found the byte 0x{problem.object[problem.start]:02x}, expected text in {problem.encoding}"
        raise UnusableFile(f"{path}: line {begin} or one soon after it: {wrong}; set --encoding") from None


def array_blocks(path: str) -> Iterator[Array]:
    """The raw inputs in the array X of an .npz file of NumPy, or in images, block by block."""
    raise UnusableFile(f"{path}: found arrays of numbers, expected a table, as there are texts in it")  # if texts
    yield from number_blocks(path)  # if numbers


def number_blocks(path: str) -> Iterator[Array]:
    """The raw inputs in arrays of numbers."""
    try:
        with np.load(path) as arrays:
            name = next((name for name in ("X", "images") if name in arrays), None)
            if name is None:
                raise UnusableFile(f"{path}: found the arrays {', '.join(map(repr, arrays))}, expected X, or images")
            X, names = arrays[name], list(arrays["columns"]) if "columns" in arrays else []
    except (ValueError, EOFError, BadZipFile) as problem:
        raise UnusableFile(f"{path}: can't be read as NumPy's .npz of plain numbers ({problem})") from None
    scale = 255 if name == "images" and X.dtype == np.uint8 else 1
    if X.ndim < 2 or X.dtype.kind not in "biuf":
        raise UnusableFile(
            f"{path}: {name} is of shape {X.shape} and {X.dtype}, expected a row of numbers for each example"
        )
    X = X.reshape(len(X), -1)
    if len(names) == X.shape[1] and set(COLUMNS) <= set(names):  # they may stand in another order
        X = X[:, [names.index(column) for column in COLUMNS]]
    if X.shape[1] != len(COLUMNS):
        raise UnusableFile(f"{path}: found {X.shape[1]} inputs, expected {len(COLUMNS)} as for training")
    for start in range(0, len(X), ROWS):
        raw = raw_inputs(X[start : start + ROWS]) / scale
        if np.isinf(raw).any():
            row, column = np.argwhere(np.isinf(raw))[0].tolist()
            raise UnusableFile(
                f"{path}: {name}, row {start + row + 1}, column {column + 1}: found inf, expected a number"
            )
        refuse_gaps(path, raw, "row", range(start + 1, start + 1 + len(raw)))  # if gaps
        yield raw
