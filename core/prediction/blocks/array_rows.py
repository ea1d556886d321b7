"""The rows of an NPZ file or of an IDX file of images as raw inputs, block by block."""

from collections.abc import Iterator, Sequence
from math import prod
from pathlib import Path
from typing import IO

import numpy as np

from core.calls import Array
from core.data.reading.arrays.array_table import BRIGHTEST
from core.data.reading.arrays.column_order import order_of_columns
from core.data.reading.arrays.idx_reader import read_idx_images
from core.data.reading.arrays.npz_archive import npy_header, open_npz
from core.data.reading.arrays.npz_reader import texts_of
from core.data.unusable_file import list_names, refuse
from core.model.model import Model
from core.support.i18n import _
from core.support.memory import require_memory

VALUES = 2**21
"""Values that are read at once."""


def npz_rows(path: Path, model: Model, notes: list[str], size: int | None = None) -> Iterator[Array]:
    """The blocks of raw inputs of the array `X` or `images` of an NPZ file; it needs no other. Raises InputError."""
    with open_npz(path, _("a table"), "numpy.savez(FILE, X=…)") as archive:
        name = next((name for name in ("X", "images") if name in archive.members), None)
        if name is None:
            refuse(path, _("found the arrays {}, expected X, or images").format(list_names(sorted(archive.members))))
        names = texts_of(archive).get("columns", ())
        with archive.open(name) as file:
            yield from _npy_rows(path, name, file, names, model, notes, size)


def _npy_rows(
    path: Path, name: str, file: IO[bytes], names: Sequence[str], model: Model, notes: list[str], size: int | None
) -> Iterator[Array]:  # fmt: skip
    """The blocks of an array of examples: one after the other where it is in the order of C, else all at once."""
    header = npy_header(path, name, file)
    if len(header.shape) < 2:
        refuse(path, _("{} has shape {}, expected one row for each example").format(name, header.shape))
    m, *rest = header.shape
    width, scale = prod(rest), BRIGHTEST if name == "images" and header.dtype == np.uint8 else 1.0
    order = _order(path, width, names, model, notes)
    at_once = size or max(1, VALUES // max(1, width))
    if header.fortran:
        require_memory(2 * m * width * header.dtype.itemsize, f"{path}, {name}")
        at_once = max(1, m)
    for start in range(0, max(1, m), at_once):
        part = header._replace(shape=(min(at_once, m - start), *rest))
        values = part.array(path, name, file.read(prod(part.shape) * header.dtype.itemsize))
        inputs = values.reshape(-1, width)[:, order].astype(float) / scale
        _check_finite(path, name, inputs, start)
        yield inputs


def _order(path: Path, width: int, names: Sequence[str], model: Model, notes: list[str]) -> Sequence[int] | slice:
    """The columns of an array in the order of the model's inputs: by their names where both have them, else by place.

    Raises InputError for an array that doesn't fit.
    """
    wanted = [coding.column for coding in model.preparation.codings]
    order = order_of_columns(path, width, names, wanted)
    if isinstance(order, slice) and model.named_columns:
        notes.append(
            _("the columns of X are taken in the order of training: {}").format(
                list_names([column.name for column in wanted])
            )
        )
    return order


def idx_rows(path: Path, model: Model, size: int | None = None) -> Iterator[Array]:
    """The blocks of raw inputs of an IDX file of images, or of one beside a file of labels. Raises InputError."""
    images = read_idx_images(path)
    scale = BRIGHTEST if images.ndim > 2 and images.dtype == np.uint8 else 1.0
    flat = images.reshape(len(images), -1)
    if flat.shape[1] != len(model.preparation.codings):
        expected = len(model.preparation.codings)
        refuse(path, _("found {} inputs, expected {} as for training").format(flat.shape[1], expected))
    at_once = size or max(1, VALUES // max(1, flat.shape[1]))
    for start in range(0, max(1, len(flat)), at_once):
        inputs = flat[start : start + at_once].astype(float) / scale
        _check_finite(path, path.name, inputs, start)
        yield inputs


def _check_finite(path: Path, name: str, values: Array, start: int) -> None:
    """Raises InputError for infinite numbers; NaN is a missing cell."""
    wrong = np.isinf(values)
    if wrong.any():
        row, column = (int(place) for place in np.argwhere(wrong)[0])
        message = _("{}, row {}, column {}: found {}, expected a number")
        refuse(path, message.format(name, start + row + 1, column + 1, values[row, column]))
