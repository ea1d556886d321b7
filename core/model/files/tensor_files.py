"""safetensors files read and written: a JSON header, then one array after the other.

Without the library, so that files are opened by `regular_files`, no array is read before its header is checked, and
the same content is written as the same bytes: the library orders metadata at random.
"""

import os
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Annotated, BinaryIO, NamedTuple

import msgspec
import numpy as np

from core.calls import Array
from core.support.i18n import _
from core.support.memory import require_memory
from core.support.regular_files import open_file
from core.support.strict_json import decode

LONGEST_HEADER = 100_000_000
"""Bytes, the limit of the format."""
DTYPES = {"F64": "<f8", "F32": "<f4", "I64": "<i8", "BOOL": "|b1"}
"""The dtypes of checkpoints, by NumPy's names."""
FLOATS = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}
"""The dtypes of weights, by NumPy's names; bfloat16, which NumPy lacks, as the upper 16 bits of float32."""
ALIGNMENT = 8
"""The header is filled up with blanks to a multiple of it, as the library does, so that arrays can be mapped."""
COPIES = 3
"""Copies of all arrays in memory while they are read and checked."""
MOST_ARRAYS = 10_000
"""More than a checkpoint holds, which is ten for each layer."""

Count = Annotated[int, msgspec.Meta(ge=0, le=2**62)]


class TornFile(ValueError):
    """A truncated file, or not a safetensors file."""

    def __init__(self) -> None:
        super().__init__(_("it is incomplete, or not a safetensors file"))


class ArrayType(NamedTuple):
    """An array's dtype, by NumPy's name, and its shape."""

    dtype: str
    shape: tuple[int, ...]

    @property
    def nbytes(self) -> int:
        """The size of such an array in bytes."""
        return prod(self.shape) * np.dtype(self.dtype).itemsize


class ArrayHeader(msgspec.Struct, frozen=True):
    """The header's description of an array."""

    dtype: str
    shape: Annotated[list[Count], msgspec.Meta(max_length=32)]
    data_offsets: tuple[Count, Count]


class TensorHeader(NamedTuple):
    """A file's metadata, and its arrays by name in the order in which they are stored."""

    metadata: Mapping[str, str]
    arrays: Mapping[str, ArrayType]


def open_tensors(path: Path) -> BinaryIO:
    """The file, for `read_header`. Raises Refused, OSError."""
    return open_file(path)


def read_metadata(file: BinaryIO) -> Mapping[str, str]:
    """The file's metadata, even where it holds arrays of unknown dtypes. Raises TornFile, OSError."""
    return _document(file)[0]


def read_header(file: BinaryIO) -> TensorHeader:
    """The file's header; leaves the file at the beginning of the arrays. Raises TornFile, OSError."""
    metadata, document, size = _document(file)
    try:
        return TensorHeader(metadata, _arrays(document, size))
    except (msgspec.DecodeError, ValueError, KeyError) as problem:
        raise TornFile from problem


def _document(file: BinaryIO) -> tuple[Mapping[str, str], Mapping[str, msgspec.Raw], int]:
    """The metadata, the raw description of each array, and how many bytes follow. Raises TornFile, OSError."""
    size = os.fstat(file.fileno()).st_size
    length = int.from_bytes(file.read(8), "little")
    if size < 8 or length > min(size - 8, LONGEST_HEADER):
        raise TornFile
    try:  # msgspec rejects a long document of other types quickly
        document: dict[str, msgspec.Raw] = decode(file.read(length), dict[str, msgspec.Raw])
        metadata = decode(document.pop("__metadata__", msgspec.Raw(b"{}")), dict[str, str])
    except msgspec.DecodeError as problem:
        raise TornFile from problem
    if len(document) > MOST_ARRAYS:
        raise TornFile
    return metadata, document, size - 8 - length


def _arrays(document: Mapping[str, msgspec.Raw], size: int) -> dict[str, ArrayType]:
    """The arrays of a checkpoint. Raises msgspec.DecodeError, ValueError, KeyError."""
    return {name: ArrayType(DTYPES[about.dtype], tuple(about.shape)) for name, about in _layout(document, size, DTYPES)}


def _layout(document: Mapping[str, msgspec.Raw], size: int, dtypes: Mapping[str, str]) -> list[tuple[str, ArrayHeader]]:
    """The arrays in the order in which they are stored, checked to fill `size` bytes without a gap.

    Those of unknown dtypes may have any size. Raises msgspec.DecodeError, ValueError.
    """
    abouts = {name: decode(raw, ArrayHeader) for name, raw in document.items()}
    found, end = sorted(abouts.items(), key=lambda item: item[1].data_offsets), 0
    for name, about in found:
        start, after = about.data_offsets
        wrong = about.dtype in dtypes and after != start + ArrayType(dtypes[about.dtype], tuple(about.shape)).nbytes
        if start != end or after < start or wrong:
            raise ValueError(name)
        end = after
    if end != size:
        raise ValueError(end)
    return found


def read_arrays(file: BinaryIO, header: TensorHeader) -> dict[str, Array]:
    """The arrays after the header. Raises TornFile, OSError, and InputError where they exceed the memory."""
    require_memory(COPIES * sum(kind.nbytes for kind in header.arrays.values()), _("its arrays"), _("free memory"))
    found = {}
    for name, kind in header.arrays.items():
        array = np.empty(kind.shape, kind.dtype)
        if file.readinto(array.reshape(-1).view(np.uint8)) != kind.nbytes:  # type: ignore[attr-defined]
            raise TornFile
        found[name] = array
    return found


class FloatFile:
    """A safetensors file by anyone, open: its metadata, its arrays by name, and numbers read from it.

    Raises TornFile, OSError.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.metadata, document, size = _document(file)
        self._start = file.tell()
        try:
            self.arrays = dict(_layout(document, size, FLOATS))
        except (msgspec.DecodeError, ValueError) as problem:
            raise TornFile from problem

    def read(self, name: str) -> Array:
        """An array of a dtype in FLOATS; float16 and bfloat16 as float32, without a change of value."""
        about = self.arrays[name]
        array = np.empty(about.shape, FLOATS[about.dtype])
        require_memory(COPIES * array.nbytes, name, _("free memory"))
        self._file.seek(self._start + about.data_offsets[0])
        if self._file.readinto(array.reshape(-1).view(np.uint8)) != array.nbytes:  # type: ignore[attr-defined]
            raise TornFile
        if about.dtype == "BF16":
            return (array.astype(np.uint32) << 16).view(np.float32)
        return array.astype(np.float32) if about.dtype == "F16" else array


def tensor_file(tensors: Mapping[str, Array], metadata: Mapping[str, str]) -> bytes:
    """The content of a safetensors file; the same bytes for the same arrays and metadata, in their order."""
    names = {np.dtype(dtype): name for name, dtype in DTYPES.items()}
    header: dict[str, object] = {"__metadata__": dict(metadata)} if metadata else {}
    end = 0
    for name, array in tensors.items():
        offsets = end, end + array.nbytes
        header[name] = {"dtype": names[array.dtype], "shape": array.shape, "data_offsets": offsets}
        end = offsets[1]
    text = msgspec.json.encode(header)
    text += b" " * (-len(text) % ALIGNMENT)
    return b"".join([len(text).to_bytes(8, "little"), text, *(array.tobytes() for array in tensors.values())])
