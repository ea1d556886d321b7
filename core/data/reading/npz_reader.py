"""NPZ files of NumPy read into tables.

A file that can't be used raises InputError with the array, the place, what was found and what was expected.
"""

import re
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import NoReturn
from zipfile import ZipFile

import numpy as np

from core.calls import Array
from core.data.columns import Column, ColumnTable
from core.data.description import Description
from core.data.table import Table
from core.data.understanding.class_labels import MOST_NAMED_CLASSES, number_name
from core.data.understanding.column_facts import facts_of
from core.data.understanding.column_kinds import Kind
from core.data.understanding.notes import class_notes
from core.data.understanding.target_values import targets_of
from core.data.unusable_file import list_names, refuse
from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _, ngettext
from core.support.memory import require_memory
from core.support.regular_files import open_named
from core.support.shown_values import value_text

ENCRYPTED = 1
"""The flag bit of an encrypted member of a ZIP archive."""

NPY_MAGIC = b"\x93NUMPY"
NPY_TYPE = re.compile(r"""['"]descr['"]\s*:\s*['"]([<>|=]?[b-zA-Z]\d{0,9}(?:\[\w{1,9}\])?)['"]\s*[,}]""")
NPY_ORDER = re.compile(r"""['"]fortran_order['"]\s*:\s*(True|False)\s*[,}]""")
NPY_SHAPE = re.compile(r"""['"]shape['"]\s*:\s*\(([\d\sL,]{0,200})\)\s*[,}]""")


def read_npz(path: Path, task: str | None) -> Table:
    """The arrays `X` and `y`, or `images` and `labels`, of an NPZ file. Raises InputError."""
    try:
        with open_named(path, _("a table")) as file:
            if file.read(len(NPY_MAGIC)) == NPY_MAGIC:
                refuse(path, _("found a single array, as .npy holds it; expected .npz: numpy.savez(FILE, X=…, y=…)"))
            archive = ZipFile(file)
            found = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
            pair = next((pair for pair in (("X", "y"), ("images", "labels")) if found.keys() >= set(pair)), None)
            if pair is None:
                text = _("found the arrays {}, expected X and y, or images and labels")
                refuse(path, text.format(list_names(sorted(found))))
            for name in pair:
                if found[name].flag_bits & ENCRYPTED:
                    _unreadable_npz(path, _("{} is encrypted").format(name))
                require_memory(found[name].file_size, _("{}, {}").format(path, name))
            X, y = (_array(path, name, archive.read(found[name]), text=name == pair[1]) for name in pair)
    except (InputError, MemoryError):
        raise
    except Exception as problem:  # zipfile and the decompressors raise errors of many kinds for a damaged file
        _unreadable_npz(path, shortened(str(problem) or type(problem).__name__, 200))
    if X.ndim < 2 or not X.size:
        refuse(path, _("{} has shape {}, expected one row for each example").format(pair[0], X.shape))
    if y.ndim < 1 or (len(y) and not y.size):
        refuse(path, _("{} has shape {}, expected a value or a row for each example").format(pair[1], y.shape))
    if len(X) != len(y):
        message = ngettext("found {} row in {} and {} in {}", "found {} rows in {} and {} in {}", len(X))
        refuse(path, message.format(len(X), pair[0], len(y), pair[1]))
    require_memory(2 * 8 * X.size, _("{}, {}").format(path, pair[0]))
    shape = _picture_shape(X) if pair[0] == "images" else None
    inputs = X.reshape(len(X), -1) / (255.0 if X.dtype == np.uint8 and pair[0] == "images" else 1.0)
    _check_finite(path, pair[0], inputs)
    names = tuple(f"{'p' if shape else 'x'}{number}" for number in range(1, inputs.shape[1] + 1))
    return _with_targets(path, Table(inputs, names, shape=shape), pair[1], y, task)


