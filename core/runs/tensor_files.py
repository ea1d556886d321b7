"""safetensors files read: a header in JSON, then the arrays one after the other.

Without the library, so that files are opened by `regular_files`, and no array is read before its header is checked.
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
    """The arrays, checked to fill `size` bytes without a gap. Raises msgspec.DecodeError, ValueError, KeyError."""
    abouts = {name: decode(raw, ArrayHeader) for name, raw in document.items()}
    found, end = {}, 0
    for name, about in sorted(abouts.items(), key=lambda item: item[1].data_offsets):
        found[name] = ArrayType(DTYPES[about.dtype], tuple(about.shape))
        start, after = about.data_offsets
        if start != end or after != start + found[name].nbytes:
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
