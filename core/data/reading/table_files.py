"""Tables in files read into columns: text with any separator, and Parquet."""

from pathlib import Path

from core.data.columns import ColumnTable
from core.data.source_settings import SourceSettings
from core.support.i18n import _
from core.support.regular_files import open_named

from .file_kinds import SEARCHED, packing_of


def read_columns(path: Path, settings: SourceSettings) -> ColumnTable:
    """All columns of a table in a file; its kind is found by its content. Raises InputError."""
    with open_named(path, _("a table")) as file:
        packing = packing_of(file.read(SEARCHED))
    if packing == "parquet":
        from .parquet_file import read_parquet_table

        return read_parquet_table(path, settings)
    from .text_tables.text_table import read_text_table

    return read_text_table(path, settings)
