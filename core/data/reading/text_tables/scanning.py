"""The rows of a text table, open in DuckDB: as they stand, or rewritten.

They are rewritten where DuckDB can't read the text as it is.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from core.calls import Array
from core.data.unusable_file import refuse
from core.support.i18n import _

from ..cell_scan import CellScan, MisreadError, number_of_text, quick_number_of_text
from ..duckdb_connection import TextRows, connect, text_scan
from ..missing_marks import MISSING
from ..wide_cell_scan import WIDE, WideCellScan
from .layout import Layout
from .records import line_of_cell, records
from .text_file import TextFile
from .wrong_rows import checked, refuse_width

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Made = TypeVar("Made")

REWRITTEN = "rewritten.csv"
"""The file in the folder of a text in which it is rewritten."""


@dataclass(frozen=True)
class ScannedText:
    """A text table open in DuckDB, with some cells of each column.

    `lines` are the lines on which its rows begin, None where that isn't known yet.
    """

    text: TextFile
    layout: Layout
    scan: CellScan | WideCellScan
    sample: list[list[str]]
    lines: Array | None

    def place(self, row: int, column: int) -> str:
        """The line on which a cell stands, by its row from 0 and its column."""
        with self.text.open() as lines:
            for number, (line, cells) in enumerate(_rows(lines, self.layout)):
                if number == row:
                    return _("line {}").format(line_of_cell(line, cells, column))
        return _("row {}").format(row + 1)

    def check_rows(self, rows: int) -> None:
        """Raises MisreadError where fewer rows were read than there are."""
        if rows < len(self.layout.header.rows) or (self.lines is not None and rows != len(self.lines)):
            raise MisreadError  # a guard: some settings made DuckDB 2.0 skip all rows without a word

    def line_of(self, rows: int) -> Callable[[int], int]:
        """The function from a row to its line. All lines are looked through only where one isn't a row."""
        text, layout, lines = self.text, self.layout, self.lines
        if lines is None and text.lines - layout.skipped == rows:
            return lambda row: layout.first_line + row

        @cache
        def known() -> Array:
            if lines is not None:
                return lines
            with text.open() as file:
                return np.fromiter((line for line, _cells in _rows(file, layout)), np.int64)

        if text.path != text.named:
            known()  # the temporary file is deleted soon
        return lambda row: int(known()[row])


def scan_text(
    text: TextFile,
    layout: Layout,
    read: Callable[[ScannedText], Made],
    connection: "DuckDBPyConnection | None" = None,
) -> Made:
    """What `read` makes of the rows; it is called again with the text rewritten where DuckDB can't read it as it is.

    `connection` may read the text and what it is rewritten in; without one, DuckDB is opened for this text. `read`
    raises MisreadError where the cells are divided wrongly. Raises InputError for a wrong row.
    """
    import duckdb

    form, width = layout.form, len(layout.header.names)
    longest = max(map(len, text.head_lines()), default=0)
    if _is_plain(text, layout):
        try:
            rows = TextRows(text.path, width, form.separator, form.quote, text.ends, layout.skipped, longest)
            return _scanned(text, layout, rows, None, read, connection)
        except (duckdb.Error, MisreadError):
            pass  # another form, such as blank lines with blanks: what is wrong is found while it is rewritten
    plain = text.folder / REWRITTEN
    lines = _rewrite(text, layout, plain)
    try:
        rows = TextRows(plain, width if width < WIDE else 2, longest=longest)
        return _scanned(text, layout, rows, lines, read, connection)
    except duckdb.Error as problem:
        reason = str(problem).splitlines()[0]
        refuse(text.named, _("can't be read as a table ({})").format(reason))


def _scanned(
    text: TextFile,
    layout: Layout,
    cells: TextRows,
    lines: Array | None,
    read: Callable[[ScannedText], Made],
    opened: "DuckDBPyConnection | None",
) -> Made:
    """What `read` makes of rows that DuckDB can read. `lines` are those of the rows, None if not known yet."""
    names = layout.header.names
    alike = [cells for _line, cells in layout.header.rows if len(cells) == len(names)]
    sample = [[cells[index] for cells in alike] for index in range(len(names))]
    with nullcontext(opened) if opened is not None else connect(cells.path) as connection:
        marks = {"", *(cell for column in sample for cell in column if cell in MISSING)}
        source = text_scan(cells, sorted(marks))  # DuckDB compares each cell with each mark, so others are found later
        texts = [f"c{index}" for index in range(cells.width)]
        numbers = [number_of_text(cell, layout.decimal, text.has_underscore, text.has_tiny) for cell in texts]
        quick = (
            [] if text.has_tiny else [quick_number_of_text(cell, layout.decimal, text.has_underscore) for cell in texts]
        )
        scan: CellScan | WideCellScan = CellScan(
            connection, source, texts, numbers, cells.quote if lines is None else None, [] if text.has_tiny else quick
        )
        if cells.width < len(names):
            scan = WideCellScan(connection, source, len(names), numbers[1])
        return read(ScannedText(text, layout, scan, sample, lines))


def _is_plain(text: TextFile, layout: Layout) -> bool:
    """Whether DuckDB may read the text as it is, as far as its beginning shows."""
    form, above = layout.form, islice(text.head_lines(), layout.skipped)
    return (
        text.ends != ""
        and form.separator != " "
        and form.escape is None
        and 1 < len(layout.header.names) < WIDE  # of one column, a blank line may be a row
        and all(len(cells) == form.width for _line, cells in layout.header.rows)
        and not any(line.count(form.quote) % 2 for line in above)  # of cells over several lines, DuckDB skips all
    )


def _rows(lines: Iterable[str], layout: Layout, strict: bool = False) -> Iterator[tuple[int, list[str]]]:
    """The records of a text that are rows."""
    return records(lines, replace(layout.form, skipped=layout.skipped), strict)


def _rewrite(text: TextFile, layout: Layout, out: Path) -> Array:
    """Write the rows as CSV in its plain form; the line on which each begins. Raises InputError for a wrong row.

    Of a wide table each cell becomes a row, with the number of its column.
    """
    import csv

    width, found = len(layout.header.names), array("q")
    with text.open() as lines, out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for line, cells in checked(text.named, _rows(lines, layout, strict=True)):
            if len(cells) != width:
                refuse_width(text.named, layout.form, line, cells)
            if width < WIDE:
                writer.writerow(cells)
            else:
                writer.writerows(enumerate(cells))
            found.append(line)
    return np.array(found, np.int64)
