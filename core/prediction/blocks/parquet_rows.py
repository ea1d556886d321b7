"""The rows of a Parquet file as raw inputs, block by block."""

from collections.abc import Iterator
from pathlib import Path

from core.calls import Array
from core.data.columns import ColumnTable
from core.data.reading.duckdb_connection import connect
from core.data.reading.known_columns import KnownColumns
from core.data.reading.parquet_file import open_parquet, place_of_row
from core.data.understanding.inputs import input_matrix
from core.data.unusable_file import refuse
from core.model.model import Model
from core.support.i18n import _

ROWS = 2**17
"""Rows that are read at once: a group of a Parquet file has about as many."""


def parquet_rows(path: Path, model: Model, size: int | None = None) -> Iterator[Array]:
    """The blocks of raw inputs of a Parquet file, one at least, of `size` rows. Raises InputError."""
    import duckdb

    size = size or ROWS
    known = KnownColumns(path, [coding.column for coding in model.preparation.codings])
    try:
        with connect(path) as connection:
            file = open_parquet(path, connection)
            wanted = known.places(file.names)
            for start in range(0, max(file.rows, 1), size):
                rows = range(start, min(start + size, file.rows))
                scan = file.scan(wanted.values(), rows)

                def place(row: int, column: int, start: int = start) -> str:
                    return place_of_row(start + row, column)

                found = known.read([*wanted], scan, place, ".")
                table = ColumnTable([*found.values()], len(rows), line_of=None)
                yield input_matrix(path, table, found, known.wanted, number_unknown=True)
    except duckdb.Error as problem:
        refuse(path, _("can't be read as Parquet ({})").format(str(problem).splitlines()[0]))
