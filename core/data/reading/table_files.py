"""Tables in files, read into columns: text with any separator, gzip, Zstandard, Parquet."""

from pathlib import Path

import numpy as np

from core.data.columns import Column, ColumnTable, Dialect
from core.data.source_settings import SourceSettings
from core.data.understanding.class_labels import number_of
from core.data.unusable_file import refuse
from core.support.i18n import _
from core.support.regular_files import open_named, size_of

from .missing_marks import is_missing


def read_columns(path: Path, settings: SourceSettings) -> ColumnTable:
    """All columns of a table in a file. Raises InputError."""
    import csv

    with open_named(path, _("a table")) as file:
        text = file.read(size_of(file)).decode("utf-8-sig")
    reader = csv.reader(text.splitlines(keepends=True), delimiter=settings.separator or ",")
    lines, rows = [], []
    for cells in reader:
        if cells:
            lines.append(reader.line_num)
            rows.append([cell.strip() for cell in cells])
    if len(rows) < 2:
        refuse(path, _("holds a header and no rows"))
    columns = [_column(name, list(cells)) for name, cells in zip(rows[0], zip(*rows[1:], strict=True), strict=True)]
    return ColumnTable(columns, len(rows) - 1, Dialect(), lines[1:].__getitem__)


def _column(name: str, cells: list[str]) -> Column:
    missing = [is_missing(cell) for cell in cells]
    texts = tuple(sorted({cell for cell, left in zip(cells, missing, strict=True) if not left}))
    index = {text: code for code, text in enumerate(texts)}
    codes = np.array([-1 if left else index[cell] for cell, left in zip(cells, missing, strict=True)], np.int32)
    numbers = [float("nan") if left else number_of(cell) for cell, left in zip(cells, missing, strict=True)]
    whole = None if None in numbers else np.array(numbers, float)
    return Column(name, whole, codes, texts)
