"""Arrays of examples and of their targets made a described table."""

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np

from core.calls import Array
from core.data.table import Table
from core.data.understanding.number_table import described, distinct_bytes
from core.data.unusable_file import refuse
from core.support.i18n import _, ngettext
from core.support.memory import require_memory

BRIGHTEST = 255.0
"""Pixels that are bytes are divided by it."""


@dataclass(frozen=True, eq=False)
class ExampleArrays:
    """Examples m × …, and their targets m × …, as a file has them; the names of both stand in messages.

    `pictures`: the examples are pictures, m × height × width × 3 in colour, m × height × width in grey, or m × n of a
    square. `are_classes`: whole numbers are classes, however many there are. Names of columns are empty where the file
    has none; where classes have names, the targets are their numbers, from 0.
    """

    inputs: Array = field(repr=False)
    targets: Array = field(repr=False)
    inputs_name: str
    targets_name: str
    pictures: bool = False
    are_classes: bool = False
    column_names: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def array_table(path: Path, arrays: ExampleArrays, task: str | None) -> Table:
    """The table of these arrays, described. Raises InputError: which array, where, what was found and expected."""
    X, y = arrays.inputs, arrays.targets
    if X.ndim < 2 or not X.size:
        refuse(path, _("{} has shape {}, expected one row for each example").format(arrays.inputs_name, X.shape))
    if y.ndim < 1 or (len(y) and not y.size):
        message = _("{} has shape {}, expected a value or a row for each example")
        refuse(path, message.format(arrays.targets_name, y.shape))
    if len(X) != len(y):
        message = ngettext("found {} row in {} and {} in {}", "found {} rows in {} and {} in {}", len(X))
        refuse(path, message.format(len(X), arrays.inputs_name, len(y), arrays.targets_name))
    require_memory(2 * 8 * X.size, _("{}, {}").format(path, arrays.inputs_name))
    shape, channels = picture_shape(X) if arrays.pictures else (None, 1)
    pixels = arrays.pictures and X.dtype == np.uint8
    inputs = X.reshape(len(X), -1) / (BRIGHTEST if pixels else 1.0)
    _check_finite(path, arrays.inputs_name, inputs)
    names = arrays.column_names or input_names(inputs.shape[1], shape, channels)
    table, found_task, notes = _with_targets(path, Table(inputs, names, shape=shape, channels=channels), arrays, task)
    distinct = partial(distinct_bytes, X.reshape(len(X), -1)) if X.dtype == np.uint8 else None
    return described(table, (arrays.targets_name,), (*arrays.notes, *notes), distinct, found_task)


def picture_shape(images: Array) -> tuple[tuple[int, int] | None, int]:
    """Height and width of pictures, and the numbers of a pixel: as given by the array, or of a square.

    None for the first where the array has neither.
    """
    if images.ndim == 3 or (images.ndim == 4 and images.shape[3] in (1, 3)):
        return (images.shape[1], images.shape[2]), images.shape[3] if images.ndim == 4 else 1
    side = round(float(np.sqrt(images.shape[1])))
    return ((side, side) if images.ndim == 2 and side * side == images.shape[1] else None), 1


def input_names(count: int, shape: tuple[int, int] | None, channels: int = 1) -> tuple[str, ...]:
    """Names of inputs without any: p1, p2 … of pixels, in colour p1 red, p1 green, p1 blue, p2 red …; else x1, x2 …."""
    if shape is None:
        return tuple(f"x{number}" for number in range(1, count + 1))
    if channels == 1:
        return tuple(f"p{number}" for number in range(1, count + 1))
    return tuple(f"p{number} {colour}" for number in range(1, count // 3 + 1) for colour in ("red", "green", "blue"))


def _with_targets(path: Path, table: Table, arrays: ExampleArrays, task: str | None) -> tuple[Table, str, list[str]]:
    """The table with labels or values; the task; and notes on what was guessed. Raises InputError."""
    y, name = arrays.targets, arrays.targets_name
    flat = y.reshape(len(y), -1)
    if y.dtype.kind in "iufb":
        _check_finite(path, name, flat)
    if flat.shape[1] == 1 and arrays.class_names and task != "regression":
        return replace(table, labels=flat[:, 0].astype(np.int64), class_names=arrays.class_names), "classification", []
    if flat.shape[1] == 1 and arrays.are_classes:
        task = task or "classification"
    from .array_targets import with_targets  # late: built-in classes have names, and need none of the rules

    return with_targets(path, table, name, flat, task)


def _check_finite(path: Path, name: str, values: Array) -> None:
    finite = np.isfinite(values)
    if not finite.all():
        row, column = (int(place) + 1 for place in np.argwhere(~finite)[0])
        message = _("{}, row {}, column {}: found {}, expected a number")
        refuse(path, message.format(name, row, column, values[row - 1, column - 1]))
