"""The table in any file or folder: images, arrays of NumPy, IDX, or a table of text."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.support.i18n import _
from core.support.regular_files import open_named
from core.support.shown_values import value_text

from .columns import ColumnTable
from .source_settings import SourceSettings
from .table import Table
from .unusable_file import list_names, refuse

NPY_MAGIC = b"\x93NUMPY"
ZIP_MAGIC = b"PK\x03\x04"
NAME_LENGTH, NAME = slice(26, 28), 30
"""Where a ZIP archive has the length of its first member's name, and the name."""

HEAD = 1024
"""Bytes at a file's beginning by which its kind is known."""


def read_table_of(path: Path, settings: SourceSettings) -> Table:
    """The table in a file or folder. Raises InputError: where, what was found, what was expected."""
    _columns, table = read_columns_of(path, settings)
    return table


def read_table_like(path: Path, settings: SourceSettings, first: Table) -> Table:
    """The table in another file, with the columns and classes of the first: by their names, in an array else by place.

    Raises InputError: where, what was found, what was expected.
    """
    _columns, table = read_columns_like(path, settings, first)
    return table


def read_columns_of(path: Path, settings: SourceSettings) -> tuple[ColumnTable | None, Table]:
    """The columns of a file as they stand there, None for arrays and images, and the table that is made of them.

    Raises InputError: where, what was found, what was expected.
    """
    table = _arrays_of(path, settings)
    if table is not None:
        return None, table
    from .reading.table_files import read_columns
    from .understanding.understand import understand

    columns = read_columns(path, settings)
    return columns, understand(path, columns, settings)


def read_columns_like(path: Path, settings: SourceSettings, first: Table) -> tuple[ColumnTable | None, Table]:
    """The same of another file, with the columns and classes of the first table, as `read_table_like` reads it.

    Raises InputError: where, what was found, what was expected.
    """
    if os.path.isdir(path):
        from .reading.images.image_folder import read_image_folder

        return None, read_image_folder(path, settings.task, first)
    arrays = _arrays_of(path, settings)
    if arrays is not None:
        return None, like(path, arrays, first)
    from .reading.table_files import read_columns
    from .understanding.understand import table_like

    numbers = {column.source: "number" for column in first.columns if column.kind == "number"}
    wanted = [*(column.source for column in first.columns), *first.description.target]
    known = replace(settings, kinds={**numbers, **settings.kinds}, only=wanted)
    columns = read_columns(path, known)
    return columns, table_like(path, columns, first)


def like(path: Path, table: Table, first: Table) -> Table:
    """A table of arrays with the columns and classes of the first. Raises InputError if it has others."""
    from .reading.arrays.array_table import input_names
    from .reading.arrays.column_order import order_of_columns

    width = table.inputs.shape[1]
    made_up = table.input_names == input_names(width, table.shape, table.channels)
    order = order_of_columns(path, width, () if made_up else table.input_names, first.columns)
    if not isinstance(order, slice):
        table = replace(table, inputs=table.inputs[:, order], input_names=first.input_names)
    if first.labels is None or table.labels is None:
        if (first.labels is None) != (table.labels is None):
            refuse(path, _("found other targets than for training; set data.task"))
        return table
    number = {name: place for place, name in enumerate(first.class_names)}
    for name in table.class_names:
        if name not in number:
            known = list_names(first.class_names)
            refuse(path, _("found the class {}, expected one of {}").format(value_text(name), known))
    numbers = np.array([number[name] for name in table.class_names])
    return replace(table, labels=numbers[table.labels], class_names=first.class_names)


def _arrays_of(path: Path, settings: SourceSettings) -> Table | None:
    """The table of a folder of images, an IDX pair or an NPZ file; None for a table of text. Raises InputError."""
    if os.path.isdir(path):
        from .reading.images.image_folder import read_image_folder  # late, as are all readers: they take time to import

        return read_image_folder(path, settings.task)
    from .reading.arrays.idx_reader import is_idx, read_idx

    if is_idx(path):
        return read_idx(path, settings.task)
    if holds_arrays(path):
        from .reading.arrays.npz_reader import read_npz

        return read_npz(path, settings.task)
    return None


def holds_arrays(path: Path) -> bool:
    """Whether a file holds arrays of NumPy: by its ending, else by its content. Raises InputError if unreadable."""
    with open_named(path, _("a table")) as file:
        head = file.read(HEAD) or b""
    if path.suffix.lower() == ".npz" or head.startswith(NPY_MAGIC):
        return True
    name = head[NAME : NAME + int.from_bytes(head[NAME_LENGTH], "little")]
    return head.startswith(ZIP_MAGIC) and name.endswith(b".npy")
