"""The records of a text table, one after the other, each with its line of the file.

DuckDB reads the rows of most tables. What stands here is slower and exact: it says how the first lines look and where
something is wrong, and by it files are rewritten whose form DuckDB doesn't read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..missing_marks import BLANKS, MISSING

LINE_BREAK = re.compile(r"\r\n?|\n")

LONGEST_CELL = 2**24
"""Characters of a cell, at most; a quote that is left open would take in the rest of the file."""


@dataclass(frozen=True)
class Form:
    """How a text divides into records and cells.

    The separator " " stands for any number of blanks and tabs. A quote inside quotes is doubled, or written after
    `escape`. `skipped` lines at the beginning hold no record; `above` lines of the file stand before the text, where it
    is a part of a file. `width` is the number of cells of a record, as far as it is known: a line that begins with #
    and has as many is no comment.
    """

    separator: str = ","
    quote: str = '"'
    escape: str | None = None
    skipped: int = 0
    above: int = 0
    width: int | None = None

    def is_comment(self, line: str) -> bool:
        """Whether a line, at the beginning of a record, is a comment."""
        if not line.startswith("#"):
            return False
        cells = next(reader_of([line], self, strict=False), [""])
        first = cells[0].strip(BLANKS)
        if first == "#" and len(cells) > 1 and self.separator != " ":
            return False  # a column of numbers is often called #
        if first in MISSING or self.width is None:
            return first not in MISSING
        return len(cells) > self.width or (len(cells) < self.width and not self._goes_on(line))

    def _goes_on(self, line: str) -> bool:
        """Whether a record that begins with this line has more lines, as a quote is open at its end."""
        import csv

        try:
            next(reader_of([line], self, strict=True), None)
        except csv.Error:
            return True
        return False


def reader_of(lines: Iterable[str], form: Form, strict: bool) -> "Iterator[list[str]]":
    """The cells of each record, by the reader of Python's csv."""
    import csv

    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(
        lines,
        delimiter=form.separator,
        quotechar=form.quote,
        doublequote=form.escape is None,
        escapechar=form.escape,
        skipinitialspace=True,
        strict=strict,
    )


class _RecordLines:
    """The lines for csv.reader, without comments and blank lines between records. `begin` is a record's first line."""

    def __init__(self, lines: Iterable[str], form: Form) -> None:
        self.lines = iter(lines)
        self.form = form
        self.number = self.begin = form.above
        self.between = True
        for _skipped in range(form.skipped):
            next(self.lines, None)
            self.number += 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._pull()
        if self.between:
            while self._is_left_out(line):
                line = self._pull()
            self.begin, self.between = self.number, False
        return line.strip(BLANKS).replace("\t", " ") + "\n" if self.form.separator == " " else line

    def _is_left_out(self, line: str) -> bool:
        if line.strip(BLANKS):
            return self.form.is_comment(line)
        return self.form.separator not in line or self.form.separator == " "  # else a row of empty cells

    def _pull(self) -> str:
        line = next(self.lines)
        self.number += 1
        return line


class BrokenRecord(Exception):
    """A record that can't be divided into cells: the line on which it begins, and what is wrong."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


def records(lines: Iterable[str], form: Form, strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    """The line, from 1, on which each record begins, and its cells as they stand. Raises BrokenRecord if `strict`."""
    import csv

    source = _RecordLines(lines, form)
    reader = reader_of(source, form, strict)
    try:
        for cells in reader:
            yield source.begin, cells
            source.between = True
    except csv.Error as problem:
        raise BrokenRecord(source.begin, str(problem)) from problem


def line_of_cell(line: int, cells: Sequence[str], column: int) -> int:
    """The line on which a cell's text begins, in a record that begins on `line`: quoted cells hold line breaks."""
    cell = cells[column]
    blank = cell[: len(cell) - len(cell.lstrip())]
    return line + sum(len(LINE_BREAK.findall(text)) for text in (*cells[:column], blank))
