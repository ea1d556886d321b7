"""Text tables read into columns by DuckDB; faults are told with their line."""

from pathlib import Path

from core.data.columns import ColumnTable, Dialect
from core.data.source_settings import SourceSettings
from core.support.i18n import _
from core.support.memory import require_memory
from core.support.shown_values import value_text

from ..column_cells import TableReading
from .layout import layout_notes, layout_of, require_rows
from .scanning import ScannedText, scan_text
from .text_file import open_text
from .wrong_rows import total_in_last_row

BYTES_PER_CELL = 16
"""Memory of a cell while it is read: its number in DuckDB and in NumPy."""


def read_text_table(path: Path, settings: SourceSettings) -> ColumnTable:
    """All columns of a text table. Raises InputError."""
    with open_text(path, settings.encoding) as text:
        layout = layout_of(text, settings)
        require_rows(text, layout)
        require_memory(BYTES_PER_CELL * len(layout.header.names) * (text.lines - layout.skipped), str(path))
        return scan_text(text, layout, lambda rows: _columns(rows, settings))


def _columns(rows: ScannedText, settings: SourceSettings) -> ColumnTable:
    """The columns of rows that are open. Raises MisreadError, InputError."""
    text, layout = rows.text, rows.layout
    notes = layout_notes(text, layout, settings)
    columns = TableReading(
        text.named, layout.header.names, rows.sample, rows.scan, settings, layout.decimal, rows.place, notes
    ).columns()
    count = columns[0].rows
    rows.check_rows(count)
    dialect = Dialect(layout.form.separator, layout.decimal, text.encoding, layout.header.in_file)
    line_of = rows.line_of(count)
    total = total_in_last_row(columns)
    if total:
        message = _("line {}: {} looks like a sum of the rows above; if it is one, delete the line")
        notes.append(message.format(line_of(count - 1), value_text(total)))
    return ColumnTable(columns, count, dialect, line_of, tuple(notes))
