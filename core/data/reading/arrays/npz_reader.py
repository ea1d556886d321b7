"""NPZ files of NumPy read into tables.

A file that can't be used raises InputError with the array, the place, what was found and what was expected.
"""

import re
from collections.abc import Sequence
from io import BytesIO
from math import prod
from pathlib import Path
from typing import IO, NamedTuple, NoReturn
from zipfile import ZipFile, ZipInfo

import numpy as np

from core.calls import Array
from core.data.table import Table
from core.data.unusable_file import list_names, refuse
from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _, ngettext
from core.support.memory import require_memory
from core.support.regular_files import open_named
from core.support.shown_values import value_text

from .array_table import ExampleArrays, array_table

ENCRYPTED = 1
"""The flag bit of an encrypted member of a ZIP archive."""

NAMES = ("columns", "classes", "target")
"""Arrays of text that name what is in X and y."""
LARGEST_NAMES = 2**24
"""Bytes of an array of names that is read."""

NPY_MAGIC = b"\x93NUMPY"
NPY_TYPE = re.compile(r"""['"]descr['"]\s*:\s*['"]([<>|=]?[b-zA-Z]\d{0,9}(?:\[\w{1,9}\])?)['"]\s*[,}]""")
TEXT_TYPE = re.compile(rb"""['"]descr['"]\s*:\s*['"][<>]U\d""")
SHORTEST_PREFIX = 10
"""Bytes before the header of a .npy file of the first version; later ones have two more."""
LONGEST_HEADER = 2**20
NPY_HEADER = 128
"""Bytes at the beginning of a .npy file in which NumPy writes the type."""
NPY_ORDER = re.compile(r"""['"]fortran_order['"]\s*:\s*(True|False)\s*[,}]""")
NPY_SHAPE = re.compile(r"""['"]shape['"]\s*:\s*\(([\d\sL,]{0,200})\)\s*[,}]""")


def read_npz(path: Path, task: str | None) -> Table:
    """The arrays `X` and `y`, or `images` and `labels`, of an NPZ file. Raises InputError.

    Arrays of text that fit may name the `columns` of X, the `classes` that the numbers of y are, and the `target`.
    """
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
            names = texts_of(path, archive, [found[name] for name in NAMES if name in found])
    except (InputError, MemoryError):
        raise
    except Exception as problem:  # zipfile and the decompressors raise errors of many kinds for a damaged file
        _unreadable_npz(path, shortened(str(problem) or type(problem).__name__, 200))
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


def texts_of(path: Path, archive: ZipFile, members: Sequence[ZipInfo]) -> dict[str, tuple[str, ...]]:
    """The arrays of text among the members; others are none of ours."""
    found = {}
    for member in members:
        if member.file_size <= LARGEST_NAMES and not member.flag_bits & ENCRYPTED:
            name, raw = member.filename.removesuffix(".npy"), archive.read(member)
            if raw.startswith(NPY_MAGIC) and TEXT_TYPE.search(raw[:NPY_HEADER]):
                found[name] = tuple(map(str, _array(path, name, raw, text=True).ravel().tolist()))
    return found


def _array(path: Path, name: str, raw: bytes, text: bool) -> Array:
    """An array from the bytes of a .npy file; `text` allows strings in it. Raises InputError, ValueError."""
    header = npy_header(path, name, BytesIO(raw), text)
    header.check_size(path, name, len(raw) - header.size)
    array: Array = np.ndarray(header.shape, header.dtype, raw, header.size, order="F" if header.fortran else "C")
    if header.dtype.kind == "U":
        "".join(array.ravel().tolist()).encode()  # raises ValueError for a code that is no character
    return in_usual_floats(array)


def in_usual_floats(array: Array) -> Array:
    """The array; as float64 where it holds floats of another size than 4 and 8 bytes."""
    if array.dtype.kind == "f" and array.dtype.itemsize not in (4, 8):
        with np.errstate(over="ignore"):  # becomes infinite, which is refused with its place
            return array.astype(float)
    return array


class NpyHeader(NamedTuple):
    """What stands before the values of a .npy file; `size` is its length in bytes."""

    dtype: np.dtype[np.generic]
    shape: tuple[int, ...]
    fortran: bool
    size: int

    def check_size(self, path: Path, name: str, found: int) -> None:
        """Raises InputError unless the values take as many bytes as were found."""
        expected = prod(self.shape) * self.dtype.itemsize
        if expected != max(0, found):
            message = ngettext(
                "{} is of shape {} and {}, {} byte; found {}: the file is damaged",
                "{} is of shape {} and {}, {} bytes; found {}: the file is damaged",
                expected,
            )
            refuse(path, message.format(name, self.shape, self.dtype, f"{expected:,}", f"{max(0, found):,}"))


def npy_header(path: Path, name: str, file: IO[bytes], text: bool = False) -> NpyHeader:
    """The header of a .npy file, read up to its end; `text` allows strings. Raises InputError.

    Not by NumPy, which allocates memory for any shape that the header claims, and warns of some headers.
    """
    raw = file.read(SHORTEST_PREFIX)
    if not raw.startswith(NPY_MAGIC):
        raw += file.read(20)
        refuse(path, _("{} holds {!r}, expected an array").format(name, raw[:20]))
    if raw[6:7] != b"\1":
        raw += file.read(2)
    length = int.from_bytes(raw[8:], "little")
    header = file.read(min(length, LONGEST_HEADER)).decode("latin-1")
    found = [pattern.search(header) for pattern in (NPY_TYPE, NPY_ORDER, NPY_SHAPE)]
    if None in found:
        _unreadable_npz(path, _("{} has the header {}").format(name, value_text(header.strip())))
    type_, order, sizes = (match[1] for match in found if match)
    dtype, shape = np.dtype(type_), tuple(map(int, re.findall(r"\d+", sizes)))
    if dtype.hasobject:
        _unreadable_npz(path, _("{} holds Python objects").format(name))
    if dtype.kind not in ("biufU" if text else "biuf"):
        refuse(path, _("{} holds {}, expected numbers").format(name, dtype))
    return NpyHeader(dtype, shape, order == "True", len(raw) + length)


def _unreadable_npz(path: Path, reason: str) -> NoReturn:
    refuse(path, _("can't be read as NumPy's .npz of plain numbers ({})").format(reason))
