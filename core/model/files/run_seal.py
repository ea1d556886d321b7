"""The seal of weights in run folders: format, record, and a digest that finds damage."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np

from core.calls import Array
from core.support.errors import NewerFormat, is_newer
from core.support.i18n import _

FORMAT_VERSION = "2"
VERSION, RECORD, DIGEST = "format_version", "state", "sha256"
"""The keys of the metadata."""


def sealed(tensors: Mapping[str, Array], record: str) -> dict[str, str]:
    """The metadata with which these arrays and a record, as JSON text, are stored."""
    return {VERSION: FORMAT_VERSION, RECORD: record, DIGEST: digest(tensors, record)}


def has_seal(metadata: Mapping[str, str]) -> bool:
    """Whether a file is of a run folder, of this or of a later format."""
    version = metadata.get(VERSION)
    return {RECORD, DIGEST} <= metadata.keys() and (version == FORMAT_VERSION or is_newer(version, FORMAT_VERSION))


def check_version(path: Path, metadata: Mapping[str, str]) -> None:
    """Raises NewerFormat for a file of a later version."""
    version = metadata.get(VERSION)
    if is_newer(version, FORMAT_VERSION):
        raise NewerFormat(path, version, FORMAT_VERSION)


def check_seal(metadata: Mapping[str, str], tensors: Mapping[str, Array]) -> None:
    """Raises ValueError where the arrays or the record aren't those that were stored."""
    if metadata.get(DIGEST) != digest(tensors, metadata[RECORD]):
        raise ValueError(_("its content is damaged"))


def digest(tensors: Mapping[str, Array], record: str) -> str:
    """SHA-256 of the record and of all arrays with their names, dtypes and shapes."""
    total = sha256(record.encode())
    for name, array in sorted(tensors.items()):
        total.update(f"{name} {array.dtype.str} {array.shape}".encode())
        total.update(np.ascontiguousarray(array).data)
    return total.hexdigest()
