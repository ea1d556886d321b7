"""Text tables read into columns by DuckDB; faults are told with their line."""

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NoReturn

import numpy as np

from core.calls import Array
from core.data.columns import ColumnTable, Dialect
from core.data.source_settings import SourceSettings
from core.data.unusable_file import refuse
from core.support.i18n import _, ngettext
from core.support.memory import require_memory
from core.support.shown_values import value_text

from ..cell_scan import CellScan, MisreadError, number_of_text
from ..column_cells import TableReading
from ..duckdb_connection import TextRows, connect, text_scan
from ..missing_marks import MISSING
from ..number_formats import DECIMAL_POINT, decimal_mark, is_unsure, parsed
from ..wide_cell_scan import WIDE, WideCellScan
from .header import Header, Record, header_of
from .records import BrokenRecord, Form, line_of_cell, records
from .separators import JUDGING, form_of, head_records, names_in_comment, usual_width
from .text_file import TextFile, open_text

HEAD_RECORDS = 1000
"""Records by which header, decimal mark and kinds of columns are judged."""

OTHER_SEPARATORS = (",", ";", "\t", "|", "@", "/", "&")
"""What may separate cells where no separator was found, or another is set."""

BYTES_PER_CELL = 16
"""Memory of a cell while it is read: its number in DuckDB and in NumPy."""


@dataclass(frozen=True)
class Layout:
    """How a text table is laid out: its form, header and decimal mark, and the lines of its header and first row."""

    form: Form
    header: Header
    decimal: str
    first_line: int
    header_line: int


def read_text_table(path: Path, settings: SourceSettings) -> ColumnTable:
    """All columns of a text table. Raises InputError."""
    with open_text(path, settings.encoding) as text:
        layout = _layout(text, settings)
        width = len(layout.header.names)
        require_memory(BYTES_PER_CELL * width * (text.lines - layout.first_line + 1), str(path))
        return _read(text, layout, settings)


def _layout(text: TextFile, settings: SourceSettings) -> Layout:
    path = text.named
    form = form_of(text, settings.separator)
    head = head_records(text, form, HEAD_RECORDS)
    if not head:
        refuse(path, _("is empty, expected a header and rows"))
    width = usual_width(head)
    if width == 1:
        _refuse_undivided(path, head, form)
    form = replace(form, width=width, skipped=head[0][0] - 1)
    head = head_records(text, form, HEAD_RECORDS)
    cells = [cell for _line, row in head[1:] for cell in row[:JUDGING]]
    decimal = settings.decimal or decimal_mark(cells, form.separator)
    header = header_of(path, head, width, settings.header, decimal)
    if not header.in_file and settings.header is None:
        names = names_in_comment(text, form)
        if len(names) == width and not any(parsed(name, decimal) is not None for name in names):
            header = header_of(path, [(head[0][0] - 1, names), *head], width, True, decimal)
    if not header.rows:
        with text.open() as lines:
            deque(_checked(path, records(lines, form)), 0)  # raises for a row that can't be read
        refuse(path, _("holds a header and no rows"))
    return Layout(replace(form, width=len(header.names)), header, decimal, header.rows[0][0], head[0][0])


def _refuse_undivided(path: Path, head: Sequence[Record], form: Form) -> None:
    """Raises InputError for records of one cell, all of which another separator would divide alike."""
    alike = [(line, cells[0]) for line, cells in head if len(cells) == 1]
    for other in (form.separator, *OTHER_SEPARATORS):
        counts = {cell.count(other) for _line, cell in alike}
        if len(alike) > 1 and len(counts) == 1 and counts != {0}:
            line, found = alike[0]
            if other == form.separator:
                text = _("line {}: found one cell, {}, in quotes; delete the quotes around whole lines")
                refuse(path, text.format(line, value_text(found)))
            text = _('line {}: found one cell, {}; if {} separates cells, set data.separator = "{}"')
            refuse(path, text.format(line, value_text(found), value_text(other), "\\t" if other == "\t" else other))


