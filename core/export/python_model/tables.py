"""Tables: the rows of a file, read a block at a time, so that memory stays flat."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import Any, NamedTuple
from zipfile import BadZipFile

import numpy as np

from core.calls import Array
from core.data.reading.missing_marks import BLANKS, MISSING
from core.data.reading.number_formats import decimal_mark
from core.data.reading.text_tables.encodings import encoding_by_beginning

from .cells import WrongCell, raw_columns, raw_inputs
from .facts import COLUMNS

ROWS = 2048
"""Rows that are read and computed at once."""
HEAD_LINES = 1000
"""Lines by which the form of a text is found."""
SEPARATORS = (",", ";", "\t", "|", " ")
"""What may separate cells; a blank stands for any number of blanks and tabs."""
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
    if path.endswith(".npz"):
        yield from array_blocks(path)
        return
    codecs.register_error("as_windows", as_windows)
    with open_bytes(path) as file:
        start = file.peek(2**16)
        encoding = options.encoding or encoding_by_beginning(start) or "utf-8"
        if encoding == "utf-8" and b"\0" in start:
            raise UnusableFile(f"{path}: found a byte 0, expected a table as text, or an .npz")
        name = "utf-8-sig" if encoding == "utf-8" else encoding
        text = io.TextIOWrapper(file, name, "strict" if options.encoding else "as_windows", newline="")
        yield from text_blocks("stdin" if path == "-" else path, text, options)


def open_bytes(path: str) -> Any:
    """A file to read bytes from, unpacked if it is a .gz; - is the standard input."""
    if path == "-":
        return sys.stdin.buffer
    return gzip.open(path) if path.endswith(".gz") else open(path, "rb")


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
            yield raw_columns(columns, decimals, decimal)
        except WrongCell as problem:
            raise UnusableFile(f"{path}: line {block[problem.row][0]}, {problem.message}") from None


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
    """The raw inputs in an array X of an .npz file of NumPy, block by block."""
    try:
        with np.load(path) as arrays:
            name = next((name for name in ("X", "images") if name in arrays), None)
            if name is None:
                raise UnusableFile(f"{path}: found the arrays {', '.join(map(repr, arrays))}, expected X")
            X = arrays[name]
    except (ValueError, EOFError, BadZipFile) as problem:
        raise UnusableFile(f"{path}: can't be read as NumPy's .npz of plain numbers ({problem})") from None
    if X.ndim < 2 or X.dtype.kind not in "biuf":
        raise UnusableFile(f"{path}: X has shape {X.shape} of {X.dtype}, expected one row of numbers for each example")
    pixels = X.dtype == np.uint8  # if pictures
    X = X.reshape(len(X), -1)
    for start in range(0, len(X), ROWS):
        raw = raw_inputs(X[start : start + ROWS])
        raw = raw / 255 if pixels else raw  # if pictures
        yield raw
