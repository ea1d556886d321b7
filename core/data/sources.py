"""The table in any file or folder, read by what it is: images, arrays of NumPy, IDX, or a table of text."""

import os
from pathlib import Path

from core.support.errors import InputError
from core.support.i18n import _
from core.support.regular_files import open_named

from .source_settings import SourceSettings
from .table import Table

READABLE_ENDINGS = ".csv, .tsv, .npz"

NPY_MAGIC = b"\x93NUMPY"
ZIP_MAGIC = b"PK\x03\x04"
NAME_LENGTH, NAME = slice(26, 28), 30
"""Where a ZIP archive has the length of its first member's name, and the name."""

HEAD = 1024
"""Bytes at a file's beginning by which its kind is known."""


def read_table_of(path: Path, settings: SourceSettings) -> Table:
    """The table in a file or folder. Raises InputError: where, what was found, what was expected."""
    if os.path.isdir(path):
        from .reading.image_folder import read_image_folder  # late, as are all readers: they take time to import

        return read_image_folder(path, settings.task)
    from .reading.idx_reader import is_idx, read_idx

    if is_idx(path):
        return read_idx(path, settings.task)
    from .reading.csv_reader import read_csv
    from .reading.npz_reader import read_npz

    if holds_arrays(path):
        return read_npz(path, settings.task)
    if path.suffix in (".csv", ".tsv"):
        return read_csv(path, settings.target, settings.task)
    raise InputError(_("{}: found the ending {!r}, expected one of {}").format(path, path.suffix, READABLE_ENDINGS))


def holds_arrays(path: Path) -> bool:
    """Whether a file holds arrays of NumPy: by its ending, else by its content. Raises InputError if unreadable."""
    with open_named(path, _("a table")) as file:
        head = file.read(HEAD) or b""
    if path.suffix.lower() == ".npz" or head.startswith(NPY_MAGIC):
        return True
    name = head[NAME : NAME + int.from_bytes(head[NAME_LENGTH], "little")]
    return head.startswith(ZIP_MAGIC) and name.endswith(b".npy")
