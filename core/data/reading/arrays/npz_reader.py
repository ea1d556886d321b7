"""NPZ files of NumPy read into tables.

A file that can't be used raises InputError with the array, the place, what was found and what was expected.
"""

from math import prod
from pathlib import Path

from core.data.table import Table
from core.data.unusable_file import list_names, refuse
from core.support.i18n import _

from .array_table import ExampleArrays, array_table
from .npz_archive import ENCRYPTED, NPY_HEADER, NPY_MAGIC, TEXT_TYPE, NpzArchive, npy_array, open_npz

NAMES = ("columns", "classes", "target")
"""Arrays of text that name what is in X and y."""
LARGEST_NAMES = 2**24
"""Bytes of an array of names that is read."""


def read_npz(path: Path, task: str | None) -> Table:
    """The arrays `X` and `y`, or `images` and `labels`, of an NPZ file. Raises InputError.

    Arrays of text that fit may name the `columns` of X, the `classes` that the numbers of y are, and the `target`.
    """
    with open_npz(path, _("a table"), "numpy.savez(FILE, X=…, y=…)") as archive:
        members = archive.members
        pair = next((pair for pair in (("X", "y"), ("images", "labels")) if members.keys() >= set(pair)), None)
        if pair is None:
            text = _("found the arrays {}, expected X and y, or images and labels")
            refuse(path, text.format(list_names(sorted(members))))
        X, y = (archive.array(name, text=name == pair[1]) for name in pair)
        names = texts_of(archive)
    columns, classes, target = (names.get(name, ()) for name in NAMES)
    arrays = ExampleArrays(
        X,
        y,
        inputs_name=pair[0],
        targets_name=target[0] if len(target) == 1 else pair[1],
        pictures=pair[0] == "images",
        column_names=columns if len(columns) == prod(X.shape[1:]) else (),
        class_names=classes if y.dtype.kind in "iu" and y.size and 0 <= y.min() and y.max() < len(classes) else (),
    )
    return array_table(path, arrays, task)


def texts_of(archive: NpzArchive) -> dict[str, tuple[str, ...]]:
    """The arrays of text that name something; others of these names are none of ours."""
    found = {}
    for name in NAMES:
        member = archive.members.get(name)
        if member is not None and member.file_size <= LARGEST_NAMES and not member.flag_bits & ENCRYPTED:
            raw = archive.file.read(member)
            if raw.startswith(NPY_MAGIC) and TEXT_TYPE.search(raw[:NPY_HEADER]):
                found[name] = tuple(map(str, npy_array(archive.path, name, raw, text=True).ravel().tolist()))
    return found
