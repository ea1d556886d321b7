"""Pairs of IDX files, as MNIST comes in: images and labels, plain or gzip.

An IDX file holds one array: two bytes 0, the type, the number of dimensions, the size of each as four bytes, then the
values; all numbers have their high byte first. One file of a pair is named; the other is found beside it by its name.
"""

from math import prod
from pathlib import Path
from typing import BinaryIO, NoReturn, cast

import numpy as np

from core.calls import Array
from core.data.setting_hints import rows_for_test_setting
from core.data.table import Table
from core.data.unusable_file import refuse
from core.support.errors import InputError
from core.support.i18n import _
from core.support.memory import require_memory
from core.support.regular_files import open_named, size_of
from core.support.shown_values import value_text

from .array_table import ExampleArrays, array_table
from .idx_names import images_of_test, looks_like_idx, partner_of

TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
"""NumPy's names of the types: unsigned and signed bytes, short, int, float and double."""

MOST_DIMENSIONS = 8
"""A file that claims more isn't taken for IDX; images have three or four."""

GZIP_MAGIC = b"\x1f\x8b"


def is_idx(path: Path) -> bool:
    """Whether a file is IDX by its first bytes, or is called so. Raises InputError for a file that can't be opened."""
    return looks_like_idx(path.name) or _is_header(_head(path))


def read_idx(path: Path, task: str | None) -> Table:
    """The images and labels of an IDX pair, of which `path` is either. Raises InputError."""
    images_path, labels_path = partner_of(path)
    images, labels = _read(images_path), _read(labels_path)
    if images.ndim < 2:
        text = _("found an array of 1 dimension, expected images: examples × height × width; are the names swapped?")
        refuse(images_path, text)
    if labels.ndim > 2:
        text = _("found an array of shape {}, expected a label for each example; are the names swapped?")
        refuse(labels_path, text.format(_shape_text(labels.shape)))
    if len(images) != len(labels):
        text = _("found {} examples here and {} labels in {}, expected as many of both")
        refuse(images_path, text.format(f"{len(images):,}", f"{len(labels):,}", labels_path.name))
    arrays = ExampleArrays(
        images,
        labels,
        inputs_name=images_path.name,
        targets_name="label",
        pictures=images.ndim > 2,
        are_classes=labels.dtype.kind in "iu",
        notes=_notes(path, images_path, labels_path),
    )
    return array_table(images_path, arrays, task)


def read_idx_images(path: Path) -> Array:
    """The images of an IDX file, or of the one beside a file of labels, m × …. Raises InputError."""
    images = _read(path)
    if images.ndim < 2:
        images = _read(partner_of(path)[0])
    if images.ndim < 2 or not images.size:
        refuse(path, _("found an array of shape {}, expected images").format(_shape_text(images.shape)))
    return images


def _notes(path: Path, images: Path, labels: Path) -> tuple[str, ...]:
    """What was found beside the named file."""
    partner = labels if path == images else images
    notes = [_("{} is read with {}, which lies beside it").format(value_text(path.name), value_text(partner.name))]
    if name := images_of_test(images):
        text = _("{} beside it holds test images; {} makes them the test split")
        notes.append(text.format(value_text(name), rows_for_test_setting(images.parent / name)))
    return tuple(notes)


def _head(path: Path) -> bytes:
    """The first four bytes, decompressed where they are compressed; fewer of a damaged file."""
    with open_named(path, _("a table")) as file:
        head = file.read(len(GZIP_MAGIC)) or b""
        file.seek(0)
        if head != GZIP_MAGIC:
            return file.read(4) or b""
        import gzip  # late, as it takes time to import

        try:
            return gzip.GzipFile(fileobj=file).read(4)
        except (OSError, EOFError, ValueError):
            return b""
        except Exception as problem:  # zlib.error, whose module isn't imported for plain files
            if type(problem).__name__ == "error":
                return b""
            raise


def _is_header(head: bytes) -> bool:
    return len(head) == 4 and head[:2] == b"\0\0" and head[2] in TYPES and 1 <= head[3] <= MOST_DIMENSIONS


def _read(path: Path) -> Array:
    """The array in a file, with the machine's byte order. Raises InputError."""
    with open_named(path, _("an IDX file")) as file:
        compressed = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
        file.seek(0)
        if not compressed:
            return _array(path, file, size_of(file))
        import gzip

        try:
            return _array(path, cast(BinaryIO, gzip.GzipFile(fileobj=file)), None)
        except (InputError, MemoryError):
            raise
        except Exception as problem:  # gzip and zlib raise errors of many kinds for a damaged file
            refuse(path, _("can't be read as gzip ({}); get the file again").format(problem))


def _array(path: Path, file: BinaryIO, size: int | None) -> Array:
    """The array in an open file of `size` bytes; None where that isn't known before it is decompressed."""
    head = file.read(4)
    if not _is_header(head):
        _wrong_header(path, head)
    dimensions, dtype = head[3], np.dtype(TYPES[head[2]])
    sizes = file.read(4 * dimensions)
    if len(sizes) < 4 * dimensions:
        text = _("ends within the sizes of its {} dimensions: the file is cut off; get it again")
        refuse(path, text.format(dimensions))
    shape = tuple(int.from_bytes(sizes[start : start + 4], "big") for start in range(0, len(sizes), 4))
    expected = prod(shape) * dtype.itemsize
    if size is not None:
        _check_size(path, shape, dtype, expected, size - 4 - len(sizes))
    require_memory(2 * expected, str(path))
    content = file.read(expected)
    _check_size(path, shape, dtype, expected, len(content) + len(file.read(1)))
    array: Array = np.frombuffer(content, dtype).reshape(shape)
    return array.astype(dtype.newbyteorder("="), copy=False)


def _check_size(path: Path, shape: tuple[int, ...], dtype: np.dtype[np.generic], expected: int, found: int) -> None:
    """Raises InputError unless the values take the bytes that the header says."""
    if found == expected:
        return
    sizes = _shape_text(shape)
    if found < expected:
        text = _("the header says {} values of {}, {} bytes; found {}: the file is cut off; get it again")
        refuse(path, text.format(sizes, dtype.name, f"{expected:,}", f"{found:,}"))
    text = _("the header says {} values of {}, {} bytes; found more: the file is damaged; get it again")
    refuse(path, text.format(sizes, dtype.name, f"{expected:,}"))


def _wrong_header(path: Path, head: bytes) -> NoReturn:
    types = ", ".join(f"{code:02x}" for code in TYPES)
    text = _(
        "the first bytes are {}, expected an IDX file: 00 00, the type as one of {}, and the number of dimensions, "
        "as 00 00 08 03 for images and 00 00 08 01 for labels"
    )
    refuse(path, text.format(head.hex(" ") or _("none"), types))


def _shape_text(shape: tuple[int, ...]) -> str:
    return " × ".join(f"{size:,}" for size in shape)