def _array(path: Path, name: str, raw: bytes, text: bool) -> Array:
    """An array from the bytes of a .npy file; `text` allows strings in it. Raises InputError, ValueError.

    Not by NumPy, which allocates memory for any shape that the header claims, and warns of some headers.
    """
    if not raw.startswith(NPY_MAGIC):
        refuse(path, _("{} holds {!r}, expected an array").format(name, raw[:20]))
    start = 10 if raw[6:7] == b"\1" else 12
    end = start + int.from_bytes(raw[8:start], "little")
    header = raw[start:end].decode("latin-1")
    found = [pattern.search(header) for pattern in (NPY_TYPE, NPY_ORDER, NPY_SHAPE)]
    if None in found:
        _unreadable_npz(path, _("{} has the header {}").format(name, value_text(header.strip())))
    type_, order, sizes = (match[1] for match in found if match)
    dtype, shape = np.dtype(type_), tuple(map(int, re.findall(r"\d+", sizes)))
    if dtype.hasobject:
        _unreadable_npz(path, _("{} holds Python objects").format(name))
    if dtype.kind not in ("biufU" if text else "biuf"):
        refuse(path, _("{} holds {}, expected numbers").format(name, dtype))
    expected, found_bytes = prod(shape) * dtype.itemsize, max(0, len(raw) - end)
    if expected != found_bytes:
        message = ngettext(
            "{} is of shape {} and {}, {} byte; found {}: the file is damaged",
            "{} is of shape {} and {}, {} bytes; found {}: the file is damaged",
            expected,
        )
        refuse(path, message.format(name, shape, dtype, f"{expected:,}", f"{found_bytes:,}"))
    array: Array = np.ndarray(shape, dtype, raw, end, order="F" if order == "True" else "C")
    if dtype.kind == "U":
        "".join(array.ravel().tolist()).encode()  # raises ValueError for a code that is no character
    if dtype.kind == "f" and dtype.itemsize not in (4, 8):
        with np.errstate(over="ignore"):  # becomes infinite, which is refused with its place
            return array.astype(float)
    return array


def _with_targets(path: Path, table: Table, name: str, y: Array, task: str | None) -> Table:
    """The table with its targets: classes or values by the rules for tables of text. Raises InputError."""
    flat = y.reshape(len(y), -1)
    if y.dtype.kind in "iufb":
        _check_finite(path, name, flat)
    names = tuple(f"{name}{number}" for number in range(1, flat.shape[1] + 1)) if flat.shape[1] > 1 else (name,)
    columns = [_target_column(path, one, flat[:, place]) for place, one in enumerate(names)]
    facts = {column.name: facts_of(column, len(y)) for column in columns}
    kinds = {column.name: Kind("category" if y.dtype.kind in "bU" else "number") for column in columns}
    targets = targets_of(path, ColumnTable(columns, len(y)), names, facts, kinds, task)
    classes: dict[str, int] = {}
    notes = list(targets.notes)
    if targets.labels is not None:
        counts = np.bincount(targets.labels, minlength=len(targets.class_names)).tolist()
        classes = dict(zip(targets.class_names, counts, strict=True))
        notes += class_notes(name, classes)
    return replace(
        table,
        labels=targets.labels,
        class_names=targets.class_names,
        values=targets.values,
        target_names=targets.names,
        description=Description(len(y), names, targets.task, classes=classes, notes=tuple(notes)),
    )


def _target_column(path: Path, name: str, values: Array) -> Column:
    """A column of y, with its distinct values as texts unless there are too many for classes."""
    numbers = None if values.dtype.kind == "U" else values.astype(float)
    distinct, codes = np.unique(values, return_inverse=True)
    if numbers is not None and len(distinct) > MOST_NAMED_CLASSES:
        return Column(name, numbers)
    spelt = number_name if values.dtype.kind == "f" else str
    texts = tuple(map(spelt, distinct.tolist()))
    if "" in texts:
        row = int(np.argmax(codes == texts.index("")))
        refuse(path, _("{}, row {}: the target has an empty cell, expected a class").format(name, row + 1))
    return Column(name, numbers, codes, texts)


def _picture_shape(images: Array) -> tuple[int, int] | None:
    """Height and width of pictures: as given by the array, or of a square; None for neither."""
    if images.ndim == 3:
        return images.shape[1], images.shape[2]
    side = round(float(np.sqrt(images.shape[1])))
    return (side, side) if images.ndim == 2 and side * side == images.shape[1] else None


def _check_finite(path: Path, name: str, values: Array) -> None:
    finite = np.isfinite(values)
    if not finite.all():
        row, column = (int(place) + 1 for place in np.argwhere(~finite)[0])
        message = _("{}, row {}, column {}: found {}, expected a number")
        refuse(path, message.format(name, row, column, values[row - 1, column - 1]))


def _unreadable_npz(path: Path, reason: str) -> NoReturn:
    refuse(path, _("can't be read as NumPy's .npz of plain numbers ({})").format(reason))
