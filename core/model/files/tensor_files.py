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
DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8", "BOOL": "|b1"}
"""The dtypes that are read, by NumPy's names; bfloat16, which NumPy lacks, as the upper 16 bits of float32."""
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
    """An array's dtype, by the format's name, and its shape."""

    dtype: str
    shape: tuple[int, ...]

    @property
    def nbytes(self) -> int:
        """The size of such an array in bytes, of a dtype in DTYPES."""
        return prod(self.shape) * np.dtype(DTYPES[self.dtype]).itemsize


class ArrayHeader(msgspec.Struct, frozen=True):
    """The header's description of an array."""

    dtype: str
    shape: Annotated[list[Count], msgspec.Meta(max_length=32)]
    data_offsets: tuple[Count, Count]


class TensorFile:
    """An open safetensors file by anyone: its metadata, the types of its arrays by name, and what is read from it.

    The arrays come in the order in which they are stored. Raises TornFile, OSError.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.metadata, document, size = _document(file)
        self._start = file.tell()
        try:
            headers = _layout(document, size)
        except (msgspec.DecodeError, ValueError) as problem:
            raise TornFile from problem
        self.arrays = {name: ArrayType(one.dtype, tuple(one.shape)) for name, one in headers}
        self._places = {name: one.data_offsets[0] for name, one in headers}

    def read(self, name: str) -> Array:
        """An array; float16 and bfloat16 as float32, without a change of value.

        Raises TornFile also for an unknown dtype, and InputError where memory is too small.
        """
        kind = self.arrays[name]
        if kind.dtype not in DTYPES:
            raise TornFile
        require_memory(COPIES * kind.nbytes, name, _("free memory"))
        array = np.empty(kind.shape, DTYPES[kind.dtype])
        self._file.seek(self._start + self._places[name])
        if self._file.readinto(array.reshape(-1).view(np.uint8)) != array.nbytes:  # type: ignore[attr-defined]
            raise TornFile
        if kind.dtype == "BF16":
            return (array.astype(np.uint32) << 16).view(np.float32)
        return array.astype(np.float32) if kind.dtype == "F16" else array

    def read_all(self) -> dict[str, Array]:
        """All arrays by name. Raises as `read` does."""
        needed = sum(kind.nbytes for kind in self.arrays.values() if kind.dtype in DTYPES)
        require_memory(COPIES * needed, _("its arrays"), _("free memory"))
        return {name: self.read(name) for name in self.arrays}


def open_tensors(path: Path) -> BinaryIO:
    """The file, for a TensorFile; no link is followed. Raises Refused, OSError."""
    return open_file(path)


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


def _layout(document: Mapping[str, msgspec.Raw], size: int) -> list[tuple[str, ArrayHeader]]:
    """The arrays in the order in which they are stored, checked to fill `size` bytes without a gap.

    Those of unknown dtypes may have any size. Raises msgspec.DecodeError, ValueError.
    """
    headers = {name: decode(raw, ArrayHeader) for name, raw in document.items()}
    found, end = sorted(headers.items(), key=lambda item: item[1].data_offsets), 0
    for name, one in found:
        start, after = one.data_offsets
        wrong = one.dtype in DTYPES and after != start + ArrayType(one.dtype, tuple(one.shape)).nbytes
        if start != end or after < start or wrong:
            raise ValueError(name)
        end = after
    if end != size:
        raise ValueError(end)
    return found


def tensor_file(tensors: Mapping[str, Array], metadata: Mapping[str, str]) -> bytes:
    """The content of a safetensors file; the same bytes for the same arrays and metadata, in their order.

    Wider numbers come first, so that each array stands where its numbers are aligned.
    """
    names = {np.dtype(dtype): name for name, dtype in DTYPES.items()}
    header: dict[str, object] = {"__metadata__": dict(metadata)} if metadata else {}
    ordered, end = sorted(tensors.items(), key=lambda item: -item[1].itemsize), 0
    for name, array in ordered:
        offsets = end, end + array.nbytes
        header[name] = {"dtype": names[array.dtype], "shape": array.shape, "data_offsets": offsets}
        end = offsets[1]
    text = msgspec.json.encode(header)
    text += b" " * (-len(text) % ALIGNMENT)
    arrays = (np.ascontiguousarray(array).data for _name, array in ordered)
    return b"".join([len(text).to_bytes(8, "little"), text, *arrays])
