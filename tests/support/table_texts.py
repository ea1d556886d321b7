"""Tables written as text for tests, and what was read from them in a form that is easy to compare."""

import math
from pathlib import Path
from typing import Any

from core.data.columns import Column, ColumnTable
from core.data.reading.table_files import read_columns
from core.data.source_settings import SourceSettings

Cell = float | str | None


def read_text(folder: Path, content: str | bytes, name: str = "my.csv", **settings: Any) -> ColumnTable:
    """The columns of a file of this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_columns(path, SourceSettings(**settings))


def cells_of(column: Column) -> list[Cell]:
    """The cells of a column: numbers where it has them, else texts; None where they are missing."""
    if column.numbers is not None:
        return [None if math.isnan(number) else number for number in column.numbers.tolist()]
    assert column.texts is not None
    assert column.codes is not None
    return [None if code < 0 else column.texts[code] for code in column.codes.tolist()]


def texts_of(column: Column) -> list[str | None]:
    """The cells of a column as texts; None where they are missing."""
    assert column.texts is not None
    assert column.codes is not None
    return [None if code < 0 else column.texts[code] for code in column.codes.tolist()]


def read_cells(folder: Path, content: str | bytes, name: str = "my.csv", **settings: Any) -> dict[str, list[Cell]]:
    """The cells of each column of a file of this content."""
    return {column.name: cells_of(column) for column in read_text(folder, content, name, **settings).columns}


def lines_of(table: ColumnTable) -> list[int]:
    """The line of each row."""
    assert table.line_of is not None
    return [table.line_of(row) for row in range(table.rows)]
