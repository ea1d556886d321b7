"""Reading safetensors files: a header in JSON, then the arrays, one behind the other.

By hand, so that a file is opened as `regular_files` does, and nothing is read before it is known what it should hold.
"""

import json
import os
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from .calls import Array
from .memory import require
from .regular_files import open_file
from .texts import _

LONGEST_HEADER = 100_000_000
"""Bytes, as the format has it."""
DTYPES = {"F64": "<f8", "F32": "<f4", "I64": "<i8", "BOOL": "|b1"}
"""Those of checkpoints."""


class Torn(ValueError):
    """A file that isn't whole, or no safetensors file."""

    def __init__(self) -> None:
        super().__init__(_("it is torn, or no safetensors file"))


class Kind(NamedTuple):
    """What an array is like: NumPy's name of its dtype, and its shape."""

    dtype: str
    shape: tuple[int, ...]

    @property
    def nbytes(self) -> int:
        """Its bytes."""
        return prod(self.shape) * np.dtype(self.dtype).itemsize


class Header(NamedTuple):
    """What a file says of itself, and of its arrays by name, in the order in which they stand there."""

    metadata: Mapping[str, str]
    arrays: Mapping[str, Kind]


def open_tensors(path: Path) -> BinaryIO:
    """The file, for `read_header`. Raises Refused, OSError."""
    return open_file(path)


def read_metadata(file: BinaryIO) -> Mapping[str, str]:
    """What the file says of itself, also where it holds arrays of kinds that we don't know. Raises Torn, OSError."""
    return _document(file)[0]


def read_header(file: BinaryIO) -> Header:
    """What the file holds; its arrays follow from here. Raises Torn, OSError."""
    metadata, document, size = _document(file)
    try:
        return Header(metadata, _arrays(document, size))
    except (ValueError, TypeError, KeyError) as problem:
        raise Torn from problem


def _document(file: BinaryIO) -> tuple[Mapping[str, str], Mapping[str, Any], int]:
    """The metadata, what is said of each array, and the bytes that follow. Raises Torn, OSError."""
    size = os.fstat(file.fileno()).st_size
    length = int.from_bytes(file.read(8), "little")
    if size < 8 or length > min(size - 8, LONGEST_HEADER):
        raise Torn
    try:
        document: dict[str, Any] = json.loads(file.read(length).decode())
        metadata = document.pop("__metadata__", {})
    except (ValueError, TypeError, AttributeError, RecursionError) as problem:
        raise Torn from problem
    if not (isinstance(metadata, dict) and all(isinstance(text, str) for text in metadata.values())):
        raise Torn
    return metadata, document, size - 8 - length


def _arrays(document: Mapping[str, Any], size: int) -> dict[str, Kind]:
    """The arrays, which fill so many bytes without a gap. Raises ValueError, TypeError, KeyError."""
    found, end = {}, 0
    for name, about in sorted(document.items(), key=lambda item: tuple(item[1]["data_offsets"])):
        start, after = about["data_offsets"]
        shape = tuple(about["shape"])
        if not all(type(number) is int and number >= 0 for number in (start, after, *shape)):
            raise ValueError(name)
        found[name] = Kind(DTYPES[about["dtype"]], shape)
        if start != end or after != start + found[name].nbytes:
            raise ValueError(name)
        end = after
    if end != size:
        raise ValueError(end)
    return found


def read_arrays(file: BinaryIO, header: Header) -> dict[str, Array]:
    """The arrays behind the header. Raises Torn, OSError, and InputError where they are larger than the memory."""
    require(sum(kind.nbytes for kind in header.arrays.values()), _("its arrays"), _("free memory"))
    found = {}
    for name, kind in header.arrays.items():
        array = np.empty(kind.shape, kind.dtype)
        if file.readinto(array.reshape(-1).view(np.uint8)) != kind.nbytes:  # type: ignore[attr-defined]
            raise Torn
        found[name] = array
    return found