def _read(text: TextFile, layout: Layout, settings: SourceSettings) -> ColumnTable:
    """The columns, by DuckDB from the text as it is, or else from the text as rewritten."""
    import duckdb

    form, width = layout.form, len(layout.header.names)
    if _is_plain(text, layout):
        try:
            longest = max(map(len, text.head_lines()))
            rows = TextRows(text.path, width, form.separator, form.quote, text.ends, layout.first_line - 1, longest)
            return _scanned(text, layout, settings, rows, None)
        except (duckdb.Error, MisreadError):
            pass  # another form, such as blank lines with blanks: what is wrong is found while it is rewritten
    plain = text.folder / "rewritten.csv"
    lines = _rewrite(text, layout, plain)
    try:
        longest = max(map(len, text.head_lines()))
        rewritten = TextRows(plain, width if width < WIDE else 2, longest=longest)
        return _scanned(text, layout, settings, rewritten, lines)
    except duckdb.Error as problem:
        reason = str(problem).splitlines()[0]
        refuse(text.named, _("can't be read as a table ({})").format(reason))


def _is_plain(text: TextFile, layout: Layout) -> bool:
    """Whether DuckDB may read the text as it is, as far as its beginning shows."""
    form, above = layout.form, islice(text.head_lines(), layout.first_line - 1)
    return (
        text.ends != ""
        and form.separator != " "
        and form.escape is None
        and 1 < len(layout.header.names) < WIDE  # of one column, a blank line may be a row
        and all(len(cells) == form.width for _line, cells in layout.header.rows)
        and not any(line.count(form.quote) % 2 for line in above)  # of cells over several lines, DuckDB skips all
    )


def _scanned(
    text: TextFile,
    layout: Layout,
    settings: SourceSettings,
    cells: TextRows,
    lines: Array | None,
) -> ColumnTable:
    """The columns by DuckDB, from rows that it can read. `lines` are those of the rows, None if not known yet."""
    names, notes = layout.header.names, _notes(text, layout, settings)
    alike = [cells for _line, cells in layout.header.rows if len(cells) == len(names)]
    sample = [[cells[index] for cells in alike] for index in range(len(names))]
    with connect(cells.path) as connection:
        marks = {"", *(cell for column in sample for cell in column if cell in MISSING)}
        source = text_scan(cells, sorted(marks))  # DuckDB compares each cell with each mark, so others are found later
        texts = [f"c{index}" for index in range(cells.width)]
        numbers = [number_of_text(cell, layout.decimal, text.has_underscore, text.has_tiny) for cell in texts]
        scan: CellScan | WideCellScan = CellScan(
            connection, source, texts, numbers, cells.quote if lines is None else None
        )
        if cells.width < len(names):
            scan = WideCellScan(connection, source, len(names), numbers[1])
        place = _Places(text, layout)
        reading = TableReading(text.named, names, sample, scan, settings, layout.decimal, place, notes)
        columns = reading.columns()
    first = columns[0].numbers if columns[0].numbers is not None else columns[0].codes
    rows = len(first) if first is not None else 0
    if rows < len(layout.header.rows) or (lines is not None and rows != len(lines)):
        raise MisreadError  # a guard: some settings made DuckDB 2.0 skip all rows without a word
    dialect = Dialect(layout.form.separator, layout.decimal, text.encoding, layout.header.in_file)
    return ColumnTable(columns, rows, dialect, _line_of(text, layout, rows, lines), tuple(notes))


@dataclass(frozen=True)
class _Places:
    """The places of cells for messages."""

    text: TextFile
    layout: Layout

    def __call__(self, row: int, column: int) -> str:
        """The line on which a cell stands, by its row from 0 and its column."""
        with self.text.open() as lines:
            for number, (line, cells) in enumerate(_rows(lines, self.layout)):
                if number == row:
                    return _("line {}").format(line_of_cell(line, cells, column))
        return _("row {}").format(row + 1)


