"""Parquet files read into columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.data.columns import ColumnTable
from core.data.source_settings import SourceSettings
from core.data.unusable_file import refuse
from core.support.i18n import _
from core.support.memory import require_memory
from core.support.shown_values import value_text

from .cell_scan import INFINITE, NAN, CellScan
from .column_cells import TableReading
from .duckdb_connection import connect, pattern_of, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

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
    with connect(path) as connection:
        file = open_parquet(path, connection)
        if not file.rows:
            refuse(path, _("holds no rows"))
        require_memory(BYTES_PER_CELL * file.rows * len(file.names), str(path))
        scan = file.scan(range(len(file.names)))
        sample = [["0"] if kind.startswith(WHOLE + FRACTIONS) else ["text"] for kind in file.types]
        notes: list[str] = []
        reading = TableReading(path, file.names, sample, scan, settings, ".", place_of_row, notes)
        columns = reading.columns()
    return ColumnTable(columns, file.rows, notes=tuple(notes))


@dataclass(frozen=True)
class ParquetFile:
    """A Parquet file open in DuckDB: the names and DuckDB's types of its columns, and how many rows it has."""

    path: Path
    connection: "DuckDBPyConnection"
    names: Sequence[str]
    columns: Sequence[str]
    types: Sequence[str]
    rows: int

    def scan(self, wanted: Iterable[int], rows: range | None = None) -> CellScan:
        """The cells of some columns, of all rows or of a range of them. Raises InputError for other types of cells."""
        texts, numbers = [], []
        for index in wanted:
            kind, plain = self.types[index], '"' + self.columns[index].replace('"', '""') + '"'
            if not kind.startswith(WHOLE + FRACTIONS + TEXTS) or kind.endswith("]"):
                message = _(
                    "column {}: found values of type {}, expected numbers, texts, dates or booleans; leave it out"
                )
                refuse(self.path, message.format(value_text(self.names[index]), kind))
            texts.append(f"{plain}::VARCHAR")
            is_number = kind.startswith(WHOLE + FRACTIONS)
            numbers.append(
                f"coalesce({plain}::DOUBLE, {NAN})" if is_number else f"coalesce({INFINITE}, {plain}::DOUBLE)"
            )
        source = _source(self.path)
        if rows is not None:  # by which DuckDB leaves out the groups of other rows
            source = f"{_source(self.path, ', file_row_number = true')} "
            source += f"WHERE file_row_number >= {rows.start} AND file_row_number < {rows.stop}"
        return CellScan(self.connection, source, texts, numbers)


def open_parquet(path: Path, connection: "DuckDBPyConnection") -> ParquetFile:
    """The file, open in a connection that may read it. Raises duckdb.Error."""
    found = connection.execute(f"DESCRIBE SELECT * FROM {_source(path)}").fetchall()
    columns, types = [row[0] for row in found], [row[1] for row in found]
    counted = connection.execute(f"SELECT count(*) FROM {_source(path)}").fetchone()
    names = [column.strip() for column in columns]
    return ParquetFile(path, connection, names, columns, types, counted[0] if counted else 0)


def _source(path: Path, more: str = "") -> str:
    return f"read_parquet({quoted(pattern_of(path))}, hive_partitioning = false, filename = false{more})"


def place_of_row(row: int, column: int) -> str:
    """The place of a cell in a message, by its row from 0."""
    return _("row {}").format(row + 1)
