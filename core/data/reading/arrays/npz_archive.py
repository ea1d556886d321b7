"""The arrays in NumPy's .npz archives, each checked before memory is taken for it.

Read without NumPy, which would allocate whatever a header claims. Nothing in them is unpickled. Raises InputError with
the file, the array, what was found and what was expected.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from math import prod
from pathlib import Path
from typing import IO, NamedTuple, NoReturn
from zipfile import ZipFile, ZipInfo

import numpy as np

from core.calls import Array
from core.data.unusable_file import refuse
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
TEXT_TYPE = re.compile(rb"""['"]descr['"]\s*:\s*['"][<>]U\d""")
SHORTEST_START = 10
"""Bytes before the header of a .npy file of the first version; of later ones two more."""
LONGEST_HEADER = 2**20
NPY_HEADER = 128
"""Bytes at the beginning of a .npy file in which NumPy writes the type."""
NPY_ORDER = re.compile(r"""['"]fortran_order['"]\s*:\s*(True|False)\s*[,}]""")
NPY_SHAPE = re.compile(r"""['"]shape['"]\s*:\s*\(([\d\sL,]{0,200})\)\s*[,}]""")


class NpzArchive(NamedTuple):
    """An open archive, and its members by the names of their arrays."""

    path: Path
    file: ZipFile
    members: dict[str, ZipInfo]

    def array(self, name: str, text: bool = False) -> Array:
        """An array of numbers; `text` allows strings in it. Raises InputError."""
        member = self._readable(name)
        require_memory(member.file_size, _("{}, {}").format(self.path, shortened(name)))
        return npy_array(self.path, name, self.file.read(member), text)

    def open(self, name: str) -> IO[bytes]:
        """The bytes of an array's .npy file, to be read one after the other. Raises InputError."""
        return self.file.open(self._readable(name))

    def _readable(self, name: str) -> ZipInfo:
        """The member of an array. Raises InputError for an encrypted one."""
        member = self.members[name]
        if member.flag_bits & ENCRYPTED:
            _unreadable_npz(self.path, _("{} is encrypted").format(shortened(name)))
        return member


@contextmanager
def open_npz(path: Path, expected: str, single: str) -> Iterator[NpzArchive]:
    """An .npz archive, open. Raises InputError; `expected` says what the file should be, `single` what instead of .npy.

    What the decompressors raise inside the `with` for a damaged file becomes an InputError too.
    """
    try:
        with open_named(path, expected) as file:
            if file.read(len(NPY_MAGIC)) == NPY_MAGIC:
                refuse(path, _("found a single array, as .npy holds it; expected .npz: {}").format(single))
            archive = ZipFile(file)
            yield NpzArchive(path, archive, {info.filename.removesuffix(".npy"): info for info in archive.infolist()})
    except (InputError, MemoryError):
        raise
    except Exception as problem:  # zipfile and the decompressors raise errors of many kinds for a damaged file
        _unreadable_npz(path, shortened(str(problem) or type(problem).__name__, 200))


def npy_array(path: Path, name: str, raw: bytes, text: bool) -> Array:
    """An array from the bytes of a .npy file; `text` allows strings in it. Raises InputError, ValueError."""
    header = npy_header(path, name, BytesIO(raw), text)
    array = header.array(path, name, raw[header.size :])
    if header.dtype.kind == "U":
        "".join(array.ravel().tolist()).encode()  # raises ValueError for a code that is no character
    return array


class NpyHeader(NamedTuple):
    """What stands before the values of a .npy file; `size` is its own length in bytes."""

    dtype: np.dtype[np.generic]
    shape: tuple[int, ...]
    fortran: bool
    size: int

    def array(self, path: Path, name: str, values: bytes) -> Array:
        """The array of these values, floats of other sizes than 4 and 8 bytes as float64.

        Raises InputError for too few or too many bytes.
        """
        expected = prod(self.shape) * self.dtype.itemsize
        if expected != len(values):
            message = ngettext(
                "{} is of shape {} and {}, {} byte; found {}: the file is damaged",
                "{} is of shape {} and {}, {} bytes; found {}: the file is damaged",
                expected,
            )
            refuse(path, message.format(name, self.shape, self.dtype, f"{expected:,}", f"{len(values):,}"))
        array: Array = np.ndarray(self.shape, self.dtype, values, order="F" if self.fortran else "C")
        if self.dtype.kind == "f" and self.dtype.itemsize not in (4, 8):
            with np.errstate(over="ignore"):  # becomes infinite, which is refused with its place
                return array.astype(float)
        return array


def npy_header(path: Path, name: str, file: IO[bytes], text: bool = False) -> NpyHeader:
    """The header of a .npy file, which is read up to its end; `text` allows strings. Raises InputError.

    Not by NumPy, which allocates memory for any shape that the header claims, and warns of some headers.
    """
    start = file.read(SHORTEST_START)
    if not start.startswith(NPY_MAGIC):
        refuse(path, _("{} holds {!r}, expected an array").format(name, start + file.read(20 - len(start))))
    if start[6:7] != b"\1":
        start += file.read(2)
    length = int.from_bytes(start[8:], "little")
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
    return NpyHeader(dtype, shape, order == "True", len(start) + length)


def _unreadable_npz(path: Path, reason: str) -> NoReturn:
    refuse(path, _("can't be read as NumPy's .npz of plain numbers ({})").format(reason))