def _rows(lines: Iterable[str], layout: Layout, strict: bool = False) -> Iterator[tuple[int, list[str]]]:
    """The records of a text that are rows."""
    return records(lines, replace(layout.form, skipped=layout.first_line - 1), strict)


def _rewrite(text: TextFile, layout: Layout, out: Path) -> Array:
    """Write the rows as CSV in its plain form; the line on which each begins. Raises InputError for a wrong row.

    Of a wide table each cell becomes a row, with the number of its column.
    """
    import csv

    width, found = len(layout.header.names), array("q")
    with text.open() as lines, out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for line, cells in _checked(text.named, _rows(lines, layout, strict=True)):
            if len(cells) != width:
                _refuse_width(text.named, layout, line, cells)
            if width < WIDE:
                writer.writerow(cells)
            else:
                writer.writerows(enumerate(cells))
            found.append(line)
    return np.array(found, np.int64)


def _checked(path: Path, found: Iterable[Record]) -> Iterator[Record]:
    """The records. Raises InputError for one that can't be divided into cells."""
    try:
        yield from found
    except BrokenRecord as problem:
        message = _("line {}: can't be read ({}); a cell that begins with a quote must end with one")
        refuse(path, message.format(problem.line, problem))


def _refuse_width(path: Path, layout: Layout, line: int, cells: Sequence[str]) -> NoReturn:
    """Raises InputError for a row of too many or too few cells."""
    message = ngettext(
        "line {}: found {} cell, expected {} as in the header; {}",
        "line {}: found {} cells, expected {} as in the header; {}",
        len(cells),
    )
    width, separator = len(layout.header.names), layout.form.separator
    if len(cells) == width + 1 and not cells[-1].strip():
        remedy = _("delete the separator at the end, or give the last column a name")
    elif len(cells) == 1 < width:
        remedy = _("delete the line, or begin it with #; if cells are separated otherwise, set data.separator")
    elif len(cells) < width:
        remedy = _("write a missing cell as an empty one; if cells are separated otherwise, set data.separator")
    else:
        remedy = _("a cell that holds {} must be in quotes; if cells are separated otherwise, set data.separator")
        remedy = remedy.format(value_text(separator))
    refuse(path, message.format(line, len(cells), width, remedy))


def _line_of(text: TextFile, layout: Layout, rows: int, lines: Array | None) -> Callable[[int], int]:
    """The function from a row to its line. All lines are looked through only where one isn't a row."""
    if lines is None and text.lines - layout.first_line + 1 == rows:
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


def _notes(text: TextFile, layout: Layout, settings: SourceSettings) -> list[str]:
    """What was guessed of the form, with the setting that changes it."""
    notes = []
    header, names = layout.header, layout.header.names
    if text.guessed:
        notes.append(_("the text is read as {}; if letters look wrong, set data.encoding").format(text.encoding))
    if not header.in_file and settings.header is None:
        message = _("line {} looks like a row, so the columns are called {}; if it holds names, set data.header = true")
        called = names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"
        notes.append(message.format(layout.first_line, called))
    elif not header.sure:
        message = _("line {} is taken for the columns' names; if it is a row, set data.header = false")
        notes.append(message.format(layout.header_line))
    if header.row_names:
        notes.append(_("the rows have one cell more than the header: the first column is taken for row names"))
    if layout.decimal == "," and settings.decimal is None:
        notes.append(_('numbers are read with decimal commas; if that is wrong, set data.decimal = "."'))
    if layout.decimal == "." and settings.decimal is None and layout.form.separator in (";", "\t"):
        cells = [cell for _line, row in header.rows for cell in row[:JUDGING]]
        if is_unsure(cells):
            found = next(filter(DECIMAL_POINT.fullmatch, cells))
            text_ = _('{} is read with a decimal point; if points group thousands, set data.decimal = ","')
            notes.append(text_.format(found))
    return notes
