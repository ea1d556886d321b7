"""Parquet files read into columns."""

from pathlib import Path

from core.data.columns import ColumnTable
from core.data.source_settings import SourceSettings
from core.data.unusable_file import refuse
from core.support.i18n import _
from core.support.memory import require_memory
from core.support.shown_values import value_text

from .cell_scan import INFINITE, NAN, CellScan
from .column_cells import TableReading
from .duckdb_connection import connect, pattern_of, quoted

WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
FRACTIONS = ("FLOAT", "DOUBLE", "DECIMAL")
TEXTS = ("VARCHAR", "ENUM", "BOOLEAN", "DATE", "TIMESTAMP", "TIME", "UUID")
BYTES_PER_CELL = 16


def read_parquet_table(path: Path, settings: SourceSettings) -> ColumnTable:
    """All columns of a Parquet file. Raises InputError."""
    import duckdb

    try:
        return _read(path, settings)
    except duckdb.Error as problem:
        refuse(path, _("can't be read as Parquet ({})").format(str(problem).splitlines()[0]))


def _read(path: Path, settings: SourceSettings) -> ColumnTable:
    source = f"read_parquet({quoted(pattern_of(path))}, hive_partitioning = false, filename = false)"
    with connect(path) as connection:
        found = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        names, types = [row[0].strip() for row in found], [row[1] for row in found]
        counted = connection.execute(f"SELECT count(*) FROM {source}").fetchone()
        rows = counted[0] if counted else 0
        if not rows:
            refuse(path, _("holds no rows"))
        require_memory(BYTES_PER_CELL * rows * len(names), str(path))
        texts, numbers = [], []
        for name, kind, column in zip(names, types, (row[0] for row in found), strict=True):
            if not kind.startswith(WHOLE + FRACTIONS + TEXTS) or kind.endswith("]"):
                message = _(
                    "column {}: found values of type {}, expected numbers, texts, dates or booleans; leave it out"
                )
                refuse(path, message.format(value_text(name), kind))
            plain = '"' + column.replace('"', '""') + '"'
            texts.append(f"{plain}::VARCHAR")
            is_number = kind.startswith(WHOLE + FRACTIONS)
            numbers.append(
                f"coalesce({plain}::DOUBLE, {NAN})" if is_number else f"coalesce({INFINITE}, {plain}::DOUBLE)"
            )
        scan = CellScan(connection, source, texts, numbers)
        sample = [["0"] if kind.startswith(WHOLE + FRACTIONS) else ["text"] for kind in types]
        notes: list[str] = []
        reading = TableReading(path, names, sample, scan, settings, ".", _place, notes)
        columns = reading.columns()
    return ColumnTable(columns, rows, notes=tuple(notes))


def _place(row: int, _column: int) -> str:
    return _("row {}").format(row + 1)
